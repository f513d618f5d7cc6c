import type { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { clusterUrl, inDatabase } from './database.ts';
import { fixMigration, saysOfMigration } from './fixText.ts';

/** Roles belong to the cluster: another worker may be making them as well. */
async function makeRoles(client: Client): Promise<void> {
  for (const role of ['rights_owner', 'rights_user'])
    await client.query(
      `DO $$ BEGIN CREATE ROLE ${role}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
    );
  await client.query('GRANT CREATE ON SCHEMA public TO rights_owner');
}

async function as(client: Client, role: string, statements: string): Promise<void> {
  await client.query(`SET ROLE ${role}`);
  try {
    await client.query(statements);
  } finally {
    await client.query('RESET ROLE');
  }
}

/** Runs a query as a role; its rows as lists. */
async function shown(client: Client, role: string, query: string): Promise<readonly unknown[][]> {
  await client.query(`SET ROLE ${role}`);
  try {
    return (await client.query({ text: query, rowMode: 'array' })).rows;
  } finally {
    await client.query('RESET ROLE');
  }
}

describe.skipIf(!clusterUrl)('rights, on a PostgreSQL', () => {
  const accounts = 'CREATE TABLE accounts (id bigint PRIMARY KEY);\nINSERT INTO accounts VALUES (1), (2);\n';
  const definers: readonly (readonly [string, string, string])[] = [
    [
      'a function of the caller',
      `CREATE FUNCTION who() RETURNS text LANGUAGE sql AS $$ SELECT 'ours'::text $$;
CREATE FUNCTION asked() RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT who() $$;
`,
      `GRANT USAGE ON SCHEMA evil TO PUBLIC;
CREATE FUNCTION evil.who() RETURNS text LANGUAGE sql AS $$ SELECT 'his, as ' || current_user $$;
SET search_path = evil, public;`,
    ],
    [
      'a temporary table of the caller',
      'CREATE FUNCTION asked() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$ SELECT count(*) FROM accounts $$;\n',
      'CREATE TEMPORARY TABLE accounts (id bigint); GRANT SELECT ON accounts TO PUBLIC;',
    ],
  ];
  const answers: readonly (readonly [string, string])[] = [
    ['his, as rights_owner', 'ours'],
    ['0', '2'],
  ];
  for (const [index, [name, bad, attack]] of definers.entries())
    it(`sql/definer-without-search-path: ${name} is used before the fix, and not after it`, () =>
      inDatabase(async ({ client }) => {
        const rule = 'sql/definer-without-search-path';
        expect(saysOfMigration(rule, accounts, bad)).toHaveLength(1);
        await makeRoles(client);
        await client.query('CREATE SCHEMA evil AUTHORIZATION rights_user');
        await as(client, 'rights_owner', accounts + bad);
        await as(client, 'rights_user', attack);
        const asked = async () => (await shown(client, 'rights_user', 'SELECT public.asked()::text'))[0]![0];
        const [hijacked, meant] = answers[index]!;
        expect(await asked()).toBe(hijacked);
        const path = (await client.query('SHOW search_path')).rows[0].search_path;
        await client.query('SET search_path = public; DROP FUNCTION asked(); DROP FUNCTION IF EXISTS who();');
        await as(client, 'rights_owner', fixMigration(rule, accounts, bad, 'Set the search path'));
        await client.query(`SET search_path = ${path}`);
        expect(await asked()).toBe(meant);
      }));

  const orders = `CREATE TABLE orders (id bigint PRIMARY KEY, owner text NOT NULL);
INSERT INTO orders VALUES (1, 'ann'), (2, 'rights_user');
GRANT SELECT, INSERT, UPDATE, DELETE ON orders TO rights_user;
`;
  const all = 'SELECT id::int FROM orders ORDER BY id';
  const enable = 'ALTER TABLE orders ENABLE ROW LEVEL SECURITY;\n';

  it('sql/rls-without-policy: without a policy all but the owner find the table empty', () =>
    inDatabase(async ({ client }) => {
      expect(saysOfMigration('sql/rls-without-policy', orders, enable)).toHaveLength(1);
      await makeRoles(client);
      await as(client, 'rights_owner', orders + enable);
      expect(await shown(client, 'rights_owner', all)).toEqual([[1], [2]]);
      expect(await shown(client, 'rights_user', all)).toEqual([]);
    }));

  it('sql/rls-without-policy: without row security a policy does nothing', () =>
    inDatabase(async ({ client }) => {
      const policy = 'CREATE POLICY own ON orders USING (owner = current_user);\n';
      expect(saysOfMigration('sql/rls-without-policy', orders, policy)).toHaveLength(1);
      expect(saysOfMigration('sql/rls-without-policy', orders, policy + enable)).toEqual([]);
      await makeRoles(client);
      await as(client, 'rights_owner', orders + policy);
      expect(await shown(client, 'rights_user', all)).toEqual([[1], [2]]);
      await as(client, 'rights_owner', enable);
      expect(await shown(client, 'rights_user', all)).toEqual([[2]]);
    }));

  /** Beside it, everybody may read. */
  const reads = 'CREATE POLICY reads ON orders FOR SELECT USING (true);\n';
  const policies: readonly (readonly [policy: string, statement: string, said: string])[] = [
    ['USING (true)', 'SELECT FROM orders WHERE id = 1', 'read and change every row of'],
    ['USING (true)', "UPDATE orders SET owner = 'x' WHERE id = 1", 'read and change every row of'],
    ['FOR UPDATE USING (true) WITH CHECK (true)', "UPDATE orders SET owner = 'x' WHERE id = 1", 'change every row of'],
    ['FOR DELETE USING (1 = 1)', 'DELETE FROM orders WHERE id = 1', 'delete every row of'],
    ['FOR INSERT WITH CHECK (true)', "INSERT INTO orders VALUES (3, 'ann')", 'insert any row into'],
    [
      'FOR UPDATE USING (owner = current_user) WITH CHECK (true)',
      "UPDATE orders SET owner = 'ann' WHERE id = 2",
      'write any row into',
    ],
  ];
  for (const [policy, statement, said] of policies)
    it(`sql/policy-always-true: ${policy} lets everybody ${said}: ${statement}`, () =>
      inDatabase(async ({ client }) => {
        const made = `CREATE POLICY open ON orders ${policy};\n`;
        expect(saysOfMigration('sql/policy-always-true', orders, made)).toEqual([
          `Policy "open" lets every role ${said} "orders", as if the table had no row security.`,
        ]);
        await makeRoles(client);
        const needsRead = policy.startsWith('FOR') ? reads : '';
        await as(client, 'rights_owner', `${orders}${enable}${needsRead}`);
        const tried = async () => {
          await client.query('BEGIN; SET LOCAL ROLE rights_user;');
          try {
            return (await client.query(statement)).rowCount;
          } catch (error) {
            return (error as Error).message;
          } finally {
            await client.query('ROLLBACK');
          }
        };
        expect(await tried()).not.toBe(1);
        await as(client, 'rights_owner', made);
        expect(await tried()).toBe(1);
      }));

  it('sql/policy-always-true: a restrictive policy opens nothing', () =>
    inDatabase(async ({ client }) => {
      const policy = 'CREATE POLICY limits ON orders AS RESTRICTIVE USING (true);\n';
      expect(saysOfMigration('sql/policy-always-true', orders, policy)).toEqual([]);
      await makeRoles(client);
      await as(client, 'rights_owner', orders + enable + policy);
      expect(await shown(client, 'rights_user', all)).toEqual([]);
    }));
});
