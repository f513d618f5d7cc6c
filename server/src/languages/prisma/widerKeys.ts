import type { TextEdit } from '#text';
import type { Model } from './blocks.ts';
import { changeFields } from './columns.ts';
import type { Field } from './fields.ts';
import type { PrismaDocument } from './model.ts';
import { nativeType } from './money.ts';
import type { PrismaSchema } from './schema.ts';

/** A primary key of 32 bits that the database counts up. */
export interface SmallKey {
  readonly field: Field;
  /** The highest number that it holds. */
  readonly limit: string;
}

export function smallKey(model: Model): SmallKey | undefined {
  const [column, ...others] = model.primaryKey()?.columns ?? [];
  const field = column && others.length === 0 ? model.field(column.text) : undefined;
  const value = field?.attribute('default')?.args[0]?.value;
  const counts = value?.kind === 'call' && (value.name.text === 'autoincrement' || value.name.text === 'sequence');
  if (!field || field.broken || field.type?.name.text !== 'Int' || !counts) return undefined;
  const native = nativeType(field)?.name.text ?? 'db.Int';
  if (/^db\.(?:Int|Integer|Int4)$/.test(native)) return { field, limit: '2147483647' };
  // Anything smaller says by itself that the table stays small.
  return native === 'db.UnsignedInt' ? { field, limit: '4294967295' } : undefined;
}

/**
 * Makes a key and all fields that refer to it BigInt, which Prisma wants to be of one type. Undefined where one of them
 * says its type in the database, or lies in another file.
 */
export function widenKey(
  document: PrismaDocument,
  model: Model,
  key: Field,
  schema: PrismaSchema,
): readonly TextEdit[] | undefined {
  const changed = new Map<Model, Set<Field>>();
  const widen = (owner: Model, field: Field): boolean => {
    const fields = changed.get(owner) ?? new Set();
    if (fields.has(field)) return true;
    if (field.type?.name.text !== 'Int' || field.type.list || nativeType(field)) return false;
    changed.set(owner, fields.add(field));
    return schema.relationsTo(owner.name.text).every(({ uri, model: from, relation }) => {
      const at = relation.references.indexOf(field.name.text);
      if (at < 0) return true;
      const referring = uri === document.uri ? document.models.find(one => one.name.text === from.name) : undefined;
      const column = referring?.field(relation.fields[at] ?? '');
      return referring !== undefined && column !== undefined && widen(referring, column);
    });
  };
  if (!widen(model, key)) return undefined;
  return [...changed].flatMap(([owner, fields]) =>
    changeFields(
      document.text,
      owner,
      [...fields].map(field => ({ field, type: `BigInt${field.type?.optional ? '?' : ''}` })),
    ),
  );
}
