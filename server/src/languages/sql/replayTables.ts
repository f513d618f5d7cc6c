import { current, type Replaying, tableOf, unseenTable, update } from './replay.ts';
import { copyKeys } from './replayKeys.ts';
import type { ChangeOf, ObjectName, SchemaChange } from './schemaFacts.ts';
import type { ColumnState, TableState } from './schemaState.ts';
import {
  addName,
  homeOf,
  nameOf,
  putObject,
  removeName,
  removeObject,
  type SchemaStore,
  sameObject,
  userKey,
} from './store.ts';
import { typeNamed } from './typeNames.ts';

/** Replays what happens to whole tables and views; false for any other change. */
export function changeTables(replaying: Replaying, change: SchemaChange): boolean {
  const { store, here } = replaying;
  switch (change.type) {
    case 'createTable':
      createTable(replaying, change);
      return true;
    case 'createView':
      createView(replaying, change);
      return true;
    case 'dropTable': {
      const table = tableOf(store, change.table);
      if (table) dropTable(store, table);
      return true;
    }
    case 'renameTable':
      renameTable(replaying, change);
      return true;
    case 'setSchema': {
      const table = current(store, change.table);
      moveTable(store, table, { schema: change.schema, name: table.name });
      return true;
    }
    case 'attachPartition':
    case 'detachPartition':
      changePartition(store, change);
      return true;
    case 'setUnlogged':
      update(store, change.table, { unlogged: change.unlogged });
      return true;
    case 'setRowSecurity': {
      const before = current(store, change.table);
      const rowSecurity = change.enabled ?? before.rowSecurity;
      putObject(store.tables, { ...before, rowSecurity, rowSecurityForced: change.forced ?? before.rowSecurityForced });
      return true;
    }
    case 'taint':
      update(store, change.table, { uncertain: true, complete: false, mayHoldRows: true });
      return true;
    case 'fill':
      if (!current(store, change.table).mayHoldRows) update(store, change.table, { mayHoldRows: true });
      return true;
    case 'empty':
      // What an earlier migration emptied has been filled again since.
      if (here) update(store, change.table, { mayHoldRows: false });
      return true;
    default:
      return false;
  }
}

function createTable(replaying: Replaying, change: ChangeOf<'createTable'>): void {
  const { store, here } = replaying;
  const { complete, temporary, partitioned, partitionOf, filled, like, inherits } = change;
  const before = tableOf(store, change.table);
  // IF NOT EXISTS over a table of an earlier file does nothing.
  if (change.ifNotExists && before) return;
  if (change.orReplace && before) dropTable(store, before);
  const made = replaying.made(change);
  const name = homeOf(change.table);
  const own = change.columns.map((one): ColumnState => ({ ...one, made }));
  const parents = [...inherits, ...(partitionOf ? [partitionOf] : [])].map(one => tableOf(store, one));
  const models = like.map(one => ({ model: tableOf(store, one.table), including: one.including }));
  const inherited = parents.flatMap(one => one?.columns ?? []);
  const copied = models.flatMap(({ model, including }) => copiedColumns(model, including));
  const columns = merged(
    [...inherited, ...copied].map(one => ({ ...one, made })),
    own,
  );
  // What is left out is known as long as everything that it was taken from is.
  const isWhole = [...parents, ...models.map(one => one.model)].every(one => one?.complete);
  putObject(store.tables, {
    ...unseenTable(name),
    columns,
    complete: complete || (!filled && isWhole),
    temporary: temporary || unseenTable(name).temporary,
    unlogged: change.unlogged,
    partitioned,
    partitionOf,
    inherits,
    rowSecurity: false,
    madeHere: here,
    mayHoldRows: !here || filled,
    made,
  });
  for (const { model, including } of models) if (model) copyKeys(replaying, name, model, including, made);
  for (const column of columns) useType(store, name, column.type);
  if (partitionOf) {
    const parent = current(store, partitionOf);
    const defaultPartition = change.defaultPartition ? name : parent.defaultPartition;
    putObject(store.tables, {
      ...parent,
      partitioned: true,
      partitions: [...parent.partitions, name],
      defaultPartition,
    });
  }
}

