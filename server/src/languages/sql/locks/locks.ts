import type { ObjectName } from '../changes.ts';
import type { Migration } from '../migration.ts';
import type { Statement } from '../model.ts';
import type { TableState } from '../schemaState.ts';
import { type LockedTable, locksOfAction } from './alterLocks.ts';
import { heavierWork, type LockMode, type LockWork, strongerMode } from './modes.ts';
import { locksOfOther } from './otherLocks.ts';

/** A lock that a statement takes on a table that was there before it. */
export interface TableLock {
  readonly table: ObjectName;
  readonly mode: LockMode;
  /** What it does with the table while it holds the lock. */
  readonly work: LockWork;
  /** The table as the statement finds it; undefined where no migration made it. */
  readonly state: TableState | undefined;
}

/**
 * Which tables a statement locks on PostgreSQL, each once with its strongest mode. `unknown` where the text cannot tell: a
 * templated or broken statement, DO, CALL, a rare form of ALTER TABLE. Locks on tables that it makes are left out.
 * Modes and work were measured on PostgreSQL 15.18; nothing of it differs from 12 on.
 */
export function locksOf(statement: Statement, migration: Migration): readonly TableLock[] | 'unknown' {
  if (statement.templated || statement.broken) return 'unknown';
  const found = read(statement, migration);
  if (!found) return 'unknown';
  const merged = new Map<string, TableLock>();
  for (const { table, mode, work } of found) {
    const state = migration.tableBefore(statement, table);
    const key = `${state?.schema ?? table.schema ?? ''}.${table.name}`;
    const before = merged.get(key);
    merged.set(key, {
      table,
      mode: before ? strongerMode(before.mode, mode) : mode,
      work: before ? heavierWork(before.work, work) : work,
      state,
    });
  }
  return [...merged.values()];
}

/** Whether others may be using a table: neither temporary nor made by the same migration. */
export function isInUse({ state, table }: TableLock): boolean {
  return !state?.madeHere && !state?.temporary && !/^pg_temp/i.test(table.schema ?? '');
}

function read(statement: Statement, migration: Migration): readonly LockedTable[] | undefined {
  if (statement.type !== 'alterTable') return locksOfOther(statement, migration);
  const { table, actions } = statement;
  if (!table || actions.length === 0) return undefined;
  const name = { schema: table.schema?.text, name: table.name.text };
  const state = migration.tableBefore(statement, name);
  const situation = { table: name, state, schema: migration.before(statement) };
  const locks = actions.map(action => locksOfAction(action, situation));
  return locks.some(one => one === undefined) ? undefined : locks.flatMap(one => one ?? []);
}
