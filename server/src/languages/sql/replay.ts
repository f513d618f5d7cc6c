import type { Statement } from './model.ts';
import { changeColumns } from './replayColumns.ts';
import { changeKeys } from './replayKeys.ts';
import { changeObjects } from './replayObjects.ts';
import { changeTables } from './replayTables.ts';
import type { ObjectName, SchemaChange } from './schemaFacts.ts';
import type { ColumnState, Made, TableState } from './schemaState.ts';
import { pick, putObject, type SchemaStore } from './store.ts';

/** What is being replayed. */
export interface Replaying {
  readonly store: SchemaStore;
  /** The file under check makes the changes. */
  readonly here: boolean;
  readonly dialect: Statement['dialect'];
  /** Where a change stands. */
  made(change: SchemaChange): Made;
}

/** Replays one change. */
export function applyChange(replaying: Replaying, change: SchemaChange): void {
  changeTables(replaying, change) ||
    changeColumns(replaying, change) ||
    changeKeys(replaying, change) ||
    changeObjects(replaying, change);
}

export function tableOf({ tables }: SchemaStore, name: ObjectName): TableState | undefined {
  return pick(tables.get(name.name), name);
}

/** The table of that name, or one that nothing is known of. */
export function current(store: SchemaStore, name: ObjectName): TableState {
  return tableOf(store, name) ?? unseenTable(name);
}

export function update(store: SchemaStore, name: ObjectName, set: Partial<TableState>): void {
  putObject(store.tables, { ...current(store, name), ...set });
}

/** A table that no migration made: it may have any column. */
export function unseenTable({ schema, name }: ObjectName): TableState {
  return {
    schema,
    name,
    kind: 'table',
    columns: [],
    complete: false,
    indexes: [],
    constraints: [],
    temporary: schema?.startsWith('pg_temp') ?? false,
    unlogged: false,
    partitioned: false,
    partitionOf: undefined,
    partitions: [],
    defaultPartition: undefined,
    inherits: [],
    triggers: [],
    policies: [],
    rowSecurity: undefined,
    rowSecurityForced: false,
    reads: [],
    mentions: [],
    query: undefined,
    uncertain: false,
    madeHere: false,
    mayHoldRows: true,
    made: undefined,
  };
}

export function unseenColumn(name: string): ColumnState {
  return {
    name,
    type: undefined,
    args: [],
    array: false,
    notNull: false,
    hasDefault: false,
    default: undefined,
    generated: undefined,
    numbering: undefined,
    made: undefined,
  };
}
