import { defineRule } from '#engine';
import { everyScope, queryContext, queryPlaces, rowsOf, tablesOf, unservedFilter } from '#languages/sql';

/** Reading a table of so few rows is faster than any index. */
const FEW = 1000;

export default defineRule({
  id: 'sql/unindexed-filter',
  guide: 'performance/indexed-access',
  summary: 'Reports queries of query files that search a table by a column that no index begins with.',
  severity: 'hint',
  recommended: true,
  fixable: 'no',
  messages: {
    unindexed: 'No index of "{table}" begins with "{column}", so this reads the whole table for the rows it wants.',
  },
  reads: ['sql'],

  check(document, context) {
    const places = queryPlaces(document).filter(one => one.origin === 'file' && !one.query.templated);
    if (places.length === 0) return;
    const { sql } = context.settings;
    const schema = queryContext(document, context.workspace.facts('sql'), sql);
    for (const { query, owner } of places) {
      const tableOf = tablesOf(schema, owner, query);
      for (const scope of everyScope(query))
        for (const item of scope.from) {
          const column = unservedFilter(scope, item, tableOf);
          const rows = item.table && rowsOf(sql, item.table);
          if (!column || !item.table || (rows !== undefined && rows <= FEW)) continue;
          const data = { table: item.table.name.text, column: column.name.text };
          context.report({ at: column, message: 'unindexed', data });
        }
    }
  },
});
