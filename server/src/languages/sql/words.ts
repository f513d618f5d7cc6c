import type { Span } from '#text';
import type { Keyword, SqlDocument, Statement } from './model.ts';

/** The words of a statement from its first one to `last`; `last` alone where they stand on several lines. */
export function firstWords(document: SqlDocument, statement: Statement, last: Keyword): Span {
  const { start } = statement.keyword.span;
  const { end } = last.span;
  return document.lines.lineSpanAt(start).end >= end ? { start, end } : last.span;
}

/**
 * A span with the blanks before it, for taking a clause away. A line comment above stays on a line of its own: what
 * follows the clause must not become a part of it.
 */
export function withBlanksBefore({ text, lines }: SqlDocument, { start, end }: Span): Span {
  let from = start;
  while (from > 0 && /\s/.test(text[from - 1]!)) {
    const crosses = text[from - 1] === '\n';
    if (crosses && /--|#/.test(text.slice(lines.lineSpanAt(from - 1).start, from - 1))) break;
    from--;
  }
  return { start: from, end };
}

/** A keyword with the blanks behind it on its line, for taking it away. */
export function withBlanksAfter({ text }: SqlDocument, { start, end }: Span): Span {
  let to = end;
  while (text[to] === ' ' || text[to] === '\t') to++;
  return { start, end: to };
}
