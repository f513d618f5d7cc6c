/** A half-open range `[start, end)` of UTF-16 code units in one text. The only unit of position below the hosts. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Anything that knows where it stands. */
export interface Located {
  readonly span: Span;
}

export function span(start: number, end: number): Span {
  return { start, end };
}

export function isLocated(value: Span | Located): value is Located {
  return 'span' in value;
}

export function spanOf(at: Span | Located): Span {
  return isLocated(at) ? at.span : at;
}

/** True when every position of `inner` lies in `outer`; an empty span at either edge is inside. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** True when the two share at least one character, or one of them is empty and lies strictly inside the other. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
