import type { TableState } from '../schemaState.ts';
import { predicatesOf } from './index.ts';
import type { ColumnReference, FromItem, Operand, Predicate, QueryStatement } from './model.ts';
import { columnFilter, everyScope, filtersOf, leadsIndex, type Scoped, sourceOf } from './sources.ts';

/** Comparisons that a B-tree serves. */
const SERVED: ReadonlySet<string> = new Set(['=', '<', '>', '<=', '>=', 'IN', 'BETWEEN', 'IS NULL']);
/** Columns with two values: no index on them alone helps. */
const TWO_VALUES = /^bool/;

/**
 * The column by which a table is searched while none of its filters is served by an index: every row is read. Undefined
 * where one is, where the table is reached through a join, or where it is not known well enough.
 */
export function unservedFilter(
  scope: Scoped,
  item: FromItem,
  tableOf: (item: FromItem) => TableState | undefined,
): ColumnReference | undefined {
  const table = tableOf(item);
  if (!table?.complete || table.uncertain || table.kind !== 'table') return undefined;
  const has = (other: FromItem, column: { readonly text: string }): boolean | undefined => {
    const state = tableOf(other);
    return state?.complete ? state.columns.some(one => one.name === column.text) : undefined;
  };
  const columns: ColumnReference[] = [];
  for (const filter of filtersOf(scope)) {
    const found = columnFilter(filter);
    // OR, expressions, rows and functions may be served by indexes of their own.
    if (!found) {
      if (mentions(filter, item, scope.from, has)) return undefined;
      continue;
    }
    for (const column of sidesOf(found.predicate))
      if (sourceOf(column, scope.from, has) === item) {
        if (leadsIndex(table, column.name.text)) return undefined;
        if (SERVED.has(found.predicate.operator) && isAsked(found.predicate)) columns.push(column);
      }
  }
  return columns.find(({ name }) => {
    const type = table.columns.find(one => one.name === name.text)?.type;
    return type !== undefined && !TWO_VALUES.test(type);
  });
}

function sidesOf({ left, right }: Predicate): readonly ColumnReference[] {
  return [left?.column, right.length === 1 ? right[0]?.column : undefined].flatMap(one => one ?? []);
}

/** Whether a value is asked for, not another column. */
function isAsked({ operator, negated, right }: Predicate): boolean {
  if (operator === 'IS NULL') return false;
  return !negated && right.every(one => one.kind === 'parameter' || one.kind === 'literal');
}

function mentions(
  condition: Parameters<typeof predicatesOf>[0],
  item: FromItem,
  from: readonly FromItem[],
  has: (item: FromItem, column: { readonly text: string }) => boolean | undefined,
): boolean {
  return predicatesOf(condition).some(one =>
    [one.left, ...one.right].some(side => side?.columns.some(column => sourceOf(column, from, has) === item)),
  );
}

/** LIKE and ILIKE whose pattern begins with a wildcard, where an index could have served a condition that all rows meet. */
export function wildcardFilters(
  statement: QueryStatement,
): readonly { readonly scope: Scoped; readonly predicate: Predicate }[] {
  return everyScope(statement).flatMap(scope =>
    predicatesOf(scope.where?.condition).flatMap(predicate =>
      hasLeadingWildcard(predicate) ? [{ scope, predicate }] : [],
    ),
  );
}

function hasLeadingWildcard({ operator, negated, right }: Predicate): boolean {
  if (negated || (operator !== 'LIKE' && operator !== 'ILIKE')) return false;
  return right[0] !== undefined && beginsWithWildcard(right[0]);
}

/** `'%x'`, `'%' || $1`, `concat('%', $1)`. */
function beginsWithWildcard({ call, text }: Operand): boolean {
  if (call?.name === 'concat') return call.args[0] !== undefined && beginsWithWildcard(call.args[0]);
  return /^[eEnN]?'%/.test(text);
}

/** Whether some index finds text inside of a column: one over trigrams, or one that nobody can see through. */
export function servesSubstrings({ indexes }: TableState, column: string): boolean {
  return indexes.some(
    ({ using, items }) =>
      using !== 'btree' &&
      using !== 'hash' &&
      using !== 'brin' &&
      items.some(one => one.column === column || one.column === undefined),
  );
}

/** Whether a filter that all rows must meet finds them by an index, so that the others cost little. */
export function isNarrowed(scope: Scoped, item: FromItem, table: TableState): boolean {
  return filtersOf(scope).some(one => {
    const found = columnFilter(one);
    return (
      found !== undefined &&
      SERVED.has(found.predicate.operator) &&
      !found.predicate.negated &&
      sourceOf(found.column, scope.from) === item &&
      leadsIndex(table, found.column.name.text)
    );
  });
}
