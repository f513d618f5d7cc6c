import type { SqlSettings } from '../contract.ts';
import { isWithin } from '../packages.ts';
import { type Project, projectOf } from './companions/index.ts';
import { dialectInName, withoutDialect } from './dialect.ts';
import type { SqlFacts } from './facts.ts';
import { emptyHistory, type History, historyAfter } from './history.ts';
import { memoised, memoisedPair } from './memo.ts';
import type { SqlDialect } from './model.ts';
import { nearestSchema } from './queries/nearest.ts';
import { type SchemaState, schemaOf } from './schemaState.ts';
import { compareKeys, configuredFor, decideTool, type MigrationTool, toolOf, versionKey } from './tools/index.ts';
import { folderOf as holderOf } from './uris.ts';

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
  /** What its companions say. */
  readonly project: Project;
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
  /** Whether a file is one of `migrations`. */
  runsForward(uri: string): boolean;
  /** The schema that the first `count` migrations have made. */
  historyAfter(count: number): History;
  /** The schema that the last migration leaves, with where each thing in it was made. */
  readonly end: SchemaState;
}

/** The same object for the same facts and settings. */
export const migrationDirectory: (facts: ReadonlyMap<string, SqlFacts>, settings: SqlSettings) => MigrationDirectory =
  memoisedPair(read);

function read(facts: ReadonlyMap<string, SqlFacts>, settings: SqlSettings): MigrationDirectory {
  const recognised = [...facts.values()].map(one => one.tool);
  const marked = recognised.find(one => one?.by === 'text');
  const project = projectOf(folderOfGroup(facts), facts);
  const toolFor = (uri: string): MigrationTool => decideTool(uri, facts.get(uri)?.tool, marked, settings, project);
  const holds = (uri: string): boolean => {
    const role = facts.get(uri)?.role;
    return role === 'migration' || (role === 'other' && configuredFor(uri, settings) !== undefined);
  };
  const keyOf = (uri: string): readonly string[] => {
    const position = project.positionOf(uri);
    const own = versionKey(withoutHalf(toolFor(uri).version(uri)));
    if (position === undefined) return own;
    // What a journal lacks is not run yet: behind everything that it has.
    return position === Number.POSITIVE_INFINITY ? ['~', ...own] : [String(position)];
  };
  const migrations = [...facts]
    .filter(([uri]) => holds(uri) && !isUndo(uri))
    .map(([uri, one]): OrderedMigration => ({ uri, facts: one, key: keyOf(uri) }))
    .sort((a, b) => compareKeys(a.key, b.key) || (a.uri < b.uri ? -1 : 1));
  const positions = new Map(migrations.map(({ uri }, index) => [uri, index]));
  const histories: History[] = [emptyHistory];
  const after = (count: number): History => {
    for (let at = histories.length; at <= count; at++)
      histories.push(historyAfter(histories[at - 1]!, migrations[at - 1]!.facts));
    return histories[count]!;
  };
  return {
    facts,
    project,
    migrations,
    dialect: mostShown(facts),
    holds,
    toolOf: toolFor,
    before: uri => {
      const own = positions.get(uri);
      if (own !== undefined) return own;
      const key = keyOf(uri);
      return migrations.filter(one => compareKeys(one.key, key) <= 0).length;
    },
    runsForward: uri => positions.has(uri),
    historyAfter: after,
    get end() {
      return schemaOf(after(migrations.length).store);
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
  // A query file reads what the migrations nearest to it have made.
  if (own.role === 'query') {
    const near = nearestSchema(uri, all, folderOf);
    return near === undefined ? new Map([[uri, own]]) : relatedMigrations(near, all);
  }
  return groupsIn(all)(folderOf(uri, own), dialectInName(uri));
}

/** The facts of each migration directory, by its uri: sorted once for all files, as long as nothing changes. */
const groupsIn: (
  all: ReadonlyMap<string, SqlFacts>,
) => (directory: string, dialect: SqlDialect | undefined) => ReadonlyMap<string, SqlFacts> = memoised(all => {
  const byDirectory = new Map<string, [string, SqlFacts][]>();
  const companions: [string, SqlFacts][] = [];
  for (const one of all) {
    const [uri, facts] = one;
    const directory = facts.companion ? undefined : folderOf(uri, facts);
    const known = directory === undefined ? companions : byDirectory.get(directory);
    if (known) known.push(one);
    else if (directory !== undefined) byDirectory.set(directory, [one]);
  }
  const groups = new Map<string, ReadonlyMap<string, SqlFacts>>();
  return (directory, dialect) => {
    const files = byDirectory.get(directory) ?? [];
    const wanted = dialect ?? files.map(([uri]) => dialectInName(uri)).find(one => one !== undefined);
    const key = `${directory} ${wanted}`;
    const known = groups.get(key);
    if (known) return known;
    const isNear = (uri: string): boolean => uri.startsWith(`${directory}/`) || isWithin(directory, holderOf(uri));
    const members = [...ofDialect(files, wanted), ...companions.filter(([uri]) => isNear(uri))];
    const group = asBefore(members);
    groups.set(key, group);
    return group;
  };
});

/** `1_a.mysql.up.sql`: what stands in the folder for another database is not of this history. */
function ofDialect(
  files: readonly [string, SqlFacts][],
  dialect: SqlDialect | undefined,
): readonly [string, SqlFacts][] {
  if (dialect === undefined) return files;
  const own = files.filter(([uri]) => (dialectInName(uri) ?? dialect) === dialect);
  const named = new Set(own.flatMap(([uri]) => (dialectInName(uri) ? [withoutDialect(uri)] : [])));
  // What is written for one database stands in for what is written for all.
  return own.filter(([uri]) => dialectInName(uri) !== undefined || !named.has(uri));
}

/** Everything derived from a group is remembered by its identity, so the group of before is kept where it still holds. */
function asBefore(members: readonly (readonly [string, SqlFacts])[]): ReadonlyMap<string, SqlFacts> {
  const first = members[0]?.[1];
  // Companions belong to many directories: none of them can stand for one.
  if (!first || first.companion) return new Map();
  const last = lastGroup(first);
  const holds =
    last.members.size === members.length && members.every(([uri, facts]) => last.members.get(uri) === facts);
  if (!holds) last.members = new Map(members);
  return last.members;
}

function folderOf(uri: string, facts: SqlFacts): string {
  return toolOf(facts.tool?.id).directory(uri);
}

/** The migration directory that all files of a group share; '' for a group without SQL. */
function folderOfGroup(facts: ReadonlyMap<string, SqlFacts>): string {
  for (const [uri, one] of facts) if (!one.companion) return folderOf(uri, one);
  return '';
}

interface Group {
  members: ReadonlyMap<string, SqlFacts>;
}

/** The last group that began with these facts. */
const lastGroup = memoised((_first: SqlFacts): Group => ({ members: new Map() }));
