import { edit, type TextEdit } from '#text';
import { deletionColumn, isOwnId, namesSurrogate } from '../columnWords.ts';
import type { Model } from './blocks.ts';
import { removeFieldAttribute } from './columns.ts';
import { addBlockAttributes } from './edits.ts';
import type { Field } from './fields.ts';
import type { Key } from './keys.ts';
import type { PrismaDocument } from './model.ts';
import type { PartialIndexes } from './partialIndexes.ts';
import type { PrismaSchema } from './schema.ts';

/** A unique key that rows go on to occupy after they have been marked as deleted. */
export interface DeletedKey {
  readonly key: Key;
  /** `deletedAt`, `isDeleted` and the like. */
  readonly mark: Field;
}

export function keysOverDeleted(model: Model, schema: PrismaSchema): readonly DeletedKey[] {
  const mark = model.fields.find(isDeletionMark);
  if (!mark) return [];
  return model
    .uniqueKeys()
    .filter(key => !key.partial && !key.attribute.broken && matters(key, model, mark, schema))
    .map(key => ({ key, mark }));
}

function isDeletionMark({ name, column, type, broken }: Field): boolean {
  if (!type || type.list || broken) return false;
  const by = deletionColumn(name.text) ?? deletionColumn(column);
  return by === 'time' ? type.name.text === 'DateTime' && type.optional : by === 'flag' && type.name.text === 'Boolean';
}

/** Whether somebody may want the values of a deleted row again. */
function matters({ columns }: Key, model: Model, mark: Field, schema: PrismaSchema): boolean {
  const names = columns.map(one => one.text);
  const fields = names.flatMap(one => model.field(one) ?? []);
  if (fields.length === 0 || fields.length < names.length || fields.includes(mark)) return false;
  if (names.some(isOwnId)) return false;
  // One row for each row of another table, or the key that other tables refer to: these have to hold for all rows.
  const isKey = (other: readonly string[]): boolean => String([...other].sort()) === String([...names].sort());
  const foreign = model.fields.flatMap(one => one.relation()?.fields.map(column => column.text) ?? []);
  if (model.fields.some(one => isKey(one.relation()?.fields.map(column => column.text) ?? []))) return false;
  if (schema.relationsTo(model.name.text).some(one => isKey(one.relation.references))) return false;
  return fields.some(one => !isMadeUp(one)) || names.every(one => foreign.includes(one));
}

function isMadeUp({ name, type, attributes }: Field): boolean {
  if (type?.name.text === 'Bytes' || attributes.some(one => one.name.text === 'db.Uuid')) return true;
  const value = attributes.find(one => one.name.text === 'default')?.args[0]?.value;
  const generated = value?.kind === 'call' && /^(?:uuid|cuid|nanoid|ulid|autoincrement)$/.test(value.name.text);
  return generated || namesSurrogate(name.text);
}

/** Makes the key leave deleted rows out; undefined where that needs more than edits. */
export function withoutDeleted(
  document: PrismaDocument,
  model: Model,
  { key, mark }: DeletedKey,
  partial: PartialIndexes,
): readonly (TextEdit & { readonly uri?: string })[] | undefined {
  // A model needs another key to tell its rows apart.
  const others = model.keys().filter(one => one.attribute !== key.attribute && !one.partial);
  if (!others.some(one => one.kind === 'id' || one.kind === 'unique')) return undefined;
  const where = partial.where(mark, mark.type!.name.text === 'Boolean' ? 'false' : 'null');
  const needed = indexesInstead(model, others);
  const { attribute } = key;
  if (key.items && !partial.prisma8) {
    const last = attribute.args.at(-1);
    const added = addBlockAttributes(document, model, needed);
    return last && added && [edit.insert(last.span.end, `, ${where}`), ...added, ...partial.enabling];
  }
  const rewritten = asPartialKey(document, model, key, where, partial);
  if (rewritten === undefined) return undefined;
  if (key.items) {
    const added = addBlockAttributes(document, model, needed);
    return added && [edit.replace(attribute.span, rewritten), ...added];
  }
  const removal = removeFieldAttribute(model.field(key.columns[0]!.text)!, 'unique');
  const added = addBlockAttributes(document, model, [rewritten, ...needed]);
  return removal && added && [removal, ...added, ...partial.enabling];
}

/** The key with `where`, as an attribute of the block. */
function asPartialKey(
  { text }: PrismaDocument,
  model: Model,
  { attribute, columns, items }: Key,
  where: string,
  { prisma8, nameArgument }: PartialIndexes,
): string | undefined {
  const others = attribute.args.filter(one => one.name && !['fields', 'map'].includes(one.name.text));
  if (others.length > 0) return undefined;
  const names = columns.map(one => model.field(one.text)?.column ?? one.text);
  const given = attribute.string('map');
  const name = given ? `map: "${given}"` : `${nameArgument}: "${[model.table, ...names].join('_')}_live_key"`;
  const list = items ? items.map(one => text.slice(one.span.start, one.span.end)) : columns.map(one => one.text);
  return prisma8
    ? `@@index([${list.join(', ')}], unique: true, ${where}, ${name})`
    : `@@unique([${list.join(', ')}], ${where}, ${name})`;
}

/** The indexes that relations need once the key no longer holds all rows. */
function indexesInstead(model: Model, others: readonly Key[]): readonly string[] {
  const relations = model.fields.map(one => one.relation()?.fields.map(column => column.text) ?? []);
  const lost = relations.filter(
    columns => columns.length > 0 && model.coversPrefix(columns) && !others.some(one => one.covers(columns)),
  );
  return [...new Set(lost.map(columns => `@@index([${columns.join(', ')}])`))];
}
