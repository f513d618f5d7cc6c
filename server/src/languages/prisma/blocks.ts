import type { Span } from '#text';
import { type ModelFacts, modelFacts } from './facts.ts';
import { Field, Property } from './fields.ts';
import { type Key, keysOf } from './keys.ts';
import { type Anchor, Attribute, type Name, PrismaNode } from './nodes.ts';

export type Member = Field | Property | Attribute | Block;

/** What all blocks are made from; offsets as in the text that is being read. */
export interface BlockParts {
  readonly anchor: Anchor;
  readonly from: number;
  readonly to: number;
  readonly keyword: Name;
  /** With an empty text where none is written. */
  readonly name: Name;
  readonly members: readonly Member[];
  readonly open: number;
  /** Where the closing brace stands; undefined: it is missing. */
  readonly close: number | undefined;
}

/** `keyword Name { … }`. Of any keyword: Prisma 8 has blocks of its own and lets extensions add more. */
export class Block extends PrismaNode {
  readonly kind = 'block';
  readonly keyword: Name;
  readonly name: Name;
  /** In order; blocks only in a `namespace`. */
  readonly members: readonly Member[];
  /** `@@id`, `@@index`, `@@map` and their like. */
  readonly attributes: readonly Attribute[];
  readonly openingBrace: Brace;
  /** Undefined: it is missing, and the block is broken. */
  readonly closingBrace: Brace | undefined;

  constructor({ anchor, from, to, keyword, name, members, open, close }: BlockParts) {
    super(anchor, from, to);
    this.keyword = keyword;
    this.name = name;
    this.members = members;
    this.attributes = members.filter(one => one instanceof Attribute);
    this.openingBrace = new Brace(anchor, open, open + 1);
    this.closingBrace = close === undefined ? undefined : new Brace(anchor, close, close + 1);
  }

  attribute(name: string): Attribute | undefined {
    return this.attributes.find(one => one.name.text === name);
  }

  /** From the opening brace to the closing one, or to the end of what was read. */
  get body(): Span {
    return { start: this.openingBrace.span.end, end: this.closingBrace?.span.start ?? this.span.end };
  }
}

export class Brace extends PrismaNode {}

/** A `model`, a `view`, or a `type` (a composite type of MongoDB): what has fields. */
export class Model extends Block {
  readonly fields: readonly Field[];
  private knownFacts: ModelFacts | undefined;

  constructor(parts: BlockParts) {
    super(parts);
    this.fields = parts.members.filter(one => one instanceof Field);
  }

  /** The name of its table. */
  get table(): string {
    return this.attribute('map')?.string('name', true) ?? this.name.text;
  }

  field(name: string): Field | undefined {
    return this.fields.find(one => one.name.text === name);
  }

  /** Every key and index, of fields and of the block, in order of position. */
  keys(): readonly Key[] {
    return keysOf(this);
  }

  /** `@id` or `@@id`. */
  primaryKey(): Key | undefined {
    return this.keys().find(one => one.kind === 'id');
  }

  /** `@unique` and `@@unique`. */
  uniqueKeys(): readonly Key[] {
    return this.keys().filter(one => one.kind === 'unique');
  }

  /** `@@index` and `@@fulltext`. */
  indexes(): readonly Key[] {
    return this.keys().filter(one => one.kind === 'index' || one.kind === 'fulltext');
  }

  /** True where a key or an index can look up rows by these fields together: they are its first ones, in any order. */
  coversPrefix(fields: readonly string[]): boolean {
    return this.keys().some(key => key.covers(fields));
  }

  /** The same object as long as the model is the same. */
  get facts(): ModelFacts {
    return (this.knownFacts ??= modelFacts(this));
  }
}

export class EnumBlock extends Block {
  get values(): readonly (Field | Property)[] {
    return this.members.filter(one => one instanceof Field || one instanceof Property);
  }
}

/** A `datasource` or a `generator`. */
export class SettingsBlock extends Block {
  get properties(): readonly Property[] {
    return this.members.filter(one => one instanceof Property);
  }

  property(name: string): Property | undefined {
    return this.properties.find(one => one.name.text === name);
  }

  /** The value of a property where it is a plain string. */
  string(name: string): string | undefined {
    const value = this.property(name)?.value;
    return value?.kind === 'string' ? value.text : undefined;
  }
}

/** Makes the block that its keyword asks for. */
export function blockOf(parts: BlockParts): Block {
  switch (parts.keyword.text) {
    case 'model':
    case 'view':
    case 'type':
      return new Model(parts);
    case 'enum':
      return new EnumBlock(parts);
    case 'datasource':
    case 'generator':
      return new SettingsBlock(parts);
    default:
      return new Block(parts);
  }
}
