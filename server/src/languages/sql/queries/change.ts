import type { Keyword, Name, QualifiedName } from '../tableModel.ts';
import { readConditionClause } from './conditions.ts';
import { inParenthesesOf, readOperand } from './expressions.ts';
import { readAlias, readFromItems } from './from.ts';
import type { ChangeQuery, CommonTable, ConditionClause, CountClause, FromItem, SelectQuery } from './model.ts';
import { opensQuery, queryScope, type Scope } from './scope.ts';
import { queryStart } from './words.ts';

/** What is not said is not there. */
interface Parts {
  table: QualifiedName | undefined;
  alias: Name | undefined;
  columns: readonly Name[];
  query: SelectQuery | undefined;
  from: readonly FromItem[];
  where: ConditionClause | undefined;
  limit: CountClause | undefined;
  returning: Keyword | undefined;
}

const readers: Readonly<Record<string, (scope: Scope, parts: Parts) => ChangeQuery['type']>> = {
  INSERT: readInsert,
  REPLACE: readInsert,
  UPDATE: readUpdate,
  DELETE: readDelete,
  MERGE: readMerge,
};

/** Reads INSERT, UPDATE, DELETE and MERGE; undefined where none comes next. `from`: the token of their WITH. */
export function readChange(scope: Scope, from: number, common: readonly CommonTable[]): ChangeQuery | undefined {
  const { reader } = scope;
  const read = readers[reader.word()];
  if (!read) return undefined;
  reader.advance();
  const parts: Parts = {
    table: undefined,
    alias: undefined,
    columns: [],
    query: undefined,
    from: [],
    where: undefined,
    limit: undefined,
    returning: undefined,
  };
  const type = read(scope, parts);
  const { nested, template } = scope;
  return reader.located(from, { type, with: common, ...parts, nested, templated: template.seen });
}

const modifiers: ReadonlySet<string> = new Set([
  'LOW_PRIORITY',
  'DELAYED',
  'HIGH_PRIORITY',
  'QUICK',
  'IGNORE',
  'INTO',
  'ONLY',
]);

function readTarget(scope: Scope, parts: Parts): void {
  const { reader } = scope;
  if (reader.keyword('OR')) reader.advance();
  while (reader.anyOf(modifiers));
  if ((reader.token()?.opaque.length ?? 0) > 0) scope.template.seen = true;
  parts.table = reader.qualifiedName();
  reader.keyword('*');
}

function readInsert(scope: Scope, parts: Parts): 'insert' {
  const { reader } = scope;
  readTarget(scope, parts);
  if (reader.keyword('AS')) parts.alias = reader.name();
  if (reader.word() === '(' && !opensQuery(reader)) parts.columns = reader.nameList();
  if (reader.keyword('OVERRIDING')) reader.at += 2;
  if (reader.word() === 'VALUES' || reader.word() === 'VALUE') {
    reader.advance();
    do inParenthesesOf(scope);
    while (reader.keyword(',') && reader.word() === '(');
  } else if (queryStart.has(reader.word()) || opensQuery(reader)) {
    parts.query = scope.readQuery(scope);
    if (parts.query) scope.nested.push({ role: 'operand', query: parts.query });
  }
  reader.skipTo('RETURNING');
  readReturning(scope, parts);
  return 'insert';
}

function readUpdate(scope: Scope, parts: Parts): 'update' {
  const { reader } = scope;
  readTarget(scope, parts);
  parts.alias = readAlias(scope);
  // MySQL: UPDATE a JOIN b ON ... SET ...
  if (reader.word() !== 'SET') reader.skipTo('SET');
  if (reader.keyword('SET')) parts.columns = readAssignments(scope);
  if (reader.keyword('FROM')) parts.from = readFromItems(scope);
  readRest(scope, parts);
  return 'update';
}

function readAssignments(scope: Scope): readonly Name[] {
  const { reader } = scope;
  const columns: Name[] = [];
  do {
    if (reader.word() === '(') columns.push(...reader.nameList());
    else {
      const name = reader.qualifiedName()?.name;
      if (name) columns.push(name);
      while (reader.word() === '[') reader.parentheses();
    }
    if (reader.keyword('=') ?? (reader.looksAt(':', '=') ? reader.keyword(':', '=') : undefined)) readOperand(scope);
  } while (reader.keyword(','));
  return columns;
}

function readDelete(scope: Scope, parts: Parts): 'delete' {
  const { reader } = scope;
  while (reader.anyOf(modifiers));
  reader.keyword('FROM');
  readTarget(scope, parts);
  parts.alias = readAlias(scope);
  // MySQL: DELETE a FROM a JOIN b ON ...
  if (reader.keyword('USING') ?? reader.keyword('FROM')) parts.from = readFromItems(scope);
  readRest(scope, parts);
  return 'delete';
}

/** WHERE and what stands behind it. */
function readRest(scope: Scope, parts: Parts): void {
  const { reader } = scope;
  if (reader.looksAt('WHERE', 'CURRENT', 'OF')) {
    reader.at += 3;
    reader.name();
  } else parts.where = readConditionClause(scope, 'WHERE');
  if (reader.keyword('ORDER', 'BY')) reader.skipTo('LIMIT', 'RETURNING');
  const from = reader.at;
  const keyword = reader.keyword('LIMIT');
  if (keyword) {
    const count = readOperand(scope);
    parts.limit = reader.located(from, { keyword, count });
  }
  readReturning(scope, parts);
}

function readReturning(scope: Scope, parts: Parts): void {
  const { reader } = scope;
  parts.returning = reader.keyword('RETURNING');
  if (!parts.returning) return;
  const inner = queryScope(scope);
  do {
    readOperand(inner);
    if (reader.keyword('AS')) reader.name();
    else readAlias(scope);
  } while (reader.keyword(','));
  scope.nested.push(...inner.nested);
}

function readMerge(scope: Scope, parts: Parts): 'merge' {
  const { reader } = scope;
  readTarget(scope, parts);
  parts.alias = readAlias(scope);
  if (reader.keyword('USING')) parts.from = readFromItems(scope);
  readConditionClause(scope, 'ON');
  return 'merge';
}
