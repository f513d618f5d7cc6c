import { writtenName } from '../identifiers.ts';
import type { Migration } from '../migration.ts';
import type { ColumnType, SqlDocument } from '../model.ts';
import type { ColumnFact } from '../schemaFacts.ts';
import { objectName } from '../schemaFacts.ts';
import type { TableState } from '../schemaState.ts';
import { isSound, lastingTable } from './tables.ts';

/** A column that a migration gives a type which it still has after the last one. */
export interface MadeColumn {
  readonly item: ColumnType;
  /** As the last migration leaves it. */
  readonly column: ColumnFact;
  readonly table: TableState;
}

/** The columns whose type `wanted` says yes to, of lasting tables, in order of position. */
export function columnsMade(migration: Migration, wanted: (item: ColumnType) => boolean): readonly MadeColumn[] {
  return migration.document.columnTypes().flatMap((item): MadeColumn[] => {
    const { statement } = item;
    if (!wanted(item) || !isSound(statement, migration)) return [];
    if (statement.type === 'createTable' && (statement.temporary || statement.virtual)) return [];
    const table = lastingTable(migration, statement, objectName(item.table));
    const column = table?.columns.find(one => one.name === item.column.text);
    const kept = column?.type === item.type.name && sameArguments(column.args, item.type.args);
    return table && column && kept && !table.temporary ? [{ item, column, table }] : [];
  });
}

function sameArguments(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

/** Where a document gives a column of a table its type, the last place if there are several. */
export function typeWrittenIn(document: SqlDocument, table: string, column: string): ColumnType | undefined {
  return document.columnTypes().findLast(one => one.column.text === column && one.table.name.text === table);
}

/** A type with the letters that another one is written in: `BIGINT` for `INTEGER`. */
export function inCaseOf(written: string, type: string): string {
  return /[A-Z]/.test(written) && !/[a-z]/.test(written) ? type.toUpperCase() : type;
}

/** A column as the document writes it where it makes it, quotes included; else as it must be written. */
export function columnAsWritten(document: SqlDocument, table: string, column: string): string {
  const written = typeWrittenIn(document, table, column);
  return written ? document.textOf(written.column) : writtenName(column);
}
