import type { Span } from '#text';

/**
 * One tree over YAML and JSON, for OpenAPI and Kubernetes alike.
 *
 * Spans are absolute UTF-16 offsets of the newest version of the text (see `Document`). Object identity is kept across
 * edits: a node whose text and context did not change is the same object afterwards, so results may be remembered by it.
 */
export type Node = MapNode | SeqNode | ScalarNode | AliasNode;

export type NodeStyle = 'block' | 'flow';

interface NodeBase {
  /** From the first to the last character that belongs to the node, anchor, tag and comments outside. Quotes inside. */
  readonly span: Span;
  /** `&name`, without the `&`. */
  readonly anchor: string | undefined;
  /** `!Ref`, `!!str`: as written. A custom tag makes the value unknown. */
  readonly tag: string | undefined;
}

export interface ScalarNode extends NodeBase {
  readonly type: 'scalar';
  /** The decoded text: quotes, escapes and folding undone. Empty for a missing value. */
  readonly text: string;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'missing';
  /**
   * The value by the YAML 1.2 core schema (JSON: by JSON); undefined where it is unknown: a template fills it
   * (`{{ }}`, `${ }`, `$( )`, `<% %>`), or a custom tag computes it.
   */
  readonly value: string | number | boolean | null | undefined;
  /** True where `value` is undefined for that reason. */
  readonly unknown: boolean;
}

export interface Entry {
  readonly key: ScalarNode;
  /** As written: an alias stays an alias. `missing` scalar where nothing is written. */
  readonly value: Node;
  /** From the key to the end of the value. */
  readonly span: Span;
}

export interface MapNode extends NodeBase {
  readonly type: 'map';
  readonly style: NodeStyle;
  /** In source order, duplicates included, `<<` included as an entry of that name. */
  readonly entries: readonly Entry[];
  /** The entry of that key written in this very mapping; the last one where there are several. */
  entry(key: string): Entry | undefined;
  /** The value of that key, aliases resolved, merge keys (`<<`) looked into. A missing value is undefined. */
  get(key: string): Node | undefined;
  /** True where a template or a merge of something unknown may add keys: absence must not be claimed here. */
  readonly open: boolean;
}

export interface SeqNode extends NodeBase {
  readonly type: 'seq';
  readonly style: NodeStyle;
  /** Aliases stay aliases; use `resolve`. */
  readonly items: readonly Node[];
  readonly open: boolean;
}

export interface AliasNode extends NodeBase {
  readonly type: 'alias';
  readonly name: string;
  /** The anchored node, never another alias; undefined where there is none, or where it is a loop. */
  readonly target: MapNode | SeqNode | ScalarNode | undefined;
}

export type Resolved = MapNode | SeqNode | ScalarNode;

export function resolve(node: Node | undefined): Resolved | undefined {
  return node?.type === 'alias' ? node.target : node;
}

export function asMap(node: Node | undefined): MapNode | undefined {
  const found = resolve(node);
  return found?.type === 'map' ? found : undefined;
}

export function asSeq(node: Node | undefined): SeqNode | undefined {
  const found = resolve(node);
  return found?.type === 'seq' ? found : undefined;
}

export function asScalar(node: Node | undefined): ScalarNode | undefined {
  const found = resolve(node);
  return found?.type === 'scalar' && found.style !== 'missing' ? found : undefined;
}

/** The items of a sequence, aliases resolved; nothing for anything else. */
export function itemsOf(node: Node | undefined): readonly Resolved[] {
  return (asSeq(node)?.items ?? []).flatMap(item => resolve(item) ?? []);
}

/** Follows keys through mappings: `at(root, 'spec', 'template')`. */
export function at(node: Node | undefined, ...path: readonly string[]): Resolved | undefined {
  let found = resolve(node);
  for (const key of path) found = resolve(asMap(found)?.get(key));
  return found;
}

/** The text of a known string, number or boolean scalar; undefined for everything else and for the unknown. */
export function textAt(node: Node | undefined, ...path: readonly string[]): string | undefined {
  const found = asScalar(at(node, ...path));
  return found && !found.unknown && found.value !== null ? found.text : undefined;
}

/** The number at a path; undefined where it is not one or not known. */
export function numberAt(node: Node | undefined, ...path: readonly string[]): number | undefined {
  const value = asScalar(at(node, ...path))?.value;
  return typeof value === 'number' ? value : undefined;
}
