import { edit, lineBreakOf, type TextEdit } from '#text';
import type { Model } from './blocks.ts';
import { changeFields, makeRoom } from './columns.ts';
import type { Field } from './fields.ts';
import type { PrismaDocument } from './model.ts';
import type { Attribute, PrismaNode } from './nodes.ts';

/** Adds a block attribute such as `@@index([userId])`; undefined where the model is not closed. */
export function addBlockAttribute(document: PrismaDocument, model: Model, attribute: string): TextEdit | undefined {
  return addBlockAttributes(document, model, [attribute])?.[0];
}

/** The order in which `prisma format` puts the attributes of a block; what is not named stands last. */
const ORDER: readonly string[] = ['id', 'unique', 'index', 'fulltext', 'map', 'ignore'];

/**
 * Adds block attributes to a model where `prisma format` has them: in its order, the first ones of a model after an empty
 * line. Undefined where the model is not closed.
 */
export function addBlockAttributes(
  document: PrismaDocument,
  model: Model,
  attributes: readonly string[],
): readonly TextEdit[] | undefined {
  const close = model.closingBrace?.span.start;
  if (close === undefined) return undefined;
  const { text } = document;
  const last = lastContentEnd(document, model, close);
  if (onOneLine(text, model)) return [edit.insert(last, attributes.map(one => `  ${one}`).join(''))];
  const newline = lineBreakOf(text);
  const indent = indentOf(document, model);
  const byPlace = new Map<number, string[]>();
  for (const attribute of attributes) {
    const below = model.attributes.find(one => placeOf(one.name.text) > placeOf(attribute));
    const place = (below && lineAbove(document, below)) ?? close;
    byPlace.set(place, [...(byPlace.get(place) ?? []), indent + attribute]);
  }
  // A brace that ends the last member's line comes down to one of its own.
  const crowded = !/[\r\n]/.test(text.slice(last, close));
  const gap = model.attributes.length > 0 || model.members.length === 0 ? newline : newline + newline;
  return [...byPlace].map(([place, written]) =>
    place === close
      ? edit.insert(last, gap + written.join(newline) + (crowded ? newline : ''))
      : edit.insert(place, written.join(newline) + newline),
  );
}

function placeOf(attribute: string): number {
  const at = ORDER.indexOf(/\w+/.exec(attribute)?.[0] ?? '');
  return at < 0 ? ORDER.length : at;
}

/** Where the line of an attribute starts, or the first of the comments above it; undefined where it shares its line. */
function lineAbove({ text, lines }: PrismaDocument, { span }: Attribute): number | undefined {
  let { start } = lines.lineSpanAt(span.start);
  if (!/^[ \t]*$/.test(text.slice(start, span.start))) return undefined;
  while (start > 0) {
    const above = lines.lineSpanAt(start - 1);
    if (!/^[ \t]*\/\//.test(text.slice(above.start, above.end))) break;
    start = above.start;
  }
  return start;
}

/** Adds a field below `above`, and keeps the fields around it in columns as `prisma format` has them. */
export function addFieldBelow(
  document: PrismaDocument,
  model: Model,
  above: Field,
  field: { readonly name: string; readonly type: string; readonly attributes: string },
): readonly TextEdit[] | undefined {
  const { text, lines } = document;
  if (!model.closingBrace || onOneLine(text, model) || !above.type) return undefined;
  const { name, type, attributes } = field;
  const { widths, edits } = makeRoom(text, model, above, { name: name.length, type: type.length });
  const written = indentOf(document, model) + name.padEnd(widths.name) + type.padEnd(widths.type) + attributes;
  const { end } = lines.lineSpanAt(above.span.end);
  return [...edits, edit.insert(end, lineBreakOf(text) + written.trimEnd())];
}

/** Adds an attribute behind the last one of a field, in the column of the others. */
export function addFieldAttribute(
  document: PrismaDocument,
  model: Model,
  field: Field,
  attribute: string,
): readonly TextEdit[] {
  return changeFields(document.text, model, [{ field, attribute }]);
}

/**
 * Takes a block attribute away with its line, and with the empty line above it where nothing follows that is parted from
 * anything by it.
 */
export function removeBlockAttribute({ text, lines }: PrismaDocument, attribute: Attribute): TextEdit {
  const { start, end } = attribute.span;
  const first = lines.lineSpanAt(start);
  const last = lines.lineSpanAt(end);
  const alone =
    /^[ \t]*$/.test(text.slice(first.start, start)) && /^[ \t]*(?:\/\/.*)?$/.test(text.slice(end, last.end));
  if (!alone) return edit.remove({ start: start - /[ \t]*$/.exec(text.slice(0, start))![0].length, end });
  const below = /^\r?\n[ \t]*(?=\}|\r?\n)/.test(text.slice(last.end));
  const above = /(?:\r?\n[ \t]*)$/.exec(text.slice(0, first.start).replace(/\r?\n$/, ''));
  const next = last.end + /^\r?\n?/.exec(text.slice(last.end))![0].length;
  if (!below || !above) return edit.remove({ start: first.start, end: next });
  const previous = lines.lineSpanAt(Math.max(0, first.start - 1));
  return edit.remove({ start: previous.start, end: next });
}

/** The blanks before the first member of a model; two where it has none. */
function indentOf(document: PrismaDocument, model: Model): string {
  const first = model.members[0];
  if (!first) return '  ';
  const start = first.span.start;
  const before = document.text.slice(document.lines.lineSpanAt(start).start, start);
  return /^[ \t]*$/.test(before) ? before : '  ';
}

/** Where the last member or comment of a block ends. */
function lastContentEnd(document: PrismaDocument, model: Model, close: number): number {
  const { start } = model.openingBrace.span;
  const ends = (nodes: readonly PrismaNode[]): number[] => nodes.map(one => one.span.end);
  const comments = document.comments.filter(one => one.span.start > start && one.span.end <= close);
  return Math.max(start + 1, ...ends(model.members.slice(-1)), ...ends(comments.slice(-1)));
}

function onOneLine(text: string, model: Model): boolean {
  const { start, end } = model.body;
  return !/[\r\n]/.test(text.slice(start, end));
}

/**
 * How a model would name a new field: `idempotency_key` where its fields have underscores, and with the `@map` that its
 * fields have where only the columns do. `map` is the attribute with a blank before it, or empty.
 */
export function fieldNaming(model: Model, words: readonly string[]): { readonly name: string; readonly map: string } {
  const snake = words.join('_');
  const camel = snake.replace(/_(\w)/g, (_whole, letter: string) => letter.toUpperCase());
  const names = model.fields.map(field => field.name.text);
  const underscores = names.filter(name => /[a-z]_[a-z]/.test(name)).length;
  const humps = names.filter(name => /^[a-z]+[A-Z]/.test(name)).length;
  if (underscores > humps) return { name: snake, map: '' };
  const mapped = model.fields.some(field => field.column !== field.name.text && field.column.includes('_'));
  return { name: camel, map: mapped ? ` @map("${snake}")` : '' };
}
