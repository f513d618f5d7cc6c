import type { Located } from '#text';
import type { Token } from '../lex.ts';
import type { Name } from '../tableModel.ts';
import { continues, operatorAt, roleOf, skipType } from './lookahead.ts';
import type { Call, ColumnReference, Operand, SelectQuery } from './model.ts';
import { inParentheses, nestedQuery, opensQuery, type Scope } from './scope.ts';
import { arithmetic, clauseWords, joiningElsewhere, joiningWords, niladic, noAlias } from './words.ts';

/** What one expression has shown so far. */
interface Found {
  readonly columns: ColumnReference[];
  readonly calls: Call[];
  kind: Operand['kind'];
  column: ColumnReference | undefined;
  call: Call | undefined;
  query: SelectQuery | undefined;
  items: readonly Operand[];
  /** How many things it consists of; more than one, or an operator between them: `other`. */
  atoms: number;
  joined: boolean;
  /** The last thing read was one that may stand alone: a name behind it is an alias. */
  complete: boolean;
}

/** Bind parameters, which the lexer takes for templates. */
const bound = /^(?::(?:\w+|'\w+'|"\w+")|%\(\w+\)s)$/;

/**
 * Reads an expression up to a comma, a clause, the end of the parentheses or an alias; with `side`, up to what compares or
 * joins conditions as well. Undefined where nothing of the kind comes next.
 */
export function readOperand(scope: Scope, side = false): Operand | undefined {
  const { reader } = scope;
  const from = reader.at;
  const found: Found = {
    columns: [],
    calls: [],
    kind: 'other',
    column: undefined,
    call: undefined,
    query: undefined,
    items: [],
    atoms: 0,
    joined: false,
    complete: false,
  };
  while (!reader.done && readPart(scope, found, side));
  const written = reader.expressionSince(from);
  if (!written) return undefined;
  const alone = found.atoms === 1 && !found.joined;
  const { columns, calls } = found;
  const kind = alone ? found.kind : found.kind === 'template' ? 'template' : 'other';
  return Object.assign(written, {
    kind,
    column: alone ? found.column : undefined,
    call: alone ? found.call : undefined,
    query: alone ? found.query : undefined,
    items: alone ? found.items : [],
    columns,
    calls,
  });
}

/** Takes the next part of an expression; false where it ends. */
function readPart(scope: Scope, found: Found, side: boolean): boolean {
  const { reader } = scope;
  const token = reader.token()!;
  switch (token.kind) {
    case 'string':
    case 'dollar':
      // `interval '1 day'`, `date '2024-01-01'`: the word before it is a type.
      if (found.complete && found.kind === 'column') {
        found.columns.pop();
        found.column = undefined;
        found.atoms--;
      }
      return atom(scope, found, 'literal');
    case 'number':
      return atom(scope, found, reader.source(token).startsWith('$') ? 'parameter' : 'literal');
    case 'punctuation':
      return readMark(scope, found, side);
    case 'word':
    case 'name':
      return readWord(scope, found, side, token);
    default:
      reader.advance();
      return true;
  }
}

function atom(scope: Scope, found: Found, kind: Operand['kind']): boolean {
  scope.reader.advance();
  return noted(found, kind);
}

function noted(found: Found, kind: Operand['kind']): boolean {
  found.kind = kind;
  found.atoms++;
  found.complete = true;
  return true;
}

function readMark(scope: Scope, found: Found, side: boolean): boolean {
  const { reader } = scope;
  switch (reader.word()) {
    case ',':
    case ')':
    case ']':
    case ';':
      return false;
    case '(':
      return readGroup(scope, found);
    case '[':
      for (const one of inParenthesesOf(scope)) absorb(found, one);
      if (found.atoms === 0) found.atoms = 1;
      found.joined = true;
      found.complete = true;
      return true;
    case '.':
      // A field of a composite value: `(address).city`, `(address).*`.
      reader.advance();
      if (!reader.name()) reader.keyword('*');
      found.joined = true;
      return true;
    case '*':
      if (!found.complete) return atom(scope, found, 'star');
  }
  if (reader.word() === '?' && !found.complete) return atom(scope, found, 'parameter');
  // sqlc and SQLite: `@name`.
  if (reader.word() === '@' && !found.complete && reader.token(1)?.kind === 'word') {
    reader.advance();
    return atom(scope, found, 'parameter');
  }
  const operator = operatorAt(reader);
  if (operator === '=>' || operator === ':=') {
    // The name of an argument.
    found.columns.pop();
    found.atoms = 0;
    found.column = undefined;
    reader.at += 2;
    found.complete = false;
    return true;
  }
  const sign = !found.complete && (operator === '-' || operator === '+');
  if (side && !sign && !arithmetic.has(operator)) return false;
  reader.at += Math.max(1, operator.length);
  if (operator === '::') return readCast(scope, found);
  if (!sign) found.joined = true;
  found.complete = false;
  return true;
}

