import { constraintName, indexName } from './defaultNames.ts';
import type { Statement } from './model.ts';
import { current, type Replaying, tableOf, update } from './replay.ts';
import { refersTo, usersOf } from './replayTables.ts';
import type { ChangeOf, ConstraintFact, IndexFact, ObjectName, SchemaChange } from './schemaFacts.ts';
import { type ConstraintState, type IndexState, type Made, schemaOf, type TableState } from './schemaState.ts';
import { addName, putObject, removeName, type SchemaStore, userKey } from './store.ts';

/** Replays what happens to indexes and constraints; false for any other change. */
export function changeKeys(replaying: Replaying, change: SchemaChange): boolean {
  const { store, dialect } = replaying;
  switch (change.type) {
    case 'createIndex': {
      const table = current(store, change.table);
      if (change.ifNotExists && table.indexes.some(one => one.knownAs === change.index.name)) return true;
      addIndex(store, table, change.index, dialect, replaying.made(change));
      return true;
    }
    case 'dropIndex':
    case 'renameIndex':
      changeIndex(replaying, change);
      return true;
    case 'addConstraint':
      addConstraint(replaying, current(store, change.table), change.constraint, replaying.made(change));
      return true;
    case 'dropConstraint': {
      const table = current(store, change.table);
      const dropped = table.constraints.filter(one => one.knownAs === change.name);
      dropConstraints(store, table, dropped, change.cascade);
      return true;
    }
    case 'dropPrimaryKey': {
      const table = current(store, change.table);
      const dropped = table.constraints.filter(one => one.type === 'primaryKey');
      dropConstraints(store, table, dropped, false);
      return true;
    }
    case 'validateConstraint':
      changeConstraint(store, change.table, change.name, { valid: true });
      return true;
    case 'renameConstraint':
      renameConstraint(store, change);
      return true;
    default:
      return false;
  }
}

/** MySQL's names of indexes are those of their table alone. */
function areGlobal(dialect: Statement['dialect']): boolean {
  return dialect === 'postgresql' || dialect === 'sqlite';
}

function isTaken(store: SchemaStore, table: TableState, global: boolean): (name: string) => boolean {
  const anywhere = (name: string): boolean =>
    [...(store.indexes.get(name) ?? []), ...(store.tables.get(name) ?? [])].length > 0;
  return name =>
    table.indexes.some(one => one.knownAs === name) ||
    table.constraints.some(one => one.knownAs === name) ||
    (global && anywhere(name));
}

function addIndex(
  store: SchemaStore,
  table: TableState,
  index: IndexFact,
  dialect: Statement['dialect'],
  made: Made | undefined,
): void {
  const global = areGlobal(dialect);
  const knownAs = index.name ?? indexName(table, index, dialect, isTaken(store, table, global));
  addName(store.indexes, knownAs, table);
  putObject(store.tables, { ...table, indexes: [...table.indexes, { ...index, knownAs, made }] });
}

/** The table of an index: the one that is named, else the one that has it. */
function ownerOf(store: SchemaStore, change: ChangeOf<'dropIndex' | 'renameIndex'>): TableState | undefined {
  return change.table ? tableOf(store, change.table) : schemaOf(store).tableOfIndex(change.index);
}

function changeIndex({ store, dialect }: Replaying, change: ChangeOf<'dropIndex' | 'renameIndex'>): void {
  const { name } = change.index;
  const table = ownerOf(store, change);
  if (!table) return;
  const constraint = table.constraints.find(one => one.knownAs === name);
  if (change.type === 'renameIndex') {
    removeName(store.indexes, name, table);
    addName(store.indexes, change.to, table);
    const renamed = { name: change.to, knownAs: change.to };
    // The constraint of an index has its name.
    const indexes = table.indexes.map(one => (one.knownAs === name ? { ...one, ...renamed } : one));
    const constraints = table.constraints.map(one => (one === constraint ? { ...one, ...renamed } : one));
    putObject(store.tables, { ...table, indexes, constraints });
    return;
  }
  if (constraint && !areGlobal(dialect)) dropConstraints(store, table, [constraint], false);
  // PostgreSQL refuses to drop the index of a constraint.
  if (constraint) return;
  removeName(store.indexes, name, table);
  putObject(store.tables, { ...table, indexes: table.indexes.filter(one => one.knownAs !== name) });
}

function hasIndex({ type }: ConstraintFact): boolean {
  return type === 'primaryKey' || type === 'unique' || type === 'exclude';
}

