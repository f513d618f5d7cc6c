import { defineRule, type Fix } from '#engine';
import {
  type AddedColumn,
  constraintOf,
  objectName,
  openMigration,
  rewriteForColumn,
  type SqlDocument,
  withBlanksBefore,
} from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/volatile-column-default',
  guide: 'migrations/online-schema-change',
  summary: 'Reports new columns whose value differs for every row that is there, so that the table is written again.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    volatile:
      '{call}() gives every row another value, so all of "{table}" is written again while nobody can read or write it.',
    unknown:
      'If {call}() is VOLATILE, as functions are unless they say otherwise, all of "{table}" is written again under a lock.',
    numbered: 'Every row gets a number, so all of "{table}" is written again while nobody can read or write it.',
    stored:
      'The value is stored for every row, so all of "{table}" is written again while nobody can read or write it.',
  },
  reads: ['sql'],
  alsoKnownAs: [
    'squawk/adding-field-with-default',
    'strong_migrations/add_column_default',
    'eugene/E11',
    'atlas/PG302',
    'pgfence/add-column-non-constant-default',
  ],

  check(document, context) {
    if (document.addedColumns.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    for (const added of document.addedColumns) {
      const { statement, action, table, column } = added;
      if (statement.templated || statement.broken || !migration.isUp(statement)) continue;
      const reason = rewriteForColumn(column);
      if (!reason) continue;
      const state = migration.tableBefore(statement, objectName(table));
      if (state?.madeHere || state?.temporary) continue;
      if (action.ifNotExists && state?.columns.some(one => one.name === column.name.text)) continue;
      const data = { table: table.name.text };
      const { name: at } = column;
      if ('call' in reason) {
        const { type: message, call } = reason;
        const severity = message === 'unknown' ? { severity: 'info' as const } : {};
        const fixes = [withoutRewrite(document, added)];
        context.report({ at, message, data: { ...data, call }, fixes, ...severity });
      } else context.report({ at, message: reason.type === 'generated' ? 'stored' : 'numbered', data });
    }
  },
});

/** ADD COLUMN c type, ALTER COLUMN c SET DEFAULT ...: the rows that are there get NULL. */
function withoutRewrite(document: SqlDocument, { column, action }: AddedColumn): Fix | undefined {
  const initial = constraintOf(column, 'default');
  // Others would not hold for NULL, or would be checked before there is a value.
  const simple = column.constraints.every(one => /^(?:default|notNull|null|collate)$/.test(one.type));
  if (!initial?.value || !simple) return undefined;
  const required = column.constraints.find(one => one.type === 'notNull');
  return {
    title: 'Add the column empty and give new rows the default',
    safety: 'unsafe',
    edits: [
      edit.remove(withBlanksBefore(document, initial.span)),
      ...(required ? [edit.remove(withBlanksBefore(document, required.span))] : []),
      edit.insert(
        action.span.end,
        `, ALTER COLUMN ${document.textOf(column.name)} SET DEFAULT ${document.textOf(initial.value)}`,
      ),
    ],
  };
}
