import { describe, expect, it } from 'vitest';
import { clusterUrl, inDatabase } from './database.ts';
import { type Effects, effectsOf } from './effects.ts';
import { saysOfMigration } from './fixText.ts';
import { whoWaits } from './waits.ts';

/**
 * What other linters say of PostgreSQL and is not so (catalogue, 1.4): what the server does, and that our rules say that.
 * The last two rows of that table are about hosts and not about a server: line numbers count from 1 in
 * test/report/formats.test.ts ("1-based in UTF-16"), and the language server goes by the config in test/lsp/server.test.ts
 * ("follows its config at once").
 */
const orders = `
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, total bigint);
INSERT INTO orders SELECT n, n % 10, n FROM generate_series(1, 1000) n;
`;
const partitioned = `
CREATE TABLE ev (id bigint, d date) PARTITION BY RANGE (d);
CREATE TABLE ev_2025 (id bigint, d date);
INSERT INTO ev_2025 SELECT n, date '2025-06-01' FROM generate_series(1, 100) n;
`;
const view = `${orders}
CREATE MATERIALIZED VIEW sales AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id;
CREATE UNIQUE INDEX sales_user ON sales (user_id);
`;

/** What the server does with a migration on tables that are there. */
function doneBy(given: string, migration: string): Promise<Effects & { readonly waits: Record<string, string> }> {
  return inDatabase(async database => {
    await database.client.query(given);
    let waits = {};
    const effects = await effectsOf(database, migration, async () => {
      waits = await whoWaits(database);
    });
    return { ...effects, waits };
  });
}

describe.skipIf(!clusterUrl)('what peers get wrong, on a PostgreSQL', () => {
  it('DEFAULT now() does not rewrite the table', async () => {
    const stable = 'ALTER TABLE orders ADD COLUMN at timestamptz NOT NULL DEFAULT now();\n';
    const volatile = stable.replace('now()', 'clock_timestamp()');
    expect((await doneBy(orders, stable)).rewrites).toEqual([]);
    expect((await doneBy(orders, volatile)).rewrites).toEqual(['orders']);
    expect(saysOfMigration('sql/volatile-column-default', orders, stable)).toEqual([]);
    expect(saysOfMigration('sql/volatile-column-default', orders, volatile)).toHaveLength(1);
  });

  it('ADD UNIQUE, CHECK and EXCLUDE take ACCESS EXCLUSIVE: readers wait as well', async () => {
    const added: readonly (readonly [string, string | undefined])[] = [
      ['UNIQUE (total)', 'sql/unique-without-using-index'],
      ['CHECK (total > 0)', 'sql/constraint-without-not-valid'],
      // There is no better way to add one, so no rule reports it.
      ['EXCLUDE (id WITH =)', undefined],
    ];
    for (const [constraint, rule] of added) {
      const migration = `ALTER TABLE orders ADD ${constraint};\n`;
      const { locks, waits } = await doneBy(orders, migration);
      expect(locks).toEqual({ orders: 'AccessExclusiveLock' });
      expect(waits).toMatchObject({ orders: 'everybody' });
      if (rule) expect(saysOfMigration(rule, orders, migration)[0]).toContain('every query on "orders" waits');
    }
  });

  it('ATTACH PARTITION lets readers and writers of the parent go on', async () => {
    const attach = "ALTER TABLE ev ATTACH PARTITION ev_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');\n";
    const { locks, waits, scans } = await doneBy(partitioned, attach);
    expect(locks).toEqual({ ev: 'ShareUpdateExclusiveLock', ev_2025: 'AccessExclusiveLock' });
    expect(waits).toEqual({ ev: 'nobody', ev_2025: 'everybody' });
    expect(scans).toEqual(['ev_2025']);
    for (const message of saysOfMigration('sql/partition-lock', partitioned, attach))
      expect(message).not.toContain('"ev" wait');
    const proven = `${partitioned}ALTER TABLE ev_2025 ADD CHECK (d IS NOT NULL AND d >= '2025-01-01' AND d < '2026-01-01');\n`;
    expect((await doneBy(proven, attach)).scans).toEqual([]);
  });

  it('REFRESH MATERIALIZED VIEW CONCURRENTLY may stand in a transaction', async () => {
    const refresh = 'REFRESH MATERIALIZED VIEW CONCURRENTLY sales;\n';
    expect((await doneBy(view, refresh)).error).toBeUndefined();
    expect(saysOfMigration('sql/concurrently-in-transaction', view, `BEGIN;\n${refresh}COMMIT;\n`)).toEqual([]);
  });

  it('ADD VALUE may stand in a transaction, as long as nothing there uses the value', async () => {
    const given = "CREATE TYPE mood AS ENUM ('sad');\nCREATE TABLE people (id bigint, mood mood);\n";
    const add = "ALTER TYPE mood ADD VALUE 'happy';\n";
    const use = "INSERT INTO people (id, mood) VALUES (1, 'happy');\n";
    expect((await doneBy(given, add)).error).toBeUndefined();
    expect((await doneBy(given, add + use)).error).toMatch(/unsafe use of new value "happy"/);
    const says = (rule: string, text: string) => saysOfMigration(rule, given, `BEGIN;\n${text}COMMIT;\n`);
    expect(says('sql/concurrently-in-transaction', add)).toEqual([]);
    expect(says('sql/enum-value-used-in-transaction', add)).toEqual([]);
    expect(says('sql/enum-value-used-in-transaction', add + use)).toHaveLength(1);
  });

  it('after ROLLBACK no transaction is open', () =>
    inDatabase(async ({ client }) => {
      const build = 'CREATE INDEX CONCURRENTLY orders_user ON orders (user_id);';
      const before = ['BEGIN;', 'ALTER TABLE orders ADD COLUMN note text;'];
      await client.query(orders);
      for (const one of [...before, 'ROLLBACK;', build]) await client.query(one);
      expect(
        saysOfMigration('sql/concurrently-in-transaction', orders, [...before, 'ROLLBACK;', build].join('\n')),
      ).toEqual([]);
      expect(saysOfMigration('sql/concurrently-in-transaction', orders, [...before, build].join('\n'))).toHaveLength(1);
    }));

  it('UNIQUE and PRIMARY KEY cannot be NOT VALID', async () => {
    const bare = orders.replace(' PRIMARY KEY', '');
    for (const key of ['UNIQUE (id)', 'PRIMARY KEY (id)']) {
      const migration = `ALTER TABLE orders ADD ${key};\n`;
      const { error } = await doneBy(bare, migration.replace(';', ' NOT VALID;'));
      expect(error).toMatch(/constraints cannot be marked NOT VALID/);
      expect(saysOfMigration('sql/constraint-without-not-valid', bare, migration)).toEqual([]);
    }
  });

  it('IF NOT EXISTS passes over the invalid index that a failed build has left', () =>
    inDatabase(async ({ client }) => {
      const build = 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS orders_user ON orders (user_id);';
      await client.query(orders);
      await expect(client.query(build)).rejects.toThrow(/could not create unique index/);
      await client.query('DELETE FROM orders WHERE id > 10');
      const isValid = async () =>
        (await client.query(`SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'orders_user'::regclass`))
          .rows[0];
      await client.query(build);
      expect(await isValid()).toEqual({ valid: false });
      expect(saysOfMigration('sql/concurrent-if-not-exists', orders, build)).toHaveLength(1);
      await client.query('DROP INDEX CONCURRENTLY IF EXISTS orders_user');
      await client.query(build.replace(' IF NOT EXISTS', ''));
      expect(await isValid()).toEqual({ valid: true });
    }));
});
