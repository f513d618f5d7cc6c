import type { Claim, FixClaim } from '../proof.ts';
import {
  atlas,
  dbmate,
  diesel,
  flyway,
  golangMigrate,
  goose,
  gooseOutside,
  liquibase,
  prisma,
  prisma74,
  sqlx,
} from './tools.ts';

const orders = `
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, shop_id bigint, state text);
INSERT INTO orders SELECT n, n % 10, n % 7, 'paid' FROM generate_series(1, 1000) n;
`;
const indexed = `${orders}CREATE INDEX orders_user ON orders (user_id);
CREATE INDEX orders_shop ON orders (shop_id);
`;
const partitioned = `
CREATE TABLE ev (id bigint, d date) PARTITION BY RANGE (d);
CREATE TABLE ev_2025 PARTITION OF ev FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE ev_2026 PARTITION OF ev FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO ev SELECT n, date '2025-06-01' + n FROM generate_series(1, 500) n;
`;

const build = 'CREATE INDEX orders_user ON orders (user_id);\n';
const note = 'ALTER TABLE orders ADD COLUMN note text;\n';
const drop = 'DROP INDEX orders_user;\n';
const concurrently = 'CREATE INDEX CONCURRENTLY orders_user ON orders (user_id);\n';

const here = 'Add CONCURRENTLY';
const directive = 'Add CONCURRENTLY and leave the transaction';
const separate = 'Move to a migration of its own, with CONCURRENTLY';
const spread = 'Give each index a migration of its own, with CONCURRENTLY';

/** The same schema, and nobody waits for a scan or a build. */
function calmly(title: string): readonly FixClaim[] {
  return [{ title, schema: 'same', calm: true }];
}

const inTransaction = /cannot (?:run|be executed) (?:inside a transaction block|within a pipeline)/;

const built: readonly Claim[] = [
  {
    rule: 'sql/index-not-concurrent',
    given: orders,
    migration: build,
    effects: { locks: { orders: 'ShareLock' }, rewrites: [], builds: ['orders'] },
    fixes: calmly(here),
  },
  {
    rule: 'sql/index-not-concurrent',
    title: 'unique and without a name',
    given: orders,
    migration: 'CREATE UNIQUE INDEX ON orders (user_id, id);\n',
    effects: { locks: { orders: 'ShareLock' }, builds: ['orders'] },
    fixes: calmly(here),
  },
  {
    rule: 'sql/index-not-concurrent',
    title: 'on a partitioned table',
    given: partitioned,
    migration: 'CREATE INDEX ev_d ON ev (d);\n',
    effects: {
      locks: { ev: 'ShareLock', ev_2025: 'ShareLock', ev_2026: 'ShareLock' },
      builds: ['ev_2025', 'ev_2026'],
    },
    waits: { ev: 'writers', ev_2025: 'writers', ev_2026: 'writers' },
  },
  {
    rule: 'sql/index-not-concurrent',
    title: 'on a partitioned table with goose',
    ...goose(partitioned, 'CREATE INDEX ev_d ON ev (d);'),
    fixes: calmly('Build the index partition by partition'),
  },
  { rule: 'sql/index-not-concurrent', title: 'with goose', ...goose(orders, build, drop), fixes: calmly(directive) },
  {
    rule: 'sql/index-not-concurrent',
    title: 'with goose, beside another statement',
    ...goose(orders, note + build, `${drop}ALTER TABLE orders DROP COLUMN note;`),
    fixes: calmly(separate),
  },
  {
    rule: 'sql/index-not-concurrent',
    title: 'with goose, outside a transaction',
    ...gooseOutside(orders, note + build),
    fixes: calmly(here),
  },
  { rule: 'sql/index-not-concurrent', title: 'with dbmate', ...dbmate(orders, build, drop), fixes: calmly(directive) },
  { rule: 'sql/index-not-concurrent', title: 'with liquibase', ...liquibase(orders, build), fixes: calmly(directive) },
  { rule: 'sql/index-not-concurrent', title: 'with atlas', ...atlas(orders, build), fixes: calmly(directive) },
  { rule: 'sql/index-not-concurrent', title: 'with sqlx', ...sqlx(orders, build), fixes: calmly(directive) },
  { rule: 'sql/index-not-concurrent', title: 'with diesel', ...diesel(orders, build), fixes: calmly(directive) },
  { rule: 'sql/index-not-concurrent', title: 'with flyway', ...flyway(orders, build), fixes: calmly(here) },
  {
    rule: 'sql/index-not-concurrent',
    title: 'with flyway, beside another statement',
    ...flyway(orders, note + build),
    fixes: calmly(separate),
  },
  {
    rule: 'sql/index-not-concurrent',
    title: 'with golang-migrate, several',
    ...golangMigrate(orders, `${build}CREATE INDEX orders_shop ON orders (shop_id);\n`),
    fixes: calmly(spread),
  },
  {
    rule: 'sql/index-not-concurrent',
    title: 'with Prisma up to 7.3, beside another statement',
    ...prisma(orders, note + build),
    fixes: calmly(separate),
  },
  {
    rule: 'sql/index-not-concurrent',
    title: 'with Prisma 7.4, beside another statement',
    ...prisma74(orders, note + build),
    fixes: calmly(here),
  },
  {
    rule: 'sql/index-not-concurrent',
    title: 'on the parent of partitions alone',
    given: partitioned,
    migration: 'CREATE INDEX ev_d ON ONLY ev (d);\n',
    effects: { builds: [] },
    waits: { ev_2025: 'nobody', ev_2026: 'nobody' },
    reported: false,
  },
  {
    rule: 'sql/index-not-concurrent',
    title: 'on a table made in the same transaction',
    given: orders,
    migration: `CREATE TABLE copies AS SELECT * FROM orders;\nCREATE INDEX copies_user ON copies (user_id);\n`,
    effects: { locks: { orders: 'AccessShareLock' }, builds: [] },
    waits: { orders: 'nobody' },
    reported: false,
  },
  {
    rule: 'sql/index-not-concurrent',
    title: 'on a temporary table',
    given: orders,
    migration: 'CREATE TEMPORARY TABLE picked (id bigint);\nCREATE INDEX picked_id ON picked (id);\n',
    effects: { locks: {} },
    reported: false,
  },
];

