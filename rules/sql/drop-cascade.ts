import { defineRule } from '#engine';
import { cascades, openMigration } from '#languages/sql';

export default defineRule({
  id: 'sql/drop-cascade',
  guide: 'migrations/expand-contract',
  summary: 'Reports CASCADE in a migration that drops something that was there before.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    cascade:
      'CASCADE drops whatever depends on "{name}" without naming it: foreign keys, views, columns that others use.',
  },
  reads: ['sql'],
  alsoKnownAs: ['pgfence/drop-cascade', 'bytebase/statement.disallow-rm-tbl-cascade', 'migrationpilot/MP022'],

  check(document, context) {
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    // MySQL reads the word and does nothing; SQLite does not know it.
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    for (const found of cascades(migration))
      context.report({ at: found, message: 'cascade', data: { name: found.name.text } });
  },
});
