import { defineRule } from '#engine';
import { firstWords, objectName, openMigration, reindexes, runConcurrently } from '#languages/sql';

export default defineRule({
  id: 'sql/blocking-reindex',
  guide: 'migrations/online-schema-change',
  summary: 'Reports REINDEX without CONCURRENTLY.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    blocking:
      'REINDEX without CONCURRENTLY: until "{name}" is built, nobody can write the table, nor read by this index.',
    everything: 'REINDEX {object} without CONCURRENTLY: nobody can write a table while its indexes are built.',
  },
  reads: ['sql'],
  alsoKnownAs: [
    'squawk/require-concurrent-reindex',
    'pgfence/reindex-non-concurrent',
    'migrationpilot/MP021',
    'diesel-guard/ReindexCheck',
    'django-migration-linter/REINDEX',
  ],

  check(document, context) {
    if (document.statementsOf('reindex').length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    for (const statement of reindexes(migration)) {
      const { name, object = '' } = statement;
      const at = firstWords(document, statement, statement.keyword);
      const slug = `reindex_${name?.name.text ?? object.toLowerCase()}`;
      const change = name && runConcurrently(migration, statement, name.span.start, 'CONCURRENTLY ', slug);
      const fixes = [change && { title: 'Add CONCURRENTLY', safety: 'unsafe' as const, ...change }];
      const one = name && (object === 'INDEX' || object === 'TABLE');
      if (one) context.report({ at, message: 'blocking', data: { name: objectName(name).name }, fixes });
      else context.report({ at, message: 'everything', data: { object }, fixes });
    }
  },
});
