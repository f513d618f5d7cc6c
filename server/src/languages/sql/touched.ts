import { changesOf } from './changes.ts';
import { likelyIndexName } from './defaultNames.ts';
import { memoised } from './memo.ts';
import type { Statement } from './model.ts';
import type { ObjectName, SchemaChange } from './schemaFacts.ts';
import { type SchemaStore, userKey } from './store.ts';
import { typeNamed } from './typeNames.ts';

/** What a statement has to do with: statements that share a name belong together. */
export interface Touched {
  /** The names that it reads or changes. */
  readonly names: readonly string[];
  /** What it only refers to: the lists of users that it is added to. */
  readonly uses: readonly string[];
  /** The things whose users it changes as well, by the names of their lists of users. */
  readonly shakes: readonly string[];
  /** It may change anything: DROP SCHEMA. */
  readonly everything: boolean;
  /** It makes a view or a partition: what happens to one thing may then reach others through it. */
  readonly links: boolean;
}

export const tableKey = (name: string): string => `t ${name}`;
export const indexKey = (name: string): string => `i ${name}`;
export const typeKey = (name: string): string => `y ${name}`;
export const routineKey = (name: string): string => `f ${name}`;
export const sequenceKey = (name: string): string => `s ${name}`;
/** `key`: of the store `users`. */
export const usersKey = (key: string): string => `u ${key}`;

const touchedBy: (statement: Statement) => Touched = memoised(statement => {
  const names = new Set<string>();
  const uses = new Set<string>();
  const shakes = new Set<string>();
  let everything = false;
  let links = false;
  for (const change of changesOf(statement)) {
    for (const one of namesIn(change)) names.add(one);
    for (const one of usesIn(change)) uses.add(usersKey(one));
    for (const one of shakenBy(change)) shakes.add(usersKey(one));
    if (change.type === 'dropSchema' || change.type === 'renameSchema') everything = true;
    if (change.type === 'createView' || change.type === 'attachPartition') links = true;
    if (change.type === 'createTable' && change.partitionOf) links = true;
  }
  return { names: [...names], uses: [...uses], shakes: [...shakes], everything, links };
});

/** The same where `base` was made before: an index is named without its table, and users without anything. */
export function touchedOver(statement: Statement, base: SchemaStore): Touched {
  const last = lastTouched(statement);
  if (last.base !== base) Object.assign(last, { base, touched: readOver(statement, base) });
  return last.touched;
}

/** The last answer for a statement: a file is asked about over one schema, until an earlier one changes. */
const lastTouched = memoised((_statement: Statement): { base: SchemaStore | undefined; touched: Touched } => ({
  base: undefined,
  touched: NOTHING,
}));

const NOTHING: Touched = { names: [], uses: [], shakes: [], everything: false, links: false };

function readOver(statement: Statement, base: SchemaStore): Touched {
  const own = touchedBy(statement);
  const { names, shakes } = own;
  if (names.length + shakes.length === 0) return own;
  const found = new Set([...names, ...shakes]);
  const shaken = new Set(shakes);
  for (const name of names) {
    if (name.startsWith('i ')) for (const one of base.indexes.get(name.slice(2)) ?? []) found.add(tableKey(one.name));
    if (name.startsWith('t ')) for (const one of around(name.slice(2), shakes.length > 0, base)) found.add(one);
  }
  // A view goes with the table that it reads, then the views that read it, and so on; partitions go with their parent.
  for (const key of shaken) {
    const reached = [...(base.users.get(key.slice(2)) ?? [])];
    if (key.startsWith('u t ')) for (const one of base.tables.get(key.slice(4)) ?? []) reached.push(...one.partitions);
    for (const { name } of reached) {
      found.add(tableKey(name));
      for (const one of around(name, true, base)) found.add(one);
      shaken.add(usersKey(userKey('table', name)));
    }
    found.add(key);
  }
  return { ...own, names: [...found], shakes: [...shaken] };
}

