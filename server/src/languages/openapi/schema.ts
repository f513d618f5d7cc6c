import type { Span } from '#text';
import {
  asMap,
  asScalar,
  asSeq,
  type Entry,
  itemsOf,
  type MapNode,
  type Node,
  type Resolved,
  resolve,
  textAt,
} from '../yaml/index.ts';
import { mergedEntries } from './entries.ts';
import type { Home, Property, Schema } from './model.ts';
import type { Scope, Target } from './world.ts';

/** The schema that stands here or that a reference leads to. Undefined where nothing stands, or it leads nowhere. */
export function schemaView(written: Node | undefined, scope: Scope): Schema | undefined {
  const target = targetOf(written, scope);
  const node = asMap(target?.node);
  return node && target!.scope.view(node, makeSchema);
}

function targetOf(written: Node | undefined, scope: Scope): Target | undefined {
  return written && scope.world.resolve(written, scope, allowsSiblings(scope) ? hasSiblings : undefined);
}

/** Keywords beside a reference make a schema of its own, to which the reference brings one more part, as `allOf` does. */
function hasSiblings(map: MapNode): boolean {
  return map.entries.length > 1;
}

/** What the reference beside other keywords leads to. */
function besideOf({ node, scope }: Part): { readonly target: Target | undefined } | undefined {
  const beside = node.entry('$ref');
  if (!beside || textAt(beside.value) === undefined) return undefined;
  return { target: scope.world.resolveBeyond(node, scope, hasSiblings) };
}

function makeSchema(node: MapNode, scope: Scope): SchemaView {
  return new SchemaView(node, scope);
}

/** JSON Schema 2020-12 (3.1) reads them; drafts before ignore them, but whoever writes them in AsyncAPI means them. */
function allowsSiblings({ world }: Scope): boolean {
  return /^3\.[1-9]/.test(textAt(world.rootNode, 'openapi') ?? '') || textAt(world.rootNode, 'asyncapi') !== undefined;
}

/** Keywords that make what a schema allows depend on more than itself. */
const CONDITIONAL = ['oneOf', 'anyOf', 'if', 'not', 'dependentSchemas', 'then', 'else'];
/** Of more parts than any honest schema has, nothing is known. */
const MOST_PARTS = 256;

class SchemaView implements Schema {
  readonly home: Home;
  readonly name: string | undefined;
  private readonly found = new Map<string, unknown>();

  constructor(
    readonly node: MapNode,
    readonly scope: Scope,
  ) {
    this.home = scope.home;
    this.name = scope.nameOf(node);
  }

  get span(): Span {
    return this.node.span;
  }

  /** Itself and the parts of `allOf`, theirs included. */
  private get parts(): readonly Part[] {
    return this.once('parts', () => partsOf({ node: this.node, scope: this.scope }));
  }

  get isUnknown(): boolean {
    return this.once('isUnknown', () => {
      const dialect = this.keyword('$dynamicRef') ?? this.keyword('$recursiveRef');
      if (dialect !== undefined || this.parts.some(part => part.isMissing || isOpen(part.node))) return true;
      return this.parts.some(part => branchesOf(part.node).some(one => targetOf(one, part.scope) === undefined));
    });
  }

  get types(): readonly string[] {
    return this.once('types', () => {
      const written = this.keyword('type');
      const named =
        written?.type === 'seq' ? itemsOf(written).flatMap(one => textAt(one) ?? []) : [textAt(written) ?? ''];
      const types = named.filter(one => one !== '' && one !== 'null');
      if (types.length > 0 || written) return types;
      if (this.keyword('properties')) return ['object'];
      return this.keyword('items') ? ['array'] : [];
    });
  }

  get nullable(): boolean {
    const written = this.keyword('type');
    const names = written?.type === 'seq' ? itemsOf(written).map(one => textAt(one) ?? 'null') : [textAt(written)];
    if (names.includes('null')) return true;
    return this.text('nullable') === 'true' || this.text('x-nullable') === 'true';
  }

  get isConditional(): boolean {
    return CONDITIONAL.some(name => this.keyword(name) !== undefined);
  }

  get branches(): readonly Schema[] {
    return this.once('branches', () =>
      this.parts.flatMap(({ node, scope }) => branchesOf(node).flatMap(one => schemaView(one, scope) ?? [])),
    );
  }

  get bases(): readonly Schema[] {
    return this.once('bases', () => {
      const target = besideOf(this)?.target;
      const beside = asMap(target?.node);
      const referred = beside && target!.scope.view(beside, makeSchema);
      const listed = itemsOf(this.node.get('allOf')).flatMap(one => schemaView(one, this.scope) ?? []);
      return referred ? [referred, ...listed] : listed;
    });
  }

