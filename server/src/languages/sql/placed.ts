import type { Located, Span } from '#text';

/** Where a fragment stands in the newest text. It moves when text above it changes; nothing else of a fragment does. */
export interface Anchor {
  /** UTF-16 offset of the fragment's first character. */
  base: number;
}

/** A node of a fragment: offsets relative to the anchor, its span computed when asked for. */
class Placed implements Located {
  readonly #anchor: Anchor;
  readonly #start: number;
  readonly #end: number;

  constructor(anchor: Anchor, start: number, end: number) {
    this.#anchor = anchor;
    this.#start = start;
    this.#end = end;
  }

  get span(): Span {
    const { base } = this.#anchor;
    return { start: base + this.#start, end: base + this.#end };
  }
}

/** Gives `fields` a span of offsets relative to `anchor`. */
export function place<T extends object>(anchor: Anchor, start: number, end: number, fields: T): T & Located {
  return Object.assign(new Placed(anchor, start, end), fields);
}
