import { type Node, resolve } from './node.ts';
import type { Data } from './tree.ts';

/** What a node says, as plain data to be written elsewhere; undefined where a template fills a part of it. */
export function dataOf(node: Node | undefined): Data | undefined {
  const found = resolve(node);
  if (!found) return undefined;
  if (found.type === 'scalar') return found.unknown ? undefined : found.value;
  if (found.open) return undefined;
  if (found.type === 'seq') {
    const items = found.items.map(dataOf);
    const known = items.filter(item => item !== undefined);
    return known.length === items.length ? known : undefined;
  }
  const fields: Record<string, Data> = {};
  for (const { key } of found.entries) {
    const value = key.text === '<<' ? undefined : dataOf(found.get(key.text));
    if (value === undefined) return undefined;
    fields[key.text] = value;
  }
  return fields;
}