const dropped: readonly Claim[] = [
  {
    rule: 'sql/drop-index-not-concurrent',
    given: indexed,
    migration: drop,
    effects: { locks: { orders: 'AccessExclusiveLock' }, scans: [], builds: [] },
    fixes: calmly(here),
  },
  {
    rule: 'sql/drop-index-not-concurrent',
    title: 'several in one statement',
    ...gooseOutside(indexed, 'DROP INDEX IF EXISTS orders_user, orders_shop;'),
    fixes: calmly('Drop one by one, with CONCURRENTLY'),
  },
  {
    rule: 'sql/drop-index-not-concurrent',
    title: 'several in one statement, in a plain directory',
    given: indexed,
    migration: 'DROP INDEX orders_user, orders_shop;\n',
    effects: { locks: { orders: 'AccessExclusiveLock' } },
    fixes: calmly('Drop one by one, with CONCURRENTLY'),
  },
  {
    rule: 'sql/drop-index-not-concurrent',
    title: 'with goose',
    ...goose(indexed, drop, build),
    fixes: calmly(directive),
  },
  {
    rule: 'sql/drop-index-not-concurrent',
    title: 'with goose, beside another statement',
    ...goose(indexed, drop + note, `ALTER TABLE orders DROP COLUMN note;\n${build}`),
    fixes: calmly(separate),
  },
  {
    rule: 'sql/drop-index-not-concurrent',
    title: 'with flyway',
    ...flyway(indexed, drop),
    fixes: calmly(here),
  },
  {
    rule: 'sql/drop-index-not-concurrent',
    title: 'with golang-migrate, several',
    ...golangMigrate(indexed, `${drop}DROP INDEX orders_shop;\n`),
    fixes: calmly(spread),
  },
  {
    rule: 'sql/drop-index-not-concurrent',
    title: 'with Prisma up to 7.3, beside another statement',
    ...prisma(indexed, drop + note),
    fixes: calmly(separate),
  },
  {
    rule: 'sql/drop-index-not-concurrent',
    title: 'with Prisma 7.4, beside another statement',
    ...prisma74(indexed, drop + note),
    fixes: calmly(separate),
  },
  {
    rule: 'sql/drop-index-not-concurrent',
    title: 'of a partitioned table, which cannot be dropped concurrently',
    given: `${partitioned}CREATE INDEX ev_d ON ev (d);\n`,
    migration: 'DROP INDEX ev_d;\n',
    effects: { locks: { ev: 'AccessExclusiveLock' } },
    reported: false,
  },
  {
    rule: 'sql/drop-index-not-concurrent',
    title: 'of a constraint, which PostgreSQL refuses',
    given: 'CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE);\n',
    migration: 'DROP INDEX users_email_key;\n',
    effects: { fails: /cannot drop index users_email_key because constraint/ },
    reported: false,
  },
];

