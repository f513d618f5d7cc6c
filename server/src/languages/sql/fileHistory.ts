import { changesOf } from './changes.ts';
import { type History, layered } from './history.ts';
import { memoised } from './memo.ts';
import type { Statement } from './model.ts';
import { applyChange, type Replaying } from './replay.ts';
import type { ObjectName, SchemaChange } from './schemaFacts.ts';
import { type Made, type SchemaState, schemaOf, type TableState } from './schemaState.ts';
import { onPath, type SearchPath, searchPathsOf } from './searchPath.ts';
import { pick, type SchemaStore, type Store } from './store.ts';
import { indexKey, routineKey, sequenceKey, tableKey, touchedBy, touchedOver, typeKey, usersKey } from './touched.ts';

/** The schema around each statement of one half of a file. */
export interface FileHistory {
  before(statement: Statement): SchemaState;
  after(statement: Statement): SchemaState;
  /** `before(statement).table(name)`, for those who ask about every statement of a file. */
  tableBefore(statement: Statement, name: ObjectName): TableState | undefined;
  /** The statements behind one that have to do with a table of that name, in order. */
  laterAbout(statement: Statement, table: string): readonly Statement[];
  /** What a statement changes, under the search path that holds for it. */
  changesOf(statement: Statement): readonly SchemaChange[];
}

/**
 * Replays statements over the history before them, as far as anybody asks. Statements that touch no table, index or type
 * in common are replayed apart and remembered, so that a keystroke replays what concerns the table that it changes.
 * `order`: the position of each statement in the file.
 */
export function fileHistory(
  uri: string,
  statements: readonly Statement[],
  order: ReadonlyMap<Statement, number>,
  base: SchemaStore,
): FileHistory {
  const paths = searchPathsOf(statements);
  const groups = grouped(statements, order, base);
  const positionOf = (statement: Statement): number => order.get(statement) ?? Number.POSITIVE_INFINITY;
  const find = <K extends keyof SchemaStore>(at: number, kind: K, name: string): ReturnType<SchemaStore[K]['get']> => {
    const group = groups.of(keyOf[kind](name));
    const found = group && replayOf(group, uri, paths, base).valueBefore(kind, name, countBefore(group, order, at));
    return (found ?? base[kind].get(name)) as ReturnType<SchemaStore[K]['get']>;
  };
  const schemaAt = (at: number, path: SearchPath | undefined): SchemaState => {
    const store = <K extends keyof SchemaStore>(kind: K): SchemaStore[K] =>
      ({
        get: (name: string) => find(at, kind, name),
        set: () => {},
        keys: () => new Set([...base[kind].keys(), ...groups.namesOf(keyOf[kind](''))]),
      }) as Store<unknown> as SchemaStore[K];
    const state = schemaOf({
      tables: store('tables'),
      types: store('types'),
      indexes: store('indexes'),
      routines: store('routines'),
      sequences: store('sequences'),
      users: store('users'),
    });
    return path
      ? { ...state, table: name => state.table({ path, ...name }), type: name => state.type({ path, ...name }) }
      : state;
  };
  return {
    before: statement => schemaAt(positionOf(statement), paths.get(statement)),
    after: statement => schemaAt(positionOf(statement) + 1, paths.get(statement)),
    tableBefore: (statement, name) => {
      const path = paths.get(statement);
      return pick<TableState>(find(positionOf(statement), 'tables', name.name), path ? { path, ...name } : name);
    },
    laterAbout: (statement, table) => {
      const group = groups.of(tableKey(table));
      if (!group) return [];
      const key = tableKey(table);
      return group.statements
        .slice(countBefore(group, order, positionOf(statement) + 1))
        .filter(one => touchedOver(one, base).names.includes(key));
    },
    changesOf: statement => changesOf(statement).map(one => onPath(one, paths.get(statement))),
  };
}

const keyOf: Readonly<Record<keyof SchemaStore, (name: string) => string>> = {
  tables: tableKey,
  types: typeKey,
  indexes: indexKey,
  routines: routineKey,
  sequences: sequenceKey,
  users: usersKey,
};

/** What a file's down half finds: all that its up half has made. */
export function storeAfter(uri: string, base: History, statements: readonly Statement[]): SchemaStore {
  const store = layered(base.store);
  const paths = searchPathsOf(statements);
  for (const statement of statements) replayStatement(store, uri, statement, paths.get(statement), false);
  return store;
}

/** Where a change of the file under check stands. */
export function madeBy(uri: string, statement: Statement, { at }: SchemaChange): Made {
  return {
    uri,
    statement,
    // The statement moves when the text above it changes.
    get span() {
      const base = statement.span.start;
      return { start: base + at.start, end: base + at.end };
    },
  };
}

function replayStatement(
  store: SchemaStore,
  uri: string,
  statement: Statement,
  path: SearchPath | undefined,
  here: boolean,
): void {
  const made = (change: SchemaChange): Made => madeBy(uri, statement, change);
  const replaying: Replaying = { store, here, dialect: statement.dialect, made };
  for (const change of changesOf(statement)) applyChange(replaying, onPath(change, path));
}

