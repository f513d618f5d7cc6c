import type { Span } from '#text';
import type { Content, Fragment } from './fragment.ts';
import type { Node, Resolved } from './node.ts';
import {
  BracketedMap,
  BracketedSeq,
  StitchedMap,
  StitchedSeq,
  type TreeAlias,
  TreeEntry,
  type TreeNode,
} from './nodes.ts';
import { type Placed, PlacedProblem } from './origin.ts';
import type { DocumentPiece, EntryPiece, ItemPiece, LeafPiece, Piece } from './pieces.ts';
import type { TreeDocument } from './tree.ts';

/** A fragment in its place. Kept across edits that do not touch its text. */
export interface Leaf {
  readonly fragment: Fragment;
  readonly role: LeafRole;
  /** Where the dash stands that its text is read without, relative to its start. */
  readonly dash: number | undefined;
  /** What was stitched with this leaf as the first one; looked at again after an edit. */
  stitched: readonly Stitched[];
  document: StitchedDocument | undefined;
  /** True once the aliases have their targets. */
  bound: boolean;
}

/** How a leaf is read, whatever its lines are. */
export type LeafRole = Pick<LeafPiece, 'mode' | 'withoutDash' | 'stray'>;

/** Fragments that make one entry, item or collection. */
export interface Stitched {
  readonly parts: readonly Part[];
  readonly content: Content;
  readonly column: number;
  readonly reach: number;
  readonly problems: readonly PlacedProblem[];
  readonly endsWithComma: boolean | undefined;
}

type Part = Leaf | Stitched;

export type LeafOf = (piece: LeafPiece) => Leaf;

export class StitchedDocument implements TreeDocument {
  constructor(
    readonly parts: readonly Part[],
    readonly root: Node | undefined,
    readonly problems: readonly PlacedProblem[],
    private readonly marker: Leaf | undefined,
    private readonly first: Leaf | undefined,
    private readonly last: Leaf | undefined,
  ) {}

  get span(): Span {
    const start = this.marker
      ? this.marker.fragment.origin.offset + MARKER_LENGTH
      : (this.first?.fragment.origin.offset ?? 0);
    const { fragment } = this.last ?? this.marker ?? { fragment: undefined };
    return { start, end: Math.max(start, fragment ? fragment.origin.offset + fragment.length : start) };
  }
}

/** At least: what stands behind a dash is that much further right. */
const DASH_WIDTH = '- '.length;
const MARKER_LENGTH = '---'.length;

/** Puts the fragments of one document together. What is made of the same parts as before is the same object. */
export function stitchDocument(piece: DocumentPiece, leafOf: LeafOf, reread: LeafOf): StitchedDocument {
  const pieces = leavesOf(piece);
  bindAliases(pieces, leafOf, reread);
  const leaves = pieces.map(leafOf);
  const first = leaves[0];
  const cache: Stitched[] = [];
  const body = piece.body.map(one => partOf(one, leafOf, cache));
  const leading = piece.leading.map(leafOf);
  const marker = piece.marker && leafOf(piece.marker);
  const parts: readonly Part[] = marker ? [...leading, marker, ...body] : [...leading, ...body];
  if (first?.document && sameParts(first.document.parts, parts)) return first.document;
  const joined = join(body);
  const problems = [...joined.problems, ...missingCommas(body)];
  const inside = leaves.slice(leading.length + (marker ? 1 : 0));
  const document = new StitchedDocument(parts, rootOf(joined.content), problems, marker, inside[0], inside.at(-1));
  if (first) first.document = document;
  return document;
}

export function leavesOf(piece: DocumentPiece): readonly LeafPiece[] {
  const leaves: LeafPiece[] = [...piece.leading];
  if (piece.marker) leaves.push(piece.marker);
  const visit = (one: Piece): void => {
    if (one.type === 'leaf') leaves.push(one);
    else {
      if (one.head) leaves.push(one.head);
      for (const inner of one.body) visit(inner);
      if (one.tail) leaves.push(one.tail);
    }
  };
  for (const one of piece.body) visit(one);
  return leaves;
}

/** Everything that was stitched below a document, for its problems. */
export function problemsOf(document: StitchedDocument): readonly PlacedProblem[] {
  const found: PlacedProblem[] = [...document.problems];
  const visit = (part: Part): void => {
    if ('fragment' in part) {
      found.push(...part.fragment.problems);
      return;
    }
    found.push(...part.problems);
    for (const inner of part.parts) visit(inner);
  };
  for (const part of document.parts) visit(part);
  return found;
}

