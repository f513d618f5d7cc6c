import { defineRule } from '#engine';
import { earlyEnumUses, openMigration, splitBefore } from '#languages/sql';

export default defineRule({
  id: 'sql/enum-value-used-in-transaction',
  guide: 'migrations/expand-contract',
  summary: 'Reports enum values that are used in the transaction that adds them.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    used: 'Value "{value}" of "{type}" is used in the transaction that adds it: PostgreSQL refuses, and the migration fails.',
  },
  reads: ['sql'],
  alsoKnownAs: ['pgsafe/enum-value-used-in-transaction', 'migrationpilot/MP024'],

  check(document, context) {
    if (document.statementsOf('alterType').length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql') return;
    for (const use of earlyEnumUses(migration, context.settings.sql.postgresVersion)) {
      const split = migration.isUp(use.statement) ? splitBefore(migration, use.statement) : undefined;
      const title = 'Move it and what follows to a migration of its own';
      context.report({
        at: use,
        message: 'used',
        data: { value: use.value, type: use.type },
        fixes: [split && { title, safety: 'unsafe', ...split }],
        related: [{ uri: document.uri, span: use.addedBy.keyword.span, message: `"${use.value}" is added here.` }],
      });
    }
  },
});
