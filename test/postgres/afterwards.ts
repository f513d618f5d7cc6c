import { Client } from 'pg';
import { expect } from 'vitest';
import type { Database } from './database.ts';

/** A query and the rows that it gives, as lists of values. */
export interface Shown {
  readonly query: string;
  readonly rows: readonly (readonly unknown[])[];
  /** Asked from another session, which sees only what is committed. */
  readonly elsewhere?: boolean;
}

export async function expectShown({ client, url }: Database, { query, rows, elsewhere }: Shown): Promise<void> {
  const other = elsewhere ? new Client({ connectionString: url }) : undefined;
  await other?.connect();
  try {
    const found = await (other ?? client).query({ text: query, rowMode: 'array' });
    expect(found.rows).toEqual(rows);
  } finally {
    await other?.end();
  }
}

/** What the server says to each statement of a running program, undefined where it goes through. Leaves no trace. */
export async function answersTo({ client }: Database, statements: readonly string[]): Promise<(string | undefined)[]> {
  const answers: (string | undefined)[] = [];
  for (const one of statements) {
    await client.query('BEGIN');
    try {
      await client.query(one);
      answers.push(undefined);
    } catch (error) {
      answers.push((error as Error).message);
    } finally {
      await client.query('ROLLBACK');
    }
  }
  return answers;
}
