import type { Located } from '#text';
import type { Reader } from '../statements/reader.ts';
import type { Keyword, QualifiedName } from '../tableModel.ts';
import { readChange } from './change.ts';
import { readConditionClause } from './conditions.ts';
import { inParenthesesOf, readOperand } from './expressions.ts';
import { readAlias, readFromItems } from './from.ts';
import type {
  CommonTable,
  CountClause,
  FromItem,
  Operand,
  OrderItem,
  OtherCore,
  QueryStatement,
  SelectCore,
  SelectItem,
  SelectQuery,
} from './model.ts';
import { inParentheses, queryScope, type Scope } from './scope.ts';
import { queryStart } from './words.ts';

/** Reads a query or a change of rows from the next token on; undefined where neither begins there. Never throws. */
export function readQueryStatement(reader: Reader): QueryStatement | undefined {
  return readStatement(scopeOf(reader));
}

/** Reads an expression from the next token on. */
export function readExpression(reader: Reader): Operand | undefined {
  return readOperand(scopeOf(reader));
}

function scopeOf(reader: Reader): Scope {
  return {
    reader,
    nested: [],
    nesting: { depth: 0 },
    template: { seen: false },
    readQuery: outer => readQuery(queryScope(outer)),
  };
}

function readStatement(scope: Scope): QueryStatement | undefined {
  const { reader } = scope;
  const from = reader.at;
  const common = readWith(scope);
  return readChange(scope, from, common) ?? readQueryBody(scope, from, common);
}

/** A query in a scope of its own. */
function readQuery(scope: Scope): SelectQuery | undefined {
  const from = scope.reader.at;
  return readQueryBody(scope, from, readWith(scope));
}

function readWith(scope: Scope): readonly CommonTable[] {
  const { reader } = scope;
  const common: CommonTable[] = [];
  if (!reader.keyword('WITH')) return common;
  reader.keyword('RECURSIVE');
  do {
    const from = reader.at;
    if (queryStart.has(reader.word()) && reader.word(1) !== 'AS' && reader.word(1) !== '(') break;
    const name = reader.name();
    if (!name) break;
    if (reader.word() === '(') reader.parentheses();
    reader.keyword('AS');
    reader.keyword('NOT');
    reader.keyword('MATERIALIZED');
    if (reader.word() !== '(') break;
    const statement = inParentheses(scope, () => readStatement(queryScope(scope)));
    // SEARCH and CYCLE
    if (reader.word() === 'SEARCH' || reader.word() === 'CYCLE')
      reader.skipTo(',', 'SELECT', 'INSERT', 'UPDATE', 'DELETE');
    common.push(reader.located(from, { name, statement }));
    if (statement?.type === 'query') scope.nested.push({ role: 'cte', query: statement });
    else if (statement) scope.nested.push(...statement.nested);
  } while (reader.keyword(','));
  return common;
}

function readQueryBody(scope: Scope, from: number, common: readonly CommonTable[]): SelectQuery | undefined {
  const { reader } = scope;
  const operands: (SelectCore | OtherCore | SelectQuery)[] = [];
  const setOperations: Keyword[] = [];
  for (;;) {
    const operand = readSetOperand(scope);
    if (!operand) break;
    operands.push(operand);
    const at = reader.at;
    if (!/^(?:UNION|INTERSECT|EXCEPT)$/.test(reader.word())) break;
    reader.advance();
    reader.keyword('ALL') ?? reader.keyword('DISTINCT');
    setOperations.push(reader.since(at));
  }
  if (operands.length === 0) return undefined;
  const tail = readTail(scope);
  const [only] = operands;
  const bare = operands.length === 1 && common.length === 0 && tail.from === reader.at;
  if (bare && only?.type === 'query') return only;
  const { orderBy, limit, offset, locking } = tail;
  const { nested, template } = scope;
  return reader.located(from, {
    type: 'query' as const,
    with: common,
    operands,
    setOperations,
    orderBy,
    limit,
    offset,
    locking,
    nested,
    templated: template.seen,
  });
}

