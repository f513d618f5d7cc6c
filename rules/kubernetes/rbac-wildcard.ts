import { defineRule } from '#engine';
import { groupsOf, isForOwnGroups, itemOf, roleOf, type TextItem } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/rbac-wildcard',
  guide: 'security/least-privilege',
  summary: 'Reports roles that allow every verb on some resources, or some verbs on every resource.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    verbs: 'Role "{role}" allows every verb on {what}: deleting all of them, and whatever later versions add.',
    resources: 'Role "{role}" allows {what} on every resource of {groups}: also on those that later versions add.',
  },
  alsoKnownAs: ['kube-linter/wildcard-in-rules', 'checkov/CKV_K8S_49', 'trivy/KSV-0044', 'trivy/KSV-0045'],

  check(document, context) {
    context.each(document.objects, object => {
      const role = roleOf(object);
      if (!role || role.aggregated) return;
      const shown = object.name ?? '(templated)';
      for (const rule of role.rules) {
        const verb = itemOf(rule.verbs, '*');
        const resource = itemOf(rule.resources, '*');
        const own = isForOwnGroups(rule);
        // Everything on everything is another rule's.
        if ((!verb && !resource) || (verb && resource && itemOf(rule.groups, '*', ''))) continue;
        // Metrics can only be read.
        if (rule.groups.every(({ text }) => text?.endsWith('metrics.k8s.io'))) continue;
        const severity = own ? { severity: 'info' as const } : {};
        if (verb && rule.resources.length > 0) {
          const what = resource ? `every resource of ${groupsOf(rule)}` : listed(rule.resources);
          context.report({ at: verb, message: 'verbs', ...severity, data: { role: shown, what } });
        } else if (resource) {
          const data = { role: shown, what: listed(rule.verbs), groups: groupsOf(rule) };
          context.report({ at: resource, message: 'resources', ...severity, data });
        }
      }
    });
  },
});

/** The first two by name, in quotes. */
function listed(items: readonly TextItem[]): string {
  const shown = items.slice(0, 2).map(({ text }) => `"${text ?? '(templated)'}"`);
  const rest = items.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(' and ');
}
