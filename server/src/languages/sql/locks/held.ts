import { objectName } from '../changes.ts';
import { memoised } from '../memo.ts';
import type { Migration } from '../migration.ts';
import type { Statement } from '../model.ts';
import { isOpen } from '../transaction.ts';
import { isInUse, locksOf, type TableLock } from './locks.ts';
import { blocks, type LockWork } from './modes.ts';

/** A statement that keeps a table locked for everybody which an earlier one of its transaction has locked. */
export interface LateStatement {
  readonly statement: Statement;
  readonly held: TableLock;
  /** Where `held` was locked. */
  readonly since: Statement;
  /** What takes its time, or the second table that it has to wait for. */
  readonly lock: TableLock;
}

/**
 * For each transaction of the way forward: the first statement that scans, builds or rewrites while another table in use
 * is locked for everybody (or the same one, where the statement alone would block nobody); else the first one that locks
 * a second table so.
 */
export const lateStatements: (migration: Migration) => readonly LateStatement[] = memoised(migration => {
  const found: LateStatement[] = [];
  for (const unit of migration.units) {
    if (unit.direction !== 'up') continue;
    for (const transaction of transactionsIn(migration, migration.statementsOf(unit))) {
      const late = latest(migration, transaction);
      if (late) found.push(late);
    }
  }
  return found;
});

/** The statements of each open transaction, in order. */
function transactionsIn(migration: Migration, statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const byId = new Map<number, Statement[]>();
  for (const statement of statements) {
    const transaction = migration.transactionOf(statement);
    if (!isOpen(transaction)) continue;
    const group = byId.get(transaction.id);
    if (group) group.push(statement);
    else byId.set(transaction.id, [statement]);
  }
  return [...byId.values()].filter(one => one.length > 1);
}

function latest(migration: Migration, statements: readonly Statement[]): LateStatement | undefined {
  const held: { readonly held: TableLock; readonly since: Statement }[] = [];
  let second: LateStatement | undefined;
  const dropped = new Set(
    statements.flatMap(one => (one.type === 'dropTable' ? one.names.map(name => name.name.text) : [])),
  );
  for (const statement of statements) {
    if (statement.type === 'rollback' || statement.type === 'rollbackToSavepoint') return undefined;
    const locks = locksOf(statement, migration);
    if (locks === 'unknown') continue;
    const used = locks.filter(isInUse);
    for (const lock of used) {
      const other = held.find(one => !sameTable(one.held, lock));
      // What blocks its own table is told by the rule for that statement.
      const harmless = blocks(lock.mode) === 'nobody' && !isValidationOfNew(migration, statement);
      const delayed = other ?? (harmless ? held[0] : undefined);
      if (delayed && SLOW.includes(lock.work)) return { ...delayed, statement, lock };
      const had = held.some(one => sameTable(one.held, lock));
      if (other && !had && blocks(lock.mode) === 'everybody' && !dropped.has(lock.table.name))
        second ??= { ...other, statement, lock: { ...lock, work: 'none' } };
    }
    // Nobody will use a table that is about to go.
    const kept = used.filter(one => blocks(one.mode) === 'everybody' && !dropped.has(one.table.name));
    held.push(...kept.map(lock => ({ held: lock, since: statement })));
  }
  return second;
}

const SLOW: readonly LockWork[] = ['scan', 'build', 'rewrite'];

/** VALIDATE of what the same migration has added: `sql/validate-in-same-transaction` tells of it. */
function isValidationOfNew(migration: Migration, statement: Statement): boolean {
  if (statement.type !== 'alterTable' || !statement.table) return false;
  const state = migration.tableBefore(statement, objectName(statement.table));
  return statement.actions.some(
    action =>
      action.type === 'validateConstraint' &&
      state?.constraints.find(one => one.knownAs === action.name.text)?.made?.statement,
  );
}

function sameTable({ table: a }: TableLock, { table: b }: TableLock): boolean {
  return a.name === b.name && (a.schema ?? 'public') === (b.schema ?? 'public');
}
