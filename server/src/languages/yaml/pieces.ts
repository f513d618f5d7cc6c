import type { LineTable } from './lineTable.ts';

/**
 * How a text is cut, by the look of its lines alone. Lines are 0-based; `end` is the first line that does not belong.
 * The cut is a function of the text: how it came about (edit by edit, or at once) does not matter.
 */
export type Piece = LeafPiece | EntryPiece | ItemPiece;

/**
 * What a fragment is read as. `content`: whatever stands there. JSON: `members`, `items`: some of what stands between
 * brackets; `memberHead`: `"key": {`; `itemHead`: `{`; `tail`: `},`.
 */
export type LeafMode = 'content' | 'members' | 'items' | 'memberHead' | 'itemHead' | 'tail';

/** Read by itself. */
export interface LeafPiece {
  readonly type: 'leaf';
  readonly first: number;
  readonly end: number;
  readonly mode: LeafMode;
  /** True where the dash of its first content line is another piece's business: a part of a long sequence item. */
  readonly withoutDash: boolean;
  /** True for a line outside the indentation of its block: what it says belongs nowhere. */
  readonly stray: boolean;
}

/** A key on a line of its own, and its value below. JSON: with the bracket that opens it; `tail` closes it. */
export interface EntryPiece {
  readonly type: 'entry';
  readonly head: LeafPiece;
  readonly body: readonly Piece[];
  readonly tail: LeafPiece | undefined;
}

/** A long item of a sequence; the mapping in it is cut. JSON: its brackets are on lines of their own. */
export interface ItemPiece {
  readonly type: 'item';
  readonly head: LeafPiece | undefined;
  readonly body: readonly Piece[];
  readonly tail: LeafPiece | undefined;
}

export interface DocumentPiece {
  /** Comments and `...` before the `---`. */
  readonly leading: readonly LeafPiece[];
  /** The `---` line. */
  readonly marker: LeafPiece | undefined;
  readonly body: readonly Piece[];
}

/** Pieces of at most so many lines are not cut. */
export const LONGEST_LEAF = 120;
/** How deep cutting goes; what lies deeper is read in one. */
export const DEEPEST_CUT = 60;

/** How pieces are made of the lines between two cuts. */
export interface PieceMaker {
  short(from: number, to: number): Piece;
  long(from: number, to: number): readonly Piece[];
  /** A piece that must stand alone; undefined for all others. */
  stray(from: number, to: number): Piece | undefined;
}

/** Puts short pieces that stand side by side together, and has long ones cut further. `cuts`: first to last line. */
export function groupPieces(
  text: string,
  lines: LineTable,
  cuts: readonly number[],
  make: PieceMaker,
): readonly Piece[] {
  const pieces: Piece[] = [];
  let group = cuts[0]!;
  const flush = (to: number): void => {
    if (to > group) pieces.push(make.short(group, to));
    group = to;
  };
  for (let index = 0; index + 1 < cuts.length; index++) {
    const from = cuts[index]!;
    const to = cuts[index + 1]!;
    const stray = make.stray(from, to);
    if (stray || to - from > LONGEST_LEAF) {
      flush(from);
      pieces.push(...(stray ? [stray] : make.long(from, to)));
      group = to;
    } else if (index > 0 && isParting(text, lines.start(from), lines.start(to), from - cuts[index - 1]!)) flush(from);
  }
  flush(cuts.at(-1)!);
  return pieces;
}

const SPACE = 32;
/** So many characters of a line tell it from its neighbours. */
const DIGESTED = 40;

/**
 * Whether small pieces side by side are parted before `line`: by a digest of what the line says, so that an edit
 * elsewhere never moves the parting, and about once in 64 lines.
 */
function isParting(text: string, start: number, end: number, linesBefore: number): boolean {
  let from = start;
  while (from < end && text.charCodeAt(from) === SPACE) from++;
  const stop = Math.min(end, from + DIGESTED);
  let digest = 0x811c9dc5;
  for (let at = from; at < stop; at++) digest = Math.imul(digest ^ text.charCodeAt(at), 0x01000193);
  digest = Math.imul(digest ^ (digest >>> 16), 0x85ebca6b);
  return ((digest ^ (digest >>> 13)) & 63) < linesBefore;
}
