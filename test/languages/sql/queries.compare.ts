import {
  type Condition,
  type ConditionClause,
  type FromItem,
  type Operand,
  onlySelect,
  type QueryStatement,
  type SelectCore,
} from '#languages/sql';
import type { PgNode } from './libpg.ts';

/** What both readers say of one query. */
export interface QueryShape {
  /** Every table and common table that is named, anywhere. */
  readonly tables: readonly string[];
  readonly selects: number;
  readonly items: number;
  readonly star: boolean;
  /** AND, OR and NOT with their predicates' operators. */
  readonly where: string;
  readonly whereColumns: readonly string[];
  readonly having: string;
  readonly grouped: number;
  readonly order: readonly string[];
  readonly limit: boolean;
  readonly offset: boolean;
  readonly locking: boolean;
  readonly setOperations: number;
  /** Kinds of join, in order. */
  readonly joins: readonly string[];
}

const text = (node: PgNode | undefined): string => (typeof node === 'string' ? node : '');
const list = (node: PgNode | undefined): readonly PgNode[] => (Array.isArray(node) ? node : []);

/** Every node of that kind below, but not below a node of the kinds in `without`. */
function* all(node: unknown, kind: string, without: readonly string[] = []): Generator<PgNode> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === kind) yield value as PgNode;
    if (!without.includes(key)) yield* all(value, kind, without);
  }
}

const relation = (node: PgNode): string => [text(node['schemaname']), text(node['relname'])].filter(Boolean).join('.');

function columnOf(node: PgNode): string {
  return list(node['fields'])
    .map(one => (one['A_Star'] ? '*' : text(one['String']?.['sval'])))
    .slice(-2)
    .join('.');
}

const operators: Readonly<Record<string, string>> = {
  AEXPR_IN: 'IN',
  AEXPR_BETWEEN: 'BETWEEN',
  AEXPR_NOT_BETWEEN: 'BETWEEN',
  AEXPR_BETWEEN_SYM: 'BETWEEN',
  AEXPR_LIKE: 'LIKE',
  AEXPR_ILIKE: 'ILIKE',
  AEXPR_SIMILAR: 'SIMILAR',
  AEXPR_DISTINCT: 'IS DISTINCT FROM',
  AEXPR_NOT_DISTINCT: 'IS DISTINCT FROM',
};
const booleans: Readonly<Record<string, string>> = { AND_EXPR: 'and', OR_EXPR: 'or', NOT_EXPR: 'not' };
const sides = new Set(['+', '-', '*', '/', '%', '^', '||', '->', '->>', '#>', '#>>']);

function conditionOf(node: PgNode | undefined): string {
  if (!node) return '';
  const [[kind, body] = ['', undefined]] = Object.entries(node);
  if (kind === 'BoolExpr') {
    const operands = list(body?.['args']).map(conditionOf);
    const type = booleans[text(body?.['boolop'])] ?? '';
    // `NOT (a IS NULL)` and its like are the same to a rule.
    return `${type}(${operands.join(' ')})`;
  }
  if (kind === 'A_Expr') {
    const name = list(body?.['name']).map(one => text(one['String']?.['sval']));
    const operator = operators[text(body?.['kind'])] ?? name.at(-1) ?? '';
    return sides.has(operator) ? '.' : operator;
  }
  if (kind === 'NullTest') return 'IS NULL';
  if (kind === 'BooleanTest') return `IS ${text(body?.['booltesttype']).replace(/^IS_(?:NOT_)?/, '')}`;
  if (kind === 'SubLink') {
    const type = text(body?.['subLinkType']);
    if (type === 'EXISTS_SUBLINK') return 'EXISTS';
    const name = list(body?.['operName']).map(one => text(one['String']?.['sval']));
    if (type === 'ANY_SUBLINK' || type === 'ALL_SUBLINK') return name[0] ?? 'IN';
  }
  return '.';
}

/** Set operations lean to the left. */
function leaves(select: PgNode | undefined): readonly PgNode[] {
  if (!select) return [];
  return select['larg'] ? [...leaves(select['larg']), ...leaves(select['rarg'])] : [select];
}

