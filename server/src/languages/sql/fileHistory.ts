import { changesOf, type ObjectName, type SchemaChange } from './changes.ts';
import { type History, layered } from './history.ts';
import { memoised } from './memo.ts';
import type { Statement } from './model.ts';
import {
  applyChange,
  pick,
  type SchemaState,
  type SchemaStore,
  type Store,
  schemaOf,
  type TableState,
} from './schemaState.ts';

/** The schema before each statement of one half of a file. */
export interface FileHistory {
  before(statement: Statement): SchemaState;
  /** `before(statement).table(name)`, for those who ask about every statement of a file. */
  tableBefore(statement: Statement, name: ObjectName): TableState | undefined;
}

/**
 * Replays statements over the history before them, as far as anybody asks. Statements that touch no table, index or type
 * in common are replayed apart and remembered, so that a keystroke replays what concerns the table that it changes.
 * `order`: the position of each statement in the file.
 */
export function fileHistory(
  statements: readonly Statement[],
  order: ReadonlyMap<Statement, number>,
  base: SchemaStore,
): FileHistory {
  const groups = grouped(statements, order, base);
  const positionOf = (statement: Statement): number => order.get(statement) ?? Number.POSITIVE_INFINITY;
  const find = <V>(at: number, kind: keyof SchemaStore, key: string, name: string): V | undefined => {
    const group = groups.get(key);
    const found = group && replayOf(group, base).valueBefore(kind, name, countBefore(group, order, at));
    return (found ?? base[kind].get(name)) as V | undefined;
  };
  return {
    before: statement => {
      const at = positionOf(statement);
      return schemaOf({
        tables: readOnly(name => find(at, 'tables', tableKey(name), name)),
        types: readOnly(name => find(at, 'types', typeKey(name), name)),
        indexes: readOnly(name => find(at, 'indexes', indexKey(name), name)),
      });
    },
    tableBefore: (statement, name) =>
      pick<TableState>(find(positionOf(statement), 'tables', tableKey(name.name), name.name), name),
  };
}

/** What a file's down half finds: all that its up half has made. */
export function storeAfter(base: History, statements: readonly Statement[]): SchemaStore {
  const store = layered(base.store);
  for (const statement of statements) for (const change of changesOf(statement)) applyChange(store, change, false);
  return store;
}

function readOnly<V>(get: (key: string) => V | undefined): Store<V> {
  return { get, set: () => {} };
}

const tableKey = (name: string): string => `t ${name}`;
const indexKey = (name: string): string => `i ${name}`;
const typeKey = (name: string): string => `y ${name}`;

/** The names that a statement reads or changes; those of one statement belong together. */
const touched: (statement: Statement) => readonly string[] = memoised(statement => [
  ...new Set(changesOf(statement).flatMap(namesIn)),
]);

function namesIn(change: SchemaChange): string[] {
  const tables = (...names: readonly (ObjectName | undefined)[]): string[] =>
    names.flatMap(one => (one ? tableKey(one.name) : []));
  switch (change.type) {
    case 'createTable':
      return tables(change.table, change.partitionOf);
    case 'renameTable':
      return tables(change.table, change.to);
    case 'attachPartition':
    case 'detachPartition':
      return tables(change.table, change.partition);
    case 'createIndex':
      return [...tables(change.table), ...(change.index.name === undefined ? [] : [indexKey(change.index.name)])];
    case 'dropIndex':
      return [indexKey(change.index.name)];
    case 'renameIndex':
      return [indexKey(change.index.name), indexKey(change.to)];
    case 'createEnum':
    case 'addEnumValue':
    case 'createDomain':
    case 'dropType':
      return [typeKey(change.name.name)];
    default:
      return tables(change.table);
  }
}

/** Statements that belong together. */
interface Group {
  readonly statements: Statement[];
  replay: Replay | undefined;
}

/** The statements that share names, directly or through others, by name; in order. */
function grouped(
  statements: readonly Statement[],
  order: ReadonlyMap<Statement, number>,
  base: SchemaStore,
): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const statement of statements) {
    const names = withOwners(touched(statement), base);
    if (names.length === 0) continue;
    let group: Group | undefined;
    for (const name of names) {
      const found = groups.get(name);
      if (!found || found === group) continue;
      group = group ? join(groups, group, found, order) : found;
    }
    group ??= { statements: [], replay: undefined };
    group.statements.push(statement);
    for (const name of names) groups.set(name, group);
  }
  return groups;
}

/** An index that an earlier migration made is named without its table. */
function withOwners(names: readonly string[], base: SchemaStore): readonly string[] {
  const owners = names.flatMap(name => (name.startsWith('i ') ? (base.indexes.get(name.slice(2)) ?? []) : []));
  return owners.length === 0 ? names : [...names, ...owners.map(one => tableKey(one.name))];
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
  /** The value after the first `count` statements; undefined where they set none. */
  valueBefore(kind: keyof SchemaStore, key: string, count: number): unknown;
}

function replayOf(group: Group, base: SchemaStore): Replay {
  if (group.replay) return group.replay;
  const last = lastReplay(group.statements[0]!);
  const { replay } = last;
  const holds = replay?.base === base && sameStatements(replay.statements, group.statements);
  group.replay = last.replay = holds && replay ? replay : replayed(group.statements, base);
  return group.replay;
}

/** The last replay that began with a statement. */
const lastReplay = memoised((_first: Statement): { replay: Replay | undefined } => ({ replay: undefined }));

function sameStatements(a: readonly Statement[], b: readonly Statement[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

interface Version<V> {
  /** Position in the group of the statement that made it. */
  readonly at: number;
  readonly value: V;
}

/** Remembers every value with the statement that made it. */
function replayed(statements: readonly Statement[], base: SchemaStore): Replay {
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
      before: (key, count) => versions.get(key)?.findLast(one => one.at < count)?.value,
    };
  };
  const store = { tables: versionsOf(base.tables), types: versionsOf(base.types), indexes: versionsOf(base.indexes) };
  statements.forEach((statement, index) => {
    now = index;
    for (const change of changesOf(statement)) applyChange(store, change, true);
  });
  return { base, statements, valueBefore: (kind, key, count) => store[kind].before(key, count) };
}
