import { defineRule, type Fix } from '#engine';
import {
  type Migration,
  openScript,
  type Privileges,
  publicGrant,
  roleInstead,
  type SqlDocument,
} from '#languages/sql';
import { edit, lineBreakOf } from '#text';

export default defineRule({
  id: 'sql/grant-to-public',
  guide: 'security/least-privilege',
  summary: 'Reports rights that are given to PUBLIC, every role there is and will be.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    public: 'PUBLIC is every role there is and will be, so each of them gets {privileges} on {object}.',
    schema: 'Before PostgreSQL 15 every role may create objects in schema "public", and other roles run into them.',
  },
  reads: ['sql'],

  check(document, context) {
    const grants = document.statementsOf('grant');
    const mayBeOpen = context.settings.sql.postgresVersion < 15;
    if (grants.length === 0 && !mayBeOpen) return;
    const script = openScript(document, context.workspace.facts('sql'), context.settings.sql);
    if (script.dialect !== 'postgresql' || script.sample) return;
    for (const statement of grants) {
      const found = script.isUp(statement) ? publicGrant(statement) : undefined;
      if (!found) continue;
      const { grantee, privileges, object, mild } = found;
      context.report({
        at: grantee,
        message: 'public',
        data: { privileges, object },
        ...(mild ? { severity: 'info' as const } : {}),
        fixes: [toRole(document, statement, found.grantee.span)],
      });
    }
    const open = mayBeOpen && script.migration && openSchema(script.migration);
    if (open) context.report({ at: open.keyword, message: 'schema', fixes: [open.fix] });
  },
});

/** Where the file names another role, that one is likely to be meant. */
function toRole(document: SqlDocument, statement: Privileges, span: { start: number; end: number }): Fix | undefined {
  // ALL is more than any role should get: `sql/grant-all`.
  const role = statement.all ? undefined : roleInstead(document, statement);
  return role === undefined
    ? undefined
    : { title: `Grant it to ${role}`, safety: 'unsafe', edits: [edit.replace(span, role)] };
}

/** The first table of a database, made in `public`, while nothing in the file takes CREATE away. */
function openSchema({ first, document, isUp }: Migration) {
  if (!first) return undefined;
  const revokes = document
    .statementsOf('revoke')
    .some(one => one.object === 'SCHEMA' && one.objects.some(({ name }) => name.text === 'public'));
  const table = document.createdTables.find(
    one => isUp(one) && !one.broken && !one.templated && one.table && (one.table.schema?.text ?? 'public') === 'public',
  );
  if (!table || revokes) return undefined;
  const text = `REVOKE CREATE ON SCHEMA public FROM PUBLIC;${lineBreakOf(document.text)}`;
  const fix: Fix = {
    title: 'Take CREATE away from PUBLIC',
    safety: 'unsafe',
    edits: [edit.insert(table.span.start, text)],
  };
  return { keyword: table.keyword, fix };
}
