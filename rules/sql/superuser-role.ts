import { defineRule } from '#engine';
import { excessiveAttributes, isContainerInit, openScript, withBlanksBefore } from '#languages/sql';
import { edit } from '#text';

const GIVES: Readonly<Record<string, string>> = {
  SUPERUSER: 'so nothing that it does is checked any more',
  CREATEROLE: 'so it can make roles and change those of others',
  BYPASSRLS: 'so no row security policy holds for it',
  REPLICATION: 'so it can copy the whole server, password hashes included',
};

export default defineRule({
  id: 'sql/superuser-role',
  guide: 'security/least-privilege',
  summary: 'Reports roles that may do what no grant says, and grants that may be passed on.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    attribute: 'Role "{role}" gets {attribute}, {effect}.',
    grantOption: '"{role}" may pass on what it is granted, so nobody knows any more who has access.',
  },
  reads: ['sql'],

  check(document, context) {
    const roles = document.statementsOf('createRole', 'alterRole');
    const grants = document.statementsOf('grant').filter(one => one.grantOption);
    if (roles.length === 0 && grants.length === 0) return;
    const script = openScript(document, context.workspace.facts('sql'), context.settings.sql);
    const mild = script.sample || isContainerInit(document.uri) ? { severity: 'warning' as const } : {};
    for (const statement of roles) {
      if (!script.isUp(statement)) continue;
      for (const option of excessiveAttributes(statement))
        context.report({
          at: option,
          message: 'attribute',
          data: { role: statement.name?.text ?? '', attribute: option.name, effect: GIVES[option.name] ?? '' },
          ...mild,
          fixes: [
            {
              title: `Remove ${option.name}`,
              safety: 'unsafe',
              edits: [edit.remove(withBlanksBefore(document, option.span))],
            },
          ],
        });
    }
    for (const statement of grants) {
      const { grantOption, grantees, templated } = statement;
      const [grantee] = grantees;
      if (!grantOption || !grantee || templated || !script.isUp(statement)) continue;
      context.report({
        at: grantOption,
        message: 'grantOption',
        data: { role: grantee.text },
        severity: 'warning',
        fixes: [
          {
            title: 'Remove WITH GRANT OPTION',
            safety: 'unsafe',
            edits: [edit.remove(withBlanksBefore(document, grantOption.span))],
          },
        ],
      });
    }
  },
});
