import { edit, lineBreakOf, type Span, type TextEdit } from '#text';
import type { SettingsBlock } from './blocks.ts';
import type { Property } from './fields.ts';
import type { PrismaDocument } from './model.ts';

/**
 * Adds a setting to a datasource or a generator below another one, its `=` below those of the lines around it, as
 * `prisma format` has it. Undefined where they are not written a line each.
 */
export function addSetting(
  { text, lines }: PrismaDocument,
  { properties, closingBrace }: SettingsBlock,
  above: Property | undefined,
  name: string,
  value: string,
): readonly TextEdit[] | undefined {
  if (!above?.value || !closingBrace) return undefined;
  const line = lines.lineSpanAt(above.span.start);
  const { end } = lines.lineSpanAt(above.span.end);
  const indent = text.slice(line.start, above.span.start);
  if (!/^[ \t]*$/.test(indent) || end > closingBrace.span.start) return undefined;
  const paragraph = paragraphOf(text, properties, above);
  const width = (names: readonly string[]): number => Math.max(...names.map(one => one.length)) + 1;
  const names = paragraph.map(one => one.name.text);
  const [was, is] = [width(names), width([...names, name])];
  const aligned = paragraph.every(one => text.slice(gapOf(one).start, gapOf(one).end) === gap(one.name.text, was));
  const moved = aligned && was !== is ? paragraph.map(one => edit.replace(gapOf(one), gap(one.name.text, is))) : [];
  // Where nothing is in columns, that of the line above will do.
  const column = aligned ? is : text.slice(above.name.span.start, gapOf(above).end).indexOf('=');
  return [...moved, edit.insert(end, lineBreakOf(text) + indent + name + gap(name, column) + value)];
}

/** From the end of a name to its value. */
function gapOf({ name, value }: Property): Span {
  return { start: name.span.end, end: value?.span.start ?? name.span.end };
}

function gap(name: string, column: number): string {
  return `${' '.repeat(Math.max(1, column - name.length))}= `;
}

/** The settings that no empty line parts from one. */
function paragraphOf(text: string, properties: readonly Property[], one: Property): readonly Property[] {
  const isParted = (a: Property, b: Property): boolean => /\n[ \t]*\r?\n/.test(text.slice(a.span.end, b.span.start));
  let from = properties.indexOf(one);
  let to = from;
  while (from > 0 && !isParted(properties[from - 1]!, properties[from]!)) from--;
  while (to + 1 < properties.length && !isParted(properties[to]!, properties[to + 1]!)) to++;
  return properties.slice(from, to + 1);
}