function order(nodes: readonly PgNode[]): readonly string[] {
  return nodes.map(one => {
    const sort = one['SortBy'];
    const column = sort?.['node']?.['ColumnRef'];
    const direction = text(sort?.['sortby_dir'])
      .replace(/^SORTBY_(?:DEFAULT|USING)?/, '')
      .toLowerCase();
    return `${column ? columnOf(column) : '.'} ${direction}`.trim();
  });
}

const joins: Readonly<Record<string, string>> = { JOIN_LEFT: 'left', JOIN_RIGHT: 'right', JOIN_FULL: 'full' };

/** What libpg-query says of SELECT, INSERT, UPDATE, DELETE, CREATE VIEW, CREATE TABLE AS. */
export function shapeFromPostgres(statement: object): QueryShape | undefined {
  const [[kind, node] = ['', undefined]] = Object.entries(statement as PgNode);
  const change = ['InsertStmt', 'UpdateStmt', 'DeleteStmt'].includes(kind);
  const query =
    kind === 'SelectStmt'
      ? node
      : kind === 'ViewStmt'
        ? node?.['query']?.['SelectStmt']
        : kind === 'CreateTableAsStmt'
          ? node?.['query']?.['SelectStmt']
          : kind === 'InsertStmt'
            ? node?.['selectStmt']?.['SelectStmt']
            : undefined;
  if (!query && !change) return undefined;
  const cores = leaves(query);
  const first = cores[0];
  const where = kind === 'UpdateStmt' || kind === 'DeleteStmt' ? node?.['whereClause'] : first?.['whereClause'];
  const targets = list(first?.['targetList']);
  const whole = kind === 'ViewStmt' || kind === 'CreateTableAsStmt' ? query : node;
  const from =
    change && kind !== 'InsertStmt' ? [node?.['fromClause'], node?.['usingClause']] : [first?.['fromClause']];
  const relations = [...all(whole, 'RangeVar', ['lockedRels'])];
  const target = ['InsertStmt', 'UpdateStmt', 'DeleteStmt'].flatMap(one =>
    [...all(statement, one)].flatMap((change): readonly PgNode[] => (change['relation'] ? [change['relation']] : [])),
  );
  return {
    tables: [...relations, ...target].map(relation).sort(),
    selects: countSelects(whole),
    items: targets.length,
    star: targets.some(one => [...all(one['ResTarget']?.['val'], 'A_Star', ['FuncCall', 'SelectStmt'])].length > 0),
    where: conditionOf(where),
    whereColumns: [...all(where, 'ColumnRef', ['SelectStmt'])].map(columnOf).sort(),
    having: conditionOf(first?.['havingClause']),
    grouped: list(first?.['groupClause']).length,
    order: order(list(query?.['sortClause'])),
    limit: query?.['limitCount'] !== undefined && !isNull(query['limitCount']),
    offset: query?.['limitOffset'] !== undefined,
    locking: list(query?.['lockingClause']).length > 0,
    setOperations: Math.max(0, cores.length - 1),
    joins: [...all(from, 'JoinExpr', ['SelectStmt'])].map(one => joins[text(one['jointype'])] ?? 'inner').sort(),
  };
}

function isNull(node: PgNode): boolean {
  return node['A_Const']?.['isnull'] !== undefined;
}

/** Every SELECT with a list, wherever it stands. */
function countSelects(node: unknown): number {
  if (typeof node !== 'object' || node === null) return 0;
  const own = node as PgNode;
  const one = own['targetList'] && text(own['op']) === 'SETOP_NONE' ? 1 : 0;
  return Object.values(own).reduce((sum, child) => sum + countSelects(child), one);
}

