import { defineRule, type Fix } from '#engine';
import { batchedJob, type Migration, openMigration, type RowChange, rowChanges } from '#languages/sql';

export default defineRule({
  id: 'sql/bulk-change-in-migration',
  guide: 'migrations/background-backfill',
  summary: 'Reports changes of all rows of a table in use that a migration makes at once.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    update:
      'This UPDATE changes every row of "{table}" in one transaction: whoever writes one of them waits to the end.',
    delete:
      'This DELETE takes every row of "{table}" away in one transaction: whoever writes one of them waits to the end.',
    insert: 'This INSERT copies a whole table into "{table}" in one transaction: the release waits for it.',
    loop: 'This loop changes rows of "{table}" one by one in one transaction: whoever writes one of them waits to the end.',
  },
  reads: ['sql'],
  alsoKnownAs: ['pgfence/update-in-migration', 'migrationpilot/MP011', 'bytebase/statement.where.require'],

  check(document, context) {
    if (document.statementsOf('update', 'delete', 'insert', 'do').length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration || migration.first || migration.dialect === 'sqlite') return;
    for (const change of rowChanges(migration, context.settings.sql.tableSizes)) {
      if (change.reach !== 'all' && change.reach !== 'loop') continue;
      const message = change.reach === 'loop' ? 'loop' : change.query.type;
      if (message === 'merge') continue;
      const data = { table: change.table.name.text };
      context.report({ at: change, message, data, fixes: [inBatches(change, migration)] });
    }
  },
});

function inBatches(change: RowChange, migration: Migration): Fix | undefined {
  const job = batchedJob(migration, change);
  return job && { title: `Do it in batches, in ${job.path}`, safety: 'unsafe', ...job.change };
}
