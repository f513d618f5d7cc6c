import { defineRule } from '#engine';
import { type LockWork, lateStatements, openMigration } from '#languages/sql';

const DOES: Readonly<Record<LockWork, string>> = {
  none: 'waits for',
  rows: 'changes',
  scan: 'reads all of',
  build: 'builds an index of',
  rewrite: 'writes all of',
};

export default defineRule({
  id: 'sql/slow-statement-under-lock',
  guide: 'migrations/online-schema-change',
  summary: 'Reports statements that keep a transaction open in which a table is already locked for everybody.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    slow: 'This {does} "{table}" in a transaction that has locked "{held}", so nobody can use "{held}" until it is done.',
    second:
      'This has to wait for "{table}" in a transaction that has locked "{held}", so nobody can use "{held}" meanwhile.',
  },
  reads: ['sql'],
  alsoKnownAs: ['eugene/E4', 'pgls/runningStatementWhileHoldingAccessExclusive', 'migrationpilot/MP008'],

  check(document, context) {
    if (document.statementsOf('alterTable', 'dropTable', 'dropIndex', 'truncate', 'createTable').length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    for (const { statement, held, since, lock } of lateStatements(migration)) {
      const at = statement.keyword;
      const data = { table: lock.table.name, held: held.table.name };
      const related = [{ uri: document.uri, span: since.keyword.span, message: `Locks "${data.held}"` }];
      if (lock.work === 'none') context.report({ at, message: 'second', data, related, severity: 'info' });
      else context.report({ at, message: 'slow', data: { ...data, does: DOES[lock.work] }, related });
    }
  },
});
