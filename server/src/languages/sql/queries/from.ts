import type { Name } from '../tableModel.ts';
import { readConditionClause } from './conditions.ts';
import { inParenthesesOf } from './expressions.ts';
import type { Call, FromItem, Join } from './model.ts';
import { inParentheses, nestedQuery, opensQuery, type Scope } from './scope.ts';
import { clauseWords, noAlias } from './words.ts';

/** Takes the items of FROM or USING, from behind that word. */
export function readFromItems(scope: Scope): readonly FromItem[] {
  const items: FromItem[] = [];
  readInto(scope, items, undefined);
  return items;
}

function readInto(scope: Scope, items: FromItem[], first: Join | undefined): void {
  const { reader } = scope;
  let join = first;
  for (;;) {
    const before = items.length;
    readItem(scope, items, join);
    const item = items[before];
    // ON and USING stand behind the last table of what is joined; they belong to the first one.
    if (join && item) readJoinCondition(scope, item);
    if (reader.keyword(',')) join = undefined;
    else {
      join = readJoin(scope);
      if (!join) return;
    }
  }
}

function readJoinCondition(scope: Scope, item: FromItem): void {
  const { reader } = scope;
  const { join } = item;
  if (!join) return;
  const on = readConditionClause(scope, 'ON');
  const using = reader.word() === 'USING' && reader.word(1) === '(' && reader.keyword('USING') ? reader.nameList() : [];
  if (using.length > 0 && reader.keyword('AS')) reader.name();
  Object.assign(item, { join: { ...join, on, using } });
}

function readJoin({ reader }: Scope): Join | undefined {
  const from = reader.at;
  reader.keyword('NATURAL');
  let type: Join['type'] = 'inner';
  if (reader.keyword('LEFT')) type = 'left';
  else if (reader.keyword('RIGHT')) type = 'right';
  else if (reader.keyword('FULL')) type = 'full';
  else if (reader.keyword('CROSS')) type = 'cross';
  else reader.keyword('INNER');
  reader.keyword('OUTER');
  if (!reader.keyword('JOIN') && !reader.keyword('STRAIGHT_JOIN')) {
    reader.at = from;
    return undefined;
  }
  return { type, keyword: reader.since(from), on: undefined, using: [] };
}

function readItem(scope: Scope, items: FromItem[], join: Join | undefined): void {
  const { reader } = scope;
  const from = reader.at;
  const lateral = reader.keyword('LATERAL');
  reader.keyword('ONLY');
  const none = { table: undefined, query: undefined, call: undefined, lateral, join };
  if (opensQuery(reader)) {
    const query = nestedQuery(scope, 'from');
    if (reader.word() === 'UNION') reader.advance();
    items.push(reader.located(from, { ...none, type: 'query', query, alias: readAlias(scope) }));
  } else if (reader.word() === '(') {
    const count = items.length;
    inParentheses(scope, () => readInto(scope, items, join));
    const alias = readAlias(scope);
    const only = items[count];
    if (alias && only && items.length === count + 1 && !only.alias) Object.assign(only, { alias });
  } else if (reader.word() === 'ROWS' && reader.word(1) === 'FROM') {
    reader.at += 2;
    inParenthesesOf(scope);
    items.push(reader.located(from, { ...none, type: 'other', alias: readAlias(scope) }));
  } else readNamed(scope, items, none, from);
}

function readNamed(
  scope: Scope,
  items: FromItem[],
  none: Pick<FromItem, 'table' | 'query' | 'call' | 'lateral' | 'join'>,
  from: number,
): void {
  const { reader } = scope;
  const token = reader.token();
  if (token?.kind === 'word' && clauseWords.has(reader.word()) && reader.word(1) !== '.' && reader.word(1) !== '(')
    return;
  if (token && token.opaque.length > 0) scope.template.seen = true;
  const start = reader.at;
  const table = reader.qualifiedName();
  if (!table) {
    // `%s`, `$1`: nothing that a table is called.
    if (token && token.kind !== 'punctuation') reader.advance();
    return;
  }
  if (reader.word() === '(') {
    const args = inParenthesesOf(scope);
    const name = table.name.quoted ? table.name.text : table.name.text.toLowerCase();
    const call: Call = reader.located(start, { name, schema: table.schema?.text, args, window: false });
    reader.keyword('WITH', 'ORDINALITY');
    items.push(reader.located(from, { ...none, type: 'function', call, alias: readAlias(scope) }));
    return;
  }
  reader.keyword('*');
  if (reader.keyword('TABLESAMPLE')) {
    reader.name();
    reader.parentheses();
  }
  const alias = readAlias(scope);
  skipHints(scope);
  if (reader.keyword('TABLESAMPLE')) {
    reader.name();
    reader.parentheses();
    if (reader.keyword('REPEATABLE')) reader.parentheses();
  }
  items.push(reader.located(from, { ...none, type: 'table', table, alias }));
}

/** MySQL: `USE INDEX (i)`, `FORCE INDEX FOR JOIN (i)`, `PARTITION (p)`; SQLite: `INDEXED BY i`. */
function skipHints({ reader }: Scope): void {
  if (reader.keyword('INDEXED', 'BY')) reader.name();
  while (/^(?:USE|FORCE|IGNORE)$/.test(reader.word()) && /^(?:INDEX|KEY)$/.test(reader.word(1))) {
    reader.at += 2;
    reader.skipTo('(', ',', 'WHERE', 'JOIN', 'ON', 'ORDER', 'LIMIT');
    reader.parentheses();
  }
}

/** `AS a`, `a`, `AS a (x, y)`. */
export function readAlias({ reader }: Scope): Name | undefined {
  const as = reader.keyword('AS');
  const token = reader.token();
  if (!token || (!as && token.kind === 'word' && !mayBeAlias(reader.word()))) return undefined;
  if (token.kind === 'punctuation') {
    // `AS (id int, name text)`: columns without a name for the whole.
    if (as && reader.word() === '(') reader.parentheses();
    return undefined;
  }
  const alias = reader.name();
  if (alias && reader.word() === '(') reader.parentheses();
  return alias;
}

function mayBeAlias(word: string): boolean {
  return !clauseWords.has(word) && !noAlias.has(word) && word !== 'INDEXED';
}
