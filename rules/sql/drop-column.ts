import { defineRule, type Fix } from '#engine';
import {
  type DroppedColumn,
  droppedColumns,
  isUndone,
  type Migration,
  objectName,
  openMigration,
} from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/drop-column',
  guide: 'migrations/expand-contract',
  summary: 'Reports columns of tables in use that a migration drops.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    dropped:
      'Column "{column}" is dropped: its values are lost, and running code that names it fails until it is replaced.',
  },
  reads: ['sql'],
  alsoKnownAs: [
    'squawk/ban-drop-column',
    'strong_migrations/remove_column',
    'atlas/DS103',
    'pgfence/drop-column',
    'django-migration-linter/DROP_COLUMN',
  ],

  check(document, context) {
    if (document.alteredTables.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration || migration.first || migration.dialect === 'sqlite') return;
    for (const dropped of droppedColumns(migration)) {
      const column = dropped.action.name.text;
      context.report({ at: dropped, message: 'dropped', data: { column }, fixes: [optional(dropped, migration)] });
    }
  },
});

/** New code can leave the column out, old code goes on reading it. */
function optional({ statement, table, action }: DroppedColumn, migration: Migration): Fix | undefined {
  if (migration.dialect !== 'postgresql' || isUndone(migration, table)) return undefined;
  const state = migration.tableBefore(statement, objectName(table));
  const { name } = action;
  const column = state?.columns.find(one => one.name === name.text);
  const isKey = state?.constraints.some(one => one.type === 'primaryKey' && one.columns.includes(name.text));
  if (!column?.notNull || column.hasDefault || isKey) return undefined;
  const text = `ALTER COLUMN ${migration.document.textOf(name)} DROP NOT NULL`;
  return {
    title: 'Allow NULL for now and drop the column in a later release',
    safety: 'unsafe',
    edits: [edit.replace(action.span, text)],
  };
}
