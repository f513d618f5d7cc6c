import type { ColumnFact, ConstraintFact, IndexFact, ObjectName, SchemaChange } from './changes.ts';

/** A table (or view) at one point of the history. */
export interface TableState extends ObjectName {
  readonly kind: 'table' | 'view' | 'materializedView';
  readonly columns: readonly ColumnFact[];
  /** False where it has columns that nobody wrote down (LIKE, a query, a table that was there before the history). */
  readonly complete: boolean;
  readonly indexes: readonly IndexFact[];
  readonly constraints: readonly ConstraintFact[];
  readonly temporary: boolean;
  readonly partitioned: boolean;
  readonly partitionOf: ObjectName | undefined;
  readonly partitions: readonly ObjectName[];
  /** Made by the file under check; else by an earlier one. */
  readonly madeHere: boolean;
  /** False only where it was made or emptied here and nothing has been put into it since. */
  readonly mayHoldRows: boolean;
}

export interface TypeState extends ObjectName {
  /** The labels of an enum; undefined for a domain. */
  readonly values: readonly string[] | undefined;
}

/** A map that somebody else may be layered over. */
export interface Store<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
}

/** Everything by its bare name, since a search path may fill in the schema: the few of one name are told apart later. */
export interface SchemaStore {
  readonly tables: Store<readonly TableState[]>;
  readonly types: Store<readonly TypeState[]>;
  /** The table of an index. */
  readonly indexes: Store<readonly ObjectName[]>;
}

/** What a schema looks like at one point of the history. */
export interface SchemaState {
  table(name: ObjectName): TableState | undefined;
  type(name: ObjectName): TypeState | undefined;
  /** The table that an index belongs to. */
  tableOfIndex(index: ObjectName): TableState | undefined;
}

export function schemaOf(store: SchemaStore): SchemaState {
  const table = (name: ObjectName): TableState | undefined => pick(store.tables.get(name.name), name);
  return {
    table,
    type: name => pick(store.types.get(name.name), name),
    tableOfIndex: index => {
      const tables = store.indexes.get(index.name) ?? [];
      const owner = tables.length > 1 && index.schema !== undefined ? pick(tables, { ...index, name: '' }) : tables[0];
      return owner && table(owner);
    },
  };
}

/** The one that a name means: that of its schema, else, where none is written, the public one or the only one. */
export function pick<T extends ObjectName>(
  candidates: readonly T[] | undefined,
  { schema }: ObjectName,
): T | undefined {
  if (!candidates) return undefined;
  const same = candidates.find(one => (one.schema ?? 'public') === (schema ?? 'public'));
  if (same) return same;
  // `CREATE TABLE app.t` and later `t` under a search path, or the other way round.
  const [only] = candidates;
  return candidates.length === 1 && only && (schema === undefined || only.schema === undefined) ? only : undefined;
}

/** Replays one change. `here`: it is the file under check that makes it. */
export function applyChange(store: SchemaStore, change: SchemaChange, here: boolean): void {
  const current = (name: ObjectName): TableState => schemaOf(store).table(name) ?? unseenTable(name);
  const update = (name: ObjectName, set: Partial<TableState>): void => put(store, { ...current(name), ...set });
  switch (change.type) {
    case 'createTable':
      createTable(store, change, here);
      return;
    case 'createView':
      put(store, {
        ...unseenTable(change.table),
        kind: change.materialized ? 'materializedView' : 'view',
        madeHere: here,
      });
      return;
    case 'dropTable':
      remove(store, current(change.table));
      return;
    case 'renameTable':
    case 'setSchema': {
      const before = current(change.table);
      const to = change.type === 'renameTable' ? change.to : { schema: change.schema, name: before.name };
      remove(store, before);
      put(store, { ...before, name: to.name, schema: to.schema ?? before.schema });
      return;
    }
    case 'addColumn': {
      const { columns } = current(change.table);
      const there = columns.some(one => one.name === change.column.name);
      if (!there) update(change.table, { columns: [...columns, change.column] });
      return;
    }
    case 'dropColumn':
      dropColumn(store, current(change.table), change.column);
      return;
    case 'renameColumn':
      renameColumn(store, current(change.table), change.column, change.to);
      return;
    case 'alterColumn': {
      const { columns } = current(change.table);
      const before = columns.find(one => one.name === change.column) ?? unseenColumn(change.column);
      const after = { ...before, ...change.set };
      update(change.table, { columns: [...columns.filter(one => one.name !== change.column), after] });
      return;
    }
    case 'createIndex': {
      const table = current(change.table);
      const { name } = change.index;
      if (name !== undefined) store.indexes.set(name, [...(store.indexes.get(name) ?? []), nameOf(table)]);
      put(store, { ...table, indexes: [...table.indexes, change.index] });
      return;
    }
    case 'dropIndex':
    case 'renameIndex': {
      const table = schemaOf(store).tableOfIndex(change.index);
      if (!table) return;
      const { name } = change.index;
      store.indexes.set(
        name,
        (store.indexes.get(name) ?? []).filter(one => !sameObject(one, table)),
      );
      const others = table.indexes.filter(one => one.name !== name);
      const renamed = table.indexes
        .filter(one => one.name === name && change.type === 'renameIndex')
        .map(one => ({ ...one, name: change.type === 'renameIndex' ? change.to : name }));
      for (const one of renamed) store.indexes.set(one.name, [...(store.indexes.get(one.name) ?? []), nameOf(table)]);
      put(store, { ...table, indexes: [...others, ...renamed] });
      return;
    }
    case 'addConstraint':
      update(change.table, { constraints: [...current(change.table).constraints, change.constraint] });
      return;
    case 'dropConstraint': {
      const { constraints } = current(change.table);
      update(change.table, { constraints: constraints.filter(one => one.name !== change.name) });
      return;
    }
    case 'attachPartition':
    case 'detachPartition': {
      const others = current(change.table).partitions.filter(one => !sameObject(one, change.partition));
      const attached = change.type === 'attachPartition';
      update(change.table, { partitioned: true, partitions: attached ? [...others, change.partition] : others });
      update(change.partition, { partitionOf: attached ? change.table : undefined });
      return;
    }
    case 'fill':
      update(change.table, { mayHoldRows: true });
      return;
    case 'empty':
      // What an earlier migration emptied has been filled again since.
      if (here) update(change.table, { mayHoldRows: false });
      return;
    case 'createEnum':
      putType(store, { ...change.name, values: change.values });
      return;
    case 'createDomain':
      putType(store, { ...change.name, values: undefined });
      return;
    case 'addEnumValue': {
      const before = pick(store.types.get(change.name.name), change.name);
      putType(store, { ...(before ?? change.name), values: [...(before?.values ?? []), change.value] });
      return;
    }
    case 'dropType':
      store.types.set(
        change.name.name,
        (store.types.get(change.name.name) ?? []).filter(one => !sameObject(one, change.name)),
      );
  }
}

