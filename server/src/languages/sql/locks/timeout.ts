import type { TextEdit } from '#text';
import { insertBefore } from '../expand/insertions.ts';
import type { Migration } from '../migration.ts';
import type { Statement } from '../model.ts';
import { isOpen, refusesTransaction } from '../transaction.ts';
import { isInUse, locksOf, type TableLock } from './locks.ts';
import { blocks } from './modes.ts';

/** The first statement of the way forward that keeps writers of a table in use waiting, no lock_timeout before it. */
export function firstWithoutTimeout(
  migration: Migration,
): { readonly statement: Statement; readonly lock: TableLock; readonly fix: TextEdit | undefined } | undefined {
  for (const unit of migration.units) {
    if (unit.direction !== 'up') continue;
    const statements = migration.statementsOf(unit);
    for (const statement of statements) {
      if (setsLockTimeout(statement)) return undefined;
      const locks = locksOf(statement, migration);
      const lock = locks === 'unknown' ? undefined : locks.find(one => isInUse(one) && blocks(one.mode) !== 'nobody');
      if (!lock) continue;
      // A statement more may make a transaction of what is none.
      const fragile = statements.length === 1 && statements.some(refusesTransaction);
      const local = isOpen(migration.transactionOf(statement)) ? 'LOCAL ' : '';
      return {
        statement,
        lock,
        fix: fragile ? undefined : insertBefore(migration, statement, [`SET ${local}lock_timeout = '2s';`]),
      };
    }
  }
  return undefined;
}

/** SET lock_timeout, or `SELECT set_config('lock_timeout', ...)`. */
function setsLockTimeout(statement: Statement): boolean {
  if (statement.type === 'set') return statement.name === 'lock_timeout';
  return statement.type === 'select' && /\bset_config\s*\(\s*'lock_timeout'/i.test(statement.text);
}
