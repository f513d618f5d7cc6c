import type { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { clusterUrl, inDatabase } from './database.ts';
import { fixText, messagesOf } from './fixText.ts';

const SCHEMA = 'db/migrations/20260101000000_init.sql';
const QUERIES = 'db/queries/orders.sql';

/** Ten rows share each moment, so that the order by it alone says nothing within them. */
const rows = `
CREATE TABLE orders (id bigint PRIMARY KEY, shop_id bigint NOT NULL, created_at timestamptz NOT NULL);
INSERT INTO orders SELECT n, n % 3, timestamptz '2026-01-01' + (n / 10) * interval '1 minute' FROM generate_series(1, 200) n;
CREATE INDEX orders_created ON orders (created_at, id);
`;
const files = (query: string) => ({ [SCHEMA]: rows, [QUERIES]: query });
const fixed = (query: string): string => fixText('sql/offset-pagination', files(query), QUERIES);

type Row = { id: string; created_at: Date };

async function pageOf({ client }: { client: Client }, query: string, values: readonly unknown[]): Promise<Row[]> {
  return (await client.query<Row>(query, [...values])).rows;
}

describe.skipIf(!clusterUrl)('sql/offset-pagination, on a PostgreSQL', () => {
  const byTime = 'SELECT id, created_at FROM orders ORDER BY created_at DESC, id DESC LIMIT 20 OFFSET $1;\n';

  it('the fixed query goes on where the first page ends, row by row like OFFSET', () =>
    inDatabase(async database => {
      await database.client.query(rows);
      const next = fixed(byTime);
      let page = await pageOf(database, byTime, [0]);
      const ids: string[] = [];
      for (let number = 0; page.length > 0; number++) {
        expect(page).toEqual(await pageOf(database, byTime, [number * 20]));
        ids.push(...page.map(one => one.id));
        const last = page.at(-1)!;
        page = await pageOf(database, next, [last.created_at, last.id]);
      }
      expect(ids).toEqual(Array.from({ length: 200 }, (_, at) => String(200 - at)));
    }));

  it('the fix makes an order that leaves ties open a complete one', () =>
    inDatabase(async database => {
      await database.client.query(rows);
      const next = fixed('SELECT id, created_at FROM orders ORDER BY created_at LIMIT 20 OFFSET $1;\n');
      const seen = new Set<string>();
      let last: Row = { id: '0', created_at: new Date(0) };
      for (let page = [last]; page.length > 0; ) {
        page = await pageOf(database, next, [last.created_at, last.id]);
        for (const { id } of page) {
          expect(seen).not.toContain(id);
          seen.add(id);
        }
        last = page.at(-1) ?? last;
      }
      expect(seen.size).toBe(200);
    }));

  it('the fix keeps the other conditions and parameters', () =>
    inDatabase(async database => {
      await database.client.query(rows);
      const query =
        'SELECT o.id, o.created_at FROM orders AS o WHERE o.shop_id = $1 OR o.shop_id IS NULL ORDER BY o.id LIMIT $2 OFFSET $3;\n';
      const next = fixed(query);
      const first = await pageOf(database, query, [2, 7, 0]);
      const second = await pageOf(database, next, [2, 7, first.at(-1)!.id]);
      expect(second).toEqual(await pageOf(database, query, [2, 7, 7]));
      expect(second).toHaveLength(7);
    }));

  it('OFFSET reads every row before the page, the fixed query none of them', () =>
    inDatabase(async database => {
      const { client } = database;
      await client.query(`${rows}ANALYZE orders; SET enable_seqscan = off; SET enable_sort = off;`);
      expect(messagesOf('sql/offset-pagination', files(byTime), QUERIES)).toEqual([
        'OFFSET reads and drops every row before the page: later pages get slower, and rows that move are missed.',
      ]);
      const [last] = await pageOf(database, byTime, [159]);
      expect(await rowsRead(client, byTime.replace('$1', '160'))).toBe(180);
      const next = fixed(byTime).replace('$1', `'${last!.created_at.toISOString()}'`).replace('$2', last!.id);
      expect(await rowsRead(client, next)).toBe(20);
    }));

  it('with OFFSET a row is missed when another one goes, with the fixed query it is not', () =>
    inDatabase(async database => {
      await database.client.query(rows);
      const page = await pageOf(database, byTime, [0]);
      const last = page.at(-1)!;
      await database.client.query('DELETE FROM orders WHERE id = 195');
      const [byOffset] = await pageOf(database, byTime, [20]);
      const [byKey] = await pageOf(database, fixed(byTime), [last.created_at, last.id]);
      expect(byKey!.id).toBe(String(Number(last.id) - 1));
      expect(byOffset!.id).toBe(String(Number(last.id) - 2));
    }));
});

/** How many rows the node below LIMIT hands up. */
async function rowsRead(client: Client, query: string): Promise<number> {
  type Plan = { 'Node Type': string; 'Actual Rows': number; Plans?: Plan[] };
  const { rows: found } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${query}`,
  );
  const limit = found[0]!['QUERY PLAN'][0].Plan;
  expect(limit['Node Type']).toBe('Limit');
  return limit.Plans![0]!['Actual Rows'];
}