  get properties(): readonly Property[] {
    return this.once('properties', () => {
      const merged = new Map<string, Property>();
      for (const { node, scope } of this.parts)
        for (const entry of mergedEntries(node.get('properties')))
          if (!merged.has(entry.key.text)) merged.set(entry.key.text, scope.view(entry, makeProperty));
      return [...merged.values()];
    });
  }

  property(name: string): Property | undefined {
    return this.properties.find(one => one.name === name);
  }

  get required(): ReadonlySet<string> {
    return this.once(
      'required',
      () => new Set(this.parts.flatMap(({ node }) => itemsOf(node.get('required')).flatMap(one => textAt(one) ?? []))),
    );
  }

  get items(): Schema | undefined {
    return this.below('items');
  }

  get additional(): boolean | Schema | undefined {
    if (this.text('unevaluatedProperties') === 'false') return false;
    const written = this.keyword('additionalProperties');
    if (written?.type === 'scalar')
      return written.value === true || written.value === false ? written.value : undefined;
    return this.below('additionalProperties');
  }

  get readOnly(): boolean {
    return this.text('readOnly') === 'true';
  }

  get writeOnly(): boolean {
    return this.text('writeOnly') === 'true';
  }

  keyword(name: string): Resolved | undefined {
    for (const { node } of this.parts) {
      const found = resolve(node.get(name));
      if (found) return found;
    }
    return undefined;
  }

  number(name: string): number | undefined {
    const value = asScalar(this.keyword(name))?.value;
    return typeof value === 'number' ? value : undefined;
  }

  text(name: string): string | undefined {
    return textAt(this.keyword(name));
  }

  walk(): Iterable<Schema> {
    return walkFrom([this]);
  }

  private below(name: string): Schema | undefined {
    for (const { node, scope } of this.parts) {
      const found = node.get(name);
      if (found) return schemaView(found, scope);
    }
    return undefined;
  }

  private once<T>(name: string, compute: () => T): T {
    if (!this.found.has(name)) this.found.set(name, compute());
    return this.found.get(name) as T;
  }
}

/** These schemas and everything that they list, each once. */
export function* walkFrom(schemas: Iterable<Schema>): Iterable<Schema> {
  const seen = new Set(schemas);
  // A set gives what is added while it is gone through as well.
  for (const one of seen) {
    yield one;
    for (const base of one.bases) seen.add(base);
    for (const { schema } of one.properties) if (schema) seen.add(schema);
    const { items, additional } = one;
    if (items) seen.add(items);
    if (typeof additional === 'object') seen.add(additional);
    for (const branch of one.branches) seen.add(branch);
  }
}

/** A template or an unknown merge may add to what it says. */
function isOpen(node: MapNode): boolean {
  const properties = resolve(node.get('properties'));
  const isClosed = properties === undefined || (properties.type === 'map' && !properties.open);
  return node.open || !isClosed || LISTS.some(name => asSeq(node.get(name))?.open);
}

const LISTS = ['allOf', 'oneOf', 'anyOf', 'required'];

function branchesOf(node: MapNode): readonly Node[] {
  return [...itemsOf(node.get('oneOf')), ...itemsOf(node.get('anyOf'))];
}

/** One of the schemas that `allOf` puts together. */
interface Part {
  readonly node: MapNode;
  readonly scope: Scope;
  /** Something that it is made of leads nowhere. */
  readonly isMissing?: boolean;
}

function partsOf(first: Part): readonly Part[] {
  const parts: Part[] = [];
  const seen = new Set<MapNode>();
  const visit = (part: Part): void => {
    if (seen.has(part.node)) return;
    seen.add(part.node);
    const written = [
      besideOf(part) ?? [],
      ...itemsOf(part.node.get('allOf')).map(one => ({ target: targetOf(one, part.scope) })),
    ].flat();
    const isTooMuch = parts.length >= MOST_PARTS;
    parts.push({ ...part, isMissing: isTooMuch || written.some(({ target }) => target === undefined) });
    if (isTooMuch) return;
    for (const { target } of written) {
      const node = asMap(target?.node);
      if (node) visit({ node, scope: target!.scope });
    }
  };
  visit(first);
  return parts;
}

function makeProperty(entry: Entry, scope: Scope): Property {
  return {
    home: scope.home,
    entry,
    name: entry.key.text,
    get schema(): Schema | undefined {
      return schemaView(entry.value, scope);
    },
    get readOnly(): boolean {
      return textAt(entry.value, 'readOnly') === 'true' || this.schema?.readOnly === true;
    },
    get writeOnly(): boolean {
      return textAt(entry.value, 'writeOnly') === 'true' || this.schema?.writeOnly === true;
    },
    get span(): Span {
      return entry.span;
    },
  };
}
