import { type Anchor, type Argument, type Attribute, type Name, namesIn, PrismaNode, type Value } from './nodes.ts';

/** `String`, `String?`, `Post[]`, `Unsupported("circle")`. */
export class FieldType extends PrismaNode {
  constructor(
    anchor: Anchor,
    from: number,
    to: number,
    readonly name: Name,
    readonly args: readonly Argument[],
    readonly list: boolean,
    readonly optional: boolean,
  ) {
    super(anchor, from, to);
  }
}

/** What `@relation` says. */
export interface Relation {
  readonly attribute: Attribute;
  readonly name: string | undefined;
  /** The columns on this side; empty on the side that holds none. */
  readonly fields: readonly Name[];
  readonly references: readonly Name[];
  readonly onDelete: string | undefined;
  readonly onUpdate: string | undefined;
  readonly map: string | undefined;
  /** `index: false` (Prisma 8) says that no index is made for it. */
  readonly index: boolean | undefined;
}

/** `name Type @attributes`; the type is missing while it is being typed, and in enums. */
export class Field extends PrismaNode {
  readonly kind = 'field';

  constructor(
    anchor: Anchor,
    from: number,
    to: number,
    readonly name: Name,
    readonly type: FieldType | undefined,
    readonly attributes: readonly Attribute[],
    /** Something on its line could not be read. */
    readonly broken: boolean,
  ) {
    super(anchor, from, to);
  }

  attribute(name: string): Attribute | undefined {
    return this.attributes.find(one => one.name.text === name);
  }

  /** The name of its column. */
  get column(): string {
    return this.attribute('map')?.string('name', true) ?? this.name.text;
  }

  relation(): Relation | undefined {
    const attribute = this.attribute('relation');
    return attribute && relationOf(attribute);
  }
}

function relationOf(attribute: Attribute): Relation {
  const word = (name: string): string | undefined => {
    const value = attribute.value(name);
    return value?.kind === 'name' ? value.text : undefined;
  };
  const index = word('index');
  return {
    attribute,
    name: attribute.string('name', true),
    fields: namesIn(attribute.value('fields')),
    references: namesIn(attribute.value('references')),
    onDelete: word('onDelete'),
    onUpdate: word('onUpdate'),
    map: attribute.string('map'),
    index: index === undefined ? undefined : index !== 'false',
  };
}

/** `key = value` of a datasource, a generator or another block of settings, and an enum value with `= "x"`. */
export class Property extends PrismaNode {
  readonly kind = 'property';

  constructor(
    anchor: Anchor,
    from: number,
    to: number,
    readonly name: Name,
    readonly value: Value | undefined,
    readonly attributes: readonly Attribute[],
    readonly broken: boolean,
  ) {
    super(anchor, from, to);
  }
}
