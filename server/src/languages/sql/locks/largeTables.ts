import type { SqlSettings } from '../../contract.ts';
import { objectName } from '../changes.ts';
import type { Migration } from '../migration.ts';
import type { QualifiedName, Statement } from '../model.ts';
import { isInUse, locksOf } from './locks.ts';
import { blocks, type LockWork } from './modes.ts';
import { tableCopies } from './mysqlCopy.ts';

/** A statement that works through all rows of a large table while others cannot write it. */
export interface LargeChange {
  readonly statement: Statement;
  /** Where the statement names the table; undefined where it does not. */
  readonly table: QualifiedName | undefined;
  readonly name: string;
  readonly rows: number;
  readonly work: LockWork;
  readonly blocks: 'writers' | 'everybody';
}

/** Statements that lock one of the tables whose size the config tells, if it holds more than `most` rows. */
export function largeChanges(migration: Migration, { tableSizes }: SqlSettings, most: number): readonly LargeChange[] {
  const sizes = Object.entries(tableSizes).filter(([, rows]) => rows > most);
  if (sizes.length === 0) return [];
  const rowsOf = (schema: string | undefined, name: string): number | undefined =>
    sizes.find(([key]) => key === `${schema ?? 'public'}.${name}` || key === name)?.[1];
  if (migration.dialect !== 'postgresql') {
    return tableCopies(migration).flatMap(({ statement }) => {
      const { table } = statement;
      const rows = table && rowsOf(table.schema?.text, table.name.text);
      if (!table || rows === undefined) return [];
      return [{ statement, table, name: table.name.text, rows, work: 'rewrite', blocks: 'writers' }];
    });
  }
  return migration.document.statements.flatMap((statement): LargeChange[] => {
    if (!migration.isUp(statement)) return [];
    const locks = locksOf(statement, migration);
    if (locks === 'unknown') return [];
    return locks.flatMap(lock => {
      const { work } = lock;
      const who = blocks(lock.mode);
      const rows = rowsOf(lock.state?.schema ?? lock.table.schema, lock.table.name);
      if (rows === undefined || who === 'nobody' || !isInUse(lock)) return [];
      if (work !== 'scan' && work !== 'build' && work !== 'rewrite') return [];
      return [{ statement, table: nameIn(statement, lock.table.name), name: lock.table.name, rows, work, blocks: who }];
    });
  });
}

function nameIn(statement: Statement, name: string): QualifiedName | undefined {
  const written =
    statement.type === 'alterTable' || statement.type === 'createIndex'
      ? statement.table
      : statement.type === 'vacuum' || statement.type === 'cluster' || statement.type === 'reindex'
        ? statement.name
        : undefined;
  return written && objectName(written).name === name ? written : undefined;
}