function readSetOperand(scope: Scope): SelectCore | OtherCore | SelectQuery | undefined {
  const { reader } = scope;
  const from = reader.at;
  switch (reader.word()) {
    case '(': {
      const query = inParentheses(scope, () => readQuery(queryScope(scope)));
      if (query) scope.nested.push({ role: 'operand', query });
      return query;
    }
    case 'SELECT':
    case 'PERFORM':
      return readCore(scope);
    case 'TABLE':
      reader.advance();
      reader.keyword('ONLY');
      return reader.located(from, { type: 'table' as const, table: reader.qualifiedName() });
    case 'VALUES':
      reader.advance();
      do inParenthesesOf(scope);
      while (reader.keyword(',') && reader.word() === '(');
      return reader.located(from, { type: 'values' as const, table: undefined });
  }
  return undefined;
}

const selectModifiers: ReadonlySet<string> = new Set(
  'ALL HIGH_PRIORITY SQL_SMALL_RESULT SQL_BIG_RESULT SQL_BUFFER_RESULT SQL_NO_CACHE SQL_CALC_FOUND_ROWS'.split(' '),
);

function readCore(scope: Scope): SelectCore {
  const { reader } = scope;
  const from = reader.at;
  reader.advance();
  const keyword = reader.since(from);
  const distinct = reader.keyword('DISTINCT') ?? reader.keyword('DISTINCTROW');
  if (distinct && reader.keyword('ON')) inParenthesesOf(scope);
  while (reader.anyOf(selectModifiers));
  const targets: QualifiedName[] = [];
  let into = readInto(scope, targets);
  const items: SelectItem[] = [];
  do {
    const item = readSelectItem(scope);
    if (item) items.push(item);
  } while (reader.keyword(','));
  into ??= readInto(scope, targets);
  const fromItems: readonly FromItem[] = reader.keyword('FROM') ? readFromItems(scope) : [];
  into ??= readInto(scope, targets);
  const where = readConditionClause(scope, 'WHERE');
  const groupBy = readGroupBy(scope);
  const having = readConditionClause(scope, 'HAVING');
  const window = readWindows(scope);
  into ??= readInto(scope, targets);
  return reader.located(from, {
    type: 'select' as const,
    keyword,
    distinct,
    items,
    from: fromItems,
    where,
    groupBy,
    having,
    window,
    into,
    targets,
  });
}

/** Takes INTO; its targets (variables of PL/pgSQL and MySQL, or the new table) are added to the list. */
function readInto({ reader }: Scope, targets: QualifiedName[]): Keyword | undefined {
  const into = reader.keyword('INTO');
  if (!into) return undefined;
  reader.keyword('STRICT');
  reader.keyword('TEMPORARY') ?? reader.keyword('TEMP') ?? reader.keyword('UNLOGGED');
  reader.keyword('TABLE');
  do {
    const target = reader.qualifiedName();
    if (target) targets.push(target);
    while (reader.word() === '[') reader.parentheses();
  } while (reader.keyword(','));
  return into;
}

export function readSelectItem(scope: Scope): SelectItem | undefined {
  const { reader } = scope;
  const from = reader.at;
  const value = readOperand(scope);
  if (!value) return undefined;
  // Any word is an alias behind AS.
  const alias = reader.keyword('AS') ? reader.name() : readAlias(scope);
  return reader.located(from, { value, alias });
}

function readGroupBy(scope: Scope): SelectCore['groupBy'] {
  const { reader } = scope;
  const from = reader.at;
  if (!reader.keyword('GROUP', 'BY')) return undefined;
  reader.keyword('ALL') ?? reader.keyword('DISTINCT');
  const items: Operand[] = [];
  do {
    const item = readOperand(scope);
    if (item) items.push(item);
  } while (reader.keyword(','));
  reader.keyword('WITH', 'ROLLUP');
  return reader.located(from, { items });
}

