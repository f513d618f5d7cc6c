import type { Located, Span } from '#text';
import type { Comment, Problem } from '../contract.ts';

/** Where a fragment starts in the newest text (UTF-16 offset). An edit above it moves this, and nothing else. */
export interface Anchor {
  base: number;
}

/**
 * Anything read from a fragment. Keeps offsets relative to the fragment, so that its span follows edits above it.
 *
 * The fields of this class and of `Name` are declared and not defined: a schema has a hundred thousand of them, and
 * engines are slow to define class fields.
 */
export abstract class PrismaNode implements Located {
  declare protected readonly anchor: Anchor;
  declare private readonly from: number;
  declare private readonly to: number;

  /** `from` and `to` are UTF-16 offsets in the text that is being read. */
  constructor(anchor: Anchor, from: number, to: number) {
    this.anchor = anchor;
    this.from = from - anchor.base;
    this.to = to - anchor.base;
  }

  get span(): Span {
    const { base } = this.anchor;
    return { start: base + this.from, end: base + this.to };
  }
}

/** A name as written: `userId`, `db.VarChar`, `relation`. Its span slices to `text`. */
export class Name extends PrismaNode {
  declare readonly kind: 'name';
  declare readonly text: string;

  constructor(anchor: Anchor, from: number, text: string) {
    super(anchor, from, from + text.length);
    this.kind = 'name';
    this.text = text;
  }
}

/** `"text"`; the span takes in the quotes. */
export class StringValue extends PrismaNode {
  readonly kind = 'string';

  constructor(
    anchor: Anchor,
    from: number,
    to: number,
    /** What stands between the quotes, escapes resolved. */
    readonly text: string,
  ) {
    super(anchor, from, to);
  }
}

/** A number, or the text of a template literal such as ``sql`…` `` (Prisma 8). */
export class LiteralValue extends PrismaNode {
  constructor(
    anchor: Anchor,
    from: number,
    readonly kind: 'number' | 'template',
    readonly text: string,
  ) {
    super(anchor, from, from + text.length);
  }
}

/** `env("X")`, `uuid(7)`, `createdAt(sort: Desc)`. */
export class CallValue extends PrismaNode {
  readonly kind = 'call';

  constructor(
    anchor: Anchor,
    from: number,
    to: number,
    readonly name: Name,
    readonly args: readonly Argument[],
  ) {
    super(anchor, from, to);
  }
}

/** `[a, b]`. */
export class ListValue extends PrismaNode {
  readonly kind = 'list';

  constructor(
    anchor: Anchor,
    from: number,
    to: number,
    readonly items: readonly Value[],
  ) {
    super(anchor, from, to);
  }
}

/** `{ deletedAt: null }`. */
export class ObjectValue extends PrismaNode {
  readonly kind = 'object';

  constructor(
    anchor: Anchor,
    from: number,
    to: number,
    readonly entries: readonly Argument[],
  ) {
    super(anchor, from, to);
  }
}

export type Value = Name | StringValue | LiteralValue | CallValue | ListValue | ObjectValue;

/** `value` or `name: value`; the value is missing while it is being typed. */
export class Argument extends PrismaNode {
  constructor(
    anchor: Anchor,
    from: number,
    to: number,
    readonly name: Name | undefined,
    readonly value: Value | undefined,
  ) {
    super(anchor, from, to);
  }
}

/** `@id`, `@db.VarChar(20)`, `@@index([a, b])`; the span starts at the first `@`. */
export class Attribute extends PrismaNode {
  readonly kind = 'attribute';

  constructor(
    anchor: Anchor,
    from: number,
    to: number,
    /** Without the at signs: `id`, `db.VarChar`, `index`. */
    readonly name: Name,
    readonly args: readonly Argument[],
    /** Something in it could not be read. */
    readonly broken: boolean,
  ) {
    super(anchor, from, to);
  }

  /** The value of the argument of that name, or of the first argument without a name where `orFirst` is asked for. */
  value(name: string, orFirst = false): Value | undefined {
    const named = this.args.find(one => one.name?.text === name);
    return (named ?? (orFirst ? this.args.find(one => !one.name) : undefined))?.value;
  }

  /** The same as a text; undefined where it is no string. */
  string(name: string, orFirst = false): string | undefined {
    const value = this.value(name, orFirst);
    return value?.kind === 'string' ? value.text : undefined;
  }
}

export class PrismaComment extends PrismaNode implements Comment {
  constructor(
    anchor: Anchor,
    from: number,
    to: number,
    readonly text: string,
    /** Length of the opening marker: `//` 2, `///` 3, `/*` 2. */
    private readonly markerLength: number,
  ) {
    super(anchor, from, to);
  }

  get textStart(): number {
    return this.span.start + this.markerLength;
  }
}

export class PrismaProblem extends PrismaNode implements Problem {
  constructor(
    anchor: Anchor,
    from: number,
    to: number,
    readonly message: string,
  ) {
    super(anchor, from, to);
  }
}

/** The names in a list: `[a, b(sort: Desc), address.city]` gives a, b and address.city. */
export function namesIn(value: Value | undefined): readonly Name[] {
  if (!value) return [];
  const items = value.kind === 'list' ? value.items : [value];
  return items.flatMap(item => (item.kind === 'name' ? [item] : item.kind === 'call' ? [item.name] : []));
}