/** Columns of one name are one, as written last; in the order in which they come first. */
function merged(inherited: readonly ColumnState[], own: readonly ColumnState[]): readonly ColumnState[] {
  if (inherited.length === 0) return own;
  const byName = new Map<string, ColumnState>();
  for (const one of [...inherited, ...own]) {
    const before = byName.get(one.name);
    // `PARTITION OF p (a NOT NULL)` names a column to add to it.
    byName.set(
      one.name,
      before && one.type === undefined ? { ...before, notNull: before.notNull || one.notNull } : one,
    );
  }
  return [...byName.values()];
}

/** LIKE takes names, types and NOT NULL; everything else only where it is asked for. */
function copiedColumns(model: TableState | undefined, including: readonly string[]): readonly ColumnState[] {
  const takes = (what: string): boolean => including.includes('ALL') || including.includes(what);
  return (model?.columns ?? []).map(one => {
    const isDefault = one.default !== undefined || one.numbering === 'serial';
    const kept = isDefault ? takes('DEFAULTS') : takes(one.generated ? 'GENERATED' : 'IDENTITY');
    if (!one.hasDefault || kept) return one;
    return { ...one, hasDefault: false, default: undefined, generated: undefined, numbering: undefined };
  });
}

/** Remembers that a table has a column of a type that somebody made. */
export function useType(store: SchemaStore, table: ObjectName, type: string | undefined): void {
  const name = typeNamed(type);
  if (name) addName(store.users, userKey('type', name.name), table);
}

function createView(replaying: Replaying, change: ChangeOf<'createView'>): void {
  const { store } = replaying;
  const { materialized, mentions, query, temporary, reads } = change;
  if (change.ifNotExists && tableOf(store, change.table)) return;
  const name = homeOf(change.table);
  putObject(store.tables, {
    ...unseenTable(name),
    kind: materialized ? 'materializedView' : 'view',
    temporary,
    reads,
    mentions,
    query,
    rowSecurity: false,
    madeHere: replaying.here,
    made: replaying.made(change),
  });
  for (const one of reads) addName(store.users, userKey('table', one.name), name);
}

/** Takes its indexes, and what depends on it: without CASCADE nothing does, or the statement would fail. */
export function dropTable(store: SchemaStore, table: TableState): void {
  removeObject(store.tables, table);
  for (const { name } of indexNames(table)) removeName(store.indexes, name, table);
  for (const user of usersOf(store, table)) {
    if (user.kind !== 'table') dropTable(store, user);
    else {
      const constraints = user.constraints.filter(one => !one.references || !refersTo(one.references, table));
      putObject(store.tables, { ...user, constraints });
    }
  }
  store.users.set(userKey('table', table.name), []);
  const parent = table.partitionOf && tableOf(store, table.partitionOf);
  if (parent) putObject(store.tables, withoutPartition(parent, table));
  for (const partition of table.partitions) {
    const state = tableOf(store, partition);
    if (state) dropTable(store, state);
  }
}

/** The tables with foreign keys to a table, and the views that read it; itself not. */
export function usersOf(store: SchemaStore, table: ObjectName): readonly TableState[] {
  const names = store.users.get(userKey('table', table.name)) ?? [];
  return names.flatMap(one => {
    const user = tableOf(store, one);
    if (!user || sameObject(user, table)) return [];
    const uses =
      user.constraints.some(one => one.references && refersTo(one.references, table)) ||
      user.reads.some(read => refersTo(read, table));
    return uses ? [user] : [];
  });
}

/** Whether a name of a foreign key or query means a table. */
export function refersTo(name: ObjectName, table: ObjectName): boolean {
  return name.name === table.name && (name.schema === undefined || (table.schema ?? 'public') === name.schema);
}

function indexNames({ indexes, constraints }: TableState): readonly { readonly name: string }[] {
  return [...indexes, ...constraints].map(one => ({ name: one.knownAs }));
}

