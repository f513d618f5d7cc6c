import { defineRule } from '#engine';
import { openMigration, truncatedTables } from '#languages/sql';

export default defineRule({
  id: 'sql/truncate',
  guide: 'migrations/expand-contract',
  summary: 'Reports tables in use that a migration empties with TRUNCATE.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    rows: 'TRUNCATE takes every row of "{table}" away for good, and whoever reads or writes it waits until it is done.',
    cascade: 'TRUNCATE CASCADE empties "{table}" and every table that refers to it, however far away, for good.',
  },
  reads: ['sql'],
  alsoKnownAs: ['squawk/ban-truncate-cascade', 'pgfence/truncate', 'migrationpilot/MP036'],

  check(document, context) {
    if (document.statementsOf('truncate').length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration || migration.first || migration.dialect === 'sqlite') return;
    for (const found of truncatedTables(migration)) {
      const data = { table: found.table.name };
      context.report({ at: found, message: found.cascade ? 'cascade' : 'rows', data });
    }
  },
});