/** Statements that cannot run in a transaction; those whose run needs more than a database of their own are only refused. */
const refused: readonly Claim[] = [
  {
    rule: 'sql/concurrently-in-transaction',
    title: 'after BEGIN',
    given: orders,
    migration: `BEGIN;\n${concurrently}COMMIT;\n`,
    effects: { fails: inTransaction },
    failsAsRun: inTransaction,
    fixes: [{ title: 'Remove BEGIN and COMMIT', schema: builtIndex('orders_user', 'user_id') }],
  },
  {
    rule: 'sql/concurrently-in-transaction',
    title: 'after BEGIN, beside another statement',
    given: orders,
    migration: `BEGIN;\n${note}${concurrently}COMMIT;\n`,
    failsAsRun: inTransaction,
    fixes: [
      {
        title: 'Move to a migration of its own',
        schema: builtIndex('orders_user', 'user_id', ['column public.orders.note text']),
      },
    ],
  },
  {
    rule: 'sql/concurrently-in-transaction',
    title: 'with goose',
    ...goose(orders, concurrently),
    failsAsRun: inTransaction,
    fixes: [{ title: 'Run outside a transaction', schema: builtIndex('orders_user', 'user_id') }],
  },
  {
    rule: 'sql/concurrently-in-transaction',
    title: 'with flyway, beside another statement',
    ...flyway(orders, note + concurrently),
    failsAsRun: inTransaction,
    fixes: [
      {
        title: 'Move to a migration of its own',
        schema: builtIndex('orders_user', 'user_id', ['column public.orders.note text']),
      },
    ],
  },
  {
    rule: 'sql/concurrently-in-transaction',
    title: 'with flyway, a statement that it overlooks',
    ...flyway(indexed, 'REINDEX INDEX CONCURRENTLY orders_user;\n'),
    failsAsRun: inTransaction,
    fixes: [{ title: 'Run outside a transaction', schema: { gone: [], added: [] } }],
  },
  {
    rule: 'sql/concurrently-in-transaction',
    title: 'with golang-migrate, several',
    ...golangMigrate(orders, `${concurrently}CREATE INDEX CONCURRENTLY orders_shop ON orders (shop_id);\n`),
    failsAsRun: inTransaction,
    fixes: [
      {
        title: 'Give each statement a migration of its own',
        schema: {
          gone: [],
          added: [
            'index CREATE INDEX orders_shop ON public.orders USING btree (shop_id)',
            'index CREATE INDEX orders_user ON public.orders USING btree (user_id)',
          ],
        },
      },
    ],
  },
  {
    rule: 'sql/concurrently-in-transaction',
    title: 'with Prisma up to 7.3, after a SET',
    ...prisma(orders, `SET lock_timeout = '2s';\n${concurrently}`),
    failsAsRun: inTransaction,
    fixes: [{ title: 'Move to a migration of its own', schema: builtIndex('orders_user', 'user_id') }],
  },
  {
    rule: 'sql/concurrently-in-transaction',
    title: 'DROP INDEX CONCURRENTLY with Prisma 7.4, which cannot read it',
    ...prisma74(indexed, `${note}DROP INDEX CONCURRENTLY orders_user;\n`),
    failsAsRun: inTransaction,
    fixes: [
      {
        title: 'Move to a migration of its own',
        schema: {
          gone: ['index CREATE INDEX orders_user ON public.orders USING btree (user_id)'],
          added: ['column public.orders.note text'],
        },
      },
    ],
  },
  ...[
    'VACUUM orders;',
    'DROP INDEX CONCURRENTLY orders_user;',
    'REINDEX TABLE CONCURRENTLY orders;',
    'REINDEX SCHEMA public;',
    "ALTER SYSTEM SET work_mem = '8MB';",
    'CREATE DATABASE other;',
    'DROP DATABASE other;',
    "CREATE TABLESPACE fast LOCATION '/nowhere';",
    "CREATE SUBSCRIPTION news CONNECTION 'dbname=postgres' PUBLICATION news;",
  ].map(
    (statement): Claim => ({
      rule: 'sql/concurrently-in-transaction',
      title: statement,
      ...goose(indexed, statement),
      effects: { fails: inTransaction },
      failsAsRun: inTransaction,
    }),
  ),
  {
    rule: 'sql/concurrently-in-transaction',
    title: 'DETACH PARTITION CONCURRENTLY',
    ...goose(partitioned, 'ALTER TABLE ev DETACH PARTITION ev_2025 CONCURRENTLY;'),
    failsAsRun: inTransaction,
    fixes: [
      {
        title: 'Run outside a transaction',
        schema: {
          gone: ["partition ev_2025 of ev: FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')"],
          added: [
            // A CHECK that lets the partition be attached again without a scan (PostgreSQL manual, ALTER TABLE).
            "constraint ev_2025_d_check on ev_2025: CHECK (((d IS NOT NULL) AND (d >= '2025-01-01'::date) AND (d < '2026-01-01'::date)))",
          ],
        },
      },
    ],
  },
  {
    rule: 'sql/concurrently-in-transaction',
    title: 'after the transaction has ended',
    ...gooseOutside(orders, `BEGIN;\n${note}COMMIT;\n${concurrently}`),
    reported: false,
    runs: true,
  },
  {
    rule: 'sql/concurrently-in-transaction',
    title: 'alone in a file that is sent in one piece',
    ...golangMigrate(orders, `-- one statement is no transaction\n${concurrently}`),
    reported: false,
    runs: true,
  },
  {
    rule: 'sql/concurrently-in-transaction',
    title: 'where flyway leaves the transaction by itself',
    ...flyway(orders, `${concurrently}CREATE INDEX CONCURRENTLY orders_shop ON orders (shop_id);\n`),
    reported: false,
    runs: true,
  },
];

