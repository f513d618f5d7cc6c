import {
  deniesEvents,
  eventTableName,
  meantAsEventKey,
  namesPayload,
  namesSchemaVersion,
  tellsEventsApart,
} from '../../eventWords.ts';
import { wordsOf } from '../../words.ts';
import { memoised } from '../memo.ts';
import type { Migration } from '../migration.ts';
import type { SqlDialect } from '../model.ts';
import type { ColumnFact } from '../schemaFacts.ts';
import type { TableState } from '../schemaState.ts';
import { primaryKeyOf } from './keys.ts';
import { type MadeTable, tablesMade } from './tables.ts';

/** A table of events, an outbox or an inbox that a migration makes. */
export interface EventTable extends MadeTable {
  /** It also holds what happened, so that it is nothing else by the same name. */
  readonly hasPayload: boolean;
  /** A repeated event is refused: by its key, or because what it says may be there only once. */
  readonly deduplicates: boolean;
  /** A column that is meant as the key, and that nothing makes unique. */
  readonly unusedKey: ColumnFact | undefined;
  readonly hasVersion: boolean;
}

/** The tables of events among the lasting tables that a migration makes. */
export const eventTables: (migration: Migration) => readonly EventTable[] = memoised(migration =>
  tablesMade(migration).flatMap((made): EventTable[] => {
    const { table } = made;
    const named = eventNameOf(table);
    if (!named || !table.complete || table.columns.some(one => deniesEvents(wordsOf(one.name)))) return [];
    const hasPayload = table.columns.some(isPayload);
    if (!hasPayload && named.ambiguous) return [];
    return [
      {
        ...made,
        hasPayload,
        deduplicates:
          hasGivenId(table, migration.dialect) ||
          uniqueColumnsOf(table).some(columns => refusesRepetition(columns, table)),
        unusedKey: table.columns.find(one => isKeyColumn(one, table)),
        hasVersion: table.columns.some(one => namesSchemaVersion(wordsOf(one.name))),
      },
    ];
  }),
);

/** What the name of a table says of events. */
export const eventNameOf = memoised((table: TableState) => eventTableName([wordsOf(table.name)]));

function isPayload({ name, type }: ColumnFact): boolean {
  return /^(?:jsonb?|text|bytea|blob|longtext|mediumtext|longblob)$/i.test(type ?? '') && namesPayload(wordsOf(name));
}

/** The columns of every primary key, unique constraint and unique index. */
function uniqueColumnsOf({ constraints, indexes }: TableState): readonly (readonly string[])[] {
  const keys = constraints.filter(one => one.type === 'primaryKey' || one.type === 'unique').map(one => one.columns);
  const unique = indexes.filter(one => one.unique).map(one => one.columns.flatMap(name => name ?? []));
  return [...keys, ...unique].filter(columns => columns.length > 0);
}

/** A unique key with the event's key in it, or one of several columns that all say something about the event. */
function refusesRepetition(columns: readonly string[], table: TableState): boolean {
  if (columns.some(name => tellsEventsApart(wordsOf(name)))) return true;
  return columns.length > 1 && columns.every(name => !fillsItself(columnOf(table, name)));
}

/** A primary key that the database does not fill in is given by the sender, so it already refuses a repetition. */
function hasGivenId(table: TableState, dialect: SqlDialect): boolean {
  const [id, ...others] = primaryKeyOf(table);
  if (id === undefined || others.length > 0) return false;
  const column = columnOf(table, id);
  // SQLite counts by itself where the key is an INTEGER.
  if (dialect === 'sqlite' && /^integer$/i.test(column?.type ?? '')) return false;
  return column?.type !== undefined && !fillsItself(column) && !isForeign(table, id);
}

function fillsItself(column: ColumnFact | undefined): boolean {
  return column === undefined || column.hasDefault || /serial/i.test(column.type ?? '');
}

function columnOf(table: TableState, name: string): ColumnFact | undefined {
  return table.columns.find(one => one.name === name);
}

function isForeign(table: TableState, name: string): boolean {
  return table.constraints.some(one => one.type === 'foreignKey' && one.columns.includes(name));
}

function isKeyColumn({ name, type, array }: ColumnFact, table: TableState): boolean {
  if (array || !meantAsEventKey(wordsOf(name)) || isForeign(table, name)) return false;
  return /^(?:text|varchar|character varying|char|character|uuid|bigint|integer|int|bytea|citext|int4|int8)\b/i.test(
    type ?? '',
  );
}
