import { defineRule } from '#engine';
import { growingResult, listsRows, queryContext, queryPlaces, rowsOf, tablesOf, withLimit } from '#languages/sql';

/** As many rows may be read at once. */
const FEW = 1000;

export default defineRule({
  id: 'sql/unbounded-select',
  guide: 'performance/bounded-results',
  summary: 'Reports queries that return as many rows as the table has.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    all: 'Query returns every row of "{table}": the answer grows with the table, until whoever asks runs out of memory.',
    filtered:
      'Query returns each row of "{table}" that matches, without a LIMIT: nothing bounds the answer or its cost.',
  },
  reads: ['sql'],

  check(document, context) {
    const places = queryPlaces(document).filter(listsRows);
    if (places.length === 0) return;
    const { sql } = context.settings;
    const schema = queryContext(document, context.workspace.facts('sql'), sql);
    for (const place of places) {
      const { query, owner } = place;
      if (query.type !== 'query' || !schema.counts(owner)) continue;
      const growing = growingResult(query, tablesOf(schema, owner, query));
      const rows = growing && rowsOf(sql, growing.table);
      if (!growing || (rows !== undefined && rows <= FEW)) continue;
      const edits = withLimit(document, place);
      context.report({
        at: growing.keyword,
        message: growing.rows === 'all' ? 'all' : 'filtered',
        data: { table: growing.table.name.text },
        // The children of one parent are mostly few.
        ...(growing.rows === 'pinned' && { severity: 'info' }),
        fixes: [edits && { title: 'Add a LIMIT', safety: 'unsafe', edits }],
      });
    }
  },
});