function addConstraint(
  { store, dialect }: Replaying,
  table: TableState,
  fact: ConstraintFact,
  made: Made | undefined,
): void {
  const { name, references } = fact;
  if (name !== undefined && table.constraints.some(one => one.knownAs === name)) return;
  const global = areGlobal(dialect);
  const taken = table.indexes.find(one => one.knownAs === fact.usingIndex);
  const columns = taken ? taken.columns.flatMap(one => one ?? []) : fact.columns;
  // USING INDEX without CONSTRAINT: the constraint takes the name of the index.
  const chosen = name ?? taken?.knownAs;
  const knownAs =
    chosen ?? constraintName(table, { ...fact, columns }, dialect, isTaken(store, table, global && hasIndex(fact)));
  const nullsNotDistinct = fact.nullsNotDistinct || (taken?.nullsNotDistinct ?? false);
  const constraint: ConstraintState = { ...fact, columns, nullsNotDistinct, knownAs, made };
  if (taken) removeName(store.indexes, taken.knownAs, table);
  if (global && hasIndex(fact)) addName(store.indexes, knownAs, table);
  if (references) addName(store.users, userKey('table', references.name), table);
  const required = fact.type === 'primaryKey' || (fact.type === 'notNull' && fact.valid) ? columns : [];
  putObject(store.tables, {
    ...table,
    indexes: taken ? table.indexes.filter(one => one !== taken) : table.indexes,
    constraints: [...table.constraints, constraint],
    columns: withNotNull(table, required),
  });
}

function withNotNull({ columns }: TableState, required: readonly string[]): TableState['columns'] {
  if (!columns.some(one => !one.notNull && required.includes(one.name))) return columns;
  return columns.map(one => (required.includes(one.name) ? { ...one, notNull: true } : one));
}

function dropConstraints(
  store: SchemaStore,
  table: TableState,
  dropped: readonly ConstraintState[],
  cascade: boolean,
): void {
  if (dropped.length === 0) return;
  const constraints = table.constraints.filter(one => !dropped.includes(one));
  const nullable = dropped.filter(one => one.type === 'notNull').flatMap(one => one.columns);
  const columns =
    nullable.length === 0
      ? table.columns
      : table.columns.map(one => (nullable.includes(one.name) ? { ...one, notNull: false } : one));
  for (const one of dropped) if (hasIndex(one)) removeName(store.indexes, one.knownAs, table);
  putObject(store.tables, { ...table, constraints, columns });
  if (cascade) for (const one of dropped) if (hasIndex(one)) dropReferences(store, table, one);
}

/** CASCADE: foreign keys to the columns of a key go with it. */
function dropReferences(store: SchemaStore, table: TableState, key: ConstraintState): void {
  for (const user of usersOf(store, table)) {
    const constraints = user.constraints.filter(one => {
      if (!one.references || !refersTo(one.references, table)) return true;
      const columns = one.referencedColumns;
      const uses = columns.length === 0 ? key.type === 'primaryKey' : columns.every(name => key.columns.includes(name));
      return !uses;
    });
    if (constraints.length < user.constraints.length) putObject(store.tables, { ...user, constraints });
  }
}

function changeConstraint(
  store: SchemaStore,
  name: ObjectName,
  constraint: string,
  set: Partial<ConstraintState>,
): void {
  const table = current(store, name);
  const before = table.constraints.find(one => one.knownAs === constraint);
  if (!before) return;
  const after = { ...before, ...set };
  const columns = after.type === 'notNull' && after.valid ? withNotNull(table, after.columns) : table.columns;
  update(store, name, { constraints: table.constraints.map(one => (one === before ? after : one)), columns });
}

function renameConstraint(store: SchemaStore, { table: name, name: from, to }: ChangeOf<'renameConstraint'>): void {
  const table = current(store, name);
  if (store.indexes.get(from)?.length) {
    removeName(store.indexes, from, table);
    addName(store.indexes, to, table);
  }
  changeConstraint(store, name, from, { name: to, knownAs: to });
}

/** Takes the names of indexes and constraints away that are not left. */
export function releaseKeys(
  store: SchemaStore,
  table: TableState,
  left: { readonly indexes: readonly IndexState[]; readonly constraints: readonly ConstraintState[] },
): void {
  const names = new Set([...left.indexes, ...left.constraints].map(one => one.knownAs));
  for (const { knownAs } of [...table.indexes, ...table.constraints])
    if (!names.has(knownAs)) removeName(store.indexes, knownAs, table);
}

/** What LIKE ... INCLUDING takes along, under names of its own; foreign keys never. */
export function copyKeys(
  replaying: Replaying,
  name: ObjectName,
  model: TableState,
  including: readonly string[],
  made: Made | undefined,
): void {
  const { store, dialect } = replaying;
  const takes = (what: string): boolean => including.includes('ALL') || including.includes(what);
  for (const { knownAs, made: _, ...fact } of model.constraints) {
    if (fact.type === 'foreignKey' || !takes(hasIndex(fact) ? 'INDEXES' : 'CONSTRAINTS')) continue;
    // Checks keep their name, keys get one that fits the new table.
    const own = hasIndex(fact) ? undefined : knownAs;
    addConstraint(replaying, current(store, name), { ...fact, name: own, usingIndex: undefined }, made);
  }
  if (!takes('INDEXES')) return;
  for (const { knownAs: _name, made: _made, ...fact } of model.indexes)
    addIndex(store, current(store, name), { ...fact, name: undefined }, dialect, made);
}