/** From behind `::`. The value stays what it is, a column does not: no index on it serves a cast of it. */
function readCast(scope: Scope, found: Found): boolean {
  const { reader } = scope;
  if (!skipType(reader)) reader.advance();
  if (found.kind === 'column' || found.kind === 'call' || found.atoms !== 1) found.joined = true;
  found.complete = true;
  return true;
}

function readGroup(scope: Scope, found: Found): boolean {
  const { reader } = scope;
  if (opensQuery(reader)) {
    const query = nestedQuery(scope, roleOf(reader.word(-1)));
    found.query = query;
    return noted(found, 'query');
  }
  const items = inParenthesesOf(scope);
  const [only] = items;
  for (const one of items) absorb(found, one);
  if (items.length === 1 && only && found.atoms === 0) {
    found.column = only.column;
    found.call = only.call;
    found.query = only.query;
    found.items = only.items;
    return noted(found, only.kind === 'star' ? 'other' : only.kind);
  }
  found.items = items;
  return noted(found, 'row');
}

function absorb(found: Found, { columns, calls }: Operand): void {
  found.columns.push(...columns);
  found.calls.push(...calls);
}

/** The expressions in the parentheses that come next; words between them (DISTINCT, ORDER BY, FROM) are passed over. */
export function inParenthesesOf(scope: Scope): readonly Operand[] {
  const { reader } = scope;
  return (
    inParentheses(scope, () => {
      const items: Operand[] = [];
      while (!reader.done && reader.word() !== ')' && reader.word() !== ']') {
        const before = reader.at;
        if (reader.word() === 'AS') {
          reader.advance();
          skipType(reader);
        } else {
          const item = readOperand(scope);
          if (item) items.push(item);
        }
        if (reader.at === before) reader.advance();
      }
      return items;
    }) ?? []
  );
}

