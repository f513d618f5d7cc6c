import { defineRule } from '#engine';
import { changesUnderLock, openMigration, splitBefore } from '#languages/sql';

export default defineRule({
  id: 'sql/schema-and-data-in-one-migration',
  guide: 'migrations/background-backfill',
  summary: 'Reports changes of rows in the transaction of a statement that has locked a table for everybody.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    mixed:
      '"{locked}" stays locked by a statement above until this {verb} is done: whoever reads it waits for that long.',
  },
  reads: ['sql'],
  alsoKnownAs: ['migrationpilot/MP067', 'bytebase/statement.disallow-mix-in-ddl'],

  check(document, context) {
    if (document.statementsOf('update', 'delete', 'insert', 'merge', 'do').length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    for (const { change, locked, lockedBy, span } of changesUnderLock(migration, context.settings.sql.tableSizes)) {
      const split = splitBefore(migration, change.statement);
      const title = 'Move it and what follows to a migration of its own';
      context.report({
        at: span,
        message: 'mixed',
        data: { locked, verb: change.query.type.toUpperCase() },
        fixes: [split && { title, safety: 'unsafe', ...split }],
        related: [{ uri: document.uri, span: lockedBy.keyword.span, message: `This locks "${locked}".` }],
      });
    }
  },
});
