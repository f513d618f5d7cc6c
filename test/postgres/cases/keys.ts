import type { Claim, FixClaim } from '../proof.ts';
import { partitioned, tables } from './tables.ts';
import { dbmate, flyway, golangMigrate, goose, gooseOutside, prisma, prisma74 } from './tools.ts';

const note = 'ALTER TABLE orders ADD COLUMN note text;\n';

/** The same schema, and nobody waits for a scan or a build. */
function calmly(title: string): readonly FixClaim[] {
  return [{ title, schema: 'same', calm: true }];
}

const unique = 'ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);\n';
const first = 'Build the index concurrently first';
const own = 'Build the index concurrently in a migration of its own';

const uniques: readonly Claim[] = [
  {
    rule: 'sql/unique-without-using-index',
    given: tables,
    migration: unique,
    effects: { locks: { users: 'AccessExclusiveLock' }, builds: ['users'] },
    fixes: calmly(own),
  },
  {
    rule: 'sql/unique-without-using-index',
    title: 'without a name, with attributes',
    given: tables,
    migration: 'ALTER TABLE users ADD UNIQUE NULLS NOT DISTINCT (email, id) INCLUDE (id) DEFERRABLE;\n',
    effects: { locks: { users: 'AccessExclusiveLock' }, builds: ['users'] },
    fixes: calmly(own),
  },
  {
    rule: 'sql/unique-without-using-index',
    title: 'inside a new column',
    given: tables,
    migration: 'ALTER TABLE users ADD COLUMN login text UNIQUE;\n',
    effects: { locks: { users: 'AccessExclusiveLock' }, builds: ['users'] },
    fixes: calmly(own),
  },
  {
    rule: 'sql/unique-without-using-index',
    title: 'with goose, alone',
    ...goose(tables, unique, 'ALTER TABLE users DROP CONSTRAINT users_email_key;'),
    fixes: calmly(first),
  },
  {
    rule: 'sql/unique-without-using-index',
    title: 'with goose, beside another statement',
    ...goose(
      tables,
      note + unique,
      'ALTER TABLE users DROP CONSTRAINT users_email_key;\nALTER TABLE orders DROP COLUMN note;',
    ),
    fixes: calmly(own),
  },
  {
    rule: 'sql/unique-without-using-index',
    title: 'with dbmate',
    ...dbmate(tables, unique, 'ALTER TABLE users DROP CONSTRAINT users_email_key;'),
    fixes: calmly(own),
  },
  { rule: 'sql/unique-without-using-index', title: 'with flyway', ...flyway(tables, unique), fixes: calmly(own) },
  {
    rule: 'sql/unique-without-using-index',
    title: 'with golang-migrate',
    ...golangMigrate(tables, unique),
    fixes: calmly(own),
  },
  {
    rule: 'sql/unique-without-using-index',
    title: 'with Prisma up to 7.3, beside another statement',
    ...prisma(tables, note + unique),
    fixes: calmly(own),
  },
  {
    rule: 'sql/unique-without-using-index',
    title: 'with Prisma 7.4, which cannot read USING INDEX',
    ...prisma74(tables, note + unique),
    fixes: calmly(own),
  },
  {
    rule: 'sql/unique-without-using-index',
    title: 'in the place of another one',
    ...gooseOutside(
      `${tables}${unique}`,
      'ALTER TABLE users DROP CONSTRAINT users_email_key, ADD CONSTRAINT users_email_key UNIQUE (email, id);',
    ),
    fixes: calmly(first),
  },
  {
    rule: 'sql/unique-without-using-index',
    title: 'on a partitioned table',
    given: partitioned,
    migration: 'ALTER TABLE ev ADD CONSTRAINT ev_key UNIQUE (id, d);\n',
    effects: { locks: { ev: 'AccessExclusiveLock' }, builds: ['ev_2025'] },
  },
  {
    rule: 'sql/unique-without-using-index',
    title: 'on a partitioned table, with an index that was built before',
    given: partitioned,
    migration:
      'CREATE UNIQUE INDEX ev_key ON ev (id, d);\nALTER TABLE ev ADD CONSTRAINT ev_key UNIQUE USING INDEX ev_key;\n',
    effects: { fails: /ADD CONSTRAINT USING INDEX is not supported on partitioned tables/ },
    reported: false,
  },
  {
    rule: 'sql/unique-without-using-index',
    title: 'through an index that is there',
    given: `${tables}CREATE UNIQUE INDEX users_email_key ON users (email);\n`,
    migration: 'ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;\n',
    effects: { builds: [], scans: [] },
    reported: false,
  },
  {
    rule: 'sql/unique-without-using-index',
    title: 'on the parent of partitions alone',
    given: partitioned,
    migration: 'ALTER TABLE ONLY ev ADD CONSTRAINT ev_key UNIQUE (id, d);\n',
    effects: { builds: [] },
    waits: { ev_2025: 'nobody' },
    reported: false,
  },
];

const keyless = `
CREATE TABLE orders (id bigint NOT NULL, total bigint);
INSERT INTO orders SELECT n, n FROM generate_series(1, 1000) n;
`;
const mayBeNull = keyless.replace(' NOT NULL', '');
const key = 'ALTER TABLE orders ADD PRIMARY KEY (id);\n';

