import type { Claim } from '../proof.ts';
import { dbmate, golangMigrate, goose, gooseOutside, prisma74 } from './tools.ts';

const orders = `
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE orders (
  id integer PRIMARY KEY, user_id integer REFERENCES users (id), code varchar(20), total numeric(10, 2), note text, made timestamp
);
CREATE INDEX orders_made_idx ON orders (made);
INSERT INTO users SELECT n FROM generate_series(1, 100) n;
INSERT INTO orders SELECT n, n, 'code', n + 0.25, 'note', now() FROM generate_series(1, 100) n;
`;

const rewritten: Pick<Claim, 'effects' | 'waits'> = {
  effects: { locks: { orders: 'AccessExclusiveLock' }, rewrites: ['orders'] },
  waits: { orders: 'everybody' },
};

const untouched: Pick<Claim, 'effects' | 'reported'> = {
  reported: false,
  effects: { locks: { orders: 'AccessExclusiveLock' }, rewrites: [], rebuilds: [], scans: [] },
};

const types: readonly Claim[] = [
  {
    rule: 'sql/column-type-rewrite',
    given: orders,
    migration: 'ALTER TABLE orders ALTER COLUMN id TYPE bigint;\n',
    ...rewritten,
  },
  {
    rule: 'sql/column-type-rewrite',
    title: 'an index alone',
    given: orders,
    migration: 'ALTER TABLE orders ALTER COLUMN made TYPE timestamptz;\n',
    effects: { locks: { orders: 'AccessExclusiveLock' }, rewrites: [], rebuilds: ['orders_made_idx'] },
    waits: { orders: 'everybody' },
  },
  {
    rule: 'sql/column-type-rewrite',
    title: 'USING',
    given: orders,
    migration: 'ALTER TABLE orders ALTER COLUMN note TYPE text USING upper(note);\n',
    ...rewritten,
  },
  ...[
    'code TYPE varchar(40)',
    'code TYPE text',
    'note TYPE varchar',
    'note TYPE varchar USING note::varchar',
    'total TYPE numeric(12, 2)',
    'total TYPE numeric',
  ].map(
    (change): Claim => ({
      rule: 'sql/column-type-rewrite',
      title: change,
      given: orders,
      migration: `ALTER TABLE orders ALTER COLUMN ${change};\n`,
      ...untouched,
    }),
  ),
  {
    rule: 'sql/type-narrowing',
    given: `CREATE TABLE orders (id bigint);\nINSERT INTO orders VALUES (3000000000);\n`,
    migration: 'ALTER TABLE orders ALTER COLUMN id TYPE integer;\n',
    effects: { fails: /integer out of range/ },
  },
  {
    rule: 'sql/type-narrowing',
    title: 'a text',
    given: `CREATE TABLE orders (note text);\nINSERT INTO orders VALUES ('much too long');\n`,
    migration: 'ALTER TABLE orders ALTER COLUMN note TYPE varchar(4);\n',
    effects: { fails: /value too long/ },
  },
  {
    rule: 'sql/type-narrowing',
    title: 'a cast cuts',
    given: `CREATE TABLE orders (note text);\nINSERT INTO orders VALUES ('much too long');\n`,
    migration: 'ALTER TABLE orders ALTER COLUMN note TYPE varchar(4) USING note::varchar(4);\n',
    shows: { query: 'SELECT note FROM orders', rows: [['much']] },
  },
  {
    rule: 'sql/type-narrowing',
    title: 'a double precision keeps fifteen digits',
    given: 'CREATE TABLE orders (id bigint);\nINSERT INTO orders VALUES (9007199254740993);\n',
    migration: 'ALTER TABLE orders ALTER COLUMN id TYPE double precision;\n',
    shows: { query: 'SELECT id::numeric(20, 0)::text FROM orders', rows: [['9007199254740990']] },
  },
];

const NULLS = { query: 'SELECT count(*)::int, count(k)::int FROM orders', rows: [[100, 0]] };

/** The column as it ends up with the fix, where the original made it so. */
const empty = (type: string, value: string): { readonly gone: string[]; readonly added: string[] } => ({
  gone: [`column public.orders.k ${type} not null default ${value}`],
  added: [`column public.orders.k ${type} default ${value}`],
});

