import type { Located, Span } from '#text';
import { asMap, asScalar, itemsOf, type MapNode, type Node, type ScalarNode } from '../yaml/index.ts';
import { type Cron, parseCron } from './cron.ts';
import { type Duration, parseDuration } from './durations.ts';
import { parseQuantity, type Quantity } from './quantities.ts';

/**
 * A field as somebody wrote it. A field that is not there is `undefined` itself; one whose value a template fills, or
 * that has a value of another type, has the value `undefined`: rules about absence ask for the field, all others for
 * its value.
 */
export interface Field<T> extends Located {
  readonly key: ScalarNode;
  /** The value's text, to be pointed at and edited; the key where a mapping or sequence stands in the value's place. */
  readonly node: ScalarNode;
  /** As written, quotes undone; empty where the value is no scalar or unknown. */
  readonly text: string;
  readonly value: T | undefined;
}

/** The field of that name: of the mapping itself, else one that a merge brings in. */
export function fieldOf<T>(
  map: MapNode | undefined,
  name: string,
  read: (node: ScalarNode) => T | undefined,
): Field<T> | undefined {
  const written = map?.get(name);
  if (map === undefined || written === undefined) return undefined;
  const scalar = written.type === 'scalar' ? written : undefined;
  const key = map.entry(name)?.key ?? scalar;
  if (!key) return undefined;
  const known = scalar && !scalar.unknown ? scalar : undefined;
  return new WrittenField(key, scalar ?? key, known && read(known), known?.text ?? '');
}

class WrittenField<T> implements Field<T> {
  constructor(
    readonly key: ScalarNode,
    readonly node: ScalarNode,
    readonly value: T | undefined,
    readonly text: string,
  ) {}

  get span(): Span {
    return this.node.span;
  }
}

/** Numbers and booleans count as the texts that they are written as. */
export function textField(map: MapNode | undefined, name: string): Field<string> | undefined {
  return fieldOf(map, name, textOf);
}

export function numberField(map: MapNode | undefined, name: string): Field<number> | undefined {
  return fieldOf(map, name, ({ value }) => (typeof value === 'number' ? value : undefined));
}

export function booleanField(map: MapNode | undefined, name: string): Field<boolean> | undefined {
  return fieldOf(map, name, ({ value }) => (typeof value === 'boolean' ? value : undefined));
}

/** A number or text: ports, `maxUnavailable: 25%`. A number in quotes stays a text. */
export function intOrTextField(map: MapNode | undefined, name: string): Field<number | string> | undefined {
  return fieldOf(map, name, ({ value }) =>
    typeof value === 'number' || typeof value === 'string' ? value : undefined,
  );
}

export function quantityField(map: MapNode | undefined, name: string): Field<Quantity> | undefined {
  return fieldOf(map, name, ({ text }) => parseQuantity(text));
}

export function durationField(map: MapNode | undefined, name: string): Field<Duration> | undefined {
  return fieldOf(map, name, ({ text }) => parseDuration(text));
}

export function cronField(map: MapNode | undefined, name: string): Field<Cron> | undefined {
  return fieldOf(map, name, ({ text }) => parseCron(text));
}

function textOf({ value, text }: ScalarNode): string | undefined {
  return value === null ? undefined : text;
}

/** An item of a list of texts. */
export interface TextItem extends Located {
  readonly node: ScalarNode;
  /** Undefined where a template fills it. */
  readonly text: string | undefined;
}

/** The texts of a list; also of a single text, which some fields take in its place. */
export function textItems(node: Node | undefined): readonly TextItem[] {
  const single = asScalar(node);
  const scalars = single ? [single] : itemsOf(node).flatMap(item => asScalar(item) ?? []);
  return scalars.map(item => ({
    node: item,
    text: item.unknown ? undefined : textOf(item),
    get span(): Span {
      return item.span;
    },
  }));
}

/** The mappings of a list. */
export function mapsIn(node: Node | undefined): readonly MapNode[] {
  return itemsOf(node).flatMap(item => asMap(item) ?? []);
}

/**
 * Whether something is said about a name in a mapping, or may be: an entry, a merge, or a template that adds entries.
 * The opposite is the absence that a rule may report.
 */
export function mayDeclare(map: MapNode, name: string): boolean {
  return map.entry(name) !== undefined || map.get(name) !== undefined || map.open;
}

/** What the API takes a boolean for: the value, the default where nothing is written, undefined where unknown. */
export function flagOf(map: MapNode | undefined, name: string, fallback: boolean): boolean | undefined {
  if (map === undefined) return fallback;
  const field = booleanField(map, name);
  if (field) return field.value;
  return map.open ? undefined : fallback;
}

/** A text that is no value of a field: a word of a command, the name of a key. */
export function textAsField(node: ScalarNode): Field<string> {
  return new WrittenField(node, node, node.unknown ? undefined : node.text, node.unknown ? '' : node.text);
}
