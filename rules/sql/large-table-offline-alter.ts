import { defineRule, option } from '#engine';
import { largeChanges, openMigration } from '#languages/sql';

const DOES = {
  none: 'locks',
  rows: 'changes',
  scan: 'reads all of',
  build: 'builds an index of',
  rewrite: 'writes all of',
};

export default defineRule({
  id: 'sql/large-table-offline-alter',
  guide: 'migrations/online-schema-change',
  summary: 'Reports statements that work through a table that the config says is large, while it is locked.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    writers: 'This {does} "{table}" ({rows} rows), and nobody can write it until that is done: change it online.',
    everybody:
      'This {does} "{table}" ({rows} rows), and nobody can read or write it until that is done: change it online.',
  },
  options: {
    rows: option.integer({
      default: 1_000_000,
      minimum: 1,
      maximum: 1_000_000_000,
      description: 'More rows than this make a table large.',
    }),
  },
  replaces: [
    'sql/blocking-reindex',
    'sql/column-type-rewrite',
    'sql/constraint-without-not-valid',
    'sql/index-not-concurrent',
    'sql/mysql-blocking-alter',
    'sql/primary-key-without-using-index',
    'sql/set-not-null-scans',
    'sql/unique-without-using-index',
    'sql/vacuum-full',
    'sql/volatile-column-default',
  ],
  reads: ['sql'],

  check(document, context) {
    const { sql } = context.settings;
    if (Object.keys(sql.tableSizes).length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), sql);
    if (!migration || migration.dialect === 'sqlite' || migration.first) return;
    for (const change of largeChanges(migration, sql, context.options.rows)) {
      const { statement, table, name, work, blocks, rows } = change;
      const data = { does: DOES[work], table: name, rows };
      context.report({ at: table?.name ?? statement.keyword, message: blocks, data, covers: statement });
    }
  },
});