const volatile: readonly Claim[] = [
  {
    rule: 'sql/volatile-column-default',
    given: orders,
    migration: 'ALTER TABLE orders ADD COLUMN k uuid DEFAULT gen_random_uuid();\n',
    ...rewritten,
    fixes: [{ schema: 'same', calm: true, shows: NULLS }],
  },
  {
    rule: 'sql/volatile-column-default',
    title: 'NOT NULL',
    given: orders,
    migration: 'ALTER TABLE orders ADD COLUMN k uuid NOT NULL DEFAULT gen_random_uuid(), ADD COLUMN l text;\n',
    ...rewritten,
    fixes: [
      {
        title: 'Add the column empty and give new rows the default',
        schema: empty('uuid', 'gen_random_uuid()'),
        calm: true,
        shows: NULLS,
      },
    ],
  },
  ...[goose, dbmate, golangMigrate, prisma74].map(
    (tool): Claim => ({
      rule: 'sql/volatile-column-default',
      title: `with ${tool.name}`,
      ...tool(orders, 'ALTER TABLE orders ADD COLUMN k double precision NOT NULL DEFAULT random();'),
      fixes: [{ schema: empty('double precision', 'random()'), calm: true, shows: NULLS }],
    }),
  ),
  {
    rule: 'sql/volatile-column-default',
    title: 'a function of another language',
    given: `${orders}CREATE FUNCTION token() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'x'; END $$;\n`,
    migration: 'ALTER TABLE orders ADD COLUMN k text DEFAULT token();\n',
    ...rewritten,
    fixes: [{ schema: 'same', calm: true, shows: NULLS }],
  },
  ...['bigserial', 'bigint GENERATED BY DEFAULT AS IDENTITY', 'bigint GENERATED ALWAYS AS (id * 2) STORED'].map(
    (definition): Claim => ({
      rule: 'sql/volatile-column-default',
      title: definition,
      given: orders,
      migration: `ALTER TABLE orders ADD COLUMN k ${definition};\n`,
      ...rewritten,
    }),
  ),
  ...[
    'timestamptz DEFAULT now()',
    'timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP',
    'timestamptz DEFAULT statement_timestamp()',
    'date DEFAULT current_date',
    'text DEFAULT current_user',
    `text DEFAULT md5('x')`,
  ].map(
    (definition): Claim => ({
      rule: 'sql/volatile-column-default',
      title: definition,
      given: orders,
      migration: `ALTER TABLE orders ADD COLUMN k ${definition};\n`,
      ...untouched,
    }),
  ),
];

const large: readonly Claim[] = [
  {
    rule: 'sql/large-table-offline-alter',
    title: 'a rewrite',
    given: orders,
    migration: 'ALTER TABLE orders ALTER COLUMN id TYPE bigint;\n',
    settings: { tableSizes: { 'public.orders': 5_000_000 } },
    ...rewritten,
  },
  {
    rule: 'sql/large-table-offline-alter',
    title: 'a scan',
    given: orders,
    migration: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL;\n',
    settings: { tableSizes: { 'public.orders': 5_000_000 } },
    effects: { scans: ['orders'] },
    waits: { orders: 'everybody' },
  },
  {
    rule: 'sql/large-table-offline-alter',
    title: 'a build',
    given: orders,
    migration: 'CREATE INDEX orders_note_idx ON orders (note);\n',
    settings: { tableSizes: { 'public.orders': 5_000_000 } },
    effects: { builds: ['orders'] },
    waits: { orders: 'writers' },
  },
  {
    rule: 'sql/large-table-offline-alter',
    title: 'a table that refers to the rewritten one',
    given: orders,
    migration: 'ALTER TABLE users ALTER COLUMN id TYPE bigint;\n',
    settings: { tableSizes: { 'public.orders': 5_000_000 } },
    effects: { locks: { orders: 'AccessExclusiveLock' }, scans: ['orders_user_id_fkey'] },
    waits: { orders: 'everybody' },
  },
  {
    rule: 'sql/large-table-offline-alter',
    title: 'nothing but a lock',
    given: orders,
    migration: 'ALTER TABLE orders ALTER COLUMN code TYPE text;\n',
    settings: { tableSizes: { 'public.orders': 5_000_000 } },
    ...untouched,
  },
];

const two = `
CREATE TABLE orders (id bigint PRIMARY KEY, state text);
CREATE TABLE lines (id bigint PRIMARY KEY, sku text);
INSERT INTO orders SELECT n, 'new' FROM generate_series(1, 100) n;
INSERT INTO lines SELECT n, 'x' FROM generate_series(1, 100) n;
`;

const held: readonly Claim[] = [
  {
    rule: 'sql/slow-statement-under-lock',
    title: 'a scan of another table',
    ...goose(two, 'ALTER TABLE orders ADD COLUMN note text;\nALTER TABLE lines ALTER COLUMN sku SET NOT NULL;'),
    effects: { locks: { orders: 'AccessExclusiveLock', lines: 'AccessExclusiveLock' }, scans: ['lines'] },
    waits: { orders: 'everybody' },
  },
  {
    rule: 'sql/slow-statement-under-lock',
    title: 'an index of another table',
    ...goose(two, 'ALTER TABLE orders ADD COLUMN note text;\nCREATE INDEX lines_sku_idx ON lines (sku);'),
    effects: { locks: { orders: 'AccessExclusiveLock', lines: 'ShareLock' }, builds: ['lines'] },
    waits: { orders: 'everybody', lines: 'writers' },
  },
  {
    rule: 'sql/slow-statement-under-lock',
    title: 'a second lock',
    ...goose(two, 'ALTER TABLE orders ADD COLUMN note text;\nALTER TABLE lines ADD COLUMN note text;'),
    effects: { locks: { orders: 'AccessExclusiveLock', lines: 'AccessExclusiveLock' }, scans: [], rewrites: [] },
    waits: { orders: 'everybody', lines: 'everybody' },
  },
  {
    rule: 'sql/slow-statement-under-lock',
    title: 'each statement by itself',
    ...gooseOutside(two, 'ALTER TABLE orders ADD COLUMN note text;\nALTER TABLE lines ALTER COLUMN sku SET NOT NULL;'),
    reported: false,
    runs: true,
  },
];

