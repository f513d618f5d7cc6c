import { contains, type Span } from '#text';
import type { Entry, Node } from './node.ts';
import type { Tree } from './tree.ts';

/** An entry, an item or a document's root, from the inside of a document. */
export type Step = { readonly entry: Entry; readonly node: Node } | { readonly entry: undefined; readonly node: Node };

/** From the root of the document to the innermost node whose place holds `at`: every entry and item on the way. */
export function pathTo(tree: Tree, at: Span): readonly Step[] {
  const document = tree.documents.find(({ root }) => root && contains(root.span, at));
  if (!document?.root) return [];
  const steps: Step[] = [{ entry: undefined, node: document.root }];
  for (let node: Node = document.root; ; ) {
    const child: Step | undefined = childHolding(node, at);
    if (!child) return steps;
    steps.push(child);
    if (child.entry && contains(child.entry.key.span, at)) return steps;
    node = child.node;
  }
}

function childHolding(node: Node, at: Span): Step | undefined {
  if (node.type === 'map') {
    const entry = lastBefore(node.entries, at.start);
    return entry && contains(entry.span, at) ? { entry, node: entry.value } : undefined;
  }
  if (node.type !== 'seq') return undefined;
  const item = lastBefore(node.items, at.start);
  return item && contains(item.span, at) ? { entry: undefined, node: item } : undefined;
}

/** The last one that starts at or before an offset. */
function lastBefore<T extends { readonly span: Span }>(sorted: readonly T[], offset: number): T | undefined {
  const index = firstAfter(sorted, offset);
  return sorted[index - 1];
}

/** Index of the first one that starts behind an offset. */
function firstAfter<T extends { readonly span: Span }>(sorted: readonly T[], offset: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.span.start <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The innermost entry whose key or value holds a span; undefined outside of every mapping. */
export function entryAt(tree: Tree, at: Span): Entry | undefined {
  return pathTo(tree, at).findLast(step => step.entry !== undefined)?.entry;
}

/**
 * What a comment that ends at `offset` speaks of, with everything in it: the entry that stands before it on its line,
 * else the entry or item that follows. Above the first key of a document, that is the whole document. Undefined:
 * nothing follows.
 */
export function scopeAt(tree: Tree, offset: number): Span | undefined {
  const line = tree.lines.lineSpanAt(offset);
  for (const { root, span } of tree.documents) {
    if (!root || span.end < offset || root.span.end < line.start) continue;
    if (root.span.start >= offset) return root.span;
    const beside = startingOn(root, line.start, offset);
    const found = beside ?? following(root, offset);
    if (found) return found;
  }
  return undefined;
}

/** The outermost entry or item that starts on the line, before `end`. */
function startingOn(node: Node, lineStart: number, end: number): Span | undefined {
  if (node.type !== 'map' && node.type !== 'seq') return undefined;
  const children: readonly (Entry | Node)[] = node.type === 'map' ? node.entries : node.items;
  for (let index = Math.max(0, firstAfter(children, lineStart) - 1); index < children.length; index++) {
    const child = children[index]!;
    const { start, end: childEnd } = child.span;
    if (start >= end) return undefined;
    if (start >= lineStart) return child.span;
    const inside = childEnd >= lineStart ? startingOn('key' in child ? child.value : child, lineStart, end) : undefined;
    if (inside) return inside;
  }
  return undefined;
}

function following(node: Node, offset: number): Span | undefined {
  if (node.type !== 'map' && node.type !== 'seq') return undefined;
  const children: readonly (Entry | Node)[] = node.type === 'map' ? node.entries : node.items;
  const next = firstAfter(children, offset);
  const holding = children[next - 1];
  const inside = holding && following('key' in holding ? holding.value : holding, offset);
  return inside ?? children[next]?.span;
}
