import type { Span } from '#text';
import type { AliasNode, Entry, MapNode, Node, NodeStyle, Resolved, ScalarNode, SeqNode } from './node.ts';
import { type Origin, Placed } from './origin.ts';
import { hasPlaceholder, isCustomTag, type ScalarStyle, type ScalarValue, scalarValue } from './scalars.ts';

/** What may stand before a node. Offsets are relative to the fragment. */
export interface Properties {
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
  /** Where the first of them starts; undefined where there are none. */
  readonly from: number | undefined;
}

export const noProperties: Properties = { anchor: undefined, tag: undefined, from: undefined };

export type TreeNode = TreeMap | TreeSeq | TreeScalar | TreeAlias;

export class TreeScalar extends Placed implements ScalarNode {
  readonly type = 'scalar';
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
  readonly unknown: boolean;

  constructor(
    origin: Origin,
    from: number,
    to: number,
    readonly text: string,
    readonly style: ScalarStyle,
    /** JSON knows its value from the token; YAML finds it in the text. */
    private readonly given: ScalarValue | undefined,
    /** True where a template or a broken line stands in its place. */
    holed: boolean,
    readonly properties: Properties = noProperties,
  ) {
    super(origin, from, to);
    this.anchor = properties.anchor;
    this.tag = properties.tag;
    this.unknown = holed || isCustomTag(this.tag) || hasPlaceholder(text);
  }

  get value(): ScalarValue | undefined {
    if (this.unknown) return undefined;
    return this.given === undefined ? scalarValue(this.text, this.style, this.tag) : this.given;
  }
}

export class TreeEntry implements Entry {
  constructor(
    readonly key: TreeScalar,
    readonly value: TreeNode,
  ) {}

  get span(): Span {
    const { start, end } = this.key.span;
    return { start, end: Math.max(end, this.value.span.end) };
  }
}

export class TreeAlias extends Placed implements AliasNode {
  readonly type = 'alias';
  readonly anchor = undefined;
  readonly tag = undefined;
  readonly properties = noProperties;
  /** Set once, when the fragment is put into its document. */
  target: Resolved | undefined = undefined;

  constructor(
    origin: Origin,
    from: number,
    to: number,
    readonly name: string,
  ) {
    super(origin, from, to);
  }
}

export class TreeMap extends Placed implements MapNode {
  readonly type = 'map';
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
  private index: Map<string, Entry> | undefined;
  private mergesKnown: readonly Node[] | undefined;

  constructor(
    origin: Origin,
    from: number,
    to: number,
    readonly entries: readonly TreeEntry[],
    readonly style: NodeStyle,
    /** A template or a broken line stands among the entries. */
    readonly holed: boolean,
    readonly properties: Properties = noProperties,
  ) {
    super(origin, from, to);
    this.anchor = properties.anchor;
    this.tag = properties.tag;
  }

  entry(key: string): Entry | undefined {
    // Small maps are the rule, and their keys are mostly asked for once.
    if (this.entries.length <= 8) return this.entries.findLast(one => one.key.text === key);
    this.index ??= new Map(this.entries.map(one => [one.key.text, one]));
    return this.index.get(key);
  }

  get(key: string): Node | undefined {
    const own = this.entry(key);
    if (own) return present(own.value);
    return this.merges.length > 0 ? merged(this, key, new Set()) : undefined;
  }

  get open(): boolean {
    return this.holed || isCustomTag(this.tag) || (this.merges.length > 0 && mergesUnknown(this, new Set()));
  }

  /** The values of its merge keys. */
  get merges(): readonly Node[] {
    this.mergesKnown ??= this.entry('<<')
      ? this.entries.filter(one => one.key.text === '<<' && one.key.style === 'plain').map(one => one.value)
      : [];
    return this.mergesKnown;
  }
}

/** A mapping whose entries come from several fragments. */
export class StitchedMap extends TreeMap {
  override get span(): Span {
    const { key } = this.entries[0]!;
    const start = key.origin.offset + (key.properties.from ?? key.from);
    return { start, end: this.entries.at(-1)!.span.end };
  }
}

export class TreeSeq extends Placed implements SeqNode {
  readonly type = 'seq';
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
  readonly open: boolean;

  constructor(
    origin: Origin,
    from: number,
    to: number,
    readonly items: readonly TreeNode[],
    readonly style: NodeStyle,
    readonly holed: boolean,
    readonly properties: Properties = noProperties,
  ) {
    super(origin, from, to);
    this.anchor = properties.anchor;
    this.tag = properties.tag;
    this.open = holed || isCustomTag(this.tag);
  }
}

/** A sequence whose items come from several fragments; it starts with the first one, at `from`. */
export class StitchedSeq extends TreeSeq {
  override get span(): Span {
    return { start: this.origin.offset + this.from, end: this.items.at(-1)!.span.end };
  }
}

/** A mapping or sequence whose brackets (JSON) lie in other fragments than its content. */
export class BracketedMap extends TreeMap {
  constructor(
    private readonly opening: Placed,
    private readonly closing: Placed,
    entries: readonly TreeEntry[],
    holed: boolean,
  ) {
    super(opening.origin, opening.from, opening.to, entries, 'flow', holed);
  }

  override get span(): Span {
    return { start: this.opening.span.start, end: this.closing.span.end };
  }
}

export class BracketedSeq extends TreeSeq {
  constructor(
    private readonly opening: Placed,
    private readonly closing: Placed,
    items: readonly TreeNode[],
    holed: boolean,
  ) {
    super(opening.origin, opening.from, opening.to, items, 'flow', holed);
  }

  override get span(): Span {
    return { start: this.opening.span.start, end: this.closing.span.end };
  }
}

/** A value as `get` hands it out: aliases followed (one that leads nowhere stays), a missing one left out. */
function present(value: Node): Node | undefined {
  if (value.type === 'alias') return value.target ?? value;
  return value.type === 'scalar' && value.style === 'missing' && !value.unknown ? undefined : value;
}

/** The mappings that merge values name, in the order of their precedence; undefined for what is none. */
function sources(merge: Node): readonly (MapNode | undefined)[] {
  const target = merge.type === 'alias' ? merge.target : merge;
  if (target?.type === 'map') return [target];
  if (target?.type !== 'seq') return [undefined];
  return target.items.map(item => {
    const one = item.type === 'alias' ? item.target : item;
    return one?.type === 'map' ? one : undefined;
  });
}

/** `seen` keeps maps that merge the same ones over and over (an alias bomb) from being asked more than once. */
function merged(map: TreeMap, key: string, seen: Set<MapNode>): Node | undefined {
  for (const source of map.merges.flatMap(sources)) {
    if (!source || seen.has(source)) continue;
    seen.add(source);
    const own = source.entry(key);
    if (own) return present(own.value);
    const found = source instanceof TreeMap ? merged(source, key, seen) : undefined;
    if (found) return found;
  }
  return undefined;
}

function mergesUnknown(map: TreeMap, seen: Set<MapNode>): boolean {
  return map.merges.flatMap(sources).some(source => {
    if (!source) return true;
    if (seen.has(source)) return false;
    seen.add(source);
    if (!(source instanceof TreeMap)) return source.open;
    return source.holed || isCustomTag(source.tag) || mergesUnknown(source, seen);
  });
}