/** What goes along with tables of one name: parents and partitions, and where they are renamed or lose columns, indexes. */
function around(name: string, withIndexes: boolean, base: SchemaStore): string[] {
  const own = base.tables.get(name) ?? [];
  const parents = own.flatMap(one => (one.partitionOf ? tableKey(one.partitionOf.name) : []));
  const keys = own.flatMap(one => [...one.indexes, ...one.constraints].map(other => indexKey(other.knownAs)));
  return [...partitionsBelow(name, base).map(tableKey), ...parents, ...(withIndexes ? keys : [])];
}

/** The names of the partitions of tables of one name, and of theirs. */
function partitionsBelow(name: string, base: SchemaStore): readonly string[] {
  const found = new Set([name]);
  // A set gives what is added while it is gone through as well.
  for (const one of found)
    for (const table of base.tables.get(one) ?? []) for (const partition of table.partitions) found.add(partition.name);
  found.delete(name);
  return [...found];
}

function tables(...names: readonly (ObjectName | undefined)[]): string[] {
  return names.flatMap(one => (one ? tableKey(one.name) : []));
}

function namesIn(change: SchemaChange): readonly string[] {
  switch (change.type) {
    case 'createTable':
      return tables(change.table, change.partitionOf, ...change.inherits, ...change.like.map(one => one.table));
    case 'renameTable':
      return tables(change.table, change.to);
    case 'attachPartition':
    case 'detachPartition':
      return tables(change.table, change.partition);
    case 'createIndex': {
      const { name } = change.index;
      return [...tables(change.table), ...(name === undefined ? [] : [indexKey(name)])];
    }
    case 'dropIndex':
      return [...tables(change.table), indexKey(change.index.name)];
    case 'renameIndex':
      return [...tables(change.table), indexKey(change.index.name), indexKey(change.to)];
    case 'addConstraint': {
      const { usingIndex } = change.constraint;
      const own = likelyIndexName(change.table.name, change.constraint);
      const indexes = [own, usingIndex].flatMap(one => (one === undefined ? [] : indexKey(one)));
      return [...tables(change.table), ...indexes];
    }
    case 'renameConstraint':
      return [...tables(change.table), indexKey(change.name), indexKey(change.to)];
    case 'renameType':
      return [typeKey(change.name.name), typeKey(change.to), usersKey(userKey('type', change.to))];
    case 'createEnum':
    case 'addEnumValue':
    case 'renameEnumValue':
    case 'createDomain':
    case 'createComposite':
    case 'dropType':
      return [typeKey(change.name.name)];
    case 'createRoutine':
    case 'dropRoutine':
      return [routineKey(change.name.name)];
    case 'renameRoutine':
      return [routineKey(change.name.name), routineKey(change.to)];
    case 'createSequence':
    case 'dropSequence':
      return [sequenceKey(change.name.name)];
    case 'dropSchema':
    case 'renameSchema':
      return [];
    default:
      return tables(change.table);
  }
}

function usesIn(change: SchemaChange): readonly string[] {
  switch (change.type) {
    case 'createTable':
      return change.columns.flatMap(one => typeUse(one.type));
    case 'addColumn':
      return typeUse(change.column.type);
    case 'alterColumn':
      return typeUse(change.set.type);
    case 'addConstraint': {
      const { references } = change.constraint;
      return references ? [userKey('table', references.name)] : [];
    }
    case 'createTrigger':
      return change.routine ? [userKey('routine', change.routine.name)] : [];
    case 'createView':
      return change.reads.map(one => userKey('table', one.name));
    default:
      return [];
  }
}

function typeUse(type: string | undefined): readonly string[] {
  const named = typeNamed(type);
  return named ? [userKey('type', named.name)] : [];
}

function shakenBy(change: SchemaChange): readonly string[] {
  switch (change.type) {
    case 'dropTable':
    case 'renameTable':
    case 'setSchema':
    case 'dropColumn':
    case 'renameColumn':
    case 'dropConstraint':
      return [userKey('table', change.table.name)];
    case 'renameType':
    case 'dropType':
      return [userKey('type', change.name.name)];
    case 'dropRoutine':
      return change.cascade ? [userKey('routine', change.name.name)] : [];
    default:
      return [];
  }
}