function readWindows(scope: Scope): Keyword | undefined {
  const { reader } = scope;
  const window = reader.keyword('WINDOW');
  if (!window) return undefined;
  do {
    reader.name();
    reader.keyword('AS');
    reader.parentheses();
  } while (reader.keyword(','));
  return window;
}

interface Tail {
  /** The token that it began at. */
  readonly from: number;
  orderBy: SelectQuery['orderBy'];
  limit: CountClause | undefined;
  offset: CountClause | undefined;
  locking: Keyword | undefined;
}

/** ORDER BY, LIMIT, OFFSET, FETCH and FOR, in any order. */
function readTail(scope: Scope): Tail {
  const { reader } = scope;
  const tail: Tail = { from: reader.at, orderBy: undefined, limit: undefined, offset: undefined, locking: undefined };
  for (;;) {
    const from = reader.at;
    switch (reader.word()) {
      case 'ORDER':
        tail.orderBy ??= readOrderBy(scope);
        break;
      case 'LIMIT':
        readLimit(scope, tail);
        break;
      case 'OFFSET':
        tail.offset = readCount(scope);
        break;
      case 'FETCH':
        tail.limit = readFetch(scope);
        break;
      case 'FOR':
        if (/^(?:UPDATE|SHARE|NO|KEY)$/.test(reader.word(1))) tail.locking = readLocking(reader);
        break;
      case 'INTO':
        readInto(scope, []);
        break;
    }
    if (reader.at === from) return tail;
  }
}

export function readOrderBy(scope: Scope): SelectQuery['orderBy'] {
  const { reader } = scope;
  const from = reader.at;
  if (!reader.keyword('ORDER', 'BY')) return undefined;
  const items: OrderItem[] = [];
  do {
    const start = reader.at;
    const value = readOperand(scope);
    if (!value) break;
    const direction = reader.keyword('ASC') ? 'asc' : reader.keyword('DESC') ? 'desc' : undefined;
    if (!direction && reader.keyword('USING')) reader.at += 1;
    const nulls = reader.keyword('NULLS', 'FIRST') ? 'first' : reader.keyword('NULLS', 'LAST') ? 'last' : undefined;
    items.push(reader.located(start, { value, direction, nulls }));
  } while (reader.keyword(','));
  return reader.located(from, { items });
}

function readCount(scope: Scope): CountClause {
  const { reader } = scope;
  const from = reader.at;
  reader.advance();
  const keyword = reader.since(from);
  const count = readOperand(scope);
  reader.keyword('ROWS') ?? reader.keyword('ROW');
  return reader.located(from, { keyword, count });
}

/** LIMIT n; MySQL and SQLite: LIMIT offset, n. */
function readLimit(scope: Scope, tail: Tail): void {
  const { reader } = scope;
  if (reader.word(1) === 'ALL') {
    reader.at += 2;
    return;
  }
  const limit = readCount(scope);
  const from = reader.at;
  if (reader.keyword(',')) {
    tail.offset = limit;
    const count = readOperand(scope);
    tail.limit = reader.located(from, { keyword: limit.keyword, count });
  } else tail.limit = limit;
}

function readFetch(scope: Scope): CountClause {
  const { reader } = scope;
  const from = reader.at;
  reader.advance();
  const keyword: Located = reader.since(from);
  reader.keyword('FIRST') ?? reader.keyword('NEXT');
  const count = /^ROWS?$/.test(reader.word()) ? undefined : readOperand(scope);
  reader.keyword('ROWS') ?? reader.keyword('ROW');
  reader.keyword('ONLY') ?? reader.keyword('WITH', 'TIES');
  return reader.located(from, { keyword, count });
}

function readLocking(reader: Reader): Keyword {
  const from = reader.at;
  reader.advance();
  reader.keyword('NO');
  reader.keyword('KEY');
  reader.keyword('UPDATE') ?? reader.keyword('SHARE');
  const keyword = reader.since(from);
  if (reader.keyword('OF')) reader.qualifiedNames();
  reader.keyword('NOWAIT') ?? reader.keyword('SKIP', 'LOCKED');
  return keyword;
}