/** ALTER TABLE renames views, and in PostgreSQL even indexes. */
function renameTable({ store }: Replaying, { table: name, to }: ChangeOf<'renameTable'>): void {
  const table = tableOf(store, name);
  if (!table && store.sequences.get(name.name)?.length) return;
  const from = table ?? unseenTable(name);
  moveTable(store, from, { schema: to.schema ?? from.schema, name: to.name });
}

/** Gives a table another name or schema; what names it follows. */
export function moveTable(store: SchemaStore, table: TableState, to: ObjectName): void {
  const moved = (one: ObjectName): ObjectName => (refersTo(one, table) ? nameOf(to) : one);
  const users = usersOf(store, table);
  removeObject(store.tables, table);
  const own = table.constraints.map(one => (one.references ? { ...one, references: moved(one.references) } : one));
  putObject(store.tables, { ...table, ...nameOf(to), constraints: own });
  for (const { name } of indexNames(table)) {
    if (!store.indexes.get(name)?.some(one => sameObject(one, table))) continue;
    removeName(store.indexes, name, table);
    addName(store.indexes, name, to);
  }
  for (const user of users) {
    const constraints = user.constraints.map(one =>
      one.references ? { ...one, references: moved(one.references) } : one,
    );
    putObject(store.tables, { ...user, constraints, reads: user.reads.map(moved) });
    addName(store.users, userKey('table', to.name), user);
  }
  if (own.some(one => one.references && refersTo(one.references, to)))
    addName(store.users, userKey('table', to.name), to);
  renameInUse(store, table, to);
  const parent = table.partitionOf && tableOf(store, table.partitionOf);
  if (parent) putObject(store.tables, withPartitionMoved(parent, table, to));
  for (const partition of table.partitions) {
    const state = tableOf(store, partition);
    if (state) putObject(store.tables, { ...state, partitionOf: nameOf(to) });
  }
}

/** Under the things that it uses, a table stands with its name. */
function renameInUse(store: SchemaStore, table: TableState, to: ObjectName): void {
  const keys = [
    ...table.constraints.flatMap(one => (one.references ? [userKey('table', one.references.name)] : [])),
    ...table.reads.map(one => userKey('table', one.name)),
    ...table.columns.flatMap(one => typeNamed(one.type) ?? []).map(one => userKey('type', one.name)),
    ...table.triggers.flatMap(one => (one.routine ? [userKey('routine', one.routine.name)] : [])),
  ];
  for (const key of new Set(keys)) {
    removeName(store.users, key, table);
    addName(store.users, key, to);
  }
}

function withoutPartition(parent: TableState, partition: ObjectName): TableState {
  const isIt = (one: ObjectName): boolean => sameObject(one, partition);
  const { defaultPartition } = parent;
  return {
    ...parent,
    partitions: parent.partitions.filter(one => !isIt(one)),
    defaultPartition: defaultPartition && isIt(defaultPartition) ? undefined : defaultPartition,
  };
}

function withPartitionMoved(parent: TableState, partition: ObjectName, to: ObjectName): TableState {
  const moved = (one: ObjectName): ObjectName => (sameObject(one, partition) ? nameOf(to) : one);
  const { defaultPartition } = parent;
  return {
    ...parent,
    partitions: parent.partitions.map(moved),
    defaultPartition: defaultPartition && moved(defaultPartition),
  };
}

function changePartition(store: SchemaStore, change: ChangeOf<'attachPartition' | 'detachPartition'>): void {
  const parent = withoutPartition(current(store, change.table), current(store, change.partition));
  const partition = nameOf(current(store, change.partition));
  if (change.type === 'detachPartition') {
    putObject(store.tables, { ...parent, partitioned: true });
    update(store, change.partition, { partitionOf: undefined });
    return;
  }
  const defaultPartition = change.defaultPartition ? partition : parent.defaultPartition;
  const partitions = [...parent.partitions, partition];
  putObject(store.tables, { ...parent, partitioned: true, partitions, defaultPartition });
  update(store, change.partition, { partitionOf: nameOf(parent) });
}
