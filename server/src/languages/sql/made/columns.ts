import { collectedAround } from '../aroundStatements.ts';
import { writtenName } from '../identifiers.ts';
import { memoised } from '../memo.ts';
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

/**
 * The columns whose type `wanted` says yes to, of lasting tables, in order of position. What `wanted` says depends on the
 * item alone; where it is the same function each time, it is asked about new items only.
 */
export function columnsMade(migration: Migration, wanted: (item: ColumnType) => boolean): readonly MadeColumn[] {
  return madeOf(wanted)(migration);
}

const madeOf = memoised((wanted: (item: ColumnType) => boolean) =>
  collectedAround((statement, migration): readonly MadeColumn[] => {
    if (statement.type !== 'createTable' && statement.type !== 'alterTable') return [];
    if (!isSound(statement, migration)) return [];
    if (statement.type === 'createTable' && (statement.temporary || statement.virtual)) return [];
    return statement.columnTypes.filter(wanted).flatMap(item => asMade(item, migration));
  }),
);

function asMade(item: ColumnType, migration: Migration): readonly MadeColumn[] {
  const table = lastingTable(migration, item.statement, objectName(item.table));
  const column = table?.columns.find(one => one.name === item.column.text);
  const kept = column?.type === item.type.name && sameArguments(column.args, item.type.args);
  return table && column && kept && !table.temporary ? [{ item, column, table }] : [];
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
