import type { Span } from '#text';
import type { Comment, Problem } from '../contract.ts';

/** Where a fragment starts in the newest text. Everything read from the fragment is placed relative to it. */
export interface Origin {
  /** UTF-16 offset of the fragment's first character; moved by edits above the fragment. */
  offset: number;
}

/** A span relative to a fragment, absolute when asked for. */
export class Placed {
  constructor(
    readonly origin: Origin,
    readonly from: number,
    readonly to: number,
  ) {}

  get span(): Span {
    const { offset } = this.origin;
    return { start: offset + this.from, end: offset + this.to };
  }
}

export class PlacedProblem extends Placed implements Problem {
  constructor(
    origin: Origin,
    from: number,
    to: number,
    readonly message: string,
  ) {
    super(origin, from, to);
  }
}

export class PlacedComment extends Placed implements Comment {
  constructor(
    origin: Origin,
    from: number,
    to: number,
    readonly text: string,
    /** Length of the opening marker. */
    private readonly markerLength: number,
  ) {
    super(origin, from, to);
  }

  get textStart(): number {
    return this.origin.offset + this.from + this.markerLength;
  }
}
