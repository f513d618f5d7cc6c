import { asMap, at, type MapNode, type Node, resolve } from '../yaml/index.ts';
import { depthOf } from './units.ts';

/** A component's node with its name, where it is a schema. */
export function componentName(
  root: MapNode | undefined,
  pointer: readonly string[],
): ReadonlyMap<Node, string> | undefined {
  const [first, second, third] = pointer;
  const isSchema = first === 'definitions' || (first === 'components' && second === 'schemas');
  const name = first === 'definitions' ? second : third;
  const node = isSchema && name !== undefined ? at(root, ...pointer.slice(0, depthOf(first))) : undefined;
  return node ? new Map([[node, name!]]) : undefined;
}

/** Keys that only a schema has: what holds one of them is a schema itself, not a list of some. */
const OF_SCHEMAS = ['type', 'properties', 'allOf', 'oneOf', 'anyOf', 'items', 'enum', '$ref', 'additionalProperties'];

/** What has a name in a file besides the root: the schema that it is, or all that it lists. */
export function namesIn(uri: string, root: MapNode | undefined): ReadonlyMap<Node, string> | undefined {
  if (!root) return undefined;
  if (OF_SCHEMAS.some(key => textOrMore(root, key))) return new Map([[root, fileName(uri)]]);
  const lists = [
    root,
    at(root, 'components', 'schemas'),
    ...['definitions', '$defs', 'schemas'].map(key => at(root, key)),
  ];
  const entries = lists.flatMap(list => asMap(list)?.entries ?? []);
  return new Map(
    entries.flatMap(({ key, value }) => {
      // A parameter, a header or a media type has its schema there.
      const named = key.text === 'schema' ? undefined : asMap(value);
      return named ? [[named, key.text] as const] : [];
    }),
  );
}

/** A schema's `type` is a word; a list may well have a schema of that name. */
function textOrMore(root: MapNode, key: string): boolean {
  const node = resolve(root.get(key));
  return node !== undefined && (key !== 'type' || node.type !== 'map');
}

export function fileName(uri: string): string {
  return /([^/]*?)(?:\.\w+)?$/.exec(uri)![1]!;
}