const keys: readonly Claim[] = [
  {
    rule: 'sql/primary-key-without-using-index',
    given: keyless,
    migration: key,
    effects: { locks: { orders: 'AccessExclusiveLock' }, builds: ['orders'], scans: [] },
    fixes: calmly(own),
  },
  {
    rule: 'sql/primary-key-without-using-index',
    title: 'where the column may be NULL',
    given: mayBeNull,
    migration: 'ALTER TABLE orders ADD CONSTRAINT orders_key PRIMARY KEY (id);\n',
    effects: { locks: { orders: 'AccessExclusiveLock' }, builds: ['orders'], scans: ['orders'] },
    fixes: calmly(own),
  },
  {
    rule: 'sql/primary-key-without-using-index',
    title: 'with goose, outside a transaction',
    ...gooseOutside(keyless, key),
    fixes: calmly(first),
  },
  {
    rule: 'sql/primary-key-without-using-index',
    title: 'with goose, where the column may be NULL',
    ...goose(mayBeNull, key, 'ALTER TABLE orders DROP CONSTRAINT orders_pkey;'),
    fixes: [{ schema: 'same', calm: true }],
  },
  {
    rule: 'sql/primary-key-without-using-index',
    title: 'with dbmate, beside another statement',
    ...dbmate(keyless, note + key),
    fixes: calmly(own),
  },
  { rule: 'sql/primary-key-without-using-index', title: 'with flyway', ...flyway(keyless, key), fixes: calmly(own) },
  {
    rule: 'sql/primary-key-without-using-index',
    title: 'with Prisma 7.4, which cannot read USING INDEX',
    ...prisma74(keyless, note + key),
    fixes: calmly(own),
  },
  {
    rule: 'sql/primary-key-without-using-index',
    title: 'with Prisma up to 7.3, in the place of another one',
    ...prisma(
      `${tables.replace('total bigint', 'total bigint NOT NULL')}`,
      'ALTER TABLE orders DROP CONSTRAINT orders_pkey,\nADD CONSTRAINT orders_pkey PRIMARY KEY (id, total);\n',
    ),
    fixes: calmly(own),
  },
  {
    rule: 'sql/primary-key-without-using-index',
    title: 'through an index that is there',
    given: `${keyless}CREATE UNIQUE INDEX orders_pkey ON orders (id);\n`,
    migration: 'ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_pkey;\n',
    effects: { builds: [], scans: [] },
    reported: false,
  },
];

const required = 'ALTER TABLE users ALTER COLUMN email SET NOT NULL;\n';
const proving = 'ALTER TABLE users ADD CONSTRAINT email_known CHECK (email IS NOT NULL)';

