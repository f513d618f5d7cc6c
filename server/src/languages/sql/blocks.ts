import type { Token } from './lex.ts';
import type { SqlDialect } from './model.ts';

/**
 * Knows whether a statement is inside a body that holds statements of its own, whose `;` do not end it:
 * PostgreSQL's BEGIN ATOMIC ... END and CREATE RULE ... DO ( ... ), triggers of SQLite, routines of MySQL.
 */
export interface BlockTracker {
  /** To be called for each token of a statement in turn. */
  see(token: Token, previous: Token | undefined): void;
  /** True where a `;` does not end the statement. */
  inside(inParentheses: boolean): boolean;
  /** What kind of body the statement may have. */
  readonly body: Body;
  /** The words of the statement's head, upper-cased: `CREATE`, `UNIQUE`, `INDEX`. */
  readonly head: readonly string[];
}

type Body = 'none' | 'atomic' | 'rule' | 'compound';

/** How many tokens may stand before the word that says what is created: `DEFINER = a@b SQL SECURITY INVOKER`. */
const headLength = 14;
const plainObjects = new Set(['TABLE', 'INDEX', 'VIEW', 'TYPE', 'SEQUENCE', 'SCHEMA', 'EXTENSION', 'DOMAIN', 'POLICY']);
/** Words before an IF, WHILE, LOOP or REPEAT that starts a statement; a `;` or a label does as well. */
const beforeStatement = new Set(['BEGIN', 'THEN', 'ELSE', 'DO', 'LOOP', 'REPEAT', ';', ':']);
const loops = new Set(['IF', 'LOOP', 'WHILE', 'REPEAT']);

export function blockTracker(text: string, dialect: SqlDialect, ownDelimiter: boolean): BlockTracker {
  const mysql = dialect === 'mysql' || dialect === 'mariadb';
  const head: string[] = [];
  let body: Body = 'none';
  let decided = ownDelimiter;
  let seen = 0;
  let depth = 0;
  /** PostgreSQL: a BEGIN that is a block only if ATOMIC follows. */
  let afterBegin = false;
  let afterEnd = false;

  function wordOf(token: Token | undefined): string {
    if (!token || (token.kind !== 'word' && token.kind !== 'punctuation')) return '';
    return token.end - token.start > 12 ? '' : text.slice(token.start, token.end).toUpperCase();
  }

  function bodyOf(object: string): Body | undefined {
    if (object === 'TRIGGER') return dialect === 'postgresql' ? 'none' : 'compound';
    if (object === 'FUNCTION' || object === 'PROCEDURE') {
      if (mysql) return 'compound';
      return dialect === 'postgresql' ? 'atomic' : 'none';
    }
    if (object === 'EVENT' && mysql) return 'compound';
    if (object === 'RULE' && dialect === 'postgresql') return 'rule';
    return plainObjects.has(object) ? 'none' : undefined;
  }

  function decide(word: string): void {
    if (seen === 1 && word !== 'CREATE') decided = true;
    else {
      const found = seen > 1 ? bodyOf(word) : undefined;
      if (found) body = found;
      if (found || seen >= headLength) decided = true;
    }
  }

  function see(token: Token, previous: Token | undefined): void {
    seen++;
    const word = token.kind === 'word' || token.kind === 'punctuation' ? wordOf(token) : '';
    if (head.length < 4 && token.kind === 'word') head.push(word);
    if (!decided) {
      decide(word);
      return;
    }
    if (token.kind !== 'word' || body === 'none' || body === 'rule') return;
    if (body === 'atomic') atomic(word);
    else compound(word, wordOf(previous));
  }

  function atomic(word: string): void {
    if (afterBegin && word === 'ATOMIC') depth++;
    afterBegin = word === 'BEGIN';
    if (depth > 0 && word === 'CASE') depth++;
    if (depth > 0 && word === 'END') depth--;
  }

  function compound(word: string, previous: string): void {
    const closing = afterEnd;
    afterEnd = false;
    if (word === 'BEGIN') depth++;
    else if (depth === 0) return;
    else if (word === 'END') {
      depth--;
      afterEnd = true;
    } else if (word === 'CASE') depth += closing ? 0 : 1;
    else if (mysql && loops.has(word) && !closing && beforeStatement.has(previous)) depth++;
  }

  return {
    see,
    inside: inParentheses => depth > 0 || (body === 'rule' && inParentheses),
    get body() {
      return body;
    },
    head,
  };
}
