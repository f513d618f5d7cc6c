import { asMap, asSeq, type Entry, type MapNode, type Node, resolve } from '../yaml/index.ts';

/** The entries of a mapping that is read by its names: with those that merge keys (`<<`) bring, of which its own win. */
export function mergedEntries(node: Node | undefined): readonly Entry[] {
  const map = asMap(node);
  if (!map?.entry('<<')) return map?.entries ?? [];
  const found = new Map<string, Entry>();
  collect(map, found, new Set());
  return [...found.values()];
}

function collect(map: MapNode, found: Map<string, Entry>, seen: Set<MapNode>): void {
  if (seen.has(map)) return;
  seen.add(map);
  const merges = map.entries.filter(({ key }) => isMerge(key));
  for (const entry of map.entries)
    if (!isMerge(entry.key) && !found.has(entry.key.text)) found.set(entry.key.text, entry);
  for (const { value } of merges)
    for (const one of asSeq(value)?.items ?? [value]) {
      const merged = resolve(one);
      if (merged?.type === 'map') collect(merged, found, seen);
    }
}

function isMerge({ text, style }: Entry['key']): boolean {
  return text === '<<' && style === 'plain';
}