const notNulls: readonly Claim[] = [
  {
    rule: 'sql/set-not-null-scans',
    given: tables,
    migration: required,
    effects: { locks: { users: 'AccessExclusiveLock' }, scans: ['users'] },
    fixes: calmly('Validate NOT NULL in a migration of its own'),
  },
  {
    rule: 'sql/set-not-null-scans',
    title: 'one of several actions',
    given: tables,
    migration: "ALTER TABLE users ALTER COLUMN email SET NOT NULL, ALTER COLUMN email SET DEFAULT '';\n",
    effects: { locks: { users: 'AccessExclusiveLock' }, scans: ['users'] },
    fixes: calmly('Validate NOT NULL in a migration of its own'),
  },
  {
    rule: 'sql/set-not-null-scans',
    title: 'with Prisma 7.4',
    ...prisma74(tables, required),
    fixes: calmly('Validate NOT NULL first'),
  },
  {
    rule: 'sql/set-not-null-scans',
    title: 'with goose',
    ...goose(tables, required, 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL;'),
    fixes: calmly('Validate NOT NULL in a migration of its own'),
  },
  {
    rule: 'sql/set-not-null-scans',
    title: 'with golang-migrate, two at once',
    ...golangMigrate(tables, `${required}ALTER TABLE orders ALTER COLUMN total SET NOT NULL;\n`),
    fixes: calmly('Validate NOT NULL in a migration of its own'),
  },
  {
    rule: 'sql/set-not-null-scans',
    title: 'a column added in the same file',
    given: tables,
    migration:
      "ALTER TABLE users ADD COLUMN city text DEFAULT '';\nALTER TABLE users ALTER COLUMN city SET NOT NULL;\n",
    effects: { scans: ['users'], rewrites: [] },
    fixes: calmly('Validate NOT NULL in a migration of its own'),
  },
  {
    rule: 'sql/set-not-null-scans',
    title: 'where the CHECK that proves it is dropped in the same statement',
    given: `${tables}${proving};\n`,
    migration: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL, DROP CONSTRAINT email_known;\n',
    effects: { scans: ['users'] },
    fixes: [{ schema: 'same', calm: true }],
  },
  {
    rule: 'sql/set-not-null-scans',
    title: 'where the CHECK that would prove it has not been validated',
    given: `${tables}${proving} NOT VALID;\n`,
    migration: required,
    effects: { scans: ['users'] },
    fixes: [
      {
        calm: true,
        schema: {
          gone: ['constraint email_known on users: CHECK ((email IS NOT NULL)) NOT VALID (not validated)'],
          added: ['constraint email_known on users: CHECK ((email IS NOT NULL))'],
        },
      },
    ],
  },
  {
    rule: 'sql/set-not-null-scans',
    title: 'proven by a validated CHECK',
    given: `${tables}ALTER TABLE users ADD CONSTRAINT known CHECK (email IS NOT NULL AND (id > 0));\n`,
    migration: `${required}ALTER TABLE users DROP CONSTRAINT known;\n`,
    effects: { scans: [] },
    reported: false,
  },
  {
    rule: 'sql/set-not-null-scans',
    title: 'a column that is NOT NULL already',
    given: tables,
    migration: 'ALTER TABLE users ALTER COLUMN id SET NOT NULL;\n',
    effects: { scans: [] },
    reported: false,
  },
  {
    rule: 'sql/set-not-null-scans',
    title: 'said with the new column',
    given: tables,
    migration: "ALTER TABLE users ADD COLUMN city text NOT NULL DEFAULT '';\n",
    effects: { scans: [], rewrites: [] },
    reported: false,
  },
];

/** `shown`: the type and then the default as PostgreSQL shows them, where that is otherwise. */
function requiredColumn(type: string, zero: string, shownType = type, shownZero = zero): Claim {
  const column = `column public.users.added ${shownType}`;
  const added = (line: string): FixClaim['schema'] => ({ gone: [], added: [line] });
  return {
    rule: 'sql/required-column-without-default',
    title: type,
    given: `CREATE TYPE mood AS ENUM ('calm', 'hurried');\n${tables}`,
    migration: `ALTER TABLE users ADD COLUMN added ${type} NOT NULL;\n`,
    effects: { fails: /column "added" of relation "users" contains null values/ },
    failsAsRun: /contains null values/,
    fixes: [
      { title: `Add DEFAULT ${zero}`, calm: true, schema: added(`${column} not null default ${shownZero}`) },
      { title: 'Allow NULL for now', calm: true, schema: added(column) },
    ],
  };
}

const columns: readonly Claim[] = [
  requiredColumn('text', "''", 'text', "''::text"),
  requiredColumn('varchar(20)', "''", 'character varying(20)', "''::character varying"),
  requiredColumn('numeric(19,4)', '0'),
  requiredColumn('double precision', '0'),
  requiredColumn('timestamptz', 'now()', 'timestamp with time zone'),
  requiredColumn('date', 'CURRENT_DATE'),
  requiredColumn('interval', "'0'", 'interval', "'00:00:00'::interval"),
  requiredColumn('boolean', 'false'),
  requiredColumn(
    'uuid',
    "'00000000-0000-0000-0000-000000000000'",
    'uuid',
    "'00000000-0000-0000-0000-000000000000'::uuid",
  ),
  requiredColumn('text[]', "'{}'", 'text[]', "'{}'::text[]"),
  requiredColumn('jsonb', "'{}'", 'jsonb', "'{}'::jsonb"),
  requiredColumn('bytea', "''", 'bytea', "'\\x'::bytea"),
  requiredColumn('mood', "'calm'", 'mood', "'calm'::mood"),
  {
    rule: 'sql/required-column-without-default',
    title: 'a primary key',
    given: 'CREATE TABLE visits (page text);\nINSERT INTO visits VALUES (1);\n',
    migration: 'ALTER TABLE visits ADD COLUMN id uuid PRIMARY KEY;\n',
    effects: { fails: /column "id" of relation "visits" contains null values/ },
  },
  {
    rule: 'sql/required-column-without-default',
    title: 'with a default',
    given: tables,
    migration:
      'ALTER TABLE users ADD COLUMN at timestamptz NOT NULL DEFAULT now(), ADD COLUMN n int NOT NULL DEFAULT 1;\n',
    effects: { rewrites: [], scans: [] },
    reported: false,
  },
  {
    rule: 'sql/required-column-without-default',
    title: 'a column that fills itself',
    given: 'CREATE TABLE visits (page text);\nINSERT INTO visits VALUES (1);\n',
    migration: `ALTER TABLE visits ADD COLUMN number bigserial NOT NULL,
ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
ADD COLUMN size int NOT NULL GENERATED ALWAYS AS (length(page)) STORED;
`,
    reported: false,
    runs: true,
  },
  {
    rule: 'sql/required-column-without-default',
    title: 'on an emptied table',
    given: tables,
    migration: 'TRUNCATE orders;\nALTER TABLE orders ADD COLUMN owner bigint NOT NULL;\n',
    reported: false,
    runs: true,
  },
  {
    rule: 'sql/required-column-without-default',
    title: 'a domain with a default',
    given: tables,
    migration:
      "CREATE DOMAIN order_state AS text DEFAULT 'open';\nALTER TABLE orders ADD COLUMN state order_state NOT NULL;\n",
    reported: false,
    runs: true,
  },
];

export const keyClaims: readonly Claim[] = [...uniques, ...keys, ...notNulls, ...columns];
