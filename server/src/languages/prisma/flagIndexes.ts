import { edit, type TextEdit } from '#text';
import { namesDeletionTime, namesTenant, rowsWanted } from '../columnWords.ts';
import type { Model } from './blocks.ts';
import type { Field } from './fields.ts';
import type { Key } from './keys.ts';
import type { Value } from './nodes.ts';
import type { PartialIndexes } from './partialIndexes.ts';

/** An index over all rows that begins with a field of two values, or of nearly none. */
export interface FlagIndex {
  readonly key: Key;
  readonly flag: Field;
  readonly kind: 'boolean' | 'deletedAt';
}

export function flagIndexes(model: Model): readonly FlagIndex[] {
  return model.indexes().flatMap((key): FlagIndex[] => {
    const { columns, partial, type, attribute } = key;
    const flag = model.field(columns[0]?.text ?? '');
    const item = key.items?.[0];
    if (!flag?.type || flag.type.list || !item || partial || type || attribute.broken || key.kind !== 'index')
      return [];
    // An order that begins with the flag: no partial index serves that.
    if (columns.length > 1 && isDescending(item)) return [];
    if (columns.some(one => namesTenant(one.text))) return [];
    if (flag.type.name.text === 'Boolean') return [{ key, flag, kind: 'boolean' }];
    const deletion = flag.type.name.text === 'DateTime' && flag.type.optional && namesDeletionTime(flag.name.text);
    return deletion ? [{ key, flag, kind: 'deletedAt' }] : [];
  });
}

function isDescending(item: Value): boolean {
  return item.kind === 'call' && item.args.some(({ name, value }) => name?.text === 'sort' && textOf(value) === 'Desc');
}

function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'name' ? value.text : undefined;
}

/** An index over the rows of one value of a flag alone. */
export interface PartialFlagIndex {
  /** The rows that it holds, in words. */
  readonly rows: string;
  readonly edits: readonly (TextEdit & { readonly uri?: string })[];
}

/** The partial indexes that could stand in its place, the likelier one first; none where it cannot be decided. */
export function partialFlagIndexes(
  model: Model,
  { key, flag, kind }: FlagIndex,
  partial: PartialIndexes,
): readonly PartialFlagIndex[] {
  const instead = indexedInstead(model, key, kind);
  const last = key.attribute.args.at(-1);
  if (!instead || !last) return [];
  const when = (value: 'null' | 'true' | 'false'): PartialFlagIndex => {
    const map = nameOfItsOwn(model, key, flag, instead.columns);
    return {
      rows: `${flag.name.text} is ${value}`,
      edits: [
        instead.edit,
        edit.insert(
          last.span.end,
          `, ${partial.where(flag, value)}${map ? `, ${partial.nameArgument}: "${map}"` : ''}`,
        ),
        ...partial.enabling,
      ],
    };
  };
  // Whoever empties the bin reads the rows that are in it, by when they came there.
  const bin = edit.insert(last.span.end, `, ${partial.where(flag, 'not null')}`);
  if (kind === 'deletedAt')
    return [when('null'), { rows: `${flag.name.text} is not null`, edits: [bin, ...partial.enabling] }];
  return rowsWanted(flag.name.text).map(rows => when(rows === 'set' ? 'true' : 'false'));
}

/** Takes the flag out of the columns; where it is the only one, the column that rows are read by takes its place. */
function indexedInstead(
  model: Model,
  { items = [], columns }: Key,
  kind: FlagIndex['kind'],
): { readonly columns: readonly string[]; readonly edit: TextEdit } | undefined {
  const [flag, next] = items;
  if (!flag) return undefined;
  if (next)
    return {
      columns: columns.slice(1).map(one => one.text),
      edit: edit.remove({ start: flag.span.start, end: next.span.start }),
    };
  const ids = ['id', ...(model.primaryKey()?.columns.map(one => one.text) ?? [])];
  const wanted = kind === 'deletedAt' ? ['createdAt', 'created_at', ...ids] : ids;
  const found = wanted.find(one => model.field(one));
  return found === undefined ? undefined : { columns: [found], edit: edit.replace(flag.span, found) };
}

/** Prisma names an index by its table and columns: one that is partial needs another name than the full one beside it. */
function nameOfItsOwn(model: Model, key: Key, flag: Field, columns: readonly string[]): string | undefined {
  const isNamed = (one: Key): boolean => ['map', 'name'].some(name => one.attribute.value(name) !== undefined);
  const taken = model
    .indexes()
    .some(
      other =>
        other.attribute !== key.attribute &&
        !isNamed(other) &&
        String(other.columns.map(one => one.text)) === String(columns),
    );
  if (isNamed(key) || !taken) return undefined;
  const names = [...columns, flag.name.text].map(one => model.field(one)?.column ?? one);
  return `${model.table}_${names.join('_')}_idx`;
}
