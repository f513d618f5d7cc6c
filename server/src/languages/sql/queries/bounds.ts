import { edit, type TextEdit } from '#text';
import type { Keyword, QualifiedName, SqlDocument } from '../model.ts';
import type { TableState } from '../schemaState.ts';
import { onlySelect, predicatesOf } from './index.ts';
import { breakBefore } from './keyset.ts';
import type { Condition, FromItem, Operand, SelectCore, SelectQuery } from './model.ts';
import { namedParameters } from './parameters.ts';
import type { QueryPlace } from './places.ts';
import { baseTable, commonNames, filtersOf, isAggregate, pinned, sourceOf, uniqueKeys } from './sources.ts';

/** Functions whose rows are made, not read: they come at no cost. */
const SERIES = /^generate_(?:series|subscripts)$/;

/**
 * Whether OFFSET pages through rows: not `OFFSET 0`, not the n-th row (`LIMIT 1 OFFSET n`), not a series, and not "all but
 * the newest ten" (a number without LIMIT).
 */
export function pagesByOffset(query: SelectQuery, origin: QueryPlace['origin']): boolean {
  const { offset, limit } = query;
  const count = offset?.count;
  if (!count || isNumber(count, '0') || (limit?.count && isNumber(limit.count, '1'))) return false;
  // A number in a view or routine skips that many rows, always.
  if (count.kind === 'literal' && (!limit || origin !== 'file')) return false;
  // A calculated place: the median, the middle of a sample.
  if (count.kind === 'query' || count.kind === 'call' || (count.kind === 'other' && count.calls.length > 0))
    return false;
  const core = onlySelect(query);
  return !core || core.from.length === 0 || !core.from.every(one => one.call && SERIES.test(one.call.name));
}

function isNumber({ kind, text }: Operand, number: string): boolean {
  return kind === 'literal' && text === number;
}

/** A result that grows with a table. */
export interface Growing {
  /** SELECT. */
  readonly keyword: Keyword;
  readonly table: QualifiedName;
  /** Which rows of it: all, those that meet some condition, or those of one value (the children of one parent). */
  readonly rows: 'all' | 'some' | 'pinned';
}

/**
 * The table that makes the result of a query as long as it is itself; undefined where something bounds it, or nobody can
 * tell: a LIMIT, an aggregate, a value of a unique key, a list of values that the caller hands in.
 *
 * @param tableOf what is known of a table
 */
export function growingResult(
  query: SelectQuery,
  tableOf: (item: FromItem) => TableState | undefined,
): Growing | undefined {
  const core = onlySelect(query);
  if (!core || query.limit || query.offset || query.templated || core.into) return undefined;
  if (isAggregate(core) || core.groupBy || core.distinct) return undefined;
  const [first] = core.from;
  // What is joined by a comma or from the other side may bound the rows as well.
  if (first?.type !== 'table' || !baseTable(first, commonNames(query))) return undefined;
  const common = commonNames(query);
  if (core.from.some(one => one !== first && (!baseTable(one, common) || one.join?.type === 'right'))) return undefined;
  const filters = filtersOf(core);
  const all = predicatesOf(core.where?.condition);
  const { table } = first;
  if (!table || isBounded(core, filters, tableOf)) return undefined;
  const rows = all.length === 0 ? 'all' : filters.some(byValue) ? 'pinned' : 'some';
  return { keyword: core.keyword, table, rows };
}

function isBounded(
  core: SelectCore,
  filters: ReturnType<typeof filtersOf>,
  tableOf: (item: FromItem) => TableState | undefined,
): boolean {
  const has = (item: FromItem, column: { readonly text: string }): boolean | undefined => {
    const state = tableOf(item);
    return state?.complete ? state.columns.some(one => one.name === column.text) : undefined;
  };
  // A list or a query names the rows that are wanted.
  const lists = filters.some(
    one =>
      one.type === 'predicate' &&
      !one.negated &&
      (one.operator === 'IN' ||
        one.operator === 'EXISTS' ||
        (one.operator === '=' && one.right.some(right => /^(?:any|some)\b/i.test(right.text)))),
  );
  if (lists) return true;
  const pinnedOf = (item: FromItem): readonly string[] =>
    filters.flatMap(one => {
      const column = pinned(one);
      return column && sourceOf(column, core.from, has) === item ? [column.name.text] : [];
    });
  return core.from.some(item => {
    if (item.type !== 'table') return false;
    const columns = pinnedOf(item);
    const state = tableOf(item);
    // Nobody knows its keys.
    if (!state || state.uncertain || state.kind !== 'table') return columns.length > 0;
    return uniqueKeys(state).some(key => key.every(one => columns.includes(one)));
  });
}

/**
 * Whether a query hands a list of rows to whoever asks: one of a query file that is not said to return one row, or what a
 * function returns a set of. Views are limited by those who read them.
 */
export function listsRows({ origin, query, annotation, body, part }: QueryPlace): boolean {
  if (query.type !== 'query') return false;
  if (origin === 'file') return annotation?.rows === undefined || annotation.rows === 'many';
  return origin === 'routine' && body?.returnsSet !== undefined && part?.returned === true;
}

/** Puts a LIMIT with a new parameter behind a query of a query file. */
export function withLimit(document: SqlDocument, { origin, query }: QueryPlace): readonly TextEdit[] | undefined {
  if (origin !== 'file' || query.type !== 'query') return undefined;
  const [parameter] = namedParameters(document, query, ['row_limit']) ?? [];
  if (parameter === undefined) return undefined;
  const { locking, orderBy } = query;
  if (locking) return [edit.insert(locking.span.start, `LIMIT ${parameter} `)];
  const clause = orderBy ?? onlySelect(query)?.where;
  // A clause a line: this one gets its own.
  const first = clause && document.text.slice(document.lines.lineSpanAt(clause.span.start).start, clause.span.start);
  const ownLine = clause !== undefined && first?.trim() === '' && clause.span.start > query.span.start;
  const at = ownLine ? breakBefore(document.text, document.lines.lineSpanAt(clause.span.start)) : ' ';
  return [edit.insert(query.span.end, `${at}LIMIT ${parameter}`)];
}

/** `shop_id = $1`: a value that is handed in. */
function byValue(condition: Condition): boolean {
  if (!pinned(condition) || condition.type !== 'predicate') return false;
  return [condition.left, ...condition.right].every(one => one?.kind !== 'literal' && !/^'/.test(one?.text ?? ''));
}
