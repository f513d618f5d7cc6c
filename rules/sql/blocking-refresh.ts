import { defineRule } from '#engine';
import { firstWords, objectName, openMigration, refreshes } from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/blocking-refresh',
  guide: 'migrations/online-schema-change',
  summary: 'Reports REFRESH MATERIALIZED VIEW without CONCURRENTLY.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    blocking: 'Nobody can read "{view}" until it has been computed again; with CONCURRENTLY everybody can.',
    unindexed:
      'Nobody can read "{view}" until it has been computed again; CONCURRENTLY needs a unique index on it first.',
  },
  reads: ['sql'],
  alsoKnownAs: [
    'pgfence/refresh-materialized-view-blocking',
    'migrationpilot/MP033',
    'diesel-guard/RefreshMatViewCheck',
  ],

  check(document, context) {
    if (document.statementsOf('refreshMaterializedView').length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    for (const { statement, name, unique } of refreshes(migration)) {
      const at = firstWords(document, statement, statement.viewKeyword);
      const edits = [edit.insert(statement.viewKeyword.span.end, ' CONCURRENTLY')];
      const data = { view: objectName(name).name };
      if (unique === false) context.report({ at, message: 'unindexed', data });
      else
        context.report({
          at,
          message: 'blocking',
          data,
          fixes: unique ? [{ title: 'Add CONCURRENTLY', safety: 'unsafe', edits }] : [],
        });
    }
  },
});
