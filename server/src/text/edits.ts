import type { Span } from './span.ts';

/** Replaces `span` of the text it was made for by `text`. Insertions have an empty span, deletions an empty text. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** Short ways to say an edit. */
export const edit = {
  insert: (offset: number, text: string): TextEdit => ({ span: { start: offset, end: offset }, text }),
  replace: (span: Span, text: string): TextEdit => ({ span, text }),
  remove: (span: Span): TextEdit => ({ span, text: '' }),
};

/** Sorted by position; the order of several insertions at one offset is kept. */
export function sortEdits<E extends TextEdit>(edits: readonly E[]): E[] {
  return edits
    .map((one, index) => ({ one, index }))
    .sort((a, b) => a.one.span.start - b.one.span.start || a.one.span.end - b.one.span.end || a.index - b.index)
    .map(({ one }) => one);
}

/** True when the two edits cannot be applied together without deciding an order: they share text, or insert at one place. */
export function conflict(a: TextEdit, b: TextEdit): boolean {
  if (a.span.start === b.span.start) return true;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}

/**
 * The text after all edits.
 * @throws {RangeError} when two edits overlap or one lies outside the text.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const { span, text: replacement } of sortEdits(edits)) {
    if (span.start < at || span.end < span.start || span.end > text.length)
      throw new RangeError(`Edit [${span.start}, ${span.end}) overlaps another one or lies outside the text.`);
    result += text.slice(at, span.start) + replacement;
    at = span.end;
  }
  return result + text.slice(at);
}

/**
 * The one edit that turns `before` into `after`: everything but the common head and tail.
 * Never cuts a surrogate pair or a `\r\n` in two.
 */
export function difference(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  while (head > 0 && glued(before, head)) head--;
  let tail = 0;
  while (
    tail < shorter - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  while (tail > 0 && glued(before, before.length - tail)) tail--;
  return { span: { start: head, end: before.length - tail }, text: after.slice(head, after.length - tail) };
}

/** True when the offset stands inside a surrogate pair or a `\r\n`. */
function glued(text: string, offset: number): boolean {
  const before = text.charCodeAt(offset - 1);
  const after = text.charCodeAt(offset);
  return (
    (before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff) || (before === 13 && after === 10)
  );
}

/** The line break that the text uses: that of its first line, `\n` where it has none. */
export function lineBreakOf(text: string): '\n' | '\r\n' {
  const at = text.indexOf('\n');
  return at > 0 && text.charCodeAt(at - 1) === 13 ? '\r\n' : '\n';
}
