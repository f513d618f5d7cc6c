import { defineRule } from '#engine';
import { bindingOf } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/default-account-binding',
  guide: 'security/least-privilege',
  summary: 'Reports bindings that give a role to the default account or to groups that everybody is in.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    account: 'Role "{role}" goes to the account "default": every pod without an account of its own gets these rights.',
    group: 'Role "{role}" goes to "{group}": {everybody} gets these rights.',
  },
  alsoKnownAs: ['checkov/CKV_K8S_42', 'kubescape/C-0189'],

  check(document, context) {
    context.each(document.objects, object => {
      const binding = bindingOf(object);
      if (!binding) return;
      const role = binding.roleName?.value ?? '(templated)';
      for (const { kind, name } of binding.subjects) {
        if (!name?.value) continue;
        if (kind === 'ServiceAccount' && name.value === 'default')
          context.report({ at: name, message: 'account', data: { role } });
        const everybody = kind === 'Group' ? everybodyIn(name.value) : undefined;
        // The cluster itself gives these roles to everybody: version, health, what one may ask.
        if (everybody !== undefined && !role.startsWith('system:'))
          context.report({ at: name, message: 'group', data: { role, group: name.value, everybody } });
      }
    });
  },
});

function everybodyIn(group: string): string | undefined {
  if (group === 'system:unauthenticated') return 'anybody who reaches the API server, without a token,';
  if (group === 'system:authenticated') return 'every user and every pod of the cluster';
  if (group === 'system:serviceaccounts') return 'every pod of the cluster';
  return group.startsWith('system:serviceaccounts:') ? 'every pod of that namespace' : undefined;
}
