import { defineRule } from '#engine';
import { identityOf, isPatch, serviceWorkloads, tokenUseOf } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/unneeded-api-token',
  guide: 'security/least-privilege',
  summary: 'Reports workloads that mount an API token although nothing gives their account a right.',
  severity: 'info',
  recommended: true,
  fixable: 'safe',
  messages: {
    token: 'Pods of "{workload}" mount an API token that has no rights: it serves nobody but an intruder.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['checkov/CKV_K8S_43', 'trivy/KSV-0036', 'polaris/automountServiceAccountToken', 'kubescape/C-0034'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (document.template || isPatch(document, unit)) return;
    for (const workload of serviceWorkloads(document, unit)) {
      const { object } = workload;
      const pods = object.podSpec();
      if (!pods || !object.nameNode || tokenUseOf(workload, document.uri, unit) !== 'unneeded') continue;
      const { account } = identityOf(pods);
      const after = pods.node.entries.find(({ key }) => key === account?.key);
      const edit = treeEdits(document.tree).addEntry(pods.node, 'automountServiceAccountToken', false, after);
      context.report({
        at: account?.node ?? object.nameNode,
        message: 'token',
        data: { workload: object.name ?? '(templated)' },
        fixes: [edit && { title: 'Set automountServiceAccountToken to false', safety: 'safe', edits: [edit] }],
      });
    }
  },
});
