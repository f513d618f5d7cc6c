import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { locksOf } from '#languages/sql';
import { clusterUrl, type Database, inDatabase } from './database.ts';
import { effectsOf } from './effects.ts';
import { openSecond } from './openOne.ts';
import { settingsFor } from './proof.ts';

const SCHEMA = `
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, name varchar(20), score numeric(8, 2), born timestamp);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint CONSTRAINT orders_user_id_fkey REFERENCES users (id),
  state text DEFAULT 'new',
  note text,
  CONSTRAINT orders_state_check CHECK (state <> '')
);
ALTER TABLE orders ADD CONSTRAINT orders_note_check CHECK (note IS NOT NULL) NOT VALID;
CREATE INDEX orders_state_idx ON orders (state);
CREATE UNIQUE INDEX users_email_idx ON users (email);
CREATE INDEX users_born_idx ON users (born);
CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint, sku text);
ALTER TABLE lines ADD CONSTRAINT lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders (id) NOT VALID;
ALTER TABLE lines ADD CONSTRAINT lines_sku_check CHECK (sku IS NOT NULL);
CREATE TABLE events (id bigint, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 (id bigint, day date NOT NULL);
CREATE TABLE logs (id bigint, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE logs_rest PARTITION OF logs DEFAULT;
CREATE TABLE logs_2026 (id bigint, day date NOT NULL);
CREATE TABLE sales (id bigint PRIMARY KEY, sku text);
CREATE MATERIALIZED VIEW totals AS SELECT id, sku FROM sales;
CREATE UNIQUE INDEX totals_id_idx ON totals (id);
CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER lines_noop BEFORE INSERT ON lines FOR EACH ROW EXECUTE FUNCTION noop();
CREATE POLICY lines_read ON lines FOR SELECT USING (true);
CREATE TABLE nodes (id integer PRIMARY KEY, parent integer REFERENCES nodes (id));
CREATE TABLE codes (code varchar(20) PRIMARY KEY);
CREATE TABLE uses (id bigint, code varchar(20) REFERENCES codes (code));
CREATE SCHEMA archive;
`;

/** Rows, so that there is something to scan. Not part of what we read. */
const ROWS = `
INSERT INTO users SELECT n, 'u' || n, 'n', 1, now() FROM generate_series(1, 100) n;
INSERT INTO orders SELECT n, n, 'new', 'x' FROM generate_series(1, 100) n;
INSERT INTO lines SELECT n, n, 'x' FROM generate_series(1, 100) n;
INSERT INTO events_2026 SELECT n, '2026-02-01' FROM generate_series(1, 100) n;
INSERT INTO logs SELECT n, '2024-02-01' FROM generate_series(1, 100) n;
INSERT INTO logs_2026 SELECT n, '2026-02-01' FROM generate_series(1, 100) n;
INSERT INTO sales SELECT n, 'x' FROM generate_series(1, 100) n;
REFRESH MATERIALIZED VIEW totals;
UPDATE sales SET sku = 'y';
`;

