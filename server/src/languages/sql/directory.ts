import type { SqlSettings } from '../contract.ts';
import type { SqlFacts } from './facts.ts';
import { emptyHistory, type History, historyAfter } from './history.ts';
import { memoised, memoisedPair } from './memo.ts';
import type { SqlDialect } from './model.ts';
import { compareKeys, configuredFor, decideTool, type MigrationTool, toolOf, versionKey } from './tools/index.ts';

/** One migration of a directory. */
export interface OrderedMigration {
  readonly uri: string;
  readonly facts: SqlFacts;
  /** Compared by `compareKeys`. */
  readonly key: readonly string[];
}

/** The migrations that form one history, in the order in which their tool runs them. */
export interface MigrationDirectory {
  readonly facts: ReadonlyMap<string, SqlFacts>;
  /** What runs forward; down files and other SQL of the folder are not among them. */
  readonly migrations: readonly OrderedMigration[];
  /** The dialect that most of its files show. */
  readonly dialect: SqlDialect;
  /** Whether a file is a migration at all: by its own look, or because the config says so of its folder. */
  holds(uri: string): boolean;
  /** How the tool of one file calls itself; files of one directory may differ while somebody changes tools. */
  toolOf(uri: string): MigrationTool;
  /** How many migrations run before a file. Before a down file runs, its own up file has. */
  before(uri: string): number;
  /** The schema that the first `count` migrations have made. */
  historyAfter(count: number): History;
}

/** The same object for the same facts and settings. */
export const migrationDirectory: (facts: ReadonlyMap<string, SqlFacts>, settings: SqlSettings) => MigrationDirectory =
  memoisedPair(read);

function read(facts: ReadonlyMap<string, SqlFacts>, settings: SqlSettings): MigrationDirectory {
  const recognised = [...facts.values()].map(one => one.tool);
  const marked = recognised.find(one => one?.by === 'text');
  const toolFor = (uri: string): MigrationTool => decideTool(uri, facts.get(uri)?.tool, marked, settings);
  const holds = (uri: string): boolean => {
    const role = facts.get(uri)?.role;
    return role === 'migration' || (role === 'other' && configuredFor(uri, settings) !== undefined);
  };
  const keyOf = (uri: string): readonly string[] => versionKey(withoutHalf(toolFor(uri).version(uri)));
  const migrations = [...facts]
    .filter(([uri]) => holds(uri) && !isUndo(uri))
    .map(([uri, one]): OrderedMigration => ({ uri, facts: one, key: keyOf(uri) }))
    .sort((a, b) => compareKeys(a.key, b.key) || (a.uri < b.uri ? -1 : 1));
  const histories: History[] = [emptyHistory];
  return {
    facts,
    migrations,
    dialect: mostShown(facts),
    holds,
    toolOf: toolFor,
    before: uri => {
      const own = migrations.findIndex(one => one.uri === uri);
      if (own >= 0) return own;
      const key = keyOf(uri);
      return migrations.filter(one => compareKeys(one.key, key) <= 0).length;
    },
    historyAfter: count => {
      for (let at = histories.length; at <= count; at++)
        histories.push(historyAfter(histories[at - 1]!, migrations[at - 1]!.facts));
      return histories[count]!;
    },
  };
}

const UNDO = /(?:^|[./])down\.sql$|\/U\d[^/]*\.sql$/i;

function isUndo(uri: string): boolean {
  return UNDO.test(uri);
}

/** Names that differ in `.up` and `.down` alone are halves of one migration. */
export function withoutHalf(name: string): string {
  return name.replace(/(?:\.(?:up|down))?\.sql$/i, '');
}

function mostShown(facts: ReadonlyMap<string, SqlFacts>): SqlDialect {
  const counts = new Map<SqlDialect, number>();
  for (const { dialect } of facts.values()) if (dialect) counts.set(dialect, (counts.get(dialect) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'postgresql';
}

/** Facts of the files that share a history with `uri`. The same map for all of them, as long as nothing changes. */
export function relatedMigrations(uri: string, all: ReadonlyMap<string, SqlFacts>): ReadonlyMap<string, SqlFacts> {
  const own = all.get(uri);
  if (!own) return new Map();
  const directory = folderOf(uri, own);
  const prefix = `${directory}/`;
  // Everything derived from a group is remembered by its identity, so the group of before is kept where it still holds.
  let first: SqlFacts | undefined;
  let group: Group | undefined;
  let same = 0;
  all.forEach((facts, other) => {
    if (!other.startsWith(prefix) || folderOf(other, facts) !== directory) return;
    first ??= facts;
    group ??= lastGroup(first);
    if (group.members.get(other) === facts) same++;
    else same = Number.NaN;
  });
  if (!group) return new Map();
  if (same !== group.members.size)
    group.members = new Map(
      [...all].filter(([other, facts]) => other.startsWith(prefix) && folderOf(other, facts) === directory),
    );
  return group.members;
}

function folderOf(uri: string, facts: SqlFacts): string {
  return toolOf(facts.tool?.id).directory(uri);
}

interface Group {
  members: ReadonlyMap<string, SqlFacts>;
}

/** The last group that began with these facts. */
const lastGroup = memoised((_first: SqlFacts): Group => ({ members: new Map() }));
