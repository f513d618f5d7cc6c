import { defineRule } from '#engine';
import { excessiveGrant, isContainerInit, openScript } from '#languages/sql';

export default defineRule({
  id: 'sql/grant-all',
  guide: 'security/least-privilege',
  summary: 'Reports GRANT ALL on tables, schemas and databases to a role that does not own them.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    all: 'ALL on {object} also gives "{role}" {besides}.',
  },
  reads: ['sql'],

  check(document, context) {
    const grants = document.statementsOf('grant');
    if (!grants.some(one => one.all)) return;
    const script = openScript(document, context.workspace.facts('sql'), context.settings.sql);
    if (script.dialect === 'sqlite' || script.sample || isContainerInit(document.uri)) return;
    for (const statement of grants) {
      const excess = script.isUp(statement) ? excessiveGrant(document, statement, script.dialect) : undefined;
      if (!excess || !statement.all) continue;
      const { grantee, object, besides, instead, edits } = excess;
      context.report({
        at: statement.all,
        message: 'all',
        data: { object, role: grantee.text, besides },
        fixes: [{ title: `Grant ${instead}`, safety: 'unsafe', edits }],
      });
    }
  },
});
