import { edit, type TextEdit } from '#text';
import { type SeqNode, type Tree, treeEdits } from '../yaml/index.ts';
import type { RedisDirective } from './redis.ts';

/** Adds a setting behind another one, in the way that one is written. */
export function addDirective(tree: Tree, after: RedisDirective, name: string, value: string): TextEdit | undefined {
  const { holder, nameSpan, valueSpan } = after;
  switch (holder.type) {
    case 'words':
      return addItems(tree, holder.list, [`--${name}`, value]);
    case 'lines':
      return treeEdits(tree).addItem(holder.list, `${name} ${value}`);
    case 'map':
      return treeEdits(tree).addEntry(holder.map, name, value);
    case 'text': {
      const isWord = tree.text.startsWith('--', nameSpan.start);
      if (holder.node.span.start === valueSpan.start) return undefined;
      if (isWord) return edit.insert(valueSpan.end, ` --${name} ${value}`);
      // In a text of lines, a line like the one before it.
      const lineStart = tree.text.lastIndexOf('\n', nameSpan.start - 1) + 1;
      const lineEnd = /\r?\n|$/.exec(tree.text.slice(valueSpan.end));
      const before = tree.text.slice(lineStart, nameSpan.start);
      if (before.trim() !== '' || !lineEnd || holder.node.style !== 'literal') return undefined;
      const breakBefore = tree.text.includes('\r\n') ? '\r\n' : '\n';
      return edit.insert(valueSpan.end + lineEnd.index, `${breakBefore}${before}${name} ${value}`);
    }
  }
}

export function setDirective(
  tree: Tree,
  { node, value, valueSpan }: RedisDirective,
  wanted: string,
): TextEdit | undefined {
  if (node.text === value) return treeEdits(tree).setScalar(node, wanted);
  return valueSpan.end - valueSpan.start === value.length ? edit.replace(valueSpan, wanted) : undefined;
}

/** Several items at the end of a list, as one edit. */
export function addItems(tree: Tree, list: SeqNode, values: readonly string[]): TextEdit | undefined {
  const edits = treeEdits(tree);
  const added = values.flatMap(value => edits.addItem(list, value) ?? []);
  const [first] = added;
  if (!first || added.length < values.length) return undefined;
  const isOnePlace = added.every(({ span }) => span.start === first.span.start && span.end === span.start);
  return isOnePlace ? edit.insert(first.span.start, added.map(({ text }) => text).join('')) : undefined;
}
