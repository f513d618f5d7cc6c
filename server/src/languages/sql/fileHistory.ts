import { changesOf } from './changes.ts';
import { type Group, type Grouping, groupingOf, groupOf, sameItems } from './grouping.ts';
import { type History, layered } from './history.ts';
import { memoised } from './memo.ts';
import type { SqlDocument, Statement } from './model.ts';
import { applyChange, type Replaying } from './replay.ts';
import type { ObjectName, SchemaChange } from './schemaFacts.ts';
import { type Made, type SchemaState, schemaOf, type TableState } from './schemaState.ts';
import { onPath, type SearchPath, searchPathsOf } from './searchPath.ts';
import { pick, type SchemaStore, type Store } from './store.ts';
import { indexKey, routineKey, sequenceKey, tableKey, touchedOver, typeKey, usersKey } from './touched.ts';

/** The schema around each statement of one half of a file. */
export interface FileHistory {
  before(statement: Statement): SchemaState;
  after(statement: Statement): SchemaState;
  /** After all statements, as a later file finds it. */
  readonly end: SchemaState;
  /** `before(statement).table(name)`, for those who ask about every statement of a file. */
  tableBefore(statement: Statement, name: ObjectName): TableState | undefined;
  /** `end.table(name)`, for those who ask about the table of every statement. */
  tableAtEnd(statement: Statement, name: ObjectName): TableState | undefined;
  /** The same objects as `around` would give, as far as that is known without asking: see `Migration.marks`. */
  readonly marks: readonly object[] | undefined;
  /** The same object as long as nothing changes that a statement has to do with. */
  around(statement: Statement): object;
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
  document: SqlDocument,
  statements: readonly Statement[],
  order: ReadonlyMap<Statement, number>,
  base: SchemaStore,
): FileHistory {
  const { uri } = document;
  const paths = searchPathsOf(statements, document);
  const grouping = remembered(statements, base);
  const positionOf = (statement: Statement): number => order.get(statement) ?? Number.POSITIVE_INFINITY;
  const find = <K extends keyof SchemaStore>(at: number, kind: K, name: string): ReturnType<SchemaStore[K]['get']> => {
    const group = groupOf(grouping, keyOf[kind](name));
    const found = group && replayOf(group, uri, paths, base).valueBefore(kind, name, countBefore(group, order, at));
    return (found ?? base[kind].get(name)) as ReturnType<SchemaStore[K]['get']>;
  };
  const namesOf = (prefix: string): readonly string[] =>
    [...grouping.groups.keys()].flatMap(key => (key.startsWith(prefix) ? key.slice(prefix.length) : []));
  const schemaAt = (at: number, path: SearchPath | undefined): SchemaState => {
    const store = <K extends keyof SchemaStore>(kind: K): SchemaStore[K] =>
      ({
        get: (name: string) => find(at, kind, name),
        set: () => {},
        keys: () => new Set([...base[kind].keys(), ...namesOf(keyOf[kind](''))]),
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
    get end() {
      return settled(schemaAt(Number.POSITIVE_INFINITY, undefined));
    },
    tableBefore: (statement, name) => {
      const place = grouping.places.get(statement);
      // Mostly a statement asks about its own table, and several rules ask the same.
      const replay = place && replayOf(place.group, uri, paths, base);
      if (replay && place.asked?.of === replay && sameWords(place.asked.name, name)) return place.asked.table;
      const path = paths.get(statement);
      const own = replay?.valueBefore('tables', name.name, place!.index) as readonly TableState[] | undefined;
      const table = pick(own ?? find(positionOf(statement), 'tables', name.name), path ? { path, ...name } : name);
      // What another group holds may change while this one stays.
      if (replay && own) place.asked = { of: replay, name, table };
      return table;
    },
    tableAtEnd: (statement, name) => {
      const place = grouping.places.get(statement);
      const replay = place && replayOf(place.group, uri, paths, base);
      if (replay && place.ended?.of === replay && sameWords(place.ended.name, name)) return place.ended.table;
      const end = Number.POSITIVE_INFINITY;
      const own = replay?.valueBefore('tables', name.name, end) as readonly TableState[] | undefined;
      const table = lasting(pick(own ?? find(end, 'tables', name.name), name));
      if (replay && own) place.ended = { of: replay, name, table };
      return table;
    },
    marks: paths.size === 0 ? grouping.marks : undefined,
    around: statement => {
      const place = grouping.places.get(statement);
      return place ? replayOf(place.group, uri, paths, base) : base;
    },
    laterAbout: (statement, table) => {
      const key = tableKey(table);
      const group = groupOf(grouping, key);
      if (!group) return [];
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
export function storeAfter(document: SqlDocument, base: History, statements: readonly Statement[]): SchemaStore {
  const store = layered(base.store);
  const paths = searchPathsOf(statements, document);
  for (const statement of statements) replayStatement(store, document.uri, statement, paths.get(statement), false);
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

/** A schema that the next file finds: nothing in it is new, and temporary tables are gone. */
function settled(state: SchemaState): SchemaState {
  return {
    ...state,
    table: name => lasting(state.table(name)),
    tableOfIndex: index => lasting(state.tableOfIndex(index)),
    tables: () => state.tables().flatMap(one => lasting(one) ?? []),
  };
}

function lasting(table: TableState | undefined): TableState | undefined {
  return table && !table.temporary ? asEarlier(table) : undefined;
}

/** The same object for the same state: what is derived from it may be remembered. */
const asEarlier = memoised(
  (table: TableState): TableState =>
    table.madeHere || !table.mayHoldRows ? { ...table, madeHere: false, mayHoldRows: true } : table,
);

function sameWords(a: ObjectName, b: ObjectName): boolean {
  return a.name === b.name && a.schema === b.schema;
}

/** The grouping of the statements, made of the last one where that still holds. */
function remembered(statements: readonly Statement[], base: SchemaStore): Grouping<Replay> {
  const [first] = statements;
  if (!first) return groupingOf(statements, base, undefined);
  const last = lastGrouping(first);
  last.grouping = groupingOf(statements, base, last.grouping);
  return last.grouping;
}

/** The last grouping that began with a statement. */
const lastGrouping = memoised((_first: Statement): { grouping: Grouping<Replay> | undefined } => ({
  grouping: undefined,
}));

/** How many statements of a group stand before the one at `at`. */
function countBefore({ statements }: Group<Replay>, order: ReadonlyMap<Statement, number>, at: number): number {
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

function replayOf(
  group: Group<Replay>,
  uri: string,
  paths: ReadonlyMap<Statement, SearchPath>,
  base: SchemaStore,
): Replay {
  const written = paths.size === 0 ? undefined : group.statements.map(one => paths.get(one)?.join() ?? '');
  if (group.remembered && samePaths(group.remembered.paths, written)) return group.remembered;
  const last = lastReplay(group.statements[0]!);
  const { replay } = last;
  const holds =
    replay?.base === base && sameItems(replay.statements, group.statements) && samePaths(replay.paths, written);
  // The list of the group changes with its statements.
  last.replay = holds && replay ? replay : replayed([...group.statements], uri, paths, written, base);
  group.remembered = last.replay;
  return last.replay;
}

/** The last replay that began with a statement. */
const lastReplay = memoised((_first: Statement): { replay: Replay | undefined } => ({ replay: undefined }));

function samePaths(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameItems(a, b));
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
      before: (key, count) => {
        const known = versions.get(key) ?? [];
        let index = known.length - 1;
        while (index >= 0 && known[index]!.at >= count) index--;
        return known[index]?.value;
      },
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
