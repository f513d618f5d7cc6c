import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { clusterUrl, inDatabase } from './database.ts';
import { promisedWaits, whoWaits } from './waits.ts';

describe('who waits, as a message says it', () => {
  it.each([
    ['Index "i" is built, so every write to "orders" waits until it is done.', { orders: 'writers' }],
    ['UNIQUE "k" builds its index, so every query on "users" waits until it is built.', { users: 'everybody' }],
    ['It is added, so writes to "orders" and "users" wait.', { orders: 'writers', users: 'writers' }],
    ['It is checked, so queries on "orders" and writes to "shops" wait.', { orders: 'everybody', shops: 'writers' }],
    ['Column "c" is NOT NULL, so this fails as soon as "orders" holds a row.', {}],
  ])('%s', (message, waits) => expect(promisedWaits(message)).toEqual(waits));
});

describe.skipIf(!clusterUrl)('who waits, tried from a second session', () => {
  it('depends on the lock that the first one holds', () =>
    inDatabase(async database => {
      await database.client.query('CREATE TABLE orders (id bigint)');
      for (const [mode, waiting] of [
        ['ROW EXCLUSIVE', 'nobody'],
        ['SHARE UPDATE EXCLUSIVE', 'nobody'],
        ['SHARE', 'writers'],
        ['EXCLUSIVE', 'writers'],
        ['ACCESS EXCLUSIVE', 'everybody'],
      ]) {
        await database.client.query(`BEGIN; LOCK TABLE orders IN ${mode} MODE;`);
        expect(await whoWaits(database)).toEqual({ orders: waiting });
        await database.client.query('ROLLBACK');
      }
    }));

  it('two cases at once have a database each, and find it empty', () =>
    inDatabase(async outer => {
      await outer.client.query('CREATE TABLE orders (id bigint)');
      await inDatabase(async inner => {
        expect(inner.url).not.toBe(outer.url);
        await inner.client.query('CREATE SCHEMA app; CREATE TABLE app.orders (id bigint); SET search_path = app;');
      });
      await inDatabase(async inner => {
        const { rows } = await inner.client.query(
          `SELECT to_regnamespace('app') AS app, to_regclass('orders') AS orders`,
        );
        expect(rows).toEqual([{ app: null, orders: null }]);
      });
      expect((await outer.client.query('SELECT FROM orders')).rowCount).toBe(0);
    }));

  it('what a case has left open does not hold up the next one', async () => {
    const left = await inDatabase(async ({ client, url }) => {
      await client.query('CREATE TABLE orders (id bigint)');
      const other = new Client({ connectionString: url });
      other.on('error', () => {});
      await other.connect();
      await other.query('BEGIN; LOCK TABLE orders');
      return other;
    });
    await inDatabase(async ({ client }) => void (await client.query('CREATE TABLE orders (id bigint)')));
    await left.end().catch(() => {});
  });
});
