import { defineRule, type Fix } from '#engine';
import { type MissingDown, missingDowns, openMigration } from '#languages/sql';

export default defineRule({
  id: 'sql/missing-down-migration',
  guide: 'migrations/reversible',
  summary: 'Reports migrations that nothing undoes.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing: 'This migration has no way down: "{what}" is missing, so a failed release cannot be rolled back.',
    empty: 'The way down "{what}" is empty, so a failed release cannot be rolled back.',
    forwardOnly: 'Nothing undoes this migration, and {tool} only goes forward: a failed release is taken back by hand.',
  },
  reads: ['sql'],
  alsoKnownAs: ['django-migration-linter/RUNSQL_REVERSIBLE', 'strong_migrations/check_down'],

  check(document, context) {
    if (document.statements.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration) return;
    for (const missing of missingDowns(migration)) {
      const { what } = missing;
      const found = { at: missing, fixes: [write(missing)] };
      if (missing.forwardOnly) {
        const tool = migration.tool.id.replace(/-\d.*/, '');
        context.report({ ...found, message: 'forwardOnly', data: { tool }, severity: 'info' });
      } else if (missing.empty) context.report({ ...found, message: 'empty', data: { what } });
      else context.report({ ...found, message: 'missing', data: { what } });
    }
  },
});

function write({ change, inverse }: MissingDown): Fix | undefined {
  if (!change) return undefined;
  const title = inverse.complete ? 'Write the way down' : 'Write the way down, which does not bring everything back';
  return { title, safety: 'unsafe', ...change };
}
