import { defineRule } from '#engine';
import { everyQuery, keyset, pagesByOffset, queryContext, queryPlaces } from '#languages/sql';

export default defineRule({
  id: 'sql/offset-pagination',
  guide: 'performance/cursor-pagination',
  summary: 'Reports queries that page through rows with OFFSET.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    offset: 'OFFSET reads and drops every row before the page: later pages get slower, and rows that move are missed.',
  },
  reads: ['sql'],

  check(document, context) {
    const places = queryPlaces(document).filter(one => !one.query.templated);
    if (places.length === 0) return;
    const schema = queryContext(document, context.workspace.facts('sql'), context.settings.sql);
    for (const { query, owner, origin } of places) {
      if (!schema.counts(owner)) continue;
      for (const { query: one } of everyQuery(query)) {
        if (!one.offset || !pagesByOffset(one, origin)) continue;
        const edits =
          origin === 'file' && one === query ? keyset(document, one, name => schema.tableFor(owner, name)) : undefined;
        context.report({
          at: one.offset.keyword,
          message: 'offset',
          fixes: [edits && { title: 'Page by the last row seen', safety: 'unsafe', edits }],
        });
      }
    }
  },
});
