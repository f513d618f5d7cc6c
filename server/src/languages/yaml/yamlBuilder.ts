import { type Anchored, type Content, type Fragment, type Hole, touchesHole } from './fragment.ts';
import type { NodeStyle } from './node.ts';
import { type Properties, TreeAlias, type TreeEntry, TreeMap, type TreeNode, TreeScalar, TreeSeq } from './nodes.ts';
import { type Origin, PlacedComment, type PlacedProblem } from './origin.ts';
import type { ScalarStyle } from './scalars.ts';

/** Collects the nodes of one fragment, in order of the text. */
export interface YamlBuilder {
  readonly origin: Origin;
  readonly text: string;
  scalar(from: number, to: number, text: string, style: ScalarStyle, properties: Properties): TreeScalar;
  /** A scalar where nothing is written; `next` is where the text says something again. */
  missing(at: number, next: number, properties: Properties): TreeScalar;
  alias(from: number, to: number, name: string): TreeAlias;
  /** From here to `map` or `seq`, an alias of this name is a loop. */
  open(properties: Properties): void;
  map(from: number, to: number, entries: readonly TreeEntry[], style: NodeStyle, properties: Properties): TreeMap;
  seq(from: number, to: number, items: readonly TreeNode[], style: NodeStyle, properties: Properties): TreeSeq;
  /** Text that is no place for comments. */
  solid(from: number, to: number): void;
  finish(root: TreeNode | undefined, problems: readonly PlacedProblem[]): Fragment;
}

/**
 * @param written the fragment's text as it is; `text` the same with holes blanked
 * @param allOpen true where the text could not be read as a whole: absence says nothing then
 */
export function createYamlBuilder(
  origin: Origin,
  written: string,
  text: string,
  holes: readonly Hole[],
  allOpen: boolean,
): YamlBuilder {
  const anchors: Anchored[] = [];
  const named = new Map<string, TreeNode | 'open'>();
  const aliases: TreeAlias[] = [];
  const solids: number[] = [];
  const writing = holes.filter(hole => hole.writesAt !== undefined);
  const taken = new Set<Hole>();

  const anchored = <N extends TreeMap | TreeSeq | TreeScalar>(node: N): N => {
    if (node.anchor !== undefined) {
      named.set(node.anchor, node);
      anchors.push({ name: node.anchor, node });
    }
    return node;
  };
  /** Holes that write at a collection's column, between its first and last character or right behind it. */
  const isHoled = (from: number, to: number, style: NodeStyle): boolean => {
    if (allOpen) return true;
    if (writing.length === 0) return false;
    if (style === 'flow') return touchesHole(holes, from, to);
    const column = columnOf(text, from);
    const start = blanksBefore(text, from);
    const end = blanksAfter(text, to);
    const inside = writing.filter(hole => hole.from >= start && hole.from < end);
    // Collections are finished from the inside out: what writes to the right of this one has gone to an inner one.
    const own = inside.filter(hole => hole.writesAt! <= column || !taken.has(hole));
    for (const hole of own) taken.add(hole);
    return own.length > 0;
  };

  return {
    origin,
    text,
    scalar: (from, to, value, style, properties) =>
      anchored(new TreeScalar(origin, from, to, value, style, undefined, touchesHole(holes, from, to), properties)),
    missing: (at, next, properties) =>
      anchored(new TreeScalar(origin, at, at, '', 'missing', undefined, touchesHole(holes, at, next), properties)),
    alias: (from, to, name) => {
      const alias = new TreeAlias(origin, from, to, name);
      const target = named.get(name);
      if (target === undefined) aliases.push(alias);
      else if (target !== 'open' && target.type !== 'alias') alias.target = target;
      return alias;
    },
    open: ({ anchor }) => {
      if (anchor !== undefined) named.set(anchor, 'open');
    },
    map: (from, to, entries, style, properties) =>
      anchored(new TreeMap(origin, from, to, entries, style, isHoled(from, to, style), properties)),
    seq: (from, to, items, style, properties) =>
      anchored(new TreeSeq(origin, from, to, items, style, isHoled(from, to, style), properties)),
    solid: (from, to) => void solids.push(from, to),
    finish: (root, problems) => ({
      origin,
      length: text.length,
      content: contentOf(root),
      column: root ? columnOf(text, root.from) : -1,
      reach: reachOf(writing, allOpen ? columnOf(text, startOfContent(text)) : Number.POSITIVE_INFINITY),
      comments: commentsBetween(origin, written, text, solids),
      problems,
      anchors,
      aliases,
      bracket: undefined,
      endsWithComma: undefined,
    }),
  };
}

function contentOf(root: TreeNode | undefined): Content {
  if (!root) return { type: 'nothing' };
  // What has an anchor or a tag is a thing of its own and cannot be a part of a longer collection.
  if (root.type === 'map' && root.style === 'block' && root.properties.from === undefined)
    return { type: 'entries', entries: root.entries, root };
  if (root.type === 'seq' && root.style === 'block' && root.properties.from === undefined)
    return { type: 'items', items: root.items, root };
  return { type: 'node', root };
}

function reachOf(writing: readonly Hole[], least: number): number {
  return writing.reduce((reach, hole) => Math.min(reach, hole.writesAt!), least);
}

function columnOf(text: string, at: number): number {
  const start = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
  return at - start - (text.charCodeAt(start) === 0xfeff ? 1 : 0);
}

function startOfContent(text: string): number {
  return Math.max(0, text.search(/\S/));
}

/** Blanks around a collection are a part of it as far as templates are concerned: they may have stood there. */
function blanksBefore(text: string, from: number): number {
  let at = from;
  while (at > 0 && text.charCodeAt(at - 1) <= 32) at--;
  return at;
}

function blanksAfter(text: string, to: number): number {
  let at = to;
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return at;
}

function commentsBetween(origin: Origin, written: string, text: string, solids: readonly number[]): PlacedComment[] {
  const comments: PlacedComment[] = [];
  let solid = 0;
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    while (solid < solids.length && solids[solid + 1]! <= at) solid += 2;
    if (solid < solids.length && solids[solid]! <= at) {
      at = solids[solid + 1]! - 1;
      continue;
    }
    const before = at === 0 ? 10 : text.charCodeAt(at - 1);
    if (before > 32 && before !== 0xfeff) continue;
    let end = at;
    while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
    comments.push(new PlacedComment(origin, at, end, written.slice(at + 1, end), 1));
    at = end;
  }
  return comments;
}
