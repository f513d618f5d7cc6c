import type { TextEdit } from '#text';
import { asMap, type MapNode, type Tree, treeEdits } from '../yaml/index.ts';
import { type Field, quantityField } from './fields.ts';
import type { Container } from './model.ts';
import type { Quantity } from './quantities.ts';

export interface Resources {
  /** The mapping `resources`; undefined where there is none. */
  readonly node: MapNode | undefined;
  readonly requestsNode: MapNode | undefined;
  readonly limitsNode: MapNode | undefined;
  /** By resource: `cpu`, `memory`, `ephemeral-storage`, `nvidia.com/gpu`. */
  readonly requests: ReadonlyMap<string, Field<Quantity>>;
  readonly limits: ReadonlyMap<string, Field<Quantity>>;
  /** False where a template or a patch may set more: that something is missing must not be claimed. */
  readonly known: boolean;
}

export function resourcesOf(container: Container): Resources {
  const written = container.node.get('resources');
  const node = asMap(written);
  const requests = node?.get('requests');
  const limits = node?.get('limits');
  const isWhole = [written, requests, limits].every(one => one === undefined || (one.type === 'map' && !one.open));
  return {
    node,
    requestsNode: asMap(requests),
    limitsNode: asMap(limits),
    requests: quantitiesIn(asMap(requests)),
    limits: quantitiesIn(asMap(limits)),
    known: isWhole && !container.partial,
  };
}

function quantitiesIn(map: MapNode | undefined): ReadonlyMap<string, Field<Quantity>> {
  const found = new Map<string, Field<Quantity>>();
  for (const { key } of map?.entries ?? []) {
    const field = key.text === '<<' ? undefined : quantityField(map, key.text);
    if (field) found.set(key.text, field);
  }
  return found;
}

/** What is requested of a resource: the request, or the limit, which the API takes in its place. */
export function requestedOf({ requests, limits }: Resources, resource: string): Field<Quantity> | undefined {
  return requests.get(resource) ?? limits.get(resource);
}

/** Writes sizes into the requests or limits of a container, which are made where there are none. */
export function writeResources(
  tree: Tree,
  { node }: Container,
  of: 'requests' | 'limits',
  sizes: Readonly<Record<string, string>>,
): TextEdit | undefined {
  const edits = treeEdits(tree);
  const resources = node.get('resources');
  if (resources === undefined) {
    const after = ['ports', 'image'].flatMap(key => node.entry(key) ?? [])[0];
    return edits.addEntry(node, 'resources', { [of]: sizes }, after);
  }
  const map = asMap(resources);
  const inner = asMap(map?.get(of));
  if (!map || !inner) return map && edits.addEntry(map, of, sizes);
  // Two entries in one mapping would meet: the next round writes the other one.
  const [size] = Object.entries(sizes);
  return size && edits.addEntry(inner, ...size);
}
