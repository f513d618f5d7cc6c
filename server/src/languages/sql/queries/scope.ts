import type { Reader } from '../statements/reader.ts';
import type { NestedQuery, QueryRole, SelectQuery } from './model.ts';
import { queryStart } from './words.ts';

/** What the readers of one query share. */
export interface Scope {
  readonly reader: Reader;
  /** Queries found inside so far. */
  readonly nested: NestedQuery[];
  /** How deep the parentheses are, shared by all scopes of a statement. */
  readonly nesting: { depth: number };
  /** Set as soon as a template fills something in; shared likewise. */
  readonly template: { seen: boolean };
  /** Reads a query in a scope of its own. */
  readonly readQuery: (outer: Scope) => SelectQuery | undefined;
}

/** Text that nests deeper is no text that somebody writes. */
const deepest = 60;

/** Whether the parenthesis that comes next holds a query. */
export function opensQuery(reader: Reader): boolean {
  if (reader.word() !== '(') return false;
  let ahead = 1;
  while (reader.word(ahead) === '(' && ahead < deepest) ahead++;
  if (!queryStart.has(reader.word(ahead))) return false;
  // `(values)`, `(table.x)`: a column of that name.
  return !/^[.,)=]?$/.test(reader.word(ahead + 1)) || reader.token(ahead + 1)?.kind !== 'punctuation';
}

/** Takes `(` query `)`. */
export function nestedQuery(scope: Scope, role: QueryRole): SelectQuery | undefined {
  const query = inParentheses(scope, () => scope.readQuery(scope));
  if (query) scope.nested.push({ role, query });
  return query;
}

/** Takes the parentheses that come next and reads what they hold; what is left inside is passed over. */
export function inParentheses<T>(scope: Scope, read: () => T): T | undefined {
  const { reader, nesting } = scope;
  if (nesting.depth >= deepest) {
    reader.parentheses();
    return undefined;
  }
  nesting.depth++;
  const close = reader.word() === '[' ? ']' : ')';
  reader.advance();
  const found = read();
  while (!reader.done && reader.word() !== close) if (!reader.parentheses()) reader.advance();
  reader.advance();
  nesting.depth--;
  return found;
}

/** The scope of a query inside another one. */
export function queryScope(outer: Scope): Scope {
  return { ...outer, nested: [] };
}
