import { Client } from 'pg';
import type { Database } from './database.ts';

/** Who has to wait for a table: those who want to write to it, or everybody, who only reads as well. */
export type Waiting = 'nobody' | 'writers' | 'everybody';

/** Tries to read and to write each table from a second session, which gives up as soon as it has to wait. */
export async function whoWaits({ client, url }: Database): Promise<Readonly<Record<string, Waiting>>> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'm') ORDER BY c.relname`,
  );
  const other = new Client({ connectionString: url });
  await other.connect();
  try {
    await other.query(`SET lock_timeout = '1ms'`);
    const { rows: known } = await other.query<{ name: string; kind: string }>(
      `SELECT c.relname AS name, c.relkind AS kind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'`,
    );
    // What the first session has just made, nobody else sees.
    const names = rows.map(one => one.name).filter(name => known.some(one => one.name === name));
    // Nobody writes to a materialized view.
    const views = new Set(known.filter(one => one.kind === 'm').map(one => one.name));
    const found: Record<string, Waiting> = {};
    for (const name of names) {
      const readers = await hasToWait(other, `SELECT FROM "${name}" LIMIT 1`);
      const writers = !views.has(name) && (await hasToWait(other, `DELETE FROM "${name}" WHERE false`));
      found[name] = readers ? 'everybody' : writers ? 'writers' : 'nobody';
    }
    return found;
  } finally {
    await other.end();
  }
}

async function hasToWait(client: Client, statement: string): Promise<boolean> {
  try {
    await client.query(statement);
    return false;
  } catch (error) {
    // lock_not_available (PostgreSQL manual, appendix A).
    if ((error as { code?: string }).code === '55P03') return true;
    throw error;
  }
}

/** Who waits for which table, as a message says it. */
export function promisedWaits(message: string): Readonly<Record<string, Waiting>> {
  const promised: Record<string, Waiting> = {};
  for (const [, what, tables] of message.matchAll(/\b(quer(?:y|ies) on|writes? to) ("[^"]+"(?: and "[^"]+")*)/g))
    for (const [, table] of tables!.matchAll(/"([^"]+)"/g))
      promised[table!] = what!.startsWith('quer') ? 'everybody' : 'writers';
  return promised;
}
