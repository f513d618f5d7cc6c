import { defineRule } from '#engine';
import { identityOf, isPatch, serviceWorkloads, tokenUseOf } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/default-service-account',
  guide: 'security/least-privilege',
  summary: 'Reports workloads that use the default account and its token.',
  severity: 'hint',
  recommended: false,
  fixable: 'no',
  messages: {
    shared: 'Pods of "{workload}" share the account "default": a right that one of its users needs, all of them get.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['kube-linter/default-service-account', 'trivy/KSV-0118'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (document.template || isPatch(document, unit)) return;
    for (const workload of serviceWorkloads(document, unit)) {
      const { object } = workload;
      const pods = object.podSpec();
      if (!pods || pods.node.open || object.partial || !object.nameNode) continue;
      const { account } = identityOf(pods);
      if (account && account.value !== 'default') continue;
      // Where the token is not needed at all, another rule says so.
      if (tokenUseOf(workload, document.uri, unit) !== 'unknown') continue;
      context.report({
        at: account?.node ?? object.nameNode,
        message: 'shared',
        data: { workload: object.name ?? '(templated)' },
      });
    }
  },
});
