import { contains, type Span } from '#text';
import type { Use } from '../contract.ts';
import { memoised } from '../memo.ts';
import { asScalar, type Entry, type Node, resolve, type ScalarNode, type Tree } from '../yaml/index.ts';
import type { ApiView } from './api.ts';
import { DescriptionDocument } from './document.ts';
import type { OpenApiDocument } from './model.ts';
import { operationEntries } from './operations.ts';
import { besideUri, readReference } from './references.ts';
import { unitEntries } from './units.ts';

/** Nobody reads a longer list. */
const MOST_USES = 3;

/** A `$ref` to another file. */
interface Place {
  readonly uri: string;
  readonly node: ScalarNode;
}

/** Where other files of the description refer to what holds this place of a fragment; else, to anything in the fragment. */
export function usesOf(document: OpenApiDocument, at: Span): readonly Use[] {
  if (!(document instanceof DescriptionDocument) || !document.isFragment) return [];
  const { api } = document;
  const places = placesByTarget(api).get(document.uri) ?? [];
  const leadsHere = ({ node }: Place): boolean => {
    const target = api.world.nodeAt(document.uri, readReference(node.text).pointer);
    return target !== undefined && contains(target.span, at);
  };
  const direct = places.filter(leadsHere);
  return (direct.length > 0 ? direct : places).slice(0, MOST_USES).map(({ uri, node }) => {
    const user = userOf(api, { uri, node }, new Set());
    return { uri, span: node.span, message: `Used by ${user ?? nameOf(uri)}.` };
  });
}

/** `GET /orders in openapi.yaml`: the first operation or path that a reference stands in, or that leads to its file. */
function userOf(api: ApiView, { uri, node }: Place, seen: Set<string>): string | undefined {
  const isAround = ({ span }: { readonly span: Span }): boolean => contains(span, node.span);
  const label = api.in({ uri }, api.operations).find(isAround)?.label ?? pathAround(api, uri, isAround);
  if (label !== undefined) return `${label} in ${nameOf(uri)}`;
  seen.add(uri);
  for (const place of placesByTarget(api).get(uri) ?? []) {
    const found = seen.has(place.uri) ? undefined : userOf(api, place, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a path item refers to is no part of it: there, the method and the path name the place. */
function pathAround(
  api: ApiView,
  uri: string,
  isAround: (one: { readonly span: Span }) => boolean,
): string | undefined {
  for (const item of api.in({ uri }, api.paths)) {
    if (!isAround(item)) continue;
    const method = operationEntries(item.node).find(isAround)?.key.text.toUpperCase();
    return method === undefined ? item.path : `${method} ${item.path}`;
  }
  return uri === api.root.uri ? api.paths.find(item => isAround(item.entry))?.path : undefined;
}

const placesByTarget = memoised((api: ApiView): ReadonlyMap<string, readonly Place[]> => {
  const { root, world } = api;
  const found = new Map<string, Place[]>();
  const add = (uri: string, unit: Entry | Tree): void => {
    for (const node of fileReferencesIn(unit)) {
      const target = besideUri(uri, readReference(node.text).file);
      if (target === undefined || target === uri) continue;
      const known = found.get(target);
      if (known) known.push({ uri, node });
      else found.set(target, [{ uri, node }]);
    }
  };
  for (const entry of unitEntries(root.root)) add(root.uri, entry);
  for (const { uri, tree } of world.otherFiles) add(uri, tree);
  return found;
});

/** The values of `$ref` that name a file, in source order. */
const fileReferencesIn = memoised((unit: Entry | Tree): readonly ScalarNode[] => {
  const found: ScalarNode[] = [];
  const visit = (node: Node | undefined, depth: number): void => {
    // What an alias stands for is visited where it is written.
    if (!node || node.type === 'alias' || depth > DEEPEST) return;
    if (node.type === 'seq') for (const item of node.items) visit(item, depth + 1);
    if (node.type !== 'map') return;
    for (const { key, value } of node.entries) {
      const reference = key.text === '$ref' ? asScalar(value) : undefined;
      if (!reference) visit(value, depth + 1);
      else if (!reference.text.startsWith('#')) found.push(reference);
    }
  };
  visit('value' in unit ? unit.value : resolve(unit.documents[0]?.root), 0);
  return found;
});

/** Deeper nesting is no description any more. */
const DEEPEST = 200;

function nameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
