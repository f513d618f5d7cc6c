import { overlaps, type TextEdit } from '#text';
import { type MapNode, type Tree, treeEdits } from '../yaml/index.ts';

/**
 * Takes several entries out of a mapping; where none would be left, the entry of `holder` whose value the mapping is.
 * Undefined where one of them cannot go, or where they stand so close that their edits would meet.
 */
export function removeAll(
  tree: Tree,
  map: MapNode,
  keys: readonly string[],
  holder?: { readonly map: MapNode; readonly key: string },
): readonly TextEdit[] | undefined {
  const edits = treeEdits(tree);
  const entries = keys.flatMap(key => map.entry(key) ?? []);
  const held = holder?.map.entry(holder.key);
  if (holder && held && entries.length === map.entries.length && held.value === map) {
    const edit = edits.removeEntry(holder.map, held);
    return edit && [edit];
  }
  const removed = entries.flatMap(entry => edits.removeEntry(map, entry) ?? []);
  if (removed.length === 0 || removed.length < keys.length) return undefined;
  const meet = removed.some((one, index) => removed.slice(index + 1).some(other => overlaps(one.span, other.span)));
  return meet ? undefined : removed;
}
