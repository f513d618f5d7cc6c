import { Client } from 'pg';

/** Where `server/tools/postgres.mjs` has started a cluster; undefined: these tests are skipped. */
export const clusterUrl = process.env.PLUMBLINE_POSTGRES_URL;

/** A database of its own for one case, dropped afterwards. `notices`: what the server said at DEBUG1 and above. */
export interface Database {
  readonly client: Client;
  readonly notices: string[];
  /** Server's major version. */
  readonly version: number;
}

export async function inDatabase<T>(use: (database: Database) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: clusterUrl });
  await admin.connect();
  const name = `case_${process.pid}_${Math.random().toString(36).slice(2)}`;
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(clusterUrl!);
  url.pathname = `/${name}`;
  const client = new Client({ connectionString: url.href });
  try {
    await client.connect();
    const notices: string[] = [];
    client.on('notice', notice => notices.push(notice.message ?? ''));
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num');
    return await use({ client, notices, version: Math.floor(Number(rows[0]!.server_version_num) / 10_000) });
  } finally {
    await client.end();
    await admin.query(`DROP DATABASE ${name}`);
    await admin.end();
  }
}
