import type { Database } from './database.ts';

/** What PostgreSQL did while it ran a statement, or why it refused to. Tables of the schema `public` by their bare name. */
export interface Effects {
  /** The strongest lock on each table that was there before, as `pg_locks` names it: `AccessExclusiveLock`. */
  readonly locks: Readonly<Record<string, string>>;
  /** Tables whose file is another one afterwards (`pg_relation_filenode`): every row was written anew. */
  readonly rewrites: readonly string[];
  /** Indexes that were there before and whose file is another one afterwards. */
  readonly rebuilds: readonly string[];
  /** Tables that were read from end to end to check a constraint, as the server says at DEBUG1. */
  readonly scans: readonly string[];
  /** Tables that were there before and have got an index, or have had one built again, as the server says at DEBUG1. */
  readonly builds: readonly string[];
  /** The server's own words. */
  readonly error: string | undefined;
}

/** Weakest first (PostgreSQL manual, 13.3.1). */
const STRENGTH = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];

export function blocksWrites(lock: string): boolean {
  return STRENGTH.indexOf(lock) >= STRENGTH.indexOf('ShareLock');
}

/**
 * Runs statements in a transaction, looks at what they hold before they commit, and rolls them back.
 *
 * @param meanwhile runs while the transaction holds its locks
 */
export async function effectsOf(
  { client, notices }: Database,
  statements: string,
  meanwhile: () => Promise<void> = async () => {},
): Promise<Effects> {
  const files = await filesOf(client);
  await client.query('BEGIN; SET LOCAL client_min_messages = debug1;');
  notices.length = 0;
  try {
    await client.query(statements);
    const { rows: held } = await client.query<{ oid: string; mode: string }>(
      `SELECT relation::text AS oid, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation'`,
    );
    const locks: Record<string, string> = {};
    for (const { oid, mode } of held) {
      // By its name of before: the statement may have renamed it.
      const [name] = [...files].find(([, one]) => one.oid === oid && one.kind !== 'i') ?? [];
      if (name !== undefined && STRENGTH.indexOf(mode) > STRENGTH.indexOf(locks[name] ?? '')) locks[name] = mode;
    }
    const scans = notices.flatMap(
      one => /^(?:verifying table|validating foreign key constraint) "(.+)"$/.exec(one)?.[1] ?? [],
    );
    const builds = notices.flatMap(one => {
      const table = /^building index ".+" on table "(.+)" /.exec(one)?.[1];
      return table !== undefined && files.has(table) ? [table] : [];
    });
    await meanwhile();
    const changed = [...(await filesOf(client))].filter(([name, now]) => {
      const before = files.get(name);
      return before && before.file !== now.file;
    });
    return {
      locks,
      rewrites: changed.filter(([, one]) => one.kind !== 'i').map(([name]) => name),
      rebuilds: changed.filter(([, one]) => one.kind === 'i').map(([name]) => name),
      scans,
      builds: [...new Set(builds)],
      error: undefined,
    };
  } catch (error) {
    return {
      locks: {},
      rewrites: [],
      rebuilds: [],
      scans: [],
      builds: [],
      error: (error as Error).message,
    };
  } finally {
    await client.query('ROLLBACK');
  }
}

interface RelationFile {
  readonly oid: string;
  /** Null where rows are in partitions. */
  readonly file: string | null;
  /** As pg_class.relkind has it. */
  readonly kind: string;
}

async function filesOf(client: Database['client']): Promise<Map<string, RelationFile>> {
  const { rows } = await client.query<RelationFile & { readonly name: string }>(
    `SELECT c.relname AS name, c.oid::text AS oid, pg_relation_filenode(c.oid)::text AS file, c.relkind AS kind
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'm', 'i') ORDER BY c.relname`,
  );
  return new Map(rows.map(({ name, ...one }) => [name, one]));
}
