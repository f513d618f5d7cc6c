import type { Located } from '#text';
import { objectName } from '../changes.ts';
import { isLive, wasAddedHere } from '../expand/live.ts';
import { isRetired } from '../expand/retired.ts';
import { namesLookup } from '../made/names.ts';
import { memoised } from '../memo.ts';
import type { Migration } from '../migration.ts';
import type { Name, QualifiedName, Statement, StatementOf } from '../model.ts';
import {
  type ChangeQuery,
  type Condition,
  conjuncts,
  type Operand,
  onlySelect,
  queryOf,
  type SelectQuery,
} from '../queries/index.ts';
import { type BodyPart, bodyOf, type SqlPart } from '../routines/index.ts';

/** A change of rows of a table in use, on the way up. The span is that of its first word. */
export interface RowChange extends Located {
  /** The statement of the file: a DO block, where it stands in one. */
  readonly statement: Statement;
  readonly query: ChangeQuery;
  readonly table: QualifiedName;
  /**
   * How many rows it means: `all` where nothing narrows it down but a join or a column that is empty since it was added
   * here; `loop` where a block walks through the rows of a table; `one` where it names them by their key; else `some`.
   */
  readonly reach: 'all' | 'loop' | 'some' | 'one';
}

/** Tables with fewer rows are changed in a moment, where the config tells sizes. */
const FEW_ROWS = 10_000;

/**
 * Every UPDATE, DELETE, MERGE and INSERT ... SELECT of rows that were there before the file, those of DO blocks included.
 * Left out: short lists of kinds, tables that the config knows to be small, tables whose name says that they are out of
 * use, and what a block commits in between.
 */
export const rowChanges: (migration: Migration, sizes: Readonly<Record<string, number>>) => readonly RowChange[] = (
  migration,
  sizes,
) => found(migration).filter(one => !isSmall(one.table, sizes));

const found = memoised((migration: Migration): readonly RowChange[] =>
  migration.document.statementsOf('update', 'delete', 'insert', 'merge', 'do').flatMap(statement => {
    if (statement.templated || statement.broken || !migration.isUp(statement)) return [];
    if (statement.type === 'do') return changesInBlock(statement, migration);
    const query = queryOf(statement);
    if (!query || query.type === 'query') return [];
    return changeOf(query, statement, statement.keyword, migration) ?? [];
  }),
);

function changeOf(
  query: ChangeQuery,
  statement: Statement,
  keyword: Located,
  migration: Migration,
): RowChange | undefined {
  const { table, templated } = query;
  if (!table || templated || isCatalogue(table) || isRetired(table.name.text)) return undefined;
  if (!isLive(table, statement, migration)) return undefined;
  const common = { statement, query, table, span: keyword.span };
  if (query.type === 'insert') {
    const source = query.query && sourceOf(query.query, statement, migration);
    return source && { ...common, reach: source };
  }
  if (query.type === 'merge') return { ...common, reach: 'some' };
  if (query.limit) return { ...common, reach: 'some' };
  return { ...common, reach: reachOf(query, statement, migration) };
}

/** What INSERT ... SELECT reads; undefined where that is no table in use. */
function sourceOf(query: SelectQuery, statement: Statement, migration: Migration): RowChange['reach'] | undefined {
  const select = onlySelect(query);
  const tables = select?.from.flatMap(one => one.table ?? []) ?? [];
  if (!select || !tables.some(one => isLive(one, statement, migration) && !isCatalogue(one))) return undefined;
  if (tables.every(one => namesLookup(one.name.text))) return undefined;
  const narrow = query.limit || select.where || select.groupBy || select.having || select.distinct;
  if (!narrow) return select.from.some(one => one.type !== 'table') ? 'some' : 'all';
  return select.where && namesOne(select.where.condition, tables[0], statement, migration) ? 'one' : 'some';
}

/** The server's own tables. */
function isCatalogue({ schema, name }: QualifiedName): boolean {
  if (schema) return schema.text === 'pg_catalog' || schema.text === 'information_schema';
  return name.text.startsWith('pg_');
}

function reachOf(query: ChangeQuery, statement: Statement, migration: Migration): RowChange['reach'] {
  const { table, where } = query;
  if (!where) return 'all';
  const parts = conjuncts(where.condition);
  if (parts.length === 0) return 'some';
  if (parts.some(one => namesOne(one, table, statement, migration))) return 'one';
  const isWide = (one: Condition): boolean =>
    isTrue(one) ||
    isJoin(one, query) ||
    isEmptyColumn(one, name => table !== undefined && wasAddedHere(migration, table, name));
  return parts.every(isWide) ? 'all' : 'some';
}

