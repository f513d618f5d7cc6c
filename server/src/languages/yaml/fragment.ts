import type { TreeAlias, TreeEntry, TreeNode } from './nodes.ts';
import type { Origin, Placed, PlacedComment, PlacedProblem } from './origin.ts';

/** What one fragment's text says, with offsets relative to its start. A function of that text (and its mask) alone. */
export interface Fragment {
  readonly origin: Origin;
  readonly length: number;
  readonly content: Content;
  /** The column that its content starts at, 0-based; -1 where it has none. */
  readonly column: number;
  /** The smallest column that a template or a left-out line in it writes at; infinite where there is none. */
  readonly reach: number;
  readonly comments: readonly PlacedComment[];
  readonly problems: readonly PlacedProblem[];
  /** Anchored nodes in order. */
  readonly anchors: readonly Anchored[];
  /** Aliases of nodes that are not in this fragment. */
  readonly aliases: readonly TreeAlias[];
  /** JSON: the bracket that this fragment opens or closes, as a head or tail of a longer collection. */
  readonly bracket: Bracket | undefined;
  /** JSON: whether a comma stands behind the last thing; undefined where none is needed. */
  readonly endsWithComma: boolean | undefined;
}

export interface Bracket {
  readonly placed: Placed;
  readonly isMap: boolean;
}

export interface Anchored {
  readonly name: string;
  readonly node: Exclude<TreeNode, TreeAlias>;
}

export type Content =
  | { readonly type: 'nothing' }
  | { readonly type: 'entries'; readonly entries: readonly TreeEntry[]; readonly root: TreeNode }
  | { readonly type: 'items'; readonly items: readonly TreeNode[]; readonly root: TreeNode }
  | { readonly type: 'node'; readonly root: TreeNode };

/** A place in a fragment whose text cannot be reasoned about: a template's action, or a line that was left out. */
export interface Hole {
  readonly from: number;
  readonly to: number;
  /** The column that it writes at; undefined where it writes no lines of its own. */
  readonly writesAt: number | undefined;
}

/** True when one of the holes, which are in order, shares a character with `[from, to)`. */
export function touchesHole(holes: readonly Hole[], from: number, to: number): boolean {
  if (holes.length === 0) return false;
  let low = 0;
  let high = holes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holes[middle]!.to <= from) low = middle + 1;
    else high = middle;
  }
  return low < holes.length && holes[low]!.from < to;
}