/** What the model says. */
export function shapeOf(statement: QueryStatement): QueryShape {
  const query = statement.type === 'query' ? statement : statement.query;
  const core = query && firstCore(query);
  const where = statement.type === 'update' || statement.type === 'delete' ? statement.where : core?.where;
  const from = statement.type === 'update' || statement.type === 'delete' ? statement.from : (core?.from ?? []);
  return {
    tables: tablesOf(statement).sort(),
    selects: selectsOf(statement),
    items: core?.items.length ?? 0,
    star: core?.items.some(one => one.value.kind === 'star') ?? false,
    where: shown(where),
    whereColumns: columnsOf(where?.condition).sort(),
    having: shown(core?.having),
    grouped: core?.groupBy?.items.length ?? 0,
    order:
      query?.orderBy?.items.map(one =>
        `${one.value.column ? written(one.value) : '.'} ${one.direction ?? ''}`.trim(),
      ) ?? [],
    limit: query?.limit !== undefined,
    offset: query?.offset !== undefined,
    locking: query?.locking !== undefined,
    setOperations: query ? setOperationsOf(query) : 0,
    joins: from.flatMap(one => (one.join ? [one.join.type === 'cross' ? 'inner' : one.join.type] : [])).sort(),
  };
}

type Query = Extract<QueryStatement, { type: 'query' }>;

function firstCore(query: Query): SelectCore | undefined {
  const [first] = query.operands;
  if (first?.type === 'query') return firstCore(first);
  return onlySelect({ ...query, operands: query.operands.slice(0, 1) });
}

function setOperationsOf(query: Query): number {
  const inner = query.operands.map(one => (one.type === 'query' ? setOperationsOf(one) : 0));
  return query.setOperations.length + inner.reduce((sum, one) => sum + one, 0);
}

function tablesOf(statement: QueryStatement): string[] {
  const tables: string[] = [];
  const see = (items: readonly FromItem[]): void => {
    for (const one of items)
      if (one.table) tables.push([one.table.schema?.text, one.table.name.text].filter(Boolean).join('.'));
  };
  for (const one of cores(statement)) see(one.from);
  for (const one of parts(statement)) {
    if (one.type !== 'query') {
      see(one.from);
      if (one.table) tables.push([one.table.schema?.text, one.table.name.text].filter(Boolean).join('.'));
    } else
      for (const operand of one.operands)
        if (operand.type === 'table' && operand.table) tables.push(operand.table.name.text);
  }
  return tables;
}

/** The statement, its common tables and the queries in all of them. */
function* parts(statement: QueryStatement): Generator<QueryStatement> {
  yield statement;
  for (const { query } of statement.nested) if (!isCommon(statement, query)) yield* parts(query);
  for (const one of statement.with) if (one.statement) yield* parts(one.statement);
}

function isCommon(statement: QueryStatement, query: Query): boolean {
  return statement.with.some(
    one =>
      one.statement === query ||
      (one.statement?.type !== 'query' && one.statement?.nested.some(n => n.query === query)),
  );
}

function* cores(statement: QueryStatement): Generator<SelectCore> {
  for (const one of parts(statement))
    if (one.type === 'query') for (const operand of one.operands) if (operand.type === 'select') yield operand;
}

function selectsOf(statement: QueryStatement): number {
  return [...cores(statement)].length;
}

function written({ column }: Operand): string {
  return column ? [column.table?.text, column.name.text].filter(Boolean).join('.') : '.';
}

function shown(clause: ConditionClause | undefined): string {
  return clause?.condition ? show(clause.condition) : '';
}

function show(condition: Condition): string {
  switch (condition.type) {
    case 'predicate':
      if (condition.operator === 'IN' && condition.negated && condition.right[0]?.kind === 'query') return 'not(IN)';
      return condition.operator || '.';
    case 'not':
      return `not(${show(condition.operand)})`;
    default:
      return `${condition.type}(${condition.operands.map(show).join(' ')})`;
  }
}

function columnsOf(condition: Condition | undefined): string[] {
  if (!condition) return [];
  if (condition.type === 'not') return columnsOf(condition.operand);
  if (condition.type !== 'predicate') return condition.operands.flatMap(columnsOf);
  return [condition.left, ...condition.right].flatMap(
    one => one?.columns.map(column => [column.table?.text, column.name.text].filter(Boolean).join('.')) ?? [],
  );
}
