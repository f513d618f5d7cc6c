import { defineRule } from '#engine';
import { isNarrowed, queryContext, queryPlaces, servesSubstrings, sourceOf, wildcardFilters } from '#languages/sql';

export default defineRule({
  id: 'sql/leading-wildcard-like',
  guide: 'performance/indexed-access',
  summary: 'Reports LIKE and ILIKE with a pattern that begins with a wildcard, where no trigram index serves it.',
  severity: 'info',
  recommended: true,
  fixable: 'no',
  messages: {
    wildcard: 'A pattern that begins with "%" matches no index on "{column}", so every row of "{table}" is read.',
  },
  reads: ['sql'],

  check(document, context) {
    const places = queryPlaces(document).filter(one => !one.query.templated);
    if (places.length === 0) return;
    const schema = queryContext(document, context.workspace.facts('sql'), context.settings.sql);
    for (const { query, owner } of places) {
      if (!schema.counts(owner)) continue;
      for (const { scope, predicate } of wildcardFilters(query)) {
        const [column] = predicate.left?.columns ?? [];
        const item = column && sourceOf(column, scope.from);
        const table = item?.table && schema.tableFor(owner, item.table);
        // Of a table that nobody knows, nobody knows the indexes.
        if (!column || !table || table.uncertain || table.kind !== 'table') continue;
        if (servesSubstrings(table, column.name.text) || isNarrowed(scope, item, table)) continue;
        const at = predicate.right[0]!;
        context.report({ at, message: 'wildcard', data: { column: column.name.text, table: table.name } });
      }
    }
  },
});
