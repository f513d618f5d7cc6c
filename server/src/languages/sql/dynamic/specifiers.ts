const SPECIFIER = /%(?:(\d+)\$)?(-?\d*)([sIL%])/g;

/** One `%s`, `%I` or `%L` of a format string; offsets in its text. */
export interface Specifier {
  readonly start: number;
  readonly end: number;
  readonly type: string;
  /** 1-based. */
  readonly argument: number;
}

/** The specifiers of a format string (PostgreSQL manual, 9.4.1). */
export function specifiersOf(text: string): readonly Specifier[] {
  let next = 1;
  return [...text.matchAll(SPECIFIER)].flatMap(found => {
    const [written, position, , type = ''] = found;
    if (type === '%') return [];
    if (position !== undefined) next = Number(position);
    const argument = next++;
    return [{ start: found.index, end: found.index + written.length, type, argument }];
  });
}
