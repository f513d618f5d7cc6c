import type { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { clusterUrl, inDatabase } from './database.ts';
import { fixMigration, saysOfMigration } from './fixText.ts';

/** What the messages of rules about tables say, tried on the tables that the rules report and on those that their fixes make. */

async function made(client: Client, statements: string): Promise<void> {
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public;');
  await client.query(statements);
}

async function one(client: Client, query: string): Promise<unknown> {
  return (await client.query({ text: query, rowMode: 'array' })).rows[0]?.[0];
}

/** The plan of a query, once the planner knows the tables. */
async function planOf(client: Client, query: string): Promise<string> {
  await client.query('ANALYZE');
  const { rows } = await client.query({ text: `EXPLAIN (COSTS OFF) ${query}`, rowMode: 'array' });
  return rows.map(([line]) => line).join('\n');
}

/** How many rows of a table a statement reads from end to end, and how many through an index. */
async function reads(client: Client, table: string, statement: string): Promise<{ whole: number; byIndex: number }> {
  await client.query('BEGIN');
  const { rows } = await client
    .query(statement)
    .then(() =>
      client.query(
        `SELECT seq_tup_read::int AS whole, idx_tup_fetch::int AS "byIndex" FROM pg_stat_xact_user_tables WHERE relname = $1`,
        [table],
      ),
    );
  await client.query('ROLLBACK');
  return rows[0];
}

const none = 'SELECT 1;\n';

/** The migration as it stands, which the rule reports, and after its fix. */
function bothOf(rule: string, given: string, migration: string, title?: string): readonly [string, string] {
  expect(saysOfMigration(rule, given, migration)).not.toEqual([]);
  return [given + migration, given + fixMigration(rule, given, migration, title)];
}

describe.skipIf(!clusterUrl)('what rules say of tables, on a PostgreSQL', () => {
  it('sql/soft-delete-unique: the values of a deleted row are taken, and free after the fix', () =>
    inDatabase(async ({ client }) => {
      const table = 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, deleted_at timestamptz);\n';
      const [bad, fixed] = bothOf('sql/soft-delete-unique', none, table);
      const again = "INSERT INTO users VALUES (2, 'ann');";
      const first = "INSERT INTO users VALUES (1, 'ann', now());";
      await made(client, bad + first);
      await expect(client.query(again)).rejects.toThrow(/duplicate key value violates unique constraint/);
      await made(client, fixed + first + again);
      await expect(client.query("INSERT INTO users VALUES (3, 'ann')")).rejects.toThrow(/duplicate key/);
    }));

  it('sql/event-without-idempotency-key: an event that is sent again is stored twice, after the fix once', () =>
    inDatabase(async ({ client }) => {
      const table = 'CREATE TABLE outbox_events (id bigserial PRIMARY KEY, event_id text NOT NULL, payload jsonb);\n';
      const [bad, fixed] = bothOf('sql/event-without-idempotency-key', none, table);
      const sent = "INSERT INTO outbox_events (event_id) VALUES ('e1') ON CONFLICT DO NOTHING;\n";
      await made(client, bad + sent + sent);
      expect(await one(client, 'SELECT count(*)::int FROM outbox_events')).toBe(2);
      await made(client, fixed + sent + sent);
      expect(await one(client, 'SELECT count(*)::int FROM outbox_events')).toBe(1);
    }));

  it('sql/full-index-on-flag: few reads gain by the full index; the partial one is small and serves', () =>
    inDatabase(async ({ client }) => {
      const table = `CREATE TABLE users (id bigint PRIMARY KEY, is_active boolean NOT NULL, name text);
CREATE INDEX users_active ON users (is_active);
`;
      const [bad, fixed] = bothOf('sql/full-index-on-flag', none, table);
      const rows = `INSERT INTO users SELECT n, n % 50 = 0, repeat('x', 100) FROM generate_series(1, 5000) n;\n`;
      const reindex = 'REINDEX INDEX users_active; ANALYZE users;';
      await made(client, bad + rows + reindex);
      expect(await planOf(client, 'SELECT name FROM users WHERE NOT is_active')).toContain('Seq Scan on users');
      expect(await one(client, "SELECT reltuples::int FROM pg_class WHERE relname = 'users_active'")).toBe(5000);
      await made(client, fixed + rows + reindex);
      expect(await one(client, "SELECT reltuples::int FROM pg_class WHERE relname = 'users_active'")).toBe(100);
      expect(await planOf(client, 'SELECT name FROM users WHERE is_active ORDER BY id LIMIT 5')).toContain(
        'Index Scan using users_active',
      );
    }));

  it('sql/full-index-on-soft-deleted-table: the partial index serves the queries that the rule goes by, and no others', () =>
    inDatabase(async ({ client }) => {
      const rule = 'sql/full-index-on-soft-deleted-table';
      const migration = `CREATE TABLE people (id bigint PRIMARY KEY, city int, is_deleted boolean NOT NULL DEFAULT false);
CREATE INDEX people_city ON people (city);
CREATE VIEW live_people AS SELECT id, city FROM people WHERE is_deleted = false;
`;
      const [, fixed] = bothOf(rule, none, migration);
      await made(client, `${fixed}INSERT INTO people SELECT n, n FROM generate_series(1, 5000) n;`);
      const saysSo = (condition: string): boolean =>
        saysOfMigration(rule, none, migration.replace('is_deleted = false', condition)).length > 0;
      for (const condition of ['is_deleted = false', 'NOT is_deleted', 'NOT (is_deleted = true)']) {
        expect(saysSo(condition)).toBe(true);
        expect(await planOf(client, `SELECT id FROM people WHERE city = 7 AND ${condition}`)).toContain('people_city');
      }
      for (const condition of [
        'is_deleted IS FALSE',
        'is_deleted IS NOT TRUE',
        '(NOT is_deleted OR city = 7)',
        'true',
      ]) {
        expect(saysSo(condition)).toBe(false);
        expect(await planOf(client, `SELECT id FROM people WHERE city = 7 AND ${condition}`)).toContain('Seq Scan');
      }
    }));

  it('sql/queue-without-partial-index: a poll reads past all that are done, after the fix it does not', () =>
    inDatabase(async ({ client }) => {
      const table = 'CREATE TABLE outbox (id bigint PRIMARY KEY, payload jsonb, published_at timestamptz);\n';
      const [bad, fixed] = bothOf('sql/queue-without-partial-index', none, table);
      const rows = `INSERT INTO outbox SELECT n, NULL, now() FROM generate_series(1, 5000) n;
INSERT INTO outbox VALUES (5001, NULL, NULL);
`;
      const poll = 'SELECT id FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT 10';
      await made(client, `${bad}${rows}ANALYZE outbox;`);
      const before = await reads(client, 'outbox', poll);
      expect(before.whole + before.byIndex).toBeGreaterThan(5000);
      await made(client, `${fixed}${rows}ANALYZE outbox;`);
      const after = await reads(client, 'outbox', poll);
      expect(after.whole + after.byIndex).toBeLessThanOrEqual(1);
    }));

  const users =
    'CREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users SELECT n FROM generate_series(1, 100) n;\n';

  it('sql/foreign-key-without-index: a DELETE in the other table reads all of this one, after the fix its own rows', () =>
    inDatabase(async ({ client }) => {
      const table = 'CREATE TABLE visits (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id));\n';
      const [bad, fixed] = bothOf('sql/foreign-key-without-index', users, table);
      const rows = 'INSERT INTO visits SELECT n, 1 + n % 50 FROM generate_series(1, 5000) n;\nANALYZE visits;';
      const statement = 'DELETE FROM users WHERE id = 99';
      await made(client, bad + rows);
      expect(await reads(client, 'visits', statement)).toMatchObject({ whole: 5000 });
      await made(client, fixed + rows);
      expect(await reads(client, 'visits', statement)).toEqual({ whole: 0, byIndex: 0 });
    }));

  it('sql/foreign-key-without-index: an index over a part of the columns still reads all rows of that part', () =>
    inDatabase(async ({ client }) => {
      const given = `CREATE TABLE orders (tenant_id int, id int, PRIMARY KEY (tenant_id, id));
INSERT INTO orders SELECT n % 10, n FROM generate_series(1, 1000) n;
`;
      const table = `CREATE TABLE lines (id bigint PRIMARY KEY, tenant_id int, order_id int,
  FOREIGN KEY (tenant_id, order_id) REFERENCES orders);
CREATE INDEX lines_tenant ON lines (tenant_id);
`;
      const [bad, fixed] = bothOf('sql/foreign-key-without-index', given, table);
      expect(saysOfMigration('sql/foreign-key-without-index', given, table)[0]).toContain(
        'reads all rows of one "tenant_id"',
      );
      const rows = 'INSERT INTO lines SELECT n, n % 10, n FROM generate_series(11, 990) n;\nANALYZE lines;';
      const statement = 'DELETE FROM orders WHERE tenant_id = 1 AND id = 1';
      await made(client, bad + rows);
      const before = await reads(client, 'lines', statement);
      expect(before.whole + before.byIndex).toBeGreaterThanOrEqual(98);
      await made(client, fixed + rows);
      expect(await reads(client, 'lines', statement)).toEqual({ whole: 0, byIndex: 0 });
    }));

  it('sql/redundant-index: the wider index serves what the narrower one did', () =>
    inDatabase(async ({ client }) => {
      const table = `CREATE TABLE visits (id bigint PRIMARY KEY, user_id bigint, at timestamptz);
CREATE INDEX visits_user_at ON visits (user_id, at);
CREATE INDEX visits_user ON visits (user_id);
`;
      const [, fixed] = bothOf('sql/redundant-index', none, table);
      await made(client, `${fixed}INSERT INTO visits SELECT n, n, now() FROM generate_series(1, 5000) n;`);
      expect(await planOf(client, 'SELECT id FROM visits WHERE user_id = 7')).toContain('visits_user_at');
    }));

  it('sql/table-without-primary-key: logical replication refuses UPDATE and DELETE, after the fix it does not', () =>
    inDatabase(async ({ client }) => {
      const [bad, fixed] = bothOf('sql/table-without-primary-key', none, 'CREATE TABLE visits (page text NOT NULL);\n');
      const published = "INSERT INTO visits (page) VALUES ('a'); CREATE PUBLICATION all_of_it FOR ALL TABLES;";
      await made(client, bad + published);
      for (const statement of ["UPDATE visits SET page = 'b'", 'DELETE FROM visits'])
        await expect(client.query(statement)).rejects.toThrow(/does not have a replica identity/);
      await client.query('DROP PUBLICATION all_of_it');
      await made(client, fixed + published);
      await client.query("UPDATE visits SET page = 'b'; DELETE FROM visits;");
    }));

  it('sql/foreign-key-type-mismatch: a key that outgrows the column cannot be referred to, after the fix it can', () =>
    inDatabase(async ({ client }) => {
      const table = 'CREATE TABLE visits (id bigint PRIMARY KEY, user_id integer REFERENCES users (id));\n';
      const [bad, fixed] = bothOf('sql/foreign-key-type-mismatch', users, table);
      const big = 'INSERT INTO users VALUES (3000000000);';
      const refers = 'INSERT INTO visits VALUES (1, 3000000000)';
      await made(client, bad + big);
      await expect(client.query(refers)).rejects.toThrow(/integer out of range/);
      await made(client, fixed + big + refers);
    }));

  it('sql/reference-without-foreign-key: the column goes on pointing at a row that is gone, after the fix it cannot', () =>
    inDatabase(async ({ client }) => {
      const table = 'CREATE TABLE visits (id bigint PRIMARY KEY, user_id bigint NOT NULL);\n';
      const [bad, fixed] = bothOf('sql/reference-without-foreign-key', users, table);
      const row = 'INSERT INTO visits VALUES (1, 1);';
      await made(client, `${bad}${row}DELETE FROM users WHERE id = 1;`);
      await made(client, fixed + row);
      await expect(client.query('DELETE FROM users WHERE id = 1')).rejects.toThrow(/violates foreign key constraint/);
    }));

  it('sql/missing-check: a quantity falls below zero, after the fix it cannot', () =>
    inDatabase(async ({ client }) => {
      const table = 'CREATE TABLE items (id bigint PRIMARY KEY, quantity integer NOT NULL);\n';
      const [bad, fixed] = bothOf('sql/missing-check', none, table);
      const row = 'INSERT INTO items VALUES (1, -1);';
      await made(client, bad + row);
      await made(client, `${fixed}INSERT INTO items VALUES (0, 0);`);
      await expect(client.query(row)).rejects.toThrow(/violates check constraint/);
    }));

  it('sql/float-money: sums are off and equal amounts differ, after the fix they do not', () =>
    inDatabase(async ({ client }) => {
      const table = 'CREATE TABLE invoices (id bigint PRIMARY KEY, total double precision NOT NULL);\n';
      const [bad, fixed] = bothOf('sql/float-money', none, table);
      const rows = 'INSERT INTO invoices VALUES (1, 0.1), (2, 0.2);';
      const equal = 'SELECT sum(total) = (SELECT 0.3::text::double precision) FROM invoices';
      await made(client, bad + rows);
      expect(await one(client, equal)).toBe(false);
      await made(client, fixed + rows);
      expect(await one(client, 'SELECT sum(total) = 0.3 FROM invoices')).toBe(true);
    }));

  it('sql/float-money: a setting decides how money is shown and read', () =>
    inDatabase(async ({ client }) => {
      const migration = 'CREATE TABLE plans (id bigint PRIMARY KEY, price money NOT NULL);\n';
      const [bad, fixed] = bothOf('sql/float-money', none, migration);
      // How many decimals an amount has is read off lc_monetary; C has two.
      await made(client, `${bad}INSERT INTO plans VALUES (1, 12.345::numeric);`);
      expect(await one(client, 'SELECT price::numeric::text FROM plans')).toBe('12.35');
      await made(client, `${fixed}INSERT INTO plans VALUES (1, 12.345::numeric);`);
      expect(await one(client, 'SELECT price::text FROM plans')).toBe('12.3450');
    }));

  it('sql/timestamp-without-time-zone: a session in another zone reads another moment, after the fix the same', () =>
    inDatabase(async ({ client }) => {
      const table = 'CREATE TABLE orders (id bigint PRIMARY KEY, paid_at timestamp NOT NULL);\n';
      const [bad, fixed] = bothOf('sql/timestamp-without-time-zone', none, table);
      const written = "SET timezone = 'UTC'; INSERT INTO orders VALUES (1, now()); SET timezone = 'America/New_York';";
      const drift = 'SELECT abs(extract(epoch FROM now() - paid_at)) > 3000 FROM orders';
      await made(client, bad + written);
      expect(await one(client, drift)).toBe(true);
      await made(client, fixed + written);
      expect(await one(client, drift)).toBe(false);
    }));

  it('sql/small-primary-key: every INSERT after the last number fails, and widening rewrites the table', () =>
    inDatabase(async ({ client }) => {
      const table = 'CREATE TABLE orders (id serial PRIMARY KEY, note text);\n';
      const [bad, fixed] = bothOf('sql/small-primary-key', none, table);
      const full = "SELECT setval('orders_id_seq', 2147483647);";
      const row = "INSERT INTO orders (note) VALUES ('one more')";
      await made(client, bad + full);
      for (const _ of [1, 2])
        await expect(client.query(row)).rejects.toThrow(/reached maximum value of sequence|integer out of range/);
      const file = "SELECT pg_relation_filenode('orders')::int";
      const before = await one(client, file);
      await client.query('ALTER TABLE orders ALTER COLUMN id TYPE bigint');
      expect(await one(client, file)).not.toBe(before);
      await made(client, fixed + full + row);
    }));

  it('sql/json-not-jsonb: DISTINCT fails, and no GIN index serves it; after the fix both work', () =>
    inDatabase(async ({ client }) => {
      const table = 'CREATE TABLE hooks (id bigint PRIMARY KEY, body json NOT NULL);\n';
      const [bad, fixed] = bothOf('sql/json-not-jsonb', none, table);
      const distinct = 'SELECT DISTINCT body FROM hooks';
      const index = 'CREATE INDEX ON hooks USING gin (body)';
      await made(client, bad);
      await expect(client.query(distinct)).rejects.toThrow(/could not identify an equality operator for type json/);
      await expect(client.query(index)).rejects.toThrow(/data type json has no default operator class/);
      await made(client, fixed);
      await client.query(distinct);
      await client.query(index);
    }));

  it('sql/unlogged-table: no row of it reaches the write-ahead log, after the fix all do', () =>
    inDatabase(async ({ client }) => {
      const [bad, fixed] = bothOf('sql/unlogged-table', none, 'CREATE UNLOGGED TABLE visits (page text);\n');
      type Plan = readonly [{ readonly Plan: { readonly 'WAL Bytes': number } }];
      const written = async (): Promise<number> => {
        const insert = `INSERT INTO visits SELECT repeat('x', 500) FROM generate_series(1, 2000)`;
        const plan = await one(client, `EXPLAIN (ANALYZE, WAL, FORMAT JSON) ${insert}`);
        return (plan as Plan)[0].Plan['WAL Bytes'];
      };
      await made(client, bad);
      // What it is reset to after a crash: an empty file (PostgreSQL manual, 73.5).
      expect(await one(client, "SELECT (pg_stat_file(pg_relation_filepath('visits') || '_init')).size::int")).toBe(0);
      expect(await written()).toBeLessThan(1000);
      await made(client, fixed);
      expect(await written()).toBeGreaterThan(1_000_000);
    }));
});