/** A table that no migration made: it may have any column. */
function unseenTable({ schema, name }: ObjectName): TableState {
  return {
    schema,
    name,
    kind: 'table',
    columns: [],
    complete: false,
    indexes: [],
    constraints: [],
    temporary: schema?.startsWith('pg_temp') ?? false,
    partitioned: false,
    partitionOf: undefined,
    partitions: [],
    madeHere: false,
    mayHoldRows: true,
  };
}

function unseenColumn(name: string): ColumnFact {
  return { name, type: undefined, args: [], array: false, notNull: false, hasDefault: false };
}

function createTable(store: SchemaStore, change: Extract<SchemaChange, { type: 'createTable' }>, here: boolean): void {
  const { table, columns, complete, temporary, partitioned, partitionOf, filled } = change;
  // IF NOT EXISTS over a table of an earlier file does nothing.
  if (change.ifNotExists && schemaOf(store).table(table)) return;
  put(store, {
    ...unseenTable(table),
    columns,
    complete,
    temporary: temporary || unseenTable(table).temporary,
    partitioned,
    partitionOf,
    madeHere: here,
    mayHoldRows: !here || filled,
  });
  if (partitionOf) {
    const parent = schemaOf(store).table(partitionOf) ?? unseenTable(partitionOf);
    put(store, { ...parent, partitioned: true, partitions: [...parent.partitions, table] });
  }
}

/** Takes its indexes and constraints along, as PostgreSQL does. */
function dropColumn(store: SchemaStore, table: TableState, column: string): void {
  put(store, {
    ...table,
    columns: table.columns.filter(one => one.name !== column),
    indexes: table.indexes.filter(one => !one.columns.includes(column)),
    constraints: table.constraints.filter(one => !one.columns.includes(column)),
  });
}

function renameColumn(store: SchemaStore, table: TableState, column: string, to: string): void {
  const renamed = <T>(name: T): T | string => (name === column ? to : name);
  put(store, {
    ...table,
    columns: table.columns.map(one => (one.name === column ? { ...one, name: to } : one)),
    indexes: table.indexes.map(one => ({ ...one, columns: one.columns.map(renamed) })),
    constraints: table.constraints.map(one => ({ ...one, columns: one.columns.map(renamed) })),
  });
}

function put(store: SchemaStore, table: TableState): void {
  const others = (store.tables.get(table.name) ?? []).filter(one => !sameObject(one, table));
  store.tables.set(table.name, [...others, table]);
}

function remove(store: SchemaStore, table: TableState): void {
  store.tables.set(
    table.name,
    (store.tables.get(table.name) ?? []).filter(one => !sameObject(one, table)),
  );
}

function putType(store: SchemaStore, type: TypeState): void {
  const others = (store.types.get(type.name) ?? []).filter(one => !sameObject(one, type));
  store.types.set(type.name, [...others, type]);
}

function nameOf({ schema, name }: ObjectName): ObjectName {
  return { schema, name };
}

function sameObject(a: ObjectName, b: ObjectName): boolean {
  return a.name === b.name && (a.schema ?? 'public') === (b.schema ?? 'public');
}
