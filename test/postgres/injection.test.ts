import type { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { clusterUrl, inDatabase } from './database.ts';
import { fixMigration, saysOfMigration } from './fixText.ts';

const users = `
CREATE TABLE users (id bigint PRIMARY KEY, email text, kind text);
INSERT INTO users VALUES (1, 'ann@example.org', 'a'), (2, 'bob@example.org', 'b'), (3, 'o''hara', 'b');
`;

/** A routine that counts users, and what a caller hands in to have it count all of them, or worse. */
interface Case {
  readonly rule: 'sql/dynamic-sql-concatenation' | 'sql/dynamic-sql-format';
  readonly title: string;
  readonly execute: string;
  readonly honest: string;
  readonly hostile: string;
  /** What the hostile call gives after the fix: a number of users, or an error. */
  readonly after: number | RegExp;
}

const OR = `' or 1=1 --`;

const CASES: readonly Case[] = [
  {
    rule: 'sql/dynamic-sql-concatenation',
    title: 'Hand it over with USING',
    execute: `EXECUTE 'SELECT count(*) FROM users WHERE email = ''' || wanted || '''' INTO found;`,
    honest: 'ann@example.org',
    hostile: OR,
    after: 0,
  },
  {
    rule: 'sql/dynamic-sql-concatenation',
    title: 'Quote it as a value with quote_literal()',
    execute: `EXECUTE 'SELECT count(*) FROM users WHERE id = ' || wanted INTO found;`,
    honest: '2',
    hostile: '0 or 1=1 --',
    after: /invalid input syntax for type bigint/,
  },
  {
    rule: 'sql/dynamic-sql-concatenation',
    title: 'Quote it as a value with quote_literal()',
    execute: `q := 'SELECT count(*) FROM users WHERE email = ''' || wanted || ''''; EXECUTE q INTO found;`,
    honest: 'ann@example.org',
    hostile: OR,
    after: 0,
  },
  {
    rule: 'sql/dynamic-sql-concatenation',
    title: 'Quote it as a name with quote_ident()',
    execute: `EXECUTE 'SELECT count(*) FROM users WHERE kind = ''a'' AND ' || wanted || ' IS NOT NULL' INTO found;`,
    honest: 'email',
    hostile: 'true or 1=1 --',
    after: /column "true or 1=1 --" does not exist/,
  },
  {
    rule: 'sql/dynamic-sql-format',
    title: 'Hand it over with USING',
    execute: `EXECUTE format('SELECT count(*) FROM users WHERE email = ''%s''', wanted) INTO found;`,
    honest: 'ann@example.org',
    hostile: OR,
    after: 0,
  },
  {
    rule: 'sql/dynamic-sql-format',
    title: 'Quote it as a value with %L',
    execute: `q := format('SELECT count(*) FROM users WHERE email = ''%s''', wanted); EXECUTE q INTO found;`,
    honest: 'ann@example.org',
    hostile: OR,
    after: 0,
  },
  {
    rule: 'sql/dynamic-sql-format',
    title: 'Quote it as a name with %I',
    execute: `EXECUTE format('SELECT count(*) FROM users WHERE id = 1 AND %s IS NOT NULL', wanted) INTO found;`,
    honest: 'email',
    hostile: 'true or 1=1 --',
    after: /column "true or 1=1 --" does not exist/,
  },
];

function routine(execute: string): string {
  return `CREATE FUNCTION count_users(wanted text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  found bigint;
  q text;
BEGIN
  ${execute}
  RETURN found;
END $$;
`;
}

async function call(client: Client, wanted: string): Promise<number> {
  const { rows } = await client.query<{ found: string }>('SELECT count_users($1) AS found', [wanted]);
  return Number(rows[0]!.found);
}

describe.skipIf(!clusterUrl)('dynamic SQL, on a PostgreSQL', () => {
  for (const { rule, title, execute, honest, hostile, after } of CASES)
    it(`${rule}: ${title}: ${execute}`, () =>
      inDatabase(async ({ client }) => {
        const bad = routine(execute);
        expect(saysOfMigration(rule, users, bad)[0]).toContain('as this routine');
        await client.query(users + bad);
        expect(await call(client, honest)).toBe(1);
        expect(await call(client, hostile)).toBe(3);

        await client.query(`DROP FUNCTION count_users;${fixMigration(rule, users, bad, title)}`);
        expect(await call(client, honest)).toBe(1);
        if (typeof after === 'number') expect(await call(client, hostile)).toBe(after);
        else await expect(call(client, hostile)).rejects.toThrow(after);
      }));

  it('a pasted name of a table lets its caller run a command of his own', () =>
    inDatabase(async ({ client }) => {
      const bad = routine("EXECUTE 'SELECT count(*) FROM ' || wanted INTO found;");
      await client.query(users + bad);
      await client.query(`SELECT count_users('users; DELETE FROM users; SELECT 1')`);
      expect((await client.query('SELECT FROM users')).rowCount).toBe(0);

      await client.query(users.slice(users.indexOf('INSERT')));
      const fixed = fixMigration('sql/dynamic-sql-concatenation', users, bad);
      await client.query(`DROP FUNCTION count_users;${fixed}`);
      expect(await call(client, 'users')).toBe(3);
      await expect(call(client, 'users; DELETE FROM users; SELECT 1')).rejects.toThrow(/does not exist/);
      expect((await client.query('SELECT FROM users')).rowCount).toBe(3);
    }));

  for (const [rule, execute] of [
    ['sql/dynamic-sql-concatenation', "EXECUTE 'ALTER TABLE ' || r.relname || ' ADD COLUMN note text';"],
    ['sql/dynamic-sql-format', "EXECUTE format('ALTER TABLE %s ADD COLUMN note text', r.relname);"],
  ] as const)
    it(`${rule}: a name with a capital breaks what the routine itself has read`, () =>
      inDatabase(async ({ client }) => {
        const given = 'CREATE TABLE "Visit" (id bigint);\n';
        const bad = `CREATE FUNCTION all_tables() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  r record;
BEGIN
  FOR r IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    ${execute}
  END LOOP;
END $$;
`;
        expect(saysOfMigration(rule, given, bad)[0]).toContain('any quote, blank or capital');
        await client.query(given + bad);
        await expect(client.query('SELECT all_tables()')).rejects.toThrow(/relation "visit" does not exist/);
        await client.query(`DROP FUNCTION all_tables;${fixMigration(rule, given, bad)}`);
        await client.query('SELECT all_tables()');
      }));
});
