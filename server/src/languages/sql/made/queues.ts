import { memoised } from '../memo.ts';
import type { Migration } from '../migration.ts';
import type { ColumnDefinition } from '../model.ts';
import type { TableState } from '../schemaState.ts';
import { eventNameOf } from './events.ts';
import { primaryKeyOf } from './keys.ts';
import { isBoolean, isTime, namesCompletion, namesCompletionFlag, namesQueue, namesState } from './names.ts';
import { type MadeTable, tablesMade } from './tables.ts';

/** A table that is worked off row by row, and that no index over the open rows helps. */
export interface UnservedQueue extends MadeTable {
  /** The column that tells open rows from done ones. */
  readonly column: string;
  /** What holds for the open rows, as it is to be written; undefined where that is not sure. */
  readonly open: string | undefined;
  /** The columns by which the next row is found. */
  readonly order: readonly string[];
}

/** The queues among the lasting tables that a migration makes which have no index for that after the last one. */
export function unservedQueues(migration: Migration): readonly UnservedQueue[] {
  return tablesMade(migration).flatMap((made): UnservedQueue[] => {
    const { table, statement } = made;
    if (!isQueue(table) || !table.complete || table.indexes.some(one => one.where !== undefined)) return [];
    const marker = openRows(statement.columns, migration);
    const order = primaryKeyOf(table);
    const kept = marker && table.columns.some(one => one.name === marker.column);
    // What tells the open rows of a tenant or a queue from all others is large, but it is no scan.
    if (table.indexes.some(one => one.columns.includes(marker?.column))) return [];
    return kept && order.length > 0 ? [{ ...made, ...marker, order }] : [];
  });
}

const isQueue = memoised((table: TableState) => namesQueue(table.name) || eventNameOf(table)?.ambiguous === false);

const OPEN_STATE = /^'(?:pending|queued|new|ready|waiting|scheduled|unprocessed|unpublished|enqueued|available)'/i;

function openRows(
  columns: readonly ColumnDefinition[],
  { document, dialect }: Migration,
): Pick<UnservedQueue, 'column' | 'open'> | undefined {
  for (const { name, type, constraints } of columns) {
    if (!type) continue;
    const optional = !constraints.some(one => one.type === 'notNull' || one.type === 'primaryKey');
    if (optional && namesCompletion(name.text) && isTime(type.name, dialect))
      return { column: name.text, open: `${document.textOf(name)} IS NULL` };
    if (namesCompletionFlag(name.text) && isBoolean(type.name))
      return { column: name.text, open: `NOT ${document.textOf(name)}` };
    const value = constraints.find(one => one.type === 'default')?.value?.text;
    const state = namesState(name.text) && value !== undefined ? OPEN_STATE.exec(value)?.[0] : undefined;
    if (state) return { column: name.text, open: `${document.textOf(name)} = ${state}` };
  }
  return undefined;
}
