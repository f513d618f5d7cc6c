import { edit, lineBreakOf, type Span, type TextEdit } from '#text';
import type { Model } from './blocks.ts';
import type { Field } from './fields.ts';
import type { PrismaDocument } from './model.ts';

/** What a fix makes of a field; what is not named stays. */
export interface FieldChange {
  readonly field: Field;
  readonly name?: string;
  /** With its `?` or `[]`. */
  readonly type?: string;
  /** A new attribute behind the others. */
  readonly attribute?: string;
}

/** A field that a fix adds, on a line of its own below another one. */
export interface AddedField {
  readonly above: Field;
  readonly name: string;
  readonly type: string;
  readonly attributes: string;
}

/** The lengths of what stands in the columns of a line. */
interface Cells {
  readonly name: number;
  readonly type: number;
}

interface Row {
  readonly field: Field;
  readonly change: FieldChange | undefined;
  readonly before: Cells;
  readonly after: Cells;
}

/**
 * Changes fields of a model and keeps them in columns as `prisma format` has them: the names, types and attributes of the
 * lines between two empty ones. Where they were not in columns before, nothing moves but what has to.
 */
export function changeFields(
  document: PrismaDocument,
  model: Model,
  changes: readonly FieldChange[],
): readonly TextEdit[] {
  return paragraphsOf(document, model)
    .filter(fields => changes.some(one => fields.includes(one.field)))
    .flatMap(fields => editsOf(rowsOf(fields, changes), undefined));
}

/** Adds a field to a model, in the columns of the lines around it. */
export function addFieldTo(document: PrismaDocument, model: Model, added: AddedField): readonly TextEdit[] {
  const { above } = added;
  const fields = paragraphsOf(document, model).find(all => all.includes(above)) ?? [];
  const rows = rowsOf(fields, []);
  const cells = { name: added.name.length, type: added.type.length };
  const line = document.lines.lineSpanAt(above.span.end);
  const { start } = above.name.span;
  const own = document.lines.lineSpanAt(start).start;
  const padded = (['name', 'type'] as const).map(cell => {
    const column = columnOf(rows, cell, cells);
    const gap = gapOf(above, cell);
    // Where nothing is in columns, those of the line above will do.
    const width = column.aligned ? column.after : above_width(above, cell, gap);
    return added[cell].padEnd(width - 1);
  });
  const written = `${document.text.slice(own, start)}${padded[0]} ${padded[1]} ${added.attributes}`.trimEnd();
  return [...editsOf(rows, cells), edit.insert(line.end, lineBreakOf(document.text) + written)];
}
