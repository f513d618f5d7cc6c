import { edit, type TextEdit } from '#text';
import type { Model } from './blocks.ts';
import type { Field, Relation } from './fields.ts';

/** A relation that leaves to Prisma what happens when the row that it points to is deleted. */
export interface UndecidedDelete {
  readonly field: Field;
  readonly relation: Relation;
  /** What Prisma takes. */
  readonly action: 'Restrict' | 'NoAction' | 'SetNull';
}

/** The relations of a model that hold a key and say no `onDelete`. */
export function undecidedDeletes(model: Model, provider: string): readonly UndecidedDelete[] {
  return model.fields.flatMap((field): UndecidedDelete[] => {
    const relation = field.relation();
    const columns = relation?.fields.map(one => model.field(one.text)) ?? [];
    if (!relation || field.broken || relation.attribute.broken || relation.onDelete || columns.length === 0) return [];
    if (columns.includes(undefined) || relation.attribute.value('onDelete')) return [];
    const optional = columns.every(one => one?.type?.optional);
    // SQL Server has no Restrict.
    const required = provider === 'sqlserver' ? 'NoAction' : 'Restrict';
    return [{ field, relation, action: optional ? 'SetNull' : required }];
  });
}

/** Writes out what happens anyway. */
export function decideDelete({ relation, action }: UndecidedDelete): TextEdit | undefined {
  const last = relation.attribute.args.at(-1);
  return last && edit.insert(last.span.end, `, onDelete: ${action}`);
}
