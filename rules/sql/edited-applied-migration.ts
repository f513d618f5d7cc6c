import { defineRule } from '#engine';
import { firstEdited, migrationScope, openMigration } from '#languages/sql';

export default defineRule({
  id: 'sql/edited-applied-migration',
  guide: 'migrations/reversible',
  summary: 'Reports applied migrations whose statements differ from the last commit.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    edited:
      'This applied migration is edited: databases that have run it never see the change, so they drift from new ones.',
  },
  reads: ['sql'],
  outOfScope: true,
  alsoKnownAs: ['flyway/validate', 'prisma/migrate-checksum'],

  check(document, context) {
    const { committed } = context.workspace;
    const before = committed.textOf(document.uri);
    if (before === undefined || before === document.text) return;
    const facts = context.workspace.facts('sql');
    const settings = { ...context.settings.sql, scope: 'new' as const };
    if (migrationScope(document.uri, facts, settings, committed.has) !== 'frozen') return;
    const migration = openMigration(document, facts, context.settings.sql);
    const at = migration && !migration.tool.reruns?.(migration.file) ? firstEdited(document, before) : undefined;
    if (at) context.report({ at, message: 'edited' });
  },
});
