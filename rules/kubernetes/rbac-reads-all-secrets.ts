import { defineRule } from '#engine';
import { isBoundInCluster, isReleaseBundle, itemOf, roleOf } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/rbac-reads-all-secrets',
  guide: 'security/least-privilege',
  summary: 'Reports roles that read the Secrets of every namespace.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    secrets:
      'ClusterRole "{role}" reads the Secrets of every namespace: its token alone opens everything they protect.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['kube-linter/access-to-secrets', 'trivy/KSV-0041'],

  check(document, context) {
    if (isReleaseBundle(document)) return;
    const unit = context.workspace.facts('kubernetes');
    for (const object of document.objects) {
      const role = roleOf(object);
      if (!role?.clusterWide || role.aggregated || object.name === undefined || KEEPERS.test(object.name)) continue;
      if (!isBoundInCluster(object.name, unit)) continue;
      for (const rule of role.rules) {
        const secrets = itemOf(rule.resources, 'secrets');
        const readsThem = itemOf(rule.verbs, 'get', 'list', 'watch', '*') && itemOf(rule.groups, '', '*');
        if (secrets && readsThem && rule.resourceNames.length === 0)
          context.report({ at: secrets, message: 'secrets', data: { role: object.name } });
      }
    }
  },
});

/** Controllers whose work is to write Secrets for everybody. */
const KEEPERS =
  /external-secrets|cert-?manager|sealed-secrets|secrets?-(operator|manager|store|generator)|vault|reflector/i;
