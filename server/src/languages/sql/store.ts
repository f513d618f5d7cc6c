import type { ObjectName } from './schemaFacts.ts';
import type { RoutineState, SequenceState, TableState, TypeState } from './schemaState.ts';

/** A map that somebody else may be layered over. What it gives out is never changed, only replaced. */
export interface Store<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  /** Every key that was ever set, each once. */
  keys(): Iterable<string>;
}

/** Everything by its bare name, since a search path may fill in the schema: the few of one name are told apart later. */
export interface SchemaStore {
  readonly tables: Store<readonly TableState[]>;
  readonly types: Store<readonly TypeState[]>;
  /** The table of an index, those of constraints included. */
  readonly indexes: Store<readonly ObjectName[]>;
  readonly routines: Store<readonly RoutineState[]>;
  readonly sequences: Store<readonly SequenceState[]>;
  /** What depends on a thing, by `userKey`: tables with foreign keys to it, views of it, tables with columns or triggers of it. */
  readonly users: Store<readonly ObjectName[]>;
}

/** The key of a table, type or routine in `users`. */
export function userKey(kind: 'table' | 'type' | 'routine', name: string): string {
  return `${kind === 'table' ? 't' : kind === 'type' ? 'y' : 'f'} ${name}`;
}

/** The one that a name means: that of its schema, else, where none is written, the public one or the only one. */
export function pick<T extends ObjectName>(
  candidates: readonly T[] | undefined,
  { schema, path }: ObjectName,
): T | undefined {
  if (!candidates || candidates.length === 0) return undefined;
  if (schema === undefined && path)
    for (const one of path) {
      const found = candidates.find(candidate => (candidate.schema ?? 'public') === one);
      if (found) return found;
    }
  const same = candidates.find(one => (one.schema ?? 'public') === (schema ?? 'public'));
  if (same) return same;
  // `CREATE TABLE app.t` and later `t` under a search path, or the other way round.
  const [only] = candidates;
  return candidates.length === 1 && only && (schema === undefined || only.schema === undefined) ? only : undefined;
}

export function sameObject(a: ObjectName, b: ObjectName): boolean {
  return a.name === b.name && (a.schema ?? 'public') === (b.schema ?? 'public');
}

export function nameOf({ schema, name }: ObjectName): ObjectName {
  return { schema, name };
}

/** Where a new thing goes: the schema that is written, else the first of the search path. */
export function homeOf({ schema, name, path }: ObjectName): ObjectName {
  return { schema: schema ?? path?.[0], name };
}

/** Puts a thing in the place of the one of the same name. */
export function putObject<T extends ObjectName>(store: Store<readonly T[]>, one: T): void {
  const known = store.get(one.name);
  store.set(one.name, known && known.length > 0 ? [...known.filter(other => !sameObject(other, one)), one] : [one]);
}

export function removeObject<T extends ObjectName>(store: Store<readonly T[]>, one: ObjectName): void {
  const known = store.get(one.name);
  if (known)
    store.set(
      one.name,
      known.filter(other => !sameObject(other, one)),
    );
}

/** Adds a name to a list, once. */
export function addName(store: Store<readonly ObjectName[]>, key: string, name: ObjectName): void {
  const known = store.get(key) ?? [];
  if (!known.some(one => sameObject(one, name))) store.set(key, [...known, nameOf(name)]);
}

export function removeName(store: Store<readonly ObjectName[]>, key: string, name: ObjectName): void {
  const known = store.get(key);
  if (known?.some(one => sameObject(one, name)))
    store.set(
      key,
      known.filter(one => !sameObject(one, name)),
    );
}