const STATEMENTS = [
  'ALTER TABLE orders ADD COLUMN c text',
  "ALTER TABLE orders ADD COLUMN c text NOT NULL DEFAULT 'x'",
  'ALTER TABLE orders ADD COLUMN c timestamptz DEFAULT now()',
  'ALTER TABLE orders ADD COLUMN c timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP',
  'ALTER TABLE orders ADD COLUMN c date DEFAULT current_date',
  'ALTER TABLE orders ADD COLUMN c name DEFAULT current_user',
  'ALTER TABLE orders ADD COLUMN c text DEFAULT md5(now()::text)',
  'ALTER TABLE orders ADD COLUMN c uuid DEFAULT gen_random_uuid()',
  'ALTER TABLE orders ADD COLUMN c timestamptz DEFAULT clock_timestamp()',
  'ALTER TABLE orders ADD COLUMN c double precision DEFAULT random()',
  'ALTER TABLE orders ADD COLUMN c text DEFAULT timeofday()',
  'ALTER TABLE orders ADD COLUMN c bigserial',
  'ALTER TABLE orders ADD COLUMN c bigint GENERATED ALWAYS AS IDENTITY',
  'ALTER TABLE orders ADD COLUMN c bigint GENERATED ALWAYS AS (id * 2) STORED',
  'ALTER TABLE orders ADD COLUMN c bigint REFERENCES users (id)',
  'ALTER TABLE orders ADD COLUMN c bigint DEFAULT 1 REFERENCES users (id)',
  'ALTER TABLE orders ADD COLUMN c bigint CHECK (c > 0)',
  'ALTER TABLE orders ADD COLUMN c bigint UNIQUE',
  'ALTER TABLE orders DROP COLUMN note',
  'ALTER TABLE orders DROP COLUMN user_id',
  'ALTER TABLE orders ALTER COLUMN user_id SET NOT NULL',
  'ALTER TABLE lines ALTER COLUMN sku SET NOT NULL',
  'ALTER TABLE orders ALTER COLUMN note SET NOT NULL',
  'ALTER TABLE users ALTER COLUMN email DROP NOT NULL',
  "ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'old'",
  'ALTER TABLE orders ALTER COLUMN state DROP DEFAULT',
  'ALTER TABLE orders ALTER COLUMN user_id TYPE integer',
  'ALTER TABLE users ALTER COLUMN id TYPE integer',
  'ALTER TABLE orders ALTER COLUMN id TYPE numeric',
  'ALTER TABLE nodes ALTER COLUMN parent TYPE bigint',
  'ALTER TABLE codes ALTER COLUMN code TYPE varchar(40)',
  'ALTER TABLE uses ALTER COLUMN code TYPE text',
  'ALTER TABLE uses ALTER COLUMN code TYPE varchar(20)',
  'ALTER TABLE codes ALTER COLUMN code TYPE text',
  'ALTER TABLE codes ALTER COLUMN code TYPE varchar(30) USING upper(code)',
  'ALTER TABLE users ALTER COLUMN name TYPE varchar(40)',
  'ALTER TABLE users ALTER COLUMN name TYPE text',
  'ALTER TABLE users ALTER COLUMN name TYPE varchar(10)',
  'ALTER TABLE users ALTER COLUMN score TYPE numeric(12, 2)',
  'ALTER TABLE users ALTER COLUMN score TYPE numeric(12, 4)',
  'ALTER TABLE users ALTER COLUMN born TYPE timestamptz',
  'ALTER TABLE users ALTER COLUMN name TYPE text USING upper(name)',
  'ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0)',
  'ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0) NOT VALID',
  'ALTER TABLE lines ADD CONSTRAINT c FOREIGN KEY (order_id) REFERENCES orders (id)',
  'ALTER TABLE lines ADD CONSTRAINT c FOREIGN KEY (order_id) REFERENCES orders (id) NOT VALID',
  'ALTER TABLE orders ADD CONSTRAINT c UNIQUE (state, id)',
  'ALTER TABLE users ADD CONSTRAINT c UNIQUE USING INDEX users_email_idx',
  'ALTER TABLE events_2026 ADD PRIMARY KEY (id, day)',
  'ALTER TABLE users ADD CONSTRAINT c EXCLUDE USING btree (id WITH =)',
  'ALTER TABLE lines VALIDATE CONSTRAINT lines_order_id_fkey',
  'ALTER TABLE orders VALIDATE CONSTRAINT orders_note_check',
  'ALTER TABLE orders DROP CONSTRAINT orders_state_check',
  'ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey',
  'ALTER TABLE orders RENAME COLUMN note TO remark',
  'ALTER TABLE orders RENAME CONSTRAINT orders_state_check TO c',
  'ALTER TABLE orders RENAME TO purchases',
  'ALTER TABLE lines SET SCHEMA archive',
  'ALTER TABLE lines ENABLE ROW LEVEL SECURITY',
  'ALTER TABLE lines FORCE ROW LEVEL SECURITY',
  'ALTER TABLE lines DISABLE TRIGGER lines_noop',
  'ALTER TABLE events_2026 SET UNLOGGED',
  "ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
  "ALTER TABLE logs ATTACH PARTITION logs_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
  'ALTER TABLE events DETACH PARTITION events_2025',
  'ALTER TABLE logs DETACH PARTITION logs_rest',
  'ALTER TABLE orders ADD COLUMN c text, ALTER COLUMN user_id SET NOT NULL, ADD CHECK (id > 0) NOT VALID',
  'ALTER TABLE orders ADD COLUMN c uuid, ALTER COLUMN c SET DEFAULT gen_random_uuid()',
  'CREATE INDEX c ON orders (note)',
  'CREATE UNIQUE INDEX c ON orders (id)',
  'CREATE INDEX c ON ONLY events (day)',
  'DROP INDEX orders_state_idx',
  "CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
  "CREATE TABLE logs_2027 PARTITION OF logs FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
  'CREATE TABLE refunds (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id))',
  'CREATE TABLE more () INHERITS (lines)',
  'DROP TABLE lines',
  'DROP TABLE events_2025',
  'DROP TABLE events_2026',
  'TRUNCATE lines',
  'CREATE TRIGGER c BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION noop()',
  'DROP TRIGGER lines_noop ON lines',
  'CREATE POLICY c ON orders USING (true)',
  'ALTER POLICY lines_read ON lines USING (false)',
  'DROP POLICY lines_read ON lines',
  "UPDATE orders SET note = 'y'",
  'DELETE FROM lines',
  "INSERT INTO lines VALUES (1000, 1, 'x')",
  'REINDEX TABLE orders',
  'REINDEX INDEX orders_state_idx',
  'CLUSTER orders USING orders_pkey',
  'ANALYZE orders',
  'REFRESH MATERIALIZED VIEW totals',
  'REFRESH MATERIALIZED VIEW CONCURRENTLY totals',
  'CREATE VIEW open_orders AS SELECT id FROM orders',
  'GRANT SELECT ON orders TO CURRENT_USER',
  'ALTER INDEX orders_state_idx RENAME TO c',
];

