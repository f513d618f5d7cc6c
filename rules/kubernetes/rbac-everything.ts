import { defineRule } from '#engine';
import { groupsOf, isOptional, isReleaseBundle, itemOf, roleOf } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/rbac-everything',
  guide: 'security/least-privilege',
  summary: 'Reports roles that allow every verb on every resource.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    everything: 'Role "{role}" allows every verb on every resource of {groups}: a token that leaks is worth {worth}.',
  },
  alsoKnownAs: ['kube-linter/wildcard-in-rules', 'checkov/CKV_K8S_49', 'trivy/KSV-0046'],

  check(document, context) {
    // What an operator's release asks for is its makers' matter.
    if (isReleaseBundle(document)) return;
    context.each(document.objects, object => {
      const role = roleOf(object);
      if (!role || role.aggregated) return;
      for (const rule of role.rules) {
        const verb = itemOf(rule.verbs, '*');
        if (!verb || !itemOf(rule.resources, '*') || !itemOf(rule.groups, '*', '')) continue;
        if (isOptional(document, object, verb.span)) continue;
        const worth = role.clusterWide ? 'the whole cluster' : 'the whole namespace';
        context.report({
          at: verb,
          message: 'everything',
          data: { role: object.name ?? '(templated)', groups: groupsOf(rule), worth },
        });
      }
    });
  },
});
