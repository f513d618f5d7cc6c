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

/** Runs statements in a transaction, looks at what they hold before they commit, and rolls them back. */
export async function effectsOf({ client, notices }: Database, statements: string): Promise<Effects> {
  const files = await filesOf(client);
  await client.query('BEGIN; SET LOCAL client_min_messages = debug1;');
  notices.length = 0;
  try {
    await client.query(statements);
    const { rows: held } = await client.query<{ name: string; mode: string }>(
      `SELECT c.relname AS name, l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
       JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE l.pid = pg_backend_pid() AND n.nspname = 'public' AND c.relkind IN ('r', 'p', 'm')`,
    );
    const locks: Record<string, string> = {};
    for (const { name, mode } of held)
      if (files.has(name) && STRENGTH.indexOf(mode) > STRENGTH.indexOf(locks[name] ?? '')) locks[name] = mode;
    const scans = notices.flatMap(
      one => /^(?:verifying table|validating foreign key constraint) "(.+)"$/.exec(one)?.[1] ?? [],
    );
    const changed = [...(await filesOf(client))].filter(([name, now]) => {
      const before = files.get(name);
      return before && before.file !== now.file;
    });
    return {
      locks,
      rewrites: changed.filter(([, one]) => one.kind !== 'i').map(([name]) => name),
      rebuilds: changed.filter(([, one]) => one.kind === 'i').map(([name]) => name),
      scans,
      error: undefined,
    };
  } catch (error) {
    return { locks: {}, rewrites: [], rebuilds: [], scans: [], error: (error as Error).message };
  } finally {
    await client.query('ROLLBACK');
  }
}

async function filesOf(client: Database['client']): Promise<Map<string, { file: string | null; kind: string }>> {
  const { rows } = await client.query<{ name: string; file: string | null; kind: string }>(
    `SELECT c.relname AS name, pg_relation_filenode(c.oid)::text AS file, c.relkind AS kind FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'm', 'i') ORDER BY c.relname`,
  );
  return new Map(rows.map(({ name, file, kind }) => [name, { file, kind }]));
}
