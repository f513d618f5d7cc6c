import { defineRule } from '#engine';
import { openMigration, tableRewrites, withBlanksBefore } from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/vacuum-full',
  guide: 'migrations/online-schema-change',
  summary: 'Reports VACUUM FULL and CLUSTER, which write a table in use again.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    table: '{what} writes all of "{table}" again, and until then nobody can read or write it.',
    database: '{what} writes every table of the database again, and nobody can read or write a table meanwhile.',
  },
  reads: ['sql'],
  alsoKnownAs: [
    'pgfence/vacuum-full',
    'migrationpilot/MP006',
    'migrationpilot/MP032',
    'pgsafe/vacuum-full',
    'pgsafe/cluster',
  ],

  check(document, context) {
    if (document.statementsOf('vacuum', 'cluster').length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    for (const { statement, table } of tableRewrites(migration)) {
      const { full, keyword } = statement;
      const what = full ? 'VACUUM FULL' : 'CLUSTER';
      // In parentheses it stands among other options.
      const removable = full && document.textOf(full).length === 'FULL'.length;
      const fixes = removable
        ? [
            {
              title: 'Remove FULL',
              safety: 'unsafe' as const,
              edits: [edit.remove(withBlanksBefore(document, full.span))],
            },
          ]
        : [];
      const at = full ?? keyword;
      if (table === undefined) context.report({ at, message: 'database', data: { what }, fixes });
      else context.report({ at, message: 'table', data: { what, table }, fixes });
    }
  },
});