function readWord(scope: Scope, found: Found, side: boolean, token: Token): boolean {
  const { reader } = scope;
  const word = reader.word();
  const afterDot = reader.word(-1) === '.';
  if (token.opaque.length > 0) return readTemplate(scope, found, token);
  if (token.kind === 'word' && !afterDot) {
    if (clauseWords.has(word) && !continues(reader, word)) return false;
    if (word === 'FROM') {
      // IS DISTINCT FROM
      reader.advance();
      return true;
    }
    if (word === 'AS') return false;
    if (joiningWords.has(word) || (!reader.isPostgres && joiningElsewhere.has(word)))
      return readJoining(scope, found, side, word);
    if (word === 'CASE') return readCase(scope, found);
    if (word === 'TRUE' || word === 'FALSE') return atom(scope, found, 'literal');
    if (niladic.has(word) && reader.word(1) !== '(' && reader.word(1) !== '.') return readNiladic(scope, found);
    if ((word === 'ARRAY' || word === 'ROW') && /^[[(]$/.test(reader.word(1))) {
      reader.advance();
      found.joined = true;
      return readMark(scope, found, side);
    }
    if (found.complete && (word === 'OVER' || word === 'FILTER' || word === 'WITHIN')) return readWindow(scope, found);
    if (noAlias.has(word) && word !== 'DEFAULT') return false;
  }
  // A name behind something complete is an alias, unless both are words of one thing: `timestamp with time zone '...'`.
  if (found.complete && !afterDot) return false;
  return readNames(scope, found);
}

function readTemplate(scope: Scope, found: Found, token: Token): boolean {
  const { reader } = scope;
  if (bound.test(reader.source(token))) return atom(scope, found, 'parameter');
  scope.template.seen = true;
  reader.advance();
  found.joined = true;
  return noted(found, 'template');
}

function readJoining(scope: Scope, found: Found, side: boolean, word: string): boolean {
  const { reader } = scope;
  if (word === 'NULL') return atom(scope, found, 'literal');
  if (word === 'AT' && !/^(?:TIME|LOCAL)$/.test(reader.word(1)))
    return found.complete ? false : readNames(scope, found);
  if (
    word === 'ESCAPE' ||
    word === 'COLLATE' ||
    word === 'AT' ||
    word === 'DIV' ||
    word === 'MOD' ||
    word === 'BINARY'
  ) {
    if (!found.complete && reader.word(1) === '(') return readNames(scope, found);
    found.joined = true;
    found.complete = false;
    if (word === 'AT') {
      reader.keyword('AT', 'TIME', 'ZONE') ?? reader.keyword('AT', 'LOCAL') ?? reader.advance();
      return true;
    }
    reader.advance();
    if (word === 'COLLATE') {
      reader.qualifiedName();
      found.complete = true;
    }
    return true;
  }
  // The list of `= ANY (...)` is the right side of a predicate.
  if (side && (word === 'ANY' || word === 'ALL' || word === 'SOME') && !found.complete) {
    reader.advance();
    return true;
  }
  if (side) return false;
  reader.advance();
  found.joined = true;
  found.complete = word === 'ISNULL' || word === 'NOTNULL';
  return true;
}

function readNiladic(scope: Scope, found: Found): boolean {
  const { reader } = scope;
  const from = reader.at;
  const name = reader.word().toLowerCase();
  reader.advance();
  found.call = reader.located(from, { name, schema: undefined, args: [], window: false });
  found.calls.push(found.call);
  return noted(found, 'call');
}

/** CASE ... END. */
function readCase(scope: Scope, found: Found): boolean {
  const { reader, nesting } = scope;
  reader.advance();
  nesting.depth++;
  while (!reader.done && reader.word() !== 'END' && reader.word() !== ')' && reader.word() !== ';') {
    const before = reader.at;
    const part = nesting.depth < 60 ? readOperand(scope) : undefined;
    if (part) absorb(found, part);
    if (reader.at === before) {
      if (clauseWords.has(reader.word()) && !/^(?:WHEN|THEN|ELSE)$/.test(reader.word())) break;
      reader.advance();
    }
  }
  nesting.depth--;
  reader.keyword('END');
  found.joined = true;
  return noted(found, 'other');
}

/** OVER (...), OVER name, FILTER (WHERE ...), WITHIN GROUP (...). */
function readWindow(scope: Scope, found: Found): boolean {
  const { reader } = scope;
  const over = reader.word() === 'OVER';
  reader.advance();
  reader.keyword('GROUP');
  if (reader.word() === '(') for (const one of inParenthesesOf(scope)) absorb(found, one);
  else if (over) reader.name();
  if (over && found.call) Object.assign(found.call, { window: true });
  found.complete = true;
  return true;
}

/** `a.b.c`, `t.*`, `f(...)`. */
function readNames(scope: Scope, found: Found): boolean {
  const { reader } = scope;
  const from = reader.at;
  const names: Name[] = [];
  for (;;) {
    if (names.length > 0 && reader.word() === '*') {
      reader.advance();
      return noted(found, 'star');
    }
    const name = reader.name();
    if (!name) break;
    names.push(name);
    if (reader.word() !== '.') break;
    reader.advance();
  }
  const name = names.at(-1);
  if (!name) {
    reader.advance();
    return true;
  }
  if (reader.word() === '(') return readCall(scope, found, from, names);
  const column: ColumnReference = reader.located(from, { table: names.at(-2), name });
  found.columns.push(column);
  found.column = column;
  return noted(found, 'column');
}

function readCall(scope: Scope, found: Found, from: number, names: readonly Name[]): boolean {
  const { reader } = scope;
  const name = names.at(-1)!;
  const schema = names.at(-2)?.text;
  if (opensQuery(reader)) {
    const query = nestedQuery(scope, name.text.toUpperCase() === 'EXISTS' ? 'exists' : 'scalar');
    found.query = query;
    const call: Call = reader.located(from, { name: name.text, schema, args: [], window: false });
    found.calls.push(call);
    found.call = call;
    return noted(found, 'call');
  }
  const args = inParenthesesOf(scope);
  const written: Located = reader.since(from);
  const call: Call = Object.assign(written, {
    name: name.quoted ? name.text : name.text.toLowerCase(),
    schema,
    args,
    window: false,
  });
  for (const one of args) absorb(found, one);
  found.calls.push(call);
  // https://docs.sqlc.dev/en/latest/reference/macros.html
  if (schema === 'sqlc') {
    found.columns.splice(found.columns.length - args.reduce((sum, one) => sum + one.columns.length, 0));
    return noted(found, 'parameter');
  }
  found.call = call;
  return noted(found, 'call');
}
