import { edit, type Located, type Span } from '#text';
import { locksOf } from '../locks/index.ts';
import type { Migration } from '../migration.ts';
import type { Statement } from '../model.ts';
import { applied, blockOf, isFenced, newMigration } from '../moving.ts';
import type { MigrationChange } from '../tools/index.ts';
import { isOpen } from '../transaction.ts';
import { inverseOf } from '../undo/inverse.ts';
import { type RowChange, rowChanges } from './rowChanges.ts';

/** A change of rows while a lock is held that keeps everybody out. */
export interface MixedChange extends Located {
  readonly change: RowChange;
  /** The statement that took the lock, and on which table. */
  readonly locked: string;
  readonly lockedBy: Statement;
}

/**
 * Changes of rows in one transaction with, and behind, a statement that has locked a table in use so that nobody reads it.
 * Those that are named by their key take no time; those of a whole table are a finding of their own.
 */
export function changesUnderLock(
  migration: Migration,
  sizes: Readonly<Record<string, number>>,
): readonly MixedChange[] {
  const some = rowChanges(migration, sizes).filter(one => one.reach === 'some');
  if (some.length === 0) return [];
  const holders = lockHolders(migration);
  return some.flatMap(change => {
    const { begunBy, id } = migration.transactionOf(change.statement);
    const unit = migration.unitOf(change.statement);
    const holder = holders.find(
      one =>
        one.transaction === id &&
        one.unit === unit &&
        one.statement.span.start < change.statement.span.start &&
        isOpen({ begunBy, id }),
    );
    return holder ? [{ change, locked: holder.table, lockedBy: holder.statement, span: change.span }] : [];
  });
}

interface Holder {
  readonly statement: Statement;
  readonly table: string;
  readonly transaction: number;
  readonly unit: unknown;
}

/** Statements that keep readers of a table in use out until their transaction ends. */
function lockHolders(migration: Migration): readonly Holder[] {
  const { document } = migration;
  return document.statementsOf('alterTable', 'dropTable', 'truncate', 'dropIndex').flatMap((statement): Holder[] => {
    if (!migration.isUp(statement) || !isOpen(migration.transactionOf(statement))) return [];
    const locks = locksOf(statement, migration);
    if (locks === 'unknown') return [];
    const held = locks.find(
      one =>
        one.mode === 'ACCESS EXCLUSIVE' &&
        !one.state?.madeHere &&
        !one.state?.temporary &&
        statement.type !== 'dropTable',
    );
    const { id } = migration.transactionOf(statement);
    return held ? [{ statement, table: held.table.name, transaction: id, unit: migration.unitOf(statement) }] : [];
  });
}

/**
 * Moves a change of rows, and all that stands behind it in its unit, to a migration that runs after this one: in a
 * transaction of its own. Undefined where the tool has none, or the text itself begins the transaction.
 */
export function splitBefore(migration: Migration, statement: Statement): MigrationChange | undefined {
  const unit = migration.unitOf(statement);
  if (!unit || migration.transactionOf(statement).begunBy === 'begin') return undefined;
  const all = migration.statementsOf(unit);
  const tail = all.slice(all.indexOf(statement));
  if (tail.some(one => one.templated || one.broken || isFenced(migration, one))) return undefined;
  const last = tail.at(-1)!;
  const [head, end] = [blockOf(migration, statement), blockOf(migration, last)];
  const span: Span = { start: head.content.start, end: end.content.end };
  const terminated = last.terminator ? [] : [edit.insert(last.span.end, ';')];
  const up = applied(migration.document.text, span, terminated);
  const back = inverseOf(migration, tail).lines.join('\n');
  const made = newMigration(migration, statement, {
    slug: 'data',
    up,
    down: back === '' ? undefined : back,
    outside: false,
    rank: 0,
  });
  if (!made) return undefined;
  const removal = edit.remove({ start: head.removal.start, end: end.removal.end });
  return { edits: [removal, ...made.edits], creates: made.creates };
}
