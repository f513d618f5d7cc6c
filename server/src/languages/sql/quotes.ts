import type { Span } from '#text';
import { endOfLine } from './characters.ts';
import { endOfTemplateInQuotes } from './templates.ts';

/** How a quote or comment ends. */
export interface Ending {
  readonly end: number;
  /** One past the last character that was looked at. */
  readonly reach: number;
  readonly unterminated: boolean;
  readonly opaque: readonly Span[];
}

/** Reads everything that has a closing mark, and decides what to do where that mark is missing. */
export interface QuoteReader {
  /** `start`: of the token, `quoteAt`: of the opening quote; `backslash`: whether `\'` is an escaped quote. */
  string(start: number, quoteAt: number, backslash: boolean): Ending;
  name(start: number, quoteAt: number): Ending;
  /** SQLite's `[name]`. */
  bracket(start: number): Ending;
  /** Undefined where no dollar quote starts. */
  dollar(start: number): Ending | undefined;
  /** A block comment. */
  comment(start: number): Ending;
}

const nothing: readonly Span[] = [];
const never = Number.POSITIVE_INFINITY;

/** A line that looks as if a statement starts there: strings rarely hold one. */
const statementLine =
  /[\n\r](?:--|(?:create|alter|drop|insert|update|delete|comment|grant|revoke|truncate|begin|commit|set|do|select)\b)/i;
/** Where an unclosed dollar quote is taken to end. */
const afterBrokenBody =
  /\r?\n(?=(?:create|alter|drop|comment|grant|revoke|insert|truncate|do)[ \t]|--[ \t]*(?:\+goose|migrate:)|-->)/gi;
const dollarTag = /\$(?:[A-Za-z_\x80-\uffff][\w\x80-\uffff]*)?\$/y;
/** What stands right after a quote that opens a string rather than closing one: `DEFAULT 'active'`. */
const contentAfterQuote = /[\w{%/.\\$#@À-￿]/;

/** PostgreSQL cuts names at 63 bytes, MySQL at 64 characters. In UTF-16 units, the quotes included. */
const LONGEST_NAME = 70;

export function createQuoteReader(text: string, nestedComments: boolean): QuoteReader {
  /** The line of `at`, but not the `;` at its end: the statement may still close with it. */
  function restOfLine(at: number, reach: number): Ending {
    const line = endOfLine(text, at);
    let end = line;
    while (end > at + 1 && /[\s;]/.test(text[end - 1] ?? '')) end--;
    return { end, reach: Math.max(reach, line + 1), unterminated: true, opaque: nothing };
  }

  /**
   * True where the quote at `close` seems to be the opening one of another string, so that the string from `start`
   * on was never closed: it runs over the start of a statement, and text follows the quote directly.
   */
  function closesTooLate(start: number, close: number): boolean {
    return contentAfterQuote.test(text[close + 1] ?? '') && statementLine.test(text.slice(start, close));
  }

  function string(start: number, quoteAt: number, backslash: boolean): Ending {
    const quote = text.charCodeAt(quoteAt);
    let opaque: Span[] | undefined;
    for (let at = quoteAt + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        if (text.charCodeAt(at + 1) === quote) at++;
        else if (closesTooLate(start, at)) return restOfLine(start, at + 2);
        else return { end: at + 1, reach: at + 2, unterminated: false, opaque: opaque ?? nothing };
      } else if (backslash && code === 92) {
        at++;
      } else if (code === 123 || code === 36) {
        const end = endOfTemplateInQuotes(text, at);
        if (end < 0) continue;
        opaque ??= [];
        opaque.push({ start: at, end });
        at = end - 1;
      }
    }
    return restOfLine(start, never);
  }

  function name(start: number, quoteAt: number): Ending {
    const quote = text.charCodeAt(quoteAt);
    let opaque: Span[] | undefined;
    let close: number | undefined;
    for (let at = quoteAt + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10 || code === 13) {
        close ??= closeOverLines(quoteAt, at);
        if (close < 0) return restOfLine(start, Math.min(text.length, quoteAt + LONGEST_NAME) + 1);
      }
      if (code === quote) {
        if (text.charCodeAt(at + 1) === quote) at++;
        else return { end: at + 1, reach: at + 2, unterminated: false, opaque: opaque ?? nothing };
      } else if (code === 123 || code === 36) {
        const end = endOfTemplateInQuotes(text, at);
        if (end < 0) continue;
        opaque ??= [];
        opaque.push({ start: at, end });
        at = end - 1;
      }
    }
    return restOfLine(start, never);
  }

  /**
   * Where a name closes that runs over the line break at `from`. Names rarely do, and half-typed ones are common, so it
   * must be short, hold nothing that looks like the end of a line of SQL, and no name may begin where it closes. -1: it
   * was never closed.
   */
  function closeOverLines(quoteAt: number, from: number): number {
    const quote = text[quoteAt]!;
    const last = Math.min(text.length, quoteAt + LONGEST_NAME);
    let close = from;
    while (close < last && text[close] !== quote) close++;
    if (close >= last) return -1;
    const content = text.slice(quoteAt + 1, close);
    const isSql = /[;,()][ \t]*[\r\n]/.test(content) || statementLine.test(content);
    return isSql || contentAfterQuote.test(text[close + 1] ?? '') ? -1 : close;
  }

  function bracket(start: number): Ending {
    const line = endOfLine(text, start);
    const close = text.slice(start, line).indexOf(']');
    if (close < 0) return restOfLine(start, line + 1);
    return { end: start + close + 1, reach: start + close + 1, unterminated: false, opaque: nothing };
  }

  function dollar(start: number): Ending | undefined {
    dollarTag.lastIndex = start;
    const tag = dollarTag.exec(text)?.[0];
    if (tag === undefined) return undefined;
    const inside = start + tag.length;
    const close = text.indexOf(tag, inside);
    if (close < 0) return brokenBody(inside, never);
    // `AS $$` opens the body of the next function: this one was never closed.
    if (/\b(?:as|do)[ \t]*$/i.test(text.slice(Math.max(inside, close - 12), close)))
      return brokenBody(inside, close + tag.length + 1);
    return { end: close + tag.length, reach: close + tag.length, unterminated: false, opaque: nothing };
  }

  function brokenBody(inside: number, reach: number): Ending {
    afterBrokenBody.lastIndex = inside;
    const following = afterBrokenBody.exec(text);
    let end = following ? following.index : text.length;
    while (end > inside && /\s/.test(text[end - 1] ?? '')) end--;
    return {
      end,
      reach: following ? Math.max(reach, endOfLine(text, afterBrokenBody.lastIndex) + 1) : never,
      unterminated: true,
      opaque: nothing,
    };
  }

  function comment(start: number): Ending {
    let depth = 1;
    let at = start + 2;
    let opensAgain = false;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      const following = text.charCodeAt(at + 1);
      if (code === 42 && following === 47) {
        depth--;
        at += 2;
        if (depth === 0) {
          if (opensAgain && statementLine.test(text.slice(start, at))) return restOfLine(start, at + 1);
          return { end: at, reach: at, unterminated: false, opaque: nothing };
        }
      } else if (code === 47 && following === 42) {
        if (nestedComments) depth++;
        else opensAgain = true;
        at += 2;
      } else at++;
    }
    return restOfLine(start, never);
  }

  return { string, name, bracket, dollar, comment };
}
