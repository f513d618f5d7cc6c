import type { Hints, Source } from '../../contract.ts';
import { packageFiles, readPackages } from '../../packages.ts';
import { PRISMA_PACKAGES } from '../../prisma/schema.ts';
import { baseNameOf, folderOf } from '../uris.ts';
import type { SqlCompanion } from './model.ts';

/** Reads one kind of companion; `folder` is the one that it lies in. */
type Read = (text: string, folder: string, uri: string) => SqlCompanion | undefined;

const scripts = (stem: string): string[] => ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map(one => `${stem}.${one}`);

/** Which files are read, and how; a leading `*` stands for any beginning. */
const READERS: readonly { readonly names: readonly string[]; readonly read: Read }[] = [
  { names: ['migration_lock.toml'], read: readPrismaLock },
  { names: ['*.prisma'], read: readPrismaSchema },
  { names: packageFiles, read: readPackageFile },
  { names: ['Cargo.toml'], read: readCargo },
  { names: ['go.mod'], read: readGoModule },
  {
    names: ['atlas.sum'],
    read: (_text, folder) => ({ runs: { tool: 'atlas', folders: [folder], when: 'unclaimed' } }),
  },
  { names: ['atlas.hcl'], read: readAtlasProject },
  { names: ['flyway.conf', 'flyway.toml'], read: readFlyway },
  { names: ['*.sql.conf'], read: readFlywayScript },
  { names: ['metadata.toml'], read: readDieselMigration },
  { names: ['_journal.json'], read: readDrizzleJournal },
  { names: [...scripts('drizzle.config'), 'drizzle.config.json'], read: readDrizzleConfig },
  { names: scripts('knexfile'), read: readKnexfile },
  { names: ['config.toml'], read: readSupabaseConfig },
];

export const companionNames: readonly string[] = READERS.flatMap(one => one.names);

/** What a companion says; undefined where that is nothing. */
export function readCompanion({ uri, text }: Source): SqlCompanion | undefined {
  const file = baseNameOf(uri);
  const reader = READERS.find(({ names }) =>
    names.some(name => (name.startsWith('*') ? file.endsWith(name.slice(1)) : name === file)),
  );
  return reader?.read(text, folderOf(uri), uri);
}

/** How the tools call a database, and what that means here. Undefined: nobody knows. */
function hintsOf(name: string | undefined): Hints | undefined {
  if (name === undefined) return undefined;
  if (/^(?:pg|pgnative|pg-native|postgres|postgresql|postgis)$/i.test(name)) return { sqlDialect: 'postgresql' };
  if (/^mysql2?$/i.test(name)) return { sqlDialect: 'mysql' };
  if (/^mariadb$/i.test(name)) return { sqlDialect: 'mariadb' };
  if (/^(?:sqlite3?|better-sqlite3|turso|libsql)$/i.test(name)) return { sqlDialect: 'sqlite' };
  const foreign = /^(?:sqlserver|mssql|tedious|oracle|oracledb|cockroachdb|cockroach|redshift|snowflake|clickhouse)$/i;
  return foreign.test(name) ? { foreignSql: true } : undefined;
}

function dialects(folders: readonly string[], name: string | undefined): Pick<SqlCompanion, 'dialects'> {
  const hints = hintsOf(name);
  return hints && folders.length > 0 ? { dialects: Object.fromEntries(folders.map(one => [one, hints])) } : {};
}

/** The one that all of several agree on. */
function agreed(names: readonly string[]): string | undefined {
  return new Set(names).size === 1 ? names[0] : undefined;
}

