import type { Span } from '#text';
import {
  asMap,
  asScalar,
  type Entry,
  itemsOf,
  type MapNode,
  type Node,
  type Resolved,
  resolve,
  textAt,
} from '../yaml/index.ts';
import type { Home, Property, Schema } from './model.ts';
import type { Scope } from './world.ts';

/** The schema that stands here or that a reference leads to. Undefined where nothing stands, or it leads nowhere. */
export function schemaView(written: Node | undefined, scope: Scope): Schema | undefined {
  const own = asMap(written);
  // In 3.1 keywords may stand beside a reference: then it is one more part, as in allOf.
  if (own?.entry('$ref') && own.entries.length > 1 && allowsSiblings(scope)) return scope.view(own, makeSchema);
  const target = scope.resolve(written);
  const node = asMap(target?.node);
  if (!node) return undefined;
  const view = target!.scope.view(node, makeSchema);
  if (target!.isReference) view.name ??= target!.name;
  return view;
}

function makeSchema(node: MapNode, scope: Scope): SchemaView {
  return new SchemaView(node, scope);
}

function allowsSiblings({ world }: Scope): boolean {
  return /^3\.[1-9]/.test(textAt(world.rootNode, 'openapi') ?? '') || textAt(world.rootNode, 'asyncapi') !== undefined;
}

/** Keywords that make what a schema allows depend on more than itself. */
const CONDITIONAL = ['oneOf', 'anyOf', 'if', 'not', 'dependentSchemas', 'then', 'else'];
/** Deeper chains of allOf are loops. */
const MOST_PARTS = 64;

class SchemaView implements Schema {
  readonly home: Home;
  name: string | undefined;
  private readonly found = new Map<string, unknown>();

  constructor(
    readonly node: MapNode,
    private readonly scope: Scope,
  ) {
    this.home = scope.home;
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
      return dialect !== undefined || this.node.open || this.parts.some(part => part.isMissing || part.node.open);
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
    const names = written?.type === 'seq' ? itemsOf(written).map(one => textAt(one) ?? 'null') : [];
    return names.includes('null') || this.text('nullable') === 'true';
  }

  get isConditional(): boolean {
    return CONDITIONAL.some(name => this.keyword(name) !== undefined);
  }

  get branches(): readonly Schema[] {
    return this.once('branches', () =>
      this.parts.flatMap(({ node, scope }) =>
        ['oneOf', 'anyOf'].flatMap(name => itemsOf(node.get(name)).flatMap(one => schemaView(one, scope) ?? [])),
      ),
    );
  }

  get bases(): readonly Schema[] {
    return this.once('bases', () => {
      const beside = this.node.entry('$ref') && asMap(this.scope.resolve(this.node)?.node);
      const referred = beside && this.scope.resolve(this.node)!.scope.view(beside, makeSchema);
      const listed = itemsOf(this.node.get('allOf')).flatMap(one => schemaView(one, this.scope) ?? []);
      return referred ? [referred, ...listed] : listed;
    });
  }

  get properties(): readonly Property[] {
    return this.once('properties', () => {
      const merged = new Map<string, Property>();
      for (const { node, scope } of this.parts)
        for (const entry of asMap(node.get('properties'))?.entries ?? [])
          if (!merged.has(entry.key.text) && entry.key.text !== '<<')
            merged.set(entry.key.text, scope.view(entry, makeProperty));
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

  *walk(): Iterable<Schema> {
    const seen = new Set<Schema>([this]);
    const waiting: Schema[] = [this];
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      yield one;
      const { items, additional } = one;
      const inside = [
        ...one.properties.map(property => property.schema),
        items,
        typeof additional === 'object' ? additional : undefined,
        ...one.branches,
      ];
      for (const inner of inside) {
        if (!inner || seen.has(inner)) continue;
        seen.add(inner);
        waiting.push(inner);
      }
    }
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
    if (seen.has(part.node) || parts.length >= MOST_PARTS) return;
    seen.add(part.node);
    const beside = part.node.entry('$ref');
    const written = [
      ...(beside && textAt(beside.value) !== undefined ? [{ target: part.scope.resolve(part.node) }] : []),
      ...itemsOf(part.node.get('allOf')).map(one => ({ target: part.scope.resolve(one) })),
    ];
    parts.push({ ...part, isMissing: written.some(({ target }) => target === undefined) });
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