/** `TRUE`, `1 = 1`, `id = id`, `id IS NOT NULL` of a key is left to be some. */
function isTrue(one: Condition): boolean {
  if (one.type !== 'predicate') return false;
  const [right] = one.right;
  if (one.operator === '') return one.left?.text.toLowerCase() === 'true';
  return one.operator === '=' && one.left !== undefined && !one.negated && one.left.text === right?.text;
}

/** Compares a column with one of another table of the statement, all of whose rows count. */
function isJoin(one: Condition, { from, with: common }: ChangeQuery): boolean {
  const isWhole = from.every(({ table }) => table && !common.some(cte => cte.name.text === table.name.text));
  if (one.type !== 'predicate' || one.operator !== '=' || from.length === 0 || !isWhole) return false;
  const [right] = one.right;
  const [a, b] = [one.left?.column?.table?.text, right?.column?.table?.text];
  return a !== undefined && b !== undefined && a !== b;
}

function isEmptyColumn(one: Condition, isNew: (column: Name) => boolean): boolean {
  if (one.type !== 'predicate' || one.operator !== 'IS NULL' || one.negated) return false;
  return one.left?.column !== undefined && isNew(one.left.column.name);
}

/** Whether a condition asks for rows by their key: `id = 7`, `slug IN ('a', 'b')`. */
function namesOne(
  condition: Condition | undefined,
  table: QualifiedName | undefined,
  statement: Statement,
  migration: Migration,
): boolean {
  return conjuncts(condition).some(one => {
    if (one.type !== 'predicate' || one.negated || (one.operator !== '=' && one.operator !== 'IN')) return false;
    const column = one.left?.column?.name.text;
    return column !== undefined && one.right.every(isConstant) && isKey(column, table, statement, migration);
  });
}

function isConstant({ kind, items, query }: Operand): boolean {
  if (query) return false;
  return kind === 'literal' || kind === 'parameter' || (kind === 'row' && items.every(isConstant));
}

function isKey(column: string, table: QualifiedName | undefined, statement: Statement, migration: Migration): boolean {
  const state = table && migration.tableBefore(statement, objectName(table));
  const unique = (one: { readonly columns: readonly (string | undefined)[] }): boolean =>
    one.columns.length === 1 && one.columns[0] === column;
  const keys = state?.constraints.filter(one => one.type === 'primaryKey' || one.type === 'unique') ?? [];
  return (
    /^(?:id|uuid|key|slug|code|name)$/i.test(column) ||
    keys.some(unique) ||
    (state?.indexes.some(one => one.unique && unique(one)) ?? false)
  );
}

/** Changes in a DO block; those of a loop that commits are batches already. */
function changesInBlock(statement: StatementOf<'do'>, migration: Migration): readonly RowChange[] {
  const body = bodyOf(statement);
  if (!body || body.doubledQuotes) return [];
  const { parts } = body;
  const committed = new Set(parts.filter(one => one.type === 'commit').flatMap(one => one.loops));
  return parts.flatMap(part => {
    if (part.type !== 'sql' || !part.query || part.query.type === 'query') return [];
    if (part.loops.some(one => committed.has(one))) return [];
    const change = changeOf(part.query, statement, part.keyword, migration);
    if (!change) return [];
    if (change.reach === 'all' || !walksRows(part, parts, statement, migration)) return [change];
    return [{ ...change, reach: 'loop' as const }];
  });
}

/** Whether a loop around a statement goes through the rows of a table in use: `FOR row IN SELECT ... LOOP`. */
function walksRows(
  { loops }: SqlPart,
  parts: readonly BodyPart[],
  statement: Statement,
  migration: Migration,
): boolean {
  return loops.some(loop => {
    const first = parts.findIndex(one => one.loops.includes(loop));
    const [head, inside] = [parts[first - 1], parts[first]];
    if (head?.type !== 'sql' || head.query?.type !== 'query' || !inside) return false;
    // The query that stands right before LOOP is that of the loop.
    if (migration.document.text.slice(head.span.end, inside.span.start).includes(';')) return false;
    const tables = onlySelect(head.query)?.from.flatMap(one => one.table ?? []) ?? [];
    return !head.query.limit && tables.some(one => isLive(one, statement, migration) && !isCatalogue(one));
  });
}

function isSmall({ schema, name }: QualifiedName, sizes: Readonly<Record<string, number>>): boolean {
  const rows = sizes[`${schema?.text ?? 'public'}.${name.text}`] ?? sizes[name.text];
  return rows === undefined ? namesLookup(name.text) : rows < FEW_ROWS;
}
