import type { Span } from '#text';
import type { Keyword, SqlDocument, Statement } from './model.ts';

/** The words of a statement from its first one to `last`; `last` alone where they stand on several lines. */
export function firstWords(document: SqlDocument, statement: Statement, last: Keyword): Span {
  const { start } = statement.keyword.span;
  const { end } = last.span;
  return document.lines.lineSpanAt(start).end >= end ? { start, end } : last.span;
}

/** A span with the blanks before it, for taking a clause away. */
export function withBlanksBefore({ text }: SqlDocument, { start, end }: Span): Span {
  let from = start;
  while (from > 0 && /\s/.test(text[from - 1]!)) from--;
  return { start: from, end };
}
