import type { ObjectName } from '../schemaFacts.ts';
import type { TableState } from '../schemaState.ts';
import type { Name } from '../tableModel.ts';
import { conjuncts, everyQuery } from './index.ts';
import type {
  ColumnReference,
  Condition,
  ConditionClause,
  FromItem,
  Predicate,
  QueryStatement,
  SelectCore,
} from './model.ts';

/** What a column may belong to, and what holds for all of its rows. */
export interface Scoped {
  readonly from: readonly FromItem[];
  readonly where: ConditionClause | undefined;
}

/** The SELECT, or the UPDATE or DELETE with its own table first. */
export function scopesOf(query: QueryStatement): readonly Scoped[] {
  if (query.type === 'query') return query.operands.flatMap(one => (one.type === 'select' ? [one] : []));
  if (query.type !== 'update' && query.type !== 'delete') return [];
  const { table, alias } = query;
  if (!table) return [];
  const item: FromItem = Object.defineProperty(
    { type: 'table', table, alias, query: undefined, call: undefined, lateral: undefined, join: undefined },
    'span',
    { get: () => table.span },
  ) as FromItem;
  return [{ from: [item, ...query.from], where: query.where }];
}

/** The scopes of a statement and of every query in it. */
export function everyScope(statement: QueryStatement): readonly Scoped[] {
  const queries: readonly QueryStatement[] = [statement, ...[...everyQuery(statement)].map(one => one.query)];
  return [...new Set(queries)].flatMap(scopesOf);
}

/** The name that a column is qualified with. */
export function nameOfItem({ alias, table, call }: FromItem): string | undefined {
  return alias?.text ?? table?.name.text ?? call?.name;
}

/**
 * The item of FROM that a column belongs to; undefined where that cannot be told. `has`: whether the table of an item
 * has such a column, undefined where nobody knows.
 */
export function sourceOf(
  { table, name }: ColumnReference,
  from: readonly FromItem[],
  has: (item: FromItem, column: Name) => boolean | undefined = () => undefined,
): FromItem | undefined {
  if (table) return from.find(one => nameOfItem(one) === table.text);
  if (from.length === 1) return from[0];
  const answers = from.map(one => has(one, name));
  if (answers.some(one => one === undefined)) return undefined;
  const owners = from.filter((_, at) => answers[at]);
  return owners.length === 1 ? owners[0] : undefined;
}

/** What must hold for every row: the conjuncts of WHERE, and those of the inner joins. */
export function filtersOf({ from, where }: Scoped): readonly Condition[] {
  const joined = from.flatMap(one => (one.join?.type === 'inner' ? conjuncts(one.join.on?.condition) : []));
  return [...conjuncts(where?.condition), ...joined];
}

/** Whether a predicate asks for one value (or a list of them) of a column: `id = $1`, `id IN (...)`, `id = ANY ($1)`. */
export function pinned(predicate: Condition): ColumnReference | undefined {
  if (predicate.type !== 'predicate' || predicate.negated) return undefined;
  const { operator, left, right } = predicate;
  if (operator === 'IN') return left?.column;
  if (operator !== '=') return undefined;
  return left?.column ?? right[0]?.column;
}

/** The columns that PRIMARY KEY, UNIQUE or a unique index over all rows keep unique. */
export function uniqueKeys({ constraints, indexes }: TableState): readonly (readonly string[])[] {
  return [
    ...constraints.filter(one => one.type === 'primaryKey' || one.type === 'unique').map(one => one.columns),
    ...indexes.flatMap(one =>
      one.unique && one.columns.every(column => column !== undefined) ? [one.columns as string[]] : [],
    ),
  ].filter(columns => columns.length > 0);
}

/** Whether an index (of a constraint too) begins with a column. */
export function leadsIndex({ constraints, indexes }: TableState, column: string): boolean {
  return (
    indexes.some(one => one.columns[0] === column) ||
    constraints.some(one => (one.type === 'primaryKey' || one.type === 'unique') && one.columns[0] === column)
  );
}

/** The predicates of a condition that a filter of one column consists of: `column operator value`. */
export function columnFilter(
  condition: Condition,
): { readonly column: ColumnReference; readonly predicate: Predicate } | undefined {
  if (condition.type !== 'predicate') return undefined;
  const { left, right } = condition;
  const column = left?.column ?? (condition.operator === '=' ? right[0]?.column : undefined);
  return column && { column, predicate: condition };
}

/** The base table of an item of FROM; not a common table of the same name. */
export function baseTable(item: FromItem | undefined, common: ReadonlySet<string>): ObjectName | undefined {
  const { table } = item ?? {};
  if (item?.type !== 'table' || !table || (!table.schema && common.has(table.name.text))) return undefined;
  return { schema: table.schema?.text, name: table.name.text };
}

/** The names that WITH gives anywhere in a statement. */
export function commonNames(query: QueryStatement): ReadonlySet<string> {
  const names = new Set<string>();
  const see = (one: QueryStatement): void => {
    for (const common of one.with) {
      names.add(common.name.text);
      if (common.statement) see(common.statement);
    }
    for (const { query: inner } of one.nested) see(inner);
  };
  see(query);
  return names;
}

/** Whether a SELECT makes one row of all: it aggregates and does not group. */
export function isAggregate({ items, groupBy }: SelectCore): boolean {
  return (
    !groupBy &&
    items.length > 0 &&
    items.every(one => one.value.calls.some(call => !call.window && AGGREGATES.has(call.name)))
  );
}

const AGGREGATES: ReadonlySet<string> = new Set(
  `count sum avg min max array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg bool_and bool_or every
  group_concat percentile_cont percentile_disc mode stddev variance bit_and bit_or total exists`.split(/\s+/),
);