function withoutComments(text: string, line: '#' | '//'): string {
  return line === '#'
    ? text.replace(/^[ \t]*#.*$/gm, '')
    : text.replace(/\/\*[\s\S]*?\*\/|(^|[^:'"`\w])\/\/.*$/gm, '$1');
}

/** The folder that a relative path means; `file:` and a leading `./` are taken off. */
function below(folder: string, path: string): string {
  const parts = folder.split('/');
  for (const part of path.split(/[\\/]/)) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(encodeURIComponent(part));
  }
  return parts.join('/');
}

// --- Prisma ------------------------------------------------------------------------------------------------------

function readPrismaLock(text: string, folder: string): SqlCompanion {
  const provider = /^[ \t]*provider[ \t]*=[ \t]*"([\w]+)"/m.exec(text)?.[1];
  return { runs: { tool: 'prisma', folders: [folder], when: 'unclaimed' }, ...dialects([folder], provider) };
}

function readPrismaSchema(text: string, folder: string): SqlCompanion | undefined {
  const prisma8 = /^\s*\/\/\/?[ \t]*use prisma-(?:8|next)\b/.test(text);
  const body = /^[ \t]*datasource[ \t]+\w+[ \t]*\{([^}]*)\}/m.exec(text)?.[1];
  if (body === undefined) return prisma8 ? { prisma: { major: 8, minor: 0 } } : undefined;
  const settings = withoutComments(body, '//');
  const provider = /^[ \t]*provider[ \t]*=[ \t]*"(\w+)"/m.exec(settings)?.[1];
  const prisma6 = /^[ \t]*(?:url|directUrl)[ \t]*=/m.test(settings);
  const version = prisma8 ? { major: 8, minor: 0 } : prisma6 ? { major: 6, minor: 0 } : undefined;
  return { ...dialects([`${folder}/migrations`, `${folder}/sql`], provider), ...(version ? { prisma: version } : {}) };
}

// --- what a project depends on -----------------------------------------------------------------------------------

function readPackageFile(text: string, folder: string, uri: string): SqlCompanion | undefined {
  const packages = readPackages({ uri, text }, [...PRISMA_PACKAGES, 'supabase', 'node-pg-migrate']);
  if (!packages) return undefined;
  const runs =
    packages.origin === 'manifest' && packages.packages['node-pg-migrate'] !== undefined
      ? ({ runs: { tool: 'node-pg-migrate', folders: [folder], when: 'numbered' } } as const)
      : {};
  return { packages, ...runs };
}

/** `sqlx = …`, `sqlx.workspace = true`, `[dependencies.sqlx]`; with its features where they stand beside it. */
function crate(name: string): RegExp {
  return new RegExp(
    String.raw`^[ \t]*${name}(?:\.workspace)?[ \t]*=[ \t]*(\{[^}]*\}|[^\n]*)|^\[[\w.-]*dependencies\.${name}\]([^\[]*(?:\[[^\]]*\])?)`,
    'm',
  );
}

function readCargo(text: string, folder: string): SqlCompanion | undefined {
  const found = ['sqlx', 'diesel'].flatMap(name => {
    const match = crate(name).exec(text);
    return match ? [{ name, said: match[1] ?? match[2] ?? '' }] : [];
  });
  if (found.length === 0) return undefined;
  const databases = found.flatMap(({ said }) => said.match(/"(?:postgres|mysql|sqlite)"/g) ?? []);
  const database = agreed(databases.map(one => one.slice(1, -1)));
  const runs = found.some(one => one.name === 'sqlx')
    ? ({ runs: { tool: 'sqlx', folders: [folder], when: 'numbered' } } as const)
    : {};
  return { ...runs, ...dialects([`${folder}/migrations`], database) };
}

/** In a Go project the files that sqlx and golang-migrate write alike are golang-migrate's. */
function readGoModule(_text: string, folder: string): SqlCompanion {
  return { runs: { tool: 'golang-migrate', folders: [folder], when: 'numbered' } };
}

// --- Atlas, Flyway, Diesel ----------------------------------------------------------------------------------------

function readAtlasProject(text: string, folder: string): SqlCompanion | undefined {
  const code = withoutComments(withoutComments(text, '//'), '#');
  const folders = [...code.matchAll(/\bdir\s*=\s*"file:\/\/([^"?$]+)/g)].map(one => below(folder, one[1]!));
  if (folders.length === 0) return undefined;
  const names = [...code.matchAll(/\b(?:dev|url)\s*=\s*"(?:docker:\/\/)?(\w+)[:/]/g)].map(one => one[1]!);
  return { runs: { tool: 'atlas', folders, when: 'unclaimed' }, ...dialects(folders, agreed(names)) };
}

function readFlyway(text: string, folder: string): SqlCompanion {
  const code = withoutComments(text, '#');
  const isSet = (key: string, value: string): boolean =>
    new RegExp(String.raw`^[ \t]*(?:flyway\.)?${key}[ \t]*=[ \t]*"?${value}\b`, 'm').test(code);
  const names = [...code.matchAll(/^[ \t]*(?:flyway\.)?url[ \t]*=[ \t]*"?jdbc:(?:\w+:)?(\w+):/gm)].map(one => one[1]!);
  const locations = [...code.matchAll(/\b(filesystem|classpath):([^",\]\s]+)/g)].map(([, kind, path]) =>
    below(folder, kind === 'classpath' ? `src/main/resources/${path}` : path!),
  );
  const folders = locations.length > 0 ? locations : [`${folder}/sql`, `${folder}/src/main/resources/db/migration`];
  const flyway = {
    mixed: isSet('mixed', 'true'),
    group: isSet('group', 'true'),
    outside: isSet('executeInTransaction', 'false'),
  };
  return { flyway, ...dialects(folders, agreed(names)) };
}

/** `V1__a.sql.conf` beside `V1__a.sql`. */
function readFlywayScript(text: string, _folder: string, uri: string): SqlCompanion | undefined {
  return /^[ \t]*executeInTransaction[ \t]*=[ \t]*false\b/im.test(text)
    ? { outside: uri.slice(0, -'.conf'.length) }
    : undefined;
}

function readDieselMigration(text: string, folder: string): SqlCompanion | undefined {
  return /^[ \t]*run_in_transaction[ \t]*=[ \t]*false\b/m.test(text) ? { outside: folder } : undefined;
}

// --- Drizzle, Knex, Supabase ---------------------------------------------------------------------------------------

function readDrizzleJournal(text: string, folder: string): SqlCompanion | undefined {
  if (baseNameOf(folder) !== 'meta') return undefined;
  const own = folderOf(folder);
  const tags = [...text.matchAll(/"tag"\s*:\s*"([^"\\]+)"/g)].map(one => one[1]!);
  const dialect = /"dialect"\s*:\s*"(\w+)"/.exec(text)?.[1];
  return {
    runs: { tool: 'drizzle', folders: [own], when: 'always' },
    order: { folder: own, names: tags },
    ...dialects([own], dialect),
  };
}

function readDrizzleConfig(text: string, folder: string): SqlCompanion {
  const code = withoutComments(text, '//');
  const literal = (key: string): string[] =>
    [...code.matchAll(new RegExp(String.raw`\b${key}["']?\s*:\s*["'\`]([^"'\`$]+)["'\`]`, 'g'))].map(one => one[1]!);
  const outs = literal('out');
  const folders = (outs.length > 0 ? outs : ['drizzle']).map(one => below(folder, one));
  return { runs: { tool: 'drizzle', folders, when: 'always' }, ...dialects(folders, agreed(literal('dialect'))) };
}

function readKnexfile(text: string, folder: string): SqlCompanion | undefined {
  const code = withoutComments(text, '//');
  const values = (key: string): string[] =>
    [...code.matchAll(new RegExp(String.raw`\b${key}["']?\s*:\s*["'\`]([^"'\`$]+)["'\`]`, 'g'))].map(one => one[1]!);
  const folders = values('directory');
  const found = dialects(
    (folders.length > 0 ? folders : ['migrations']).map(one => below(folder, one)),
    agreed(values('client')),
  );
  return found.dialects ? found : undefined;
}

function readSupabaseConfig(_text: string, folder: string): SqlCompanion | undefined {
  return baseNameOf(folder) === 'supabase' ? dialects([folder], 'postgres') : undefined;
}