/** Statements that belong together. */
interface Group {
  readonly statements: Statement[];
  replay: Replay | undefined;
}

interface Groups {
  of(key: string): Group | undefined;
  /** The names behind the keys that begin with `prefix`. */
  namesOf(prefix: string): readonly string[];
}

/** The statements that share names, directly or through others; in order. */
function grouped(statements: readonly Statement[], order: ReadonlyMap<Statement, number>, base: SchemaStore): Groups {
  const groups = new Map<string, Group>();
  const namesOf = (prefix: string): readonly string[] =>
    [...groups.keys()].flatMap(key => (key.startsWith(prefix) ? key.slice(prefix.length) : []));
  const shaken = new Set<string>();
  let mixes = false;
  let links = false;
  for (const statement of statements) {
    for (const one of touchedOver(statement, base).shakes) shaken.add(one);
    mixes ||= touchedBy(statement).everything;
    links ||= touchedBy(statement).links;
  }
  const whole: Group | undefined = mixes || (links && shaken.size > 0) ? { statements: [], replay: undefined } : undefined;
  for (const statement of statements) {
    const { uses } = touchedBy(statement);
    const { names } = touchedOver(statement, base);
    // Who else uses a thing matters where something happens to that thing, and nowhere else.
    const shared = shaken.size === 0 || uses.length === 0 ? [] : uses.filter(one => shaken.has(one));
    if (names.length + shared.length === 0 && !whole) continue;
    const all = shared.length === 0 ? names : [...names, ...shared];
    let group: Group | undefined = whole;
    for (const name of all) {
      const found = groups.get(name);
      if (!found || found === group) continue;
      group = group ? join(groups, group, found, order) : found;
    }
    group ??= { statements: [], replay: undefined };
    group.statements.push(statement);
    for (const name of all) groups.set(name, group);
  }
  return { of: key => groups.get(key) ?? whole, namesOf };
}

function join(groups: Map<string, Group>, a: Group, b: Group, order: ReadonlyMap<Statement, number>): Group {
  const statements = [...a.statements, ...b.statements].sort((one, other) => order.get(one)! - order.get(other)!);
  const joined: Group = { statements, replay: undefined };
  for (const [name, group] of groups) if (group === a || group === b) groups.set(name, joined);
  return joined;
}

/** How many statements of a group stand before the one at `at`. */
function countBefore({ statements }: Group, order: ReadonlyMap<Statement, number>, at: number): number {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order.get(statements[middle]!)! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Replay {
  readonly base: SchemaStore;
  readonly statements: readonly Statement[];
  /** The search path of each, where one has another than the usual one. */
  readonly paths: readonly string[] | undefined;
  /** The value after the first `count` statements; undefined where they set none. */
  valueBefore(kind: keyof SchemaStore, key: string, count: number): unknown;
}

function replayOf(group: Group, uri: string, paths: ReadonlyMap<Statement, SearchPath>, base: SchemaStore): Replay {
  if (group.replay) return group.replay;
  const last = lastReplay(group.statements[0]!);
  const { replay } = last;
  const written = paths.size === 0 ? undefined : group.statements.map(one => paths.get(one)?.join() ?? '');
  const holds =
    replay?.base === base && sameItems(replay.statements, group.statements) && samePaths(replay.paths, written);
  group.replay = last.replay = holds && replay ? replay : replayed(group.statements, uri, paths, written, base);
  return group.replay;
}

/** The last replay that began with a statement. */
const lastReplay = memoised((_first: Statement): { replay: Replay | undefined } => ({ replay: undefined }));

function samePaths(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameItems(a, b));
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

interface Version<V> {
  /** Position in the group of the statement that made it. */
  readonly at: number;
  readonly value: V;
}

/** Remembers every value with the statement that made it. */
function replayed(
  statements: readonly Statement[],
  uri: string,
  paths: ReadonlyMap<Statement, SearchPath>,
  written: readonly string[] | undefined,
  base: SchemaStore,
): Replay {
  let now = 0;
  const versionsOf = <V>(below: Store<V>): Store<V> & { before(key: string, count: number): V | undefined } => {
    const versions = new Map<string, Version<V>[]>();
    return {
      get: key => versions.get(key)?.at(-1)?.value ?? below.get(key),
      set: (key, value) => {
        const known = versions.get(key);
        if (known) known.push({ at: now, value });
        else versions.set(key, [{ at: now, value }]);
      },
      keys: () => new Set([...below.keys(), ...versions.keys()]),
      before: (key, count) => versions.get(key)?.findLast(one => one.at < count)?.value,
    };
  };
  const store = {
    tables: versionsOf(base.tables),
    types: versionsOf(base.types),
    indexes: versionsOf(base.indexes),
    routines: versionsOf(base.routines),
    sequences: versionsOf(base.sequences),
    users: versionsOf(base.users),
  };
  statements.forEach((statement, index) => {
    now = index;
    replayStatement(store, uri, statement, paths.get(statement), true);
  });
  return { base, statements, paths: written, valueBefore: (kind, key, count) => store[kind].before(key, count) };
}
