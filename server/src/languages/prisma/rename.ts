import { edit, type Span, type TextEdit } from '#text';
import { wordsOf } from '../words.ts';
import type { Model } from './blocks.ts';
import { fieldNaming } from './edits.ts';
import type { Field } from './fields.ts';
import type { PrismaDocument } from './model.ts';

/**
 * Gives a field another name, and another type where one is given, in the columns that it has now. Undefined where
 * anything else in its model speaks of it.
 */
export function renamedField(
  document: PrismaDocument,
  model: Model,
  field: Field,
  newType?: string,
): { readonly name: string; readonly edits: readonly TextEdit[] } | undefined {
  const { type, attributes } = field;
  const source = document.text.slice(model.span.start, model.span.end);
  const count = source.match(new RegExp(`\\b${field.name.text}\\b`, 'g'))?.length;
  if (!type || count !== 1 || field.attribute('map') || field.attribute('default')) return undefined;
  if (newType && attributes.some(one => one.name.text.startsWith('db.'))) return undefined;
  const { name, map } = fieldNaming(model, [...wordsOf(field.name.text).split(' '), 'hash']);
  if (model.field(name)) return undefined;
  const written = newType === undefined ? type : newType + (type.optional ? '?' : '');
  const edits = [
    edit.replace(field.name.span, name),
    ...(typeof written === 'string' ? [edit.replace(type.span, written)] : []),
    ...realigned(document, model, field, {
      name: name.length,
      type: typeof written === 'string' ? written.length : lengthOf(type),
    }),
    ...(map ? [edit.insert(field.span.end, map)] : []),
  ];
  return { name, edits };
}

/**
 * Keeps the columns of a block as `prisma format` has them when one field changes: names, types and attributes of the
 * lines between two empty ones. Where they were not in columns before, nothing moves but what has to.
 */
function realigned(
  { text }: PrismaDocument,
  model: Model,
  changed: Field,
  now: { readonly name: number; readonly type: number },
): readonly TextEdit[] {
  const rows = linesWith(text, model, changed).map(field => {
    const [before, after] = field === changed ? [{ name: lengthOf(field.name), type: lengthOf(field.type!) }, now] : [];
    const same = { name: lengthOf(field.name), type: lengthOf(field.type!) };
    return { field, before: before ?? same, after: after ?? same };
  });
  const widest = (cells: readonly number[]): number => Math.max(...cells) + 1;
  const column = (cell: 'name' | 'type'): readonly TextEdit[] => {
    const [was, is] = [widest(rows.map(one => one.before[cell])), widest(rows.map(one => one.after[cell]))];
    const gapOf = ({ name, type, attributes }: Field): Span | undefined =>
      cell === 'name'
        ? { start: name.span.end, end: type!.span.start }
        : attributes[0] && { start: type!.span.end, end: attributes[0].span.start };
    const gaps = rows.flatMap(row => {
      const gap = gapOf(row.field);
      return gap ? [{ ...row, gap }] : [];
    });
    const wasAligned = gaps.every(({ before, gap }) => lengthOf({ span: gap }) === was - before[cell]);
    return gaps.flatMap(({ field, after, gap }) => {
      if (!wasAligned && field !== changed) return [];
      const width = wasAligned
        ? is - after[cell]
        : Math.max(1, lengthOf({ span: gap }) + rows.find(one => one.field === changed)!.before[cell] - after[cell]);
      return width === lengthOf({ span: gap }) ? [] : [edit.replace(gap, ' '.repeat(width))];
    });
  };
  return [...column('name'), ...column('type')];
}

/** The fields that no empty line parts from one. */
function linesWith(text: string, model: Model, field: Field): readonly Field[] {
  const fields = model.fields.filter(one => one.type);
  const at = fields.indexOf(field);
  const isParted = (a: Field, b: Field): boolean => /\n[ \t]*\r?\n/.test(text.slice(a.span.end, b.span.start));
  let from = at;
  while (from > 0 && !isParted(fields[from - 1]!, fields[from]!)) from--;
  let to = at;
  while (to + 1 < fields.length && !isParted(fields[to]!, fields[to + 1]!)) to++;
  return fields.slice(from, to + 1);
}

function lengthOf({ span }: { readonly span: Span }): number {
  return span.end - span.start;
}
