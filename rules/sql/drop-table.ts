import { defineRule, type Fix } from '#engine';
import { type DroppedTable, droppedTables, type Migration, openMigration, setAside } from '#languages/sql';

export default defineRule({
  id: 'sql/drop-table',
  guide: 'migrations/expand-contract',
  summary: 'Reports tables in use that a migration drops.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    dropped:
      'Table "{table}" is dropped: its rows are lost, and running code that names it fails until it is replaced.',
    locks:
      'Table "{table}" is dropped: its rows are lost, running code that names it fails, and {others} is locked for it.',
    locksSeveral:
      'Table "{table}" is dropped: its rows are lost, running code fails, and {count} tables it refers to are locked.',
    anew: 'Table "{table}" is dropped and made anew: the rows that it holds are lost.',
  },
  reads: ['sql'],
  alsoKnownAs: ['squawk/ban-drop-table', 'strong_migrations/drop_table', 'atlas/DS102', 'pgfence/drop-table'],

  check(document, context) {
    if (document.statementsOf('dropTable').length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration || migration.first || migration.dialect === 'sqlite') return;
    for (const dropped of droppedTables(migration)) {
      const { references } = dropped;
      const table = dropped.name.name.text;
      const found = { at: dropped, fixes: [aside(dropped, migration)] };
      const [others] = migration.dialect === 'postgresql' ? references : [];
      const count = references.length;
      if (dropped.madeAnew) context.report({ at: dropped, message: 'anew', data: { table } });
      else if (others === undefined) context.report({ ...found, message: 'dropped', data: { table } });
      else if (count === 1) context.report({ ...found, message: 'locks', data: { table, others: `"${others}"` } });
      else context.report({ ...found, message: 'locksSeveral', data: { table, count } });
    }
  },
});

function aside(dropped: DroppedTable, migration: Migration): Fix | undefined {
  const change = setAside(migration, dropped);
  return change && { title: `Rename it to ${change.name} and drop it later`, safety: 'unsafe', edits: [change.edit] };
}
