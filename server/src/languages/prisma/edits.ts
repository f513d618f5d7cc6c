import { edit, lineBreakOf, type TextEdit } from '#text';
import type { Model } from './blocks.ts';
import type { Field } from './fields.ts';
import type { PrismaDocument } from './model.ts';
import type { PrismaNode } from './nodes.ts';

/**
 * Adds a block attribute such as `@@index([userId])` as the last thing of a model. The first one of a model stands
 * after an empty line, as `prisma format` has it. Undefined where the model is not closed.
 */
export function addBlockAttribute(document: PrismaDocument, model: Model, attribute: string): TextEdit | undefined {
  const close = model.closingBrace?.span.start;
  if (close === undefined) return undefined;
  const { text } = document;
  const last = lastContentEnd(document, model, close);
  if (onOneLine(text, model)) return edit.insert(last, `  ${attribute}`);
  const newline = lineBreakOf(text);
  const gap = model.attributes.length > 0 || model.members.length === 0 ? newline : newline + newline;
  const insertion = `${gap}${indentOf(document, model)}${attribute}`;
  // A brace that ends the last member's line comes down to one of its own.
  const crowded = !/[\r\n]/.test(text.slice(last, close));
  return edit.insert(last, crowded ? insertion + newline : insertion);
}

/** Adds a field below `above`, its type and attributes in the columns of that field's where they fit. */
export function addFieldBelow(
  document: PrismaDocument,
  model: Model,
  above: Field,
  field: { readonly name: string; readonly type: string; readonly attributes: string },
): TextEdit | undefined {
  if (!model.closingBrace || onOneLine(document.text, model) || !above.type) return undefined;
  const start = above.name.span.start;
  const typeColumn = above.type.span.start - start;
  const name = field.name.padEnd(typeColumn - 1);
  const attribute = above.attributes[0];
  const typeWidth = attribute ? attribute.span.start - above.type.span.start - 1 : 0;
  const type = field.type.padEnd(name.length === typeColumn - 1 ? typeWidth : 0);
  const line = document.lines.lineSpanAt(above.span.end);
  const written = `${indentOf(document, model)}${name} ${type} ${field.attributes}`;
  return edit.insert(line.end, lineBreakOf(document.text) + written.trimEnd());
}

/** Adds an attribute behind the last one of a field. */
export function addFieldAttribute(field: Field, attribute: string): TextEdit {
  return edit.insert(field.span.end, ` ${attribute}`);
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