const timeout = { query: `SELECT current_setting('lock_timeout')`, rows: [['0']] };

const timeouts: readonly Claim[] = [
  {
    rule: 'sql/missing-lock-timeout',
    title: 'with goose',
    ...goose(two, 'ALTER TABLE orders ADD COLUMN note text;'),
    effects: { locks: { orders: 'AccessExclusiveLock' } },
    waits: { orders: 'everybody' },
    // Behind the transaction nothing of it is left.
    fixes: [{ schema: 'same', shows: timeout }],
  },
  ...[golangMigrate, prisma74, gooseOutside, dbmate].map(
    (tool): Claim => ({
      rule: 'sql/missing-lock-timeout',
      title: `with ${tool.name}`,
      ...tool(two, 'ALTER TABLE orders ADD COLUMN note text;'),
      fixes: [{ schema: 'same' }],
    }),
  ),
  {
    rule: 'sql/missing-lock-timeout',
    title: 'where the next statement refuses a transaction',
    ...golangMigrate(two, 'CREATE INDEX CONCURRENTLY orders_state_idx ON orders (state);'),
    reported: false,
    runs: true,
  },
  {
    rule: 'sql/set-local-outside-transaction',
    ...gooseOutside(two, `SET LOCAL lock_timeout = '2s';\nALTER TABLE orders ADD COLUMN note text;`),
    shows: timeout,
    fixes: [{ schema: 'same', shows: { ...timeout, rows: [['2s']] } }],
  },
  {
    rule: 'sql/set-local-outside-transaction',
    title: 'with prisma 7.4',
    ...prisma74(two, `SET LOCAL lock_timeout = '2s';\nALTER TABLE orders ADD COLUMN note text;`),
    shows: timeout,
    fixes: [{ schema: 'same', shows: { ...timeout, rows: [['2s']] } }],
  },
  {
    rule: 'sql/set-local-outside-transaction',
    title: 'in one piece',
    ...golangMigrate(two, `SET LOCAL lock_timeout = '2s';\nALTER TABLE orders ADD COLUMN note text;`),
    reported: false,
    runs: true,
  },
];

const columns = {
  query: `SELECT count(*)::int FROM information_schema.columns WHERE column_name = 'note' AND table_schema = 'public'`,
};

const transactions: readonly Claim[] = [
  {
    rule: 'sql/unbalanced-transaction',
    title: 'never ended',
    given: two,
    migration: 'BEGIN;\nALTER TABLE orders ADD COLUMN note text;\n',
    shows: { ...columns, rows: [[0]], elsewhere: true },
    fixes: [{ schema: 'same', shows: { ...columns, rows: [[1]], elsewhere: true } }],
  },
  {
    rule: 'sql/unbalanced-transaction',
    title: 'never begun',
    ...gooseOutside(two, 'ALTER TABLE orders ADD COLUMN note text;\nCOMMIT;'),
    shows: { ...columns, rows: [[1]] },
    fixes: [{ title: 'Remove COMMIT', schema: 'same' }],
  },
  {
    rule: 'sql/unbalanced-transaction',
    title: 'begun twice',
    ...gooseOutside(two, 'BEGIN;\nALTER TABLE orders ADD COLUMN note text;\nBEGIN;\nSELECT 1;\nCOMMIT;'),
    fixes: [{ title: 'Remove BEGIN', schema: 'same' }],
  },
  {
    rule: 'sql/unbalanced-transaction',
    title: 'inside that of the tool',
    ...goose(two, 'BEGIN;\nALTER TABLE orders ADD COLUMN note text;\nCOMMIT;\nALTER TABLE lines ADD COLUMN id text;'),
    failsAsRun: /already exists/,
  },
  {
    rule: 'sql/unbalanced-transaction',
    title: 'left to the tool',
    ...goose(two, 'BEGIN;\nALTER TABLE orders ADD COLUMN note text;\nCOMMIT;'),
    runs: true,
    fixes: [{ title: 'Leave the transaction to the tool', schema: 'same' }],
  },
];

export const rewriteClaims: readonly Claim[] = [...types, ...volatile, ...large, ...held, ...timeouts, ...transactions];
