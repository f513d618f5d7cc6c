import type { Node, Tree } from '#languages/yaml';

/** A node as plain data: for comparing what two trees say, places included. */
export function shape(node: Node | undefined): unknown {
  if (!node) return null;
  const { start, end } = node.span;
  const head = [node.type, start, end, node.anchor ?? '', node.tag ?? ''];
  switch (node.type) {
    case 'scalar':
      return [...head, node.style, node.text, String(node.value), node.unknown];
    case 'alias':
      return [...head, node.name, node.target?.type ?? '', node.target?.span.start ?? -1];
    case 'seq':
      return [...head, node.style, node.open, node.items.map(shape)];
    case 'map':
      return [...head, node.style, node.open, node.entries.map(one => [shape(one.key), shape(one.value), one.span])];
  }
}

export function treeShape(tree: Tree): unknown {
  return {
    documents: tree.documents.map(({ span, root }) => [span, shape(root)]),
    problems: tree.problems.map(({ span, message }) => [span, message]),
    comments: tree.comments.map(({ span, text, textStart }) => [span, text, textStart]),
    opaque: tree.opaque.map(({ start, end }) => [start, end]),
  };
}

/** What a tree says, without places: keys in order, duplicates and aliases kept. */
export function said(node: Node | undefined): unknown {
  if (!node) return null;
  if (node.type === 'alias') return `*${node.name}`;
  if (node.type === 'seq') return node.items.map(said);
  if (node.type === 'map') return { map: node.entries.map(one => [one.key.text, said(one.value)]) };
  return node.unknown ? { unknown: node.text } : Number.isNaN(node.value) ? 'NaN' : node.value;
}

/** `a/b/0/c`: the place of every key and item. */
export function paths(tree: Tree): string[] {
  const found: string[] = [];
  const visit = (node: Node | undefined, path: string): void => {
    if (node?.type === 'map')
      for (const { key, value } of node.entries) {
        const inner = `${path}/${key.text}`;
        found.push(inner);
        visit(value, inner);
      }
    if (node?.type === 'seq') node.items.forEach((item, index) => void visit(item, `${path}/${index}`));
  };
  tree.documents.forEach(({ root }, index) => void visit(root, `${index}`));
  return found;
}
