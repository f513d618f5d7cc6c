import { defineRule } from '#engine';
import { openPolicies, openScript, type Policy } from '#languages/sql';

export default defineRule({
  id: 'sql/policy-always-true',
  guide: 'security/least-privilege',
  summary: 'Reports row security policies that let their roles write every row.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    always: 'Policy "{policy}" lets {roles} {action} "{table}", as if the table had no row security.',
  },
  reads: ['sql'],
  alsoKnownAs: ['splinter/0024_permissive_rls_policy'],

  check(document, context) {
    if (document.statementsOf('createPolicy', 'alterPolicy').length === 0) return;
    const script = openScript(document, context.workspace.facts('sql'), context.settings.sql);
    if (script.sample) return;
    for (const { policy, condition, action } of openPolicies(document)) {
      if (!script.isUp(policy)) continue;
      const { name, table } = policy;
      context.report({
        at: condition,
        message: 'always',
        data: {
          policy: name?.text ?? '',
          table: table?.name.text ?? '',
          action,
          roles: whoever(policy),
        },
      });
    }
  },
});

/** ALTER POLICY leaves the roles as they are unless it names some. */
function whoever({ type, roles }: Policy): string {
  const [first] = roles;
  if (!first) return type === 'alterPolicy' ? 'its roles' : 'every role';
  return roles.length > 1 ? `"${first.text}" and others` : `"${first.text}"`;
}
