import { insertAfter } from '../expand/insertions.ts';
import { fitsName, writtenName } from '../identifiers.ts';
import type { Migration } from '../migration.ts';
import type { QualifiedName, Statement } from '../model.ts';
import { newMigration } from '../moving.ts';
import { objectName } from '../schemaFacts.ts';
import type { MigrationChange } from '../tools/index.ts';
import { columnAsWritten } from './columns.ts';
import { isNewTable, schemaAtEnd } from './tables.ts';

/** An index that a fix adds. */
export interface NewIndex {
  readonly table: QualifiedName;
  /** Without quotes; chosen so that it is free. */
  readonly name: string;
  readonly unique: boolean;
  /** Names as the database knows them. */
  readonly columns: readonly string[];
  /** The condition, as it is to be written. */
  readonly where: string | undefined;
}

/**
 * Adds an index behind `statement` where the table is made in the same migration, else concurrently, in a migration of
 * its own that runs next. Undefined where the name is taken or too long, or the tool has no such migration. `rank`: how
 * many such migrations come before this one.
 */
export function addIndex(
  migration: Migration,
  statement: Statement,
  index: NewIndex,
  rank: number,
): MigrationChange | undefined {
  const { document, dialect, first } = migration;
  const { table, name, unique, columns, where } = index;
  const schema = schemaAtEnd(migration);
  if (!fitsName(name) || schema.tableOfIndex({ schema: table.schema?.text, name })) return undefined;
  const keyword = unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX';
  const list = columns.map(one => columnAsWritten(document, table.name.text, one)).join(', ');
  const rest = `${writtenName(name)} ON ${document.textOf(table)} (${list})${where === undefined ? '' : ` WHERE ${where}`};`;
  if (first || dialect !== 'postgresql' || isNewTable(migration, statement, objectName(table))) {
    const insertion = insertAfter(migration, statement, [`${keyword} ${rest}`]);
    return insertion && { edits: [insertion], creates: [] };
  }
  // The index of a partitioned table cannot be built concurrently.
  if (schema.table(objectName(table))?.partitioned) return undefined;
  const prefix = table.schema ? `${document.textOf(table.schema)}.` : '';
  return newMigration(migration, statement, {
    slug: name,
    up: `${keyword} CONCURRENTLY ${rest}`,
    down: `DROP INDEX CONCURRENTLY IF EXISTS ${prefix}${writtenName(name)};`,
    outside: true,
    rank,
  });
}

/** The name that PostgreSQL would choose: `orders_user_id_idx`. */
export function indexName(table: QualifiedName, columns: readonly string[], ending: string): string {
  return [table.name.text, ...columns, ending].join('_');
}