function builtIndex(name: string, columns: string, further: readonly string[] = []) {
  return { gone: [], added: [...further, `index CREATE INDEX ${name} ON public.orders USING btree (${columns})`] };
}

/** A build that a duplicate stopped: what it leaves makes IF NOT EXISTS pass. */
const duplicates = 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\n';
const masked = 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS users_email ON users (email);\n';

const guarded: readonly Claim[] = [
  {
    rule: 'sql/concurrent-if-not-exists',
    given: duplicates,
    migration: masked,
    fixes: [{ title: 'Remove IF NOT EXISTS', schema: 'same' }],
  },
  {
    rule: 'sql/concurrent-if-not-exists',
    title: 'where each statement commits by itself',
    ...gooseOutside(duplicates, masked),
    fixes: [{ title: 'Drop what a failed build left, then build', schema: 'same' }],
  },
  {
    rule: 'sql/concurrent-if-not-exists',
    title: 'with golang-migrate, which sends the file in one piece',
    ...golangMigrate(duplicates, masked),
    fixes: [{ title: 'Remove IF NOT EXISTS', schema: 'same' }],
  },
  {
    rule: 'sql/concurrent-if-not-exists',
    title: 'with Prisma 7.4, which cannot read DROP INDEX CONCURRENTLY',
    ...prisma74(duplicates, masked),
    fixes: [{ title: 'Remove IF NOT EXISTS', schema: 'same' }],
  },
];

export const indexClaims: readonly Claim[] = [...built, ...dropped, ...refused, ...guarded];
