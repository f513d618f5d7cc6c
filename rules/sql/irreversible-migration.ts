import { defineRule } from '#engine';
import { irreversibles, openMigration, sayIrreversible } from '#languages/sql';

export default defineRule({
  id: 'sql/irreversible-migration',
  guide: 'migrations/reversible',
  summary: 'Reports statements that no rollback takes back and no comment explains.',
  severity: 'info',
  recommended: false,
  fixable: 'unsafe',
  messages: {
    lost: 'No rollback brings {what} back: say in a comment that it is irreversible, and why nobody will miss it.',
    enumValue:
      'No rollback takes an enum value out again: say in a comment that it is irreversible, and why that is fine.',
  },
  reads: ['sql'],
  alsoKnownAs: ['migrationpilot/rollback-red'],

  check(document, context) {
    if (document.statementsOf('alterTable', 'dropTable', 'truncate', 'delete', 'alterType').length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration || migration.first) return;
    for (const found of irreversibles(migration)) {
      const edits = [sayIrreversible(migration, found.statement, 'why nobody will miss it')];
      const common = { at: found, fixes: [{ title: 'Say that it is irreversible', safety: 'unsafe', edits } as const] };
      if (found.statement.type === 'alterType') context.report({ ...common, message: 'enumValue' });
      else context.report({ ...common, message: 'lost', data: { what: found.what } });
    }
  },
});