/** Gives every alias what its name stood for where it is written: the anchor of that name that precedes it. */
function bindAliases(pieces: readonly LeafPiece[], leafOf: LeafOf, reread: LeafOf): void {
  if (!pieces.some(piece => leafOf(piece).fragment.aliases.length > 0)) return;
  const anchored = new Map<string, Resolved>();
  for (const piece of pieces) {
    const targetOf = (alias: TreeAlias): Resolved | undefined => anchored.get(alias.name);
    const known = leafOf(piece);
    const isStale = known.bound && known.fragment.aliases.some(alias => alias.target !== targetOf(alias));
    // What was said of a node with other targets must not be remembered: it becomes another node, and so does all
    // that it is a part of.
    const leaf = isStale ? reread(piece) : known;
    for (const alias of leaf.fragment.aliases) alias.target = targetOf(alias);
    leaf.bound = true;
    for (const { name, node } of leaf.fragment.anchors) anchored.set(name, node);
  }
}

function partOf(piece: Piece, leafOf: LeafOf, cache: Stitched[]): Part {
  if (piece.type === 'leaf') return leafOf(piece);
  const head = piece.head && leafOf(piece.head);
  const tail = piece.tail && leafOf(piece.tail);
  const body = piece.body.map(one => partOf(one, leafOf, cache));
  const parts = [...(head ? [head] : []), ...body, ...(tail ? [tail] : [])];
  const first = firstLeaf(parts);
  const known = first?.stitched.find(one => sameParts(one.parts, parts));
  const stitched = known ?? make(piece, parts, head, body, tail);
  if (first && !known) first.stitched = [...first.stitched.slice(-MOST_REMEMBERED), stitched];
  return stitched;
}

/** One leaf is the first of as many collections as start with it; a few versions of each are plenty. */
const MOST_REMEMBERED = 12;

function firstLeaf(parts: readonly Part[]): Leaf | undefined {
  const first = parts[0];
  return !first || 'fragment' in first ? first : firstLeaf(first.parts);
}

