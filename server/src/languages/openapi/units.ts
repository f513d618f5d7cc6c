import { asMap, type Entry, type MapNode } from '../yaml/index.ts';

/** Root keys whose entries are units of their own, with the length of a unit's pointer. */
export function depthOf(first: string | undefined): number {
  if (first === 'components') return 3;
  return first !== undefined && LISTS.has(first) ? 2 : 1;
}

const LISTS = new Set([
  'paths',
  'webhooks',
  'x-webhooks',
  'definitions',
  'parameters',
  'responses',
  'securityDefinitions',
  'channels',
  'operations',
]);

/** A mapping whose entries are units or such mappings again. */
export interface Section {
  readonly map: MapNode;
  readonly inside: ReadonlyMap<string, Entry | Section>;
}

export interface Changes {
  /** Units whose text is another, or new, by their pointers. */
  readonly changed: Map<string, Entry>;
  /** Units that were there before; some may have come back in another shape. */
  readonly gone: string[];
}

/** Goes only into what is another object than before: the tree keeps the identity of what did not change. */
export function sectionAfter(
  before: Section | undefined,
  map: MapNode,
  path: string,
  depth: number,
  changes: Changes,
): Section {
  if (before?.map === map) return before;
  const inside = new Map<string, Entry | Section>();
  for (const entry of map.entries) inside.set(entry.key.text, entry);
  for (const [name, one] of inside) {
    const entry = one as Entry;
    const inner = path === '' ? depthOf(name) : depth;
    const below = inner > 1 ? asMap(entry.value) : undefined;
    const known = before?.inside.get(name);
    const key = path === '' ? name : `${path}/${name}`;
    if (below) {
      if (known && !isSection(known)) changes.gone.push(key);
      inside.set(name, sectionAfter(isSection(known) ? known : undefined, below, key, inner - 1, changes));
    } else {
      if (isSection(known)) unitsBelow(known, key, changes.gone);
      if (known !== entry) changes.changed.set(key, entry);
    }
  }
  for (const [name, known] of before?.inside ?? [])
    if (!inside.has(name)) unitsBelow(known, path === '' ? name : `${path}/${name}`, changes.gone);
  return { map, inside };
}

function isSection(one: Entry | Section | undefined): one is Section {
  return one !== undefined && 'inside' in one;
}

function unitsBelow(one: Entry | Section, path: string, found: string[]): void {
  if (!isSection(one)) found.push(path);
  else for (const [name, inner] of one.inside) unitsBelow(inner, `${path}/${name}`, found);
}

/** The entries of a description's root file that are units, in source order. */
export function unitEntries(root: MapNode | undefined): readonly Entry[] {
  return (root?.entries ?? []).flatMap(entry => unitsIn(entry, depthOf(entry.key.text)));
}

function unitsIn(entry: Entry, depth: number): readonly Entry[] {
  const map = depth > 1 ? asMap(entry.value) : undefined;
  return map ? map.entries.flatMap(inner => unitsIn(inner, depth - 1)) : [entry];
}