/** What PostgreSQL refuses to run in a transaction, with the table that it locks. */
const OUTSIDE: readonly (readonly [string, string])[] = [
  ['VACUUM FULL orders', 'orders'],
  ['VACUUM orders', 'orders'],
  ['CREATE INDEX CONCURRENTLY c ON orders (note)', 'orders'],
  ['REINDEX TABLE CONCURRENTLY orders', 'orders'],
  ['REINDEX INDEX CONCURRENTLY orders_state_idx', 'orders'],
  ['DROP INDEX CONCURRENTLY orders_state_idx', 'orders'],
  ['ALTER TABLE events DETACH PARTITION events_2025 CONCURRENTLY', 'events'],
];

interface Lock {
  readonly mode: string;
  readonly work: 'rewrite' | 'build' | 'scan' | 'none';
}

/** Locks that only keep the table from being dropped or altered, which our model leaves out. */
const WEAK = ['AccessShareLock', 'RowShareLock'];

async function measured(database: Database, statement: string): Promise<Record<string, Lock>> {
  const read = new Set<string>();
  const { error, locks, rewrites, builds, scans } = await effectsOf(database, statement, async () => {
    // Of the default partition, which a new one must not overlap, and of what a view held, the server says nothing.
    if (!/ PARTITION OF |^REFRESH/.test(statement)) return;
    const { rows } = await database.client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE pg_stat_get_xact_tuples_returned(oid) >= 100 AND relkind IN ('r', 'm')`,
    );
    for (const { name } of rows) read.add(name);
  });
  expect(error, statement).toBeUndefined();
  // For a foreign key the server names the constraint. A new one belongs to the altered table.
  const altered = /^ALTER TABLE (\w+)/.exec(statement)?.[1];
  const { rows: keys } = await database.client.query<{ name: string; owner: string }>(
    `SELECT conname AS name, conrelid::regclass::text AS owner FROM pg_constraint WHERE contype = 'f'`,
  );
  for (const one of scans) read.add(one in locks ? one : (keys.find(key => key.name === one)?.owner ?? altered ?? one));
  // TRUNCATE begins new files and writes nothing into them.
  const written = /^TRUNCATE/.test(statement) ? [] : rewrites;
  const built = /^TRUNCATE/.test(statement) ? [] : builds;
  const workOn = (table: string): Lock['work'] =>
    written.includes(table) ? 'rewrite' : built.includes(table) ? 'build' : read.has(table) ? 'scan' : 'none';
  const found = Object.entries(locks).filter(([, mode]) => !WEAK.includes(mode));
  return Object.fromEntries(found.map(([table, mode]) => [table, { mode, work: workOn(table) }]));
}

function modelled(statement: string, version: number): Record<string, Lock> {
  const migration = openSecond(SCHEMA, `${statement};`, settingsFor(version));
  const locks = locksOf(migration.document.statements[0]!, migration);
  if (locks === 'unknown') return {};
  const named = locks.map(one => {
    const words = one.mode.toLowerCase().split(' ');
    const mode = `${words.map(word => word[0]!.toUpperCase() + word.slice(1)).join('')}Lock`;
    return [one.table.name, { mode, work: one.work === 'rows' ? 'none' : one.work }] as const;
  });
  return Object.fromEntries(named.filter(([, one]) => !WEAK.includes(one.mode)));
}

/** The lock that a statement waits for while another session keeps it from getting it; then it runs to its end. */
async function awaited({ client, url }: Database, statement: string, table: string): Promise<string | undefined> {
  const other = new Client({ connectionString: url });
  await other.connect();
  try {
    await other.query(`BEGIN; LOCK TABLE ${table} IN SHARE UPDATE EXCLUSIVE MODE`);
    const running = client.query(statement);
    let mode: string | undefined;
    for (let attempt = 0; attempt < 200 && mode === undefined; attempt++) {
      const { rows } = await other.query<{ mode: string }>(
        `SELECT mode FROM pg_locks WHERE NOT granted AND relation = '${table}'::regclass`,
      );
      mode = rows[0]?.mode;
    }
    await other.query('COMMIT');
    await running;
    return mode;
  } finally {
    await other.end();
  }
}

async function fileOf({ client }: Database, table: string): Promise<unknown> {
  return (await client.query(`SELECT pg_relation_filenode('${table}') AS file`)).rows[0]?.file;
}

describe.skipIf(!clusterUrl)('our model of locks, on a PostgreSQL', () => {
  it('says of each statement which tables it locks how, and what it does with them', () =>
    inDatabase(async database => {
      await database.client.query(SCHEMA + ROWS);
      const wrong: string[] = [];
      for (const statement of STATEMENTS) {
        const does = await measured(database, statement);
        const says = modelled(statement, database.version);
        if (shown(does) !== shown(says)) wrong.push(`${statement}: does ${shown(does)}; we say ${shown(says)}`);
      }
      expect(wrong).toEqual([]);
    }));

  it('says which modes keep readers and writers waiting', () => inDatabase(async () => {}));

  it('says it of what no transaction may hold as well', () =>
    inDatabase(async database => {
      await database.client.query(SCHEMA + ROWS);
      const wrong: string[] = [];
      for (const [statement, table] of OUTSIDE) {
        const before = await fileOf(database, table);
        const mode = await awaited(database, statement, table);
        const isWritten = (await fileOf(database, table)) !== before;
        const says = modelled(statement, database.version)[table];
        if (says?.mode !== mode) wrong.push(`${statement}: takes ${mode}; we say ${says?.mode}`);
        if ((says?.work === 'rewrite') !== isWritten)
          wrong.push(`${statement}: written ${isWritten}; we say ${says?.work}`);
      }
      expect(wrong).toEqual([]);
    }));

  it('who writes a row that an UPDATE has changed waits; who writes another one, or reads it, does not', () =>
    inDatabase(async database => {
      await database.client.query(SCHEMA + ROWS);
      const other = new Client({ connectionString: database.url });
      await other.connect();
      try {
        await other.query(`SET lock_timeout = '1ms'`);
        await effectsOf(database, `UPDATE orders SET note = 'y' WHERE id < 50`, async () => {
          await expect(other.query(`UPDATE orders SET note = 'z' WHERE id = 1`)).rejects.toThrow(/lock timeout/);
          await other.query(`UPDATE orders SET note = 'z' WHERE id = 60`);
          await other.query('SELECT note FROM orders WHERE id = 1');
        });
      } finally {
        await other.end();
      }
    }));
});

function shown(locks: Record<string, Lock>): string {
  const lines = Object.entries(locks).map(([table, { mode, work }]) => `${table} ${mode} ${work}`);
  return lines.sort().join(', ') || 'nothing';
}
