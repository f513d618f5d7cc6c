import { deletionColumn, namesSurrogate } from '../columnWords.ts';
import type { Model } from './blocks.ts';
import type { Key } from './keys.ts';
import type { Name } from './nodes.ts';

/** A field that may be null in a unique key of several fields. */
export interface NullableKey {
  readonly column: Name;
  /** It says when a row was deleted, so that it is null in all rows that count. */
  readonly isMark: boolean;
}

/** The first such field of every key, the mark of deleted rows before others. */
export function nullableKeys(model: Model): readonly NullableKey[] {
  const keys = model.keys().filter(one => (one.kind === 'id' || one.kind === 'unique') && !one.partial);
  return keys.flatMap((key): NullableKey[] => {
    const { columns, kind, attribute } = key;
    if (kind === 'id' || columns.length < 2 || attribute.broken) return [];
    const nullable = columns.filter(one => model.field(one.text)?.type?.optional);
    // What another key refuses, this one need not.
    if (keys.some(other => refusesMore(other, key))) return [];
    const mark = nullable.find(one => deletionColumn(one.text) === 'time');
    // Without any of its fields a row is simply not in the key.
    const some = nullable.length < columns.length ? nullable : [];
    const column = mark ?? some.find(one => limits(one, columns, model));
    return column ? [{ column, isMark: column === mark }] : [];
  });
}

function refusesMore(other: Key, key: Key): boolean {
  const names = key.columns.map(one => one.text);
  return other.attribute !== key.attribute && other.columns.every(one => names.includes(one.text));
}

/**
 * Whether a field says within what the others are unique, as `tenantId` and `language` do beside `slug`. An idempotency key
 * or an id of another system identifies the row by itself: where there is none, nothing is meant to be refused. The same
 * holds for a key that only links rows.
 */
function limits(column: Name, columns: readonly Name[], model: Model): boolean {
  const foreign = model.fields.flatMap(one => one.relation()?.fields.map(field => field.text) ?? []);
  const isNatural = ({ text }: Name): boolean => !foreign.includes(text) && !namesSurrogate(text);
  if (isNatural(column)) return true;
  const isTenant =
    foreign.includes(column.text) || /^(?:tenant|org|organi[sz]ation|team|parent)_?id$/i.test(column.text);
  return isTenant && columns.some(one => one !== column && isNatural(one));
}
