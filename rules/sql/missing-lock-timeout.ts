import { defineRule } from '#engine';
import { firstWithoutTimeout, openMigration } from '#languages/sql';

export default defineRule({
  id: 'sql/missing-lock-timeout',
  guide: 'migrations/online-schema-change',
  summary: 'Reports migrations that lock a table in use without a lock_timeout.',
  severity: 'info',
  recommended: false,
  fixable: 'safe',
  messages: {
    missing:
      'No lock_timeout is set: while this waits for its lock on "{table}", everybody who comes later waits as well.',
  },
  reads: ['sql'],
  alsoKnownAs: ['squawk/require-lock-timeout', 'eugene/E9', 'pgfence/missing-lock-timeout', 'migrationpilot/MP004'],

  check(document, context) {
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    const found = firstWithoutTimeout(migration);
    if (!found) return;
    const { statement, lock, fix } = found;
    context.report({
      at: statement.keyword,
      message: 'missing',
      data: { table: lock.table.name },
      fixes: [fix && { title: 'Set a lock_timeout of two seconds', safety: 'safe', edits: [fix] }],
    });
  },
});