function sameParts(a: readonly Part[], b: readonly Part[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

function contentOf(part: Part): Content {
  return 'fragment' in part ? part.fragment.content : part.content;
}

function reachOf(part: Part): number {
  return 'fragment' in part ? part.fragment.reach : part.reach;
}

function columnOf(part: Part): number {
  return 'fragment' in part ? part.fragment.column : part.column;
}

function commaOf(part: Part): boolean | undefined {
  return 'fragment' in part ? part.fragment.endsWithComma : part.endsWithComma;
}

function isSilent(part: Part): boolean {
  return contentOf(part).type === 'nothing';
}

function make(
  piece: EntryPiece | ItemPiece,
  parts: readonly Part[],
  head: Leaf | undefined,
  body: readonly Part[],
  tail: Leaf | undefined,
): Stitched {
  const { content: inside, problems } = join(body);
  const reach = Math.min(...parts.map(reachOf));
  const bracket = head?.fragment.bracket;
  const value = bracket ? bracketed(head, bracket.placed, bracket.isMap, inside, body, tail) : rootOf(inside);
  const commas = bracket ? missingCommas(body) : [];
  const unclosed =
    bracket && !tail?.fragment.bracket
      ? [
          new PlacedProblem(
            bracket.placed.origin,
            bracket.placed.from,
            bracket.placed.to,
            `This ${bracket.isMap ? '"{"' : '"["'} is not closed`,
          ),
        ]
      : [];
  const all = [...problems, ...commas, ...unclosed];
  const endsWithComma = bracket ? tail !== undefined && commaOf(tail) === true : undefined;
  const dash = firstLeaf(parts)?.dash;
  const column = columnOf(parts[0]!) - (piece.type === 'item' && dash !== undefined ? DASH_WIDTH : 0);
  if (piece.type === 'item') {
    if (!value) return { parts, content: { type: 'nothing' }, column, reach, problems: all, endsWithComma };
    const item: Content = bracket
      ? { type: 'items', items: [value], root: value }
      : { type: 'items', items: [value], root: itemAsList(firstLeaf(parts)!, value) };
    return { parts, content: item, column, reach, problems: all, endsWithComma };
  }
  const written = head ? contentOf(head) : undefined;
  if (written?.type !== 'entries') {
    const joined = join(parts);
    return { parts, content: joined.content, column, reach, problems: joined.problems, endsWithComma };
  }
  const last = written.entries.at(-1)!;
  const entry = value ? new TreeEntry(last.key, value) : last;
  const entries = [...written.entries.slice(0, -1), entry];
  return { parts, content: entriesContent(entries, false), column, reach, problems: all, endsWithComma };
}

/** A long item, as the list of one that it is until others join it. */
function itemAsList({ fragment, dash }: Leaf, value: TreeNode): TreeNode {
  return new StitchedSeq(fragment.origin, dash ?? 0, dash ?? 0, [value], 'block', false);
}

function bracketed(
  head: Leaf,
  opening: Placed,
  isMap: boolean,
  inside: Content,
  body: readonly Part[],
  tail: Leaf | undefined,
): TreeNode {
  const closing = tail?.fragment.bracket?.placed ?? lastPlaced(inside) ?? opening;
  const holed =
    tail?.fragment.bracket === undefined || [head, ...body].some(part => reachOf(part) < Number.POSITIVE_INFINITY);
  if (isMap) return new BracketedMap(opening, closing, inside.type === 'entries' ? inside.entries : [], holed);
  return new BracketedSeq(opening, closing, inside.type === 'items' ? inside.items : [], holed);
}

function lastPlaced(content: Content): Placed | undefined {
  if (content.type === 'entries') return content.entries.at(-1)?.value;
  return content.type === 'items' ? content.items.at(-1) : undefined;
}

interface Joined {
  readonly content: Content;
  readonly problems: readonly PlacedProblem[];
}

/** Side by side: entries make one mapping, items one sequence. What fits neither is left out and reported. */
function join(parts: readonly Part[]): Joined {
  const speaking = parts.filter(part => !isSilent(part));
  const first = speaking[0];
  if (!first) return { content: { type: 'nothing' }, problems: [] };
  const content = contentOf(first);
  const column = columnOf(first);
  const holed = parts.some(part => reachOf(part) <= column);
  const problems = speaking.flatMap(part => misplaced(part, content.type));
  if (speaking.length === 1 && !(holed && isSilentAndHoled(parts, column))) return { content, problems };
  if (content.type === 'entries') {
    const entries: TreeEntry[] = [];
    for (const part of speaking) {
      const one = contentOf(part);
      if (one.type === 'entries') for (const entry of one.entries) entries.push(entry);
    }
    return { content: entriesContent(entries, holed), problems };
  }
  if (content.type !== 'items') return { content, problems };
  const items: TreeNode[] = [];
  for (const part of speaking) {
    const one = contentOf(part);
    if (one.type === 'items') for (const item of one.items) items.push(item);
  }
  const { origin, from, to } = content.root;
  return {
    content: { type: 'items', items, root: new StitchedSeq(origin, from, to, items, 'block', holed) },
    problems,
  };
}

function isSilentAndHoled(parts: readonly Part[], column: number): boolean {
  return parts.some(part => isSilent(part) && reachOf(part) <= column);
}

function entriesContent(entries: readonly TreeEntry[], holed: boolean): Content {
  const { origin, from, to } = entries[0]!.key;
  return { type: 'entries', entries, root: new StitchedMap(origin, from, to, entries, 'block', holed) };
}

function misplaced(part: Part, expected: Content['type']): readonly PlacedProblem[] {
  const content = contentOf(part);
  if (content.type === 'nothing') return [];
  const { origin, from, to } = content.type === 'entries' ? content.entries[0]!.key : content.root;
  const isStray = 'fragment' in part && part.role.stray;
  if (isStray) return [new PlacedProblem(origin, from, to, 'Indented less than what it stands among')];
  if (content.type === expected) return [];
  const message =
    expected === 'entries' ? 'A key and its value are expected here' : 'Does not belong to what precedes it';
  return [new PlacedProblem(origin, from, to, message)];
}

function missingCommas(body: readonly Part[]): readonly PlacedProblem[] {
  const speaking = body.filter(part => !isSilent(part));
  return speaking.slice(0, -1).flatMap(part => {
    if (commaOf(part) !== false) return [];
    const last = lastPlaced(contentOf(part));
    return last
      ? [new PlacedProblem(last.origin, Math.max(0, last.to - 1), last.to, 'A comma is missing behind this')]
      : [];
  });
}

function rootOf(content: Content): TreeNode | undefined {
  return content.type === 'nothing' ? undefined : content.root;
}
