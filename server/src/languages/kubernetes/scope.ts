import type { Span } from '#text';
import type { Comment } from '../contract.ts';
import type { Node, Tree } from '../yaml/index.ts';

/**
 * What a comment covers: the entry or item below it with its whole subtree; all of the document where it stands above
 * the first key; for a comment that ends a line, the entry that the line belongs to. Undefined: nothing follows.
 */
export function scopeBelow(tree: Tree, comment: Comment): Span | undefined {
  const lineStart = tree.text.lastIndexOf('\n', comment.span.start - 1) + 1;
  const trailing = /[^\s-]/.test(tree.text.slice(lineStart, comment.span.start));
  const from = trailing ? lineStart : comment.span.end;
  const document = tree.documents.find(one => one.root && one.root.span.end > from);
  const root = document?.root;
  if (!root) return undefined;
  if (root.span.start >= from) return trailing ? firstEntry(root) : root.span;
  return partFrom(root, from);
}

/** The outermost entry or item that starts at or after an offset. */
function partFrom(node: Node, from: number): Span | undefined {
  const parts = node.type === 'map' ? node.entries : node.type === 'seq' ? node.items : [];
  for (const part of parts) {
    if (part.span.start >= from) return part.span;
    if (part.span.end > from) {
      const inner = partFrom('key' in part ? part.value : part, from);
      if (inner) return inner;
    }
  }
  return undefined;
}

function firstEntry(root: Node): Span | undefined {
  return root.type === 'map' ? root.entries[0]?.span : root.span;
}
