import { withRenamed } from './mentions.ts';
import { current, type Replaying, tableOf, unseenColumn } from './replay.ts';
import { releaseKeys } from './replayKeys.ts';
import { refersTo, usersOf, useType } from './replayTables.ts';
import type { ChangeOf, ObjectName, SchemaChange } from './schemaFacts.ts';
import { type ConstraintState, columnOf, type IndexState, type TableState } from './schemaState.ts';
import { putObject, type SchemaStore, sameObject } from './store.ts';

/** Replays what happens to columns; false for any other change. */
export function changeColumns(replaying: Replaying, change: SchemaChange): boolean {
  switch (change.type) {
    case 'addColumn':
    case 'dropColumn':
    case 'renameColumn':
    case 'alterColumn':
      for (const table of withPartitions(replaying.store, change.table))
        changeColumn(replaying, current(replaying.store, table), change);
      return true;
    default:
      return false;
  }
}

type ColumnChange = ChangeOf<'addColumn' | 'dropColumn' | 'renameColumn' | 'alterColumn'>;

function changeColumn(replaying: Replaying, table: TableState, change: ColumnChange): void {
  switch (change.type) {
    case 'addColumn':
      addColumn(replaying, table, change);
      return;
    case 'dropColumn':
      dropColumn(replaying, table, change);
      return;
    case 'renameColumn':
      renameColumn(replaying, table, change);
      return;
    case 'alterColumn':
      alterColumn(replaying, table, change);
  }
}

function addColumn(replaying: Replaying, table: TableState, change: ChangeOf<'addColumn'>): void {
  const { store, dialect } = replaying;
  if (columnOf(table, change.column.name, dialect)) return;
  putObject(store.tables, {
    ...table,
    columns: [...table.columns, { ...change.column, made: replaying.made(change) }],
  });
  useType(store, table, change.column.type);
}

function alterColumn(replaying: Replaying, table: TableState, change: ChangeOf<'alterColumn'>): void {
  const { store, dialect } = replaying;
  const before = columnOf(table, change.column, dialect);
  const made = before?.made ?? replaying.made(change);
  const after = { ...(before ?? unseenColumn(change.column)), ...change.set, made };
  const columns = before ? table.columns.map(one => (one === before ? after : one)) : [...table.columns, after];
  putObject(store.tables, { ...table, columns });
  if (change.set.type !== undefined) useType(store, table, change.set.type);
}

/** What is said of the parent holds for its partitions and theirs. */
function withPartitions(store: SchemaStore, name: ObjectName): readonly ObjectName[] {
  const found = [current(store, name)];
  for (const table of found)
    for (const one of table.partitions) {
      const partition = tableOf(store, one);
      if (partition && !found.some(other => sameObject(other, partition))) found.push(partition);
    }
  return found;
}

/** Takes its indexes and constraints along, as PostgreSQL does; MySQL takes it out of its indexes. */
function dropColumn({ store, dialect }: Replaying, table: TableState, change: ChangeOf<'dropColumn'>): void {
  const name = columnOf(table, change.column, dialect)?.name ?? change.column;
  const shrinks = dialect === 'mysql' || dialect === 'mariadb';
  const indexes = table.indexes.flatMap((one): IndexState[] => {
    if (shrinks) return withoutColumn(one, name);
    return one.columns.includes(name) || one.include.includes(name) || one.mentions.includes(name) ? [] : [one];
  });
  const constraints = table.constraints.flatMap((one): ConstraintState[] => {
    const columns = one.columns.filter(other => other !== name);
    const isKey = one.type === 'primaryKey' || one.type === 'unique';
    if (shrinks && isKey) return columns.length === 0 ? [] : [{ ...one, columns }];
    return columns.length < one.columns.length || one.mentions.includes(name) ? [] : [one];
  });
  releaseKeys(store, table, { indexes, constraints });
  putObject(store.tables, { ...table, indexes, constraints, columns: table.columns.filter(one => one.name !== name) });
  if (change.cascade) dropUsesOf(store, table, name);
}

function withoutColumn(index: IndexState, name: string): IndexState[] {
  const items = index.items.filter(one => one.column !== name);
  return items.length === 0 ? [] : [{ ...index, items, columns: items.map(one => one.column) }];
}

/** CASCADE: foreign keys to the column go. */
function dropUsesOf(store: SchemaStore, table: TableState, column: string): void {
  for (const user of usersOf(store, table)) {
    const constraints = user.constraints.filter(
      one => !(one.references && refersTo(one.references, table) && one.referencedColumns.includes(column)),
    );
    if (constraints.length < user.constraints.length) putObject(store.tables, { ...user, constraints });
  }
}

function renameColumn({ store, dialect }: Replaying, table: TableState, change: ChangeOf<'renameColumn'>): void {
  const from = columnOf(table, change.column, dialect)?.name ?? change.column;
  const { to } = change;
  const name = <T extends string | undefined>(one: T): T | string => (one === from ? to : one);
  const text = (one: string | undefined): string | undefined => one && withRenamed(one, from, to, dialect);
  const mentioned = <T extends { readonly mentions: readonly string[] }>(one: T): T =>
    one.mentions.includes(from) ? { ...one, mentions: one.mentions.map(name) } : one;
  putObject(store.tables, {
    ...table,
    columns: table.columns.map(one => (one.name === from ? { ...one, name: to } : one)),
    indexes: table.indexes.map(one => {
      if (!one.columns.includes(from) && !one.include.includes(from) && !one.mentions.includes(from)) return one;
      const items = one.items.map(item => ({ ...item, column: name(item.column), expression: text(item.expression) }));
      const where = text(one.where);
      return { ...mentioned(one), items, where, columns: one.columns.map(name), include: one.include.map(name) };
    }),
    constraints: table.constraints.map(one => {
      if (!one.columns.includes(from) && !one.mentions.includes(from)) return one;
      return { ...mentioned(one), columns: one.columns.map(name), expression: text(one.expression) };
    }),
  });
  for (const user of [...usersOf(store, table), current(store, table)]) {
    const constraints = user.constraints.map(one =>
      one.references && refersTo(one.references, table) && one.referencedColumns.includes(from)
        ? { ...one, referencedColumns: one.referencedColumns.map(name) }
        : one,
    );
    putObject(store.tables, { ...user, constraints });
  }
}
