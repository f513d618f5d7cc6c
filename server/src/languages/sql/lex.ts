import type { Span } from '#text';
import { endOfLine, isBlank, isDigit, isWordStart } from './characters.ts';
import type { SqlDialect } from './model.ts';
import { createQuoteReader, type Ending } from './quotes.ts';
import { templateAt } from './templates.ts';

/**
 * `word`: a keyword or an unquoted identifier. `name`: a quoted identifier. `exec`: the marks of MySQL's executable
 * comments, whose content is lexed as SQL. `meta`: a command for psql. `control`: a template's control action, no SQL.
 */
export type TokenKind =
  | 'word'
  | 'name'
  | 'string'
  | 'dollar'
  | 'number'
  | 'punctuation'
  | 'comment'
  | 'exec'
  | 'meta'
  | 'control';

/** Offsets are UTF-16, in the text given to the lexer. */
export interface Token extends Span {
  readonly kind: TokenKind;
  /** The quote or comment is not closed: it was given its line and no more. */
  readonly unterminated: boolean;
  /** Places inside that a template fills in. */
  readonly opaque: readonly Span[];
}

/** Reads one token after another. Never throws, always moves on. */
export interface Lexer {
  /** The token at or after the current position; undefined at the end of the text. */
  next(): Token | undefined;
  /** Where the next token is looked for. */
  position: number;
  /** One past the last character that any token so far depended on; Infinity where the end of the text decided. */
  reach: number;
}

const nothing: readonly Span[] = [];
const number = /0[xX][0-9a-fA-F_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9]+)?|\.[0-9_]+(?:[eE][+-]?[0-9]+)?/y;
const parameter = /\$[0-9]+/y;

/**
 * @param from UTF-16 offset to start at
 * @param delimiter what ends a statement at the moment: a word never runs over it (`END$$`)
 */
export function createLexer(text: string, dialect: SqlDialect, from: number, delimiter: string): Lexer {
  const mysql = dialect === 'mysql' || dialect === 'mariadb';
  const postgres = dialect === 'postgresql';
  const sqlite = dialect === 'sqlite';
  const quotes = createQuoteReader(text, postgres);

  const lexer: Lexer = { next, position: from, reach: from };

  function token(kind: TokenKind, start: number, end: number, opaque: readonly Span[] = nothing): Token {
    lexer.position = end;
    if (end + 1 > lexer.reach) lexer.reach = end + 1;
    return { kind, start, end, unterminated: false, opaque };
  }

  function ended(kind: TokenKind, start: number, ending: Ending): Token {
    lexer.position = ending.end;
    lexer.reach = Math.max(lexer.reach, ending.reach, ending.end + 1);
    return { kind, start, end: ending.end, unterminated: ending.unterminated, opaque: ending.opaque };
  }

  function matched(pattern: RegExp, at: number): number {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : -1;
  }

  /** A word, with the templates that it touches: `{{ .Schema }}_users`. */
  function word(start: number): Token {
    let opaque: Span[] | undefined;
    let at = start;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (delimiter !== ';' && at > start && text.startsWith(delimiter, at)) break;
      const mayBeTemplate =
        code === 123 || code === 36 || (at === start && (code === 58 || code === 64 || code === 37));
      const template = mayBeTemplate ? templateAt(text, at) : undefined;
      if (template && !template.control) {
        opaque ??= [];
        opaque.push({ start: template.start, end: template.end });
        at = template.end;
        continue;
      }
      const plain = isWordStart(code) || isDigit(code) || code === 36 || ((mysql || sqlite) && code === 64);
      if (!plain) break;
      at++;
    }
    return token('word', start, Math.max(at, start + 1), opaque);
  }

  /** `e'…'`, `U&"…"` and their like; undefined where the letters start a word. */
  function prefixed(start: number, code: number): Token | undefined {
    const letter = code | 32;
    const next = text.charCodeAt(start + 1);
    if (next === 39 && (letter === 98 || letter === 101 || letter === 110 || letter === 120)) {
      return ended('string', start, quotes.string(start, start + 1, mysql || (postgres && letter === 101)));
    }
    if (letter === 117 && next === 38) {
      if (text[start + 2] === "'") return ended('string', start, quotes.string(start, start + 2, false));
      if (text[start + 2] === '"') return ended('name', start, quotes.name(start, start + 2));
    }
    return undefined;
  }

  function next(): Token | undefined {
    let at = lexer.position;
    while (at < text.length && isBlank(text.charCodeAt(at))) at++;
    if (at >= text.length) {
      lexer.position = text.length;
      lexer.reach = Number.POSITIVE_INFINITY;
      return undefined;
    }
    return tokenAt(at, text.charCodeAt(at));
  }

  function tokenAt(at: number, code: number): Token {
    const following = text.charCodeAt(at + 1);
    if (delimiter !== ';' && text.startsWith(delimiter, at)) return token('punctuation', at, at + delimiter.length);
    switch (code) {
      case 45: // -
        // MySQL wants a blank after the two dashes: https://dev.mysql.com/doc/refman/8.4/en/ansi-diff-comments.html
        if (following === 45 && !(mysql && text.charCodeAt(at + 2) > 32))
          return token('comment', at, endOfLine(text, at));
        break;
      case 35: // #
        if (mysql) return token('comment', at, endOfLine(text, at));
        break;
      case 47: // /
        if (following === 42) {
          const executable = mysql ? matched(/\/\*(?:!|M!)[0-9]*/y, at) : -1;
          return executable < 0 ? ended('comment', at, quotes.comment(at)) : token('exec', at, executable);
        }
        break;
      case 42: // *
        if (mysql && following === 47) return token('exec', at, at + 2);
        break;
      case 39: // '
        return ended('string', at, quotes.string(at, at, mysql));
      case 34: // "
        return mysql ? ended('string', at, quotes.string(at, at, true)) : ended('name', at, quotes.name(at, at));
      case 96: // `
        if (!postgres) return ended('name', at, quotes.name(at, at));
        break;
      case 91: // [
        if (sqlite) return ended('name', at, quotes.bracket(at));
        break;
      case 92: // backslash
        if (postgres) return token('meta', at, endOfLine(text, at));
        break;
      case 36: {
        // $
        const dollar = postgres ? quotes.dollar(at) : undefined;
        if (dollar) return ended('dollar', at, dollar);
        const end = matched(parameter, at);
        if (end > 0) return token('number', at, end);
        break;
      }
    }
    if (code === 123 || code === 36 || code === 58 || code === 64 || code === 37) {
      const template = templateAt(text, at);
      lexer.reach = Math.max(lexer.reach, endOfLine(text, at) + 1);
      if (template?.control) return token('control', at, template.end, [{ start: at, end: template.end }]);
      if (template) return word(at);
    }
    if (isWordStart(code)) return prefixed(at, code) ?? word(at);
    if ((mysql && (code === 64 || code === 36)) || (sqlite && (code === 64 || code === 36) && isWordStart(following)))
      return word(at);
    if (isDigit(code) || (code === 46 && isDigit(following))) return token('number', at, matched(number, at));
    return token('punctuation', at, at + 1);
  }

  return lexer;
}
