import { edit, type Span, type TextEdit } from '#text';
import type { Model } from './blocks.ts';
import type { Field } from './fields.ts';

/** What a fix makes of a field; what is not named stays. */
export interface FieldChange {
  readonly field: Field;
  readonly name?: string;
  /** With its `?` or `[]`. */
  readonly type?: string;
  /** A new attribute, at the place among the others that `prisma format` gives it. */
  readonly attribute?: string;
}

/** What stands in the columns of a line of a model. */
type Cell = 'name' | 'type';
type Lengths = Readonly<Record<Cell, number>>;

interface Row {
  readonly field: Field;
  readonly change: FieldChange | undefined;
  readonly before: Lengths;
  readonly after: Lengths;
}

/** Where the next column starts, counted from the start of a cell, before and after the change. */
interface Column {
  /** False: the lines were not in columns, so that nothing moves but what has to. */
  readonly aligned: boolean;
  readonly after: number;
}

/**
 * Changes fields of a model, and keeps them in columns as `prisma format` has them: the names, types and attributes of the
 * lines between two empty ones.
 */
export function changeFields(text: string, model: Model, changes: readonly FieldChange[]): readonly TextEdit[] {
  return paragraphsOf(text, model)
    .map(fields => rowsOf(fields, changes))
    .filter(rows => rows.some(one => one.change))
    .flatMap(rows => editsOf(rows, undefined));
}

/**
 * Makes room for a line more below a field: how wide its name and its type have to be (each with a blank behind it), and
 * what that moves on the lines around it.
 */
export function makeRoom(
  text: string,
  model: Model,
  above: Field,
  added: Lengths,
): { readonly widths: Lengths; readonly edits: readonly TextEdit[] } {
  const rows = rowsOf(paragraphsOf(text, model).find(fields => fields.includes(above)) ?? [above], []);
  const width = (cell: Cell): number => {
    const { aligned, after } = columnOf(rows, cell, added);
    if (aligned) return after;
    const gap = gapBehind(above, cell);
    return (
      Math.max(added[cell], lengthOf(cell === 'name' ? above.name : above.type!) + lengthOf({ span: gap }) - 1) + 1
    );
  };
  return { widths: { name: width('name'), type: width('type') }, edits: editsOf(rows, added) };
}

/** Takes an attribute of a field away with the blanks that parted it from the others. */
export function removeFieldAttribute(field: Field, name: string): TextEdit | undefined {
  const at = field.attributes.findIndex(one => one.name.text === name);
  const attribute = field.attributes[at];
  const next = field.attributes[at + 1];
  if (!attribute || !field.type) return undefined;
  // The first one leaves its place in the column to the next.
  if (at === 0 && next) return edit.remove({ start: attribute.span.start, end: next.span.start });
  const before = field.attributes[at - 1] ?? field.type;
  return edit.remove({ start: before.span.end, end: attribute.span.end });
}

/** The fields between two empty lines. */
function paragraphsOf(text: string, model: Model): readonly (readonly Field[])[] {
  const paragraphs: Field[][] = [];
  let last: Field | undefined;
  for (const field of model.fields) {
    if (!field.type) continue;
    const parted = !last || /\n[ \t]*\r?\n/.test(text.slice(last.span.end, field.span.start));
    if (parted) paragraphs.push([field]);
    else paragraphs.at(-1)!.push(field);
    last = field;
  }
  return paragraphs;
}

function rowsOf(fields: readonly Field[], changes: readonly FieldChange[]): readonly Row[] {
  return fields.map(field => {
    const change = changes.find(one => one.field === field);
    const before = { name: lengthOf(field.name), type: lengthOf(field.type!) };
    const after = { name: change?.name?.length ?? before.name, type: change?.type?.length ?? before.type };
    return { field, change, before, after };
  });
}

function columnOf(rows: readonly Row[], cell: Cell, added: Lengths | undefined): Column {
  const was = Math.max(...rows.map(one => one.before[cell])) + 1;
  const aligned = rows.every(({ field, before }) => {
    const gap = gapBehind(field, cell);
    return gap.end === gap.start || lengthOf({ span: gap }) === was - before[cell];
  });
  return { aligned, after: Math.max(added?.[cell] ?? 0, ...rows.map(one => one.after[cell])) + 1 };
}

/** The blanks behind a cell; empty where nothing follows. */
function gapBehind({ name, type, attributes }: Field, cell: Cell): Span {
  if (cell === 'name') return { start: name.span.end, end: type!.span.start };
  return { start: type!.span.end, end: attributes[0]?.span.start ?? type!.span.end };
}

function editsOf(rows: readonly Row[], added: Lengths | undefined): readonly TextEdit[] {
  const columns = { name: columnOf(rows, 'name', added), type: columnOf(rows, 'type', added) };
  return rows.flatMap(({ field, change, before, after }) => {
    const gap = (cell: Cell): readonly TextEdit[] => {
      const span = gapBehind(field, cell);
      const now = lengthOf({ span });
      const moved = change ? Math.max(1, now + before[cell] - after[cell]) : now;
      const width = columns[cell].aligned ? columns[cell].after - after[cell] : moved;
      return now === 0 || now === width ? [] : [edit.replace(span, ' '.repeat(width))];
    };
    const { name, type, attribute = '' } = change ?? {};
    const isOnly = field.attributes.length === 0;
    const blanks = isOnly && columns.type.aligned ? columns.type.after - after.type : 1;
    const next =
      attribute === '' ? undefined : field.attributes.find(one => placeOf(one.name.text) > placeOf(attribute));
    return [
      ...(name === undefined ? [] : [edit.replace(field.name.span, name)]),
      ...gap('name'),
      ...(type === undefined ? [] : [edit.replace(field.type!.span, type)]),
      ...gap('type'),
      ...(next ? [edit.insert(next.span.start, `${attribute} `)] : []),
      ...(attribute === '' || next ? [] : [edit.insert(field.span.end, ' '.repeat(blanks) + attribute)]),
    ];
  });
}

/** The order in which `prisma format` puts the attributes of a field. */
const ORDER: readonly string[] = ['id', 'unique', 'default', 'updatedAt', 'map', 'relation', 'ignore'];

/** Where an attribute stands among the others; `db.…` is last. Takes it with or without its at sign and brackets. */
function placeOf(attribute: string): number {
  const at = ORDER.indexOf(/\w+/.exec(attribute)?.[0] ?? '');
  return at < 0 ? ORDER.length : at;
}

function lengthOf({ span }: { readonly span: Span }): number {
  return span.end - span.start;
}
