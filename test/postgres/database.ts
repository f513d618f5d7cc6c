import { Client } from 'pg';

/** Where `server/tools/postgres.mjs` has started a cluster; undefined: these tests are skipped. */
export const clusterUrl = process.env.PLUMBLINE_POSTGRES_URL;

/** An empty database for one case. `notices`: what the server said at DEBUG1 and above. */
export interface Database {
  readonly client: Client;
  /** For further sessions. */
  readonly url: string;
  readonly notices: string[];
  /** Server's major version. */
  readonly version: number;
}

/** To make a database takes a hundred times as long as to empty one: each is used again, and all go with the cluster. */
export async function inDatabase<T>(use: (database: Database) => Promise<T>): Promise<T> {
  const { client, url, name } = await freeDatabase();
  try {
    await client.query(EMPTY.replaceAll('$name', name));
    const notices: string[] = [];
    client.on('notice', notice => notices.push(notice.message ?? ''));
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
    return await use({ client, url, notices, version: Math.floor(Number(rows[0]!.server_version_num) / 10_000) });
  } finally {
    await client.end();
  }
}

/** The first one that nobody uses: who does holds its advisory lock. */
async function freeDatabase(): Promise<{ client: Client; url: string; name: string }> {
  for (let number = 1; ; number++) {
    // A worker looks at its own ones only: emptying one ends the sessions of those who look.
    const name = `case_${process.env.VITEST_POOL_ID ?? 0}_${number}`;
    const url = new URL(clusterUrl!);
    url.pathname = `/${name}`;
    const client = await connectTo(url.href, name);
    const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock(1) AS free');
    if (rows[0]!.free) return { client, url: url.href, name };
    await client.end();
  }
}

async function connectTo(url: string, name: string): Promise<Client> {
  try {
    return await connected(url);
  } catch (error) {
    // invalid_catalog_name (PostgreSQL manual, appendix A).
    if (codeOf(error) !== '3D000') throw error;
  }
  const admin = await connected(clusterUrl!);
  try {
    await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  } catch (error) {
    // duplicate_database, unique_violation: another worker has just made it.
    if (!['42P04', '23505'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await admin.end();
  }
  return connected(url);
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string }).code;
}

/** As `template0` has it; what a failed case has left open there is ended first. */
const EMPTY = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = '$name' AND state LIKE 'idle in transaction%';
  ALTER DATABASE $name RESET ALL;
  DO $$
  DECLARE
    found text;
  BEGIN
    FOR found IN SELECT pubname FROM pg_publication LOOP
      EXECUTE format('DROP PUBLICATION %I', found);
    END LOOP;
    FOR found IN SELECT evtname FROM pg_event_trigger LOOP
      EXECUTE format('DROP EVENT TRIGGER %I', found);
    END LOOP;
    FOR found IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP
      EXECUTE format('DROP EXTENSION %I CASCADE', found);
    END LOOP;
    FOR found IN SELECT fdwname FROM pg_foreign_data_wrapper LOOP
      EXECUTE format('DROP FOREIGN DATA WRAPPER %I CASCADE', found);
    END LOOP;
    FOR found IN SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' LOOP
      EXECUTE format('DROP SCHEMA %I CASCADE', found);
    END LOOP;
  END $$;
  CREATE SCHEMA public AUTHORIZATION pg_database_owner;
  GRANT USAGE ON SCHEMA public TO PUBLIC;
`;
