import { expect } from 'vitest';
import type { Claim } from '../proof.ts';
import { dbmate, golangMigrate, goose, gooseOutside, prisma, prisma74 } from './tools.ts';

/** A line of the schema that is too long to be written out. */
const has = (part: string): string => expect.stringContaining(part) as string;

const orgs = `
CREATE TABLE orgs (id bigint PRIMARY KEY, name varchar(20) NOT NULL DEFAULT 'new');
INSERT INTO orgs SELECT n, 'org' || n FROM generate_series(1, 10) n;
`;

const clients = [
  'SELECT id, name FROM orgs',
  `INSERT INTO orgs (id) VALUES (100)`,
  `INSERT INTO orgs (id, name) VALUES (1, 'x') ON CONFLICT (id) DO NOTHING`,
  `INSERT INTO orgs (id, name) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET name = excluded.name`,
  `UPDATE orgs SET name = 'x' WHERE id = 1`,
  'DELETE FROM orgs WHERE id = 2',
];

const viewFix = (where: string): Pick<Claim, 'fixes' | 'clients'> => ({
  clients,
  fixes: [
    {
      title: 'Leave a view under the old name',
      schema: {
        gone: [],
        added: [
          'column public.orgs.id bigint',
          'column public.orgs.name character varying(20)',
          has(`view orgs:  SELECT ${where}.id,`),
          'view public.orgs',
        ],
      },
      keepsClients: true,
    },
  ],
});

/** The first column stays beside the second one. */
const synced = {
  gone: [],
  added: [
    'column public.users.name text',
    has('routine CREATE OR REPLACE FUNCTION public.users_name_full_name_sync()'),
    has('trigger CREATE TRIGGER users_name_full_name_sync BEFORE INSERT OR UPDATE ON public.users'),
  ],
};

const users = `
CREATE TABLE users (id bigint PRIMARY KEY, name text);
INSERT INTO users VALUES (1, 'Ann');
`;
const ofBoth = {
  clients: [
    'SELECT name FROM users',
    `INSERT INTO users (id, name) VALUES (2, 'Bob')`,
    `UPDATE users SET name = 'Eve' WHERE id = 1`,
  ],
};
/** What the new code and the old one write follows in the other column. */
const follows = {
  query: `WITH a AS (INSERT INTO users (id, name) VALUES (2, 'old') RETURNING name, full_name),
    b AS (INSERT INTO users (id, full_name) VALUES (3, 'new') RETURNING name, full_name),
    c AS (UPDATE users SET full_name = 'Eve' WHERE id = 1 RETURNING name, full_name)
    SELECT * FROM a UNION ALL SELECT * FROM b UNION ALL SELECT * FROM c`,
  rows: [
    ['old', 'old'],
    ['new', 'new'],
    ['Eve', 'Eve'],
  ],
};

const expandTitle = 'Add a second column that a trigger keeps the same';

const renames: readonly Claim[] = [
  {
    rule: 'sql/rename-breaks-clients',
    title: 'a table',
    given: orgs,
    migration: 'ALTER TABLE orgs RENAME TO organizations;\n',
    ...viewFix('organizations'),
  },
  ...[goose, prisma, prisma74, golangMigrate, dbmate].map(
    (tool): Claim => ({
      rule: 'sql/rename-breaks-clients',
      title: `a table, with ${tool.name}`,
      ...tool(orgs, 'ALTER TABLE orgs RENAME TO organizations;'),
      ...viewFix('organizations'),
    }),
  ),
  {
    rule: 'sql/rename-breaks-clients',
    title: 'a table with row security',
    given: `${orgs}ALTER TABLE orgs ENABLE ROW LEVEL SECURITY;\n`,
    migration: 'ALTER TABLE orgs RENAME TO organizations;\n',
    ...viewFix('organizations'),
    fixes: [
      {
        ...viewFix('organizations').fixes![0]!,
        shows: {
          query: `SELECT reloptions[1] FROM pg_class WHERE relname = 'orgs'`,
          rows: [['security_invoker=true']],
        },
      },
    ],
  },
  {
    rule: 'sql/rename-breaks-clients',
    title: 'a table that moves',
    given: `${orgs}CREATE SCHEMA shop;\n`,
    migration: 'ALTER TABLE orgs SET SCHEMA shop;\n',
    ...viewFix('orgs'),
  },
  {
    rule: 'sql/rename-breaks-clients',
    title: 'a column',
    given: users,
    migration: 'ALTER TABLE users RENAME COLUMN name TO full_name;\n',
    ...ofBoth,
    fixes: [
      { title: expandTitle, schema: synced, keepsClients: true },
      { title: expandTitle, schema: synced, shows: follows },
    ],
  },
  {
    rule: 'sql/rename-breaks-clients',
    title: 'a column, with its way back',
    ...goose(
      users,
      'ALTER TABLE users RENAME COLUMN name TO full_name;',
      'ALTER TABLE users RENAME COLUMN full_name TO name;',
    ),
    ...ofBoth,
    fixes: [
      {
        title: expandTitle,
        schema: synced,
        keepsClients: true,
        goesBack: true,
      },
    ],
  },
  ...[prisma, prisma74, golangMigrate, dbmate].map(
    (tool): Claim => ({
      rule: 'sql/rename-breaks-clients',
      title: `a column, with ${tool.name}`,
      ...tool(users, 'ALTER TABLE users RENAME COLUMN name TO full_name;'),
      ...ofBoth,
      fixes: [{ title: expandTitle, schema: synced, keepsClients: true }],
    }),
  ),
  {
    rule: 'sql/rename-breaks-clients',
    title: 'an enum value',
    given: `CREATE TYPE state AS ENUM ('open');\nCREATE TABLE orders (state state);\n`,
    migration: `ALTER TYPE state RENAME VALUE 'open' TO 'pending';\n`,
    clients: [`INSERT INTO orders VALUES ('open')`],
  },
  {
    rule: 'sql/rename-breaks-clients',
    title: 'a schema',
    given: 'CREATE SCHEMA shop;\nCREATE TABLE shop.orders (id bigint);\n',
    migration: 'ALTER SCHEMA shop RENAME TO store;\n',
    clients: ['SELECT * FROM shop.orders'],
  },
  {
    rule: 'sql/rename-drops-data',
    given: users,
    migration: 'ALTER TABLE users DROP COLUMN name, ADD COLUMN full_name text;\n',
    ...ofBoth,
    shows: { query: 'SELECT full_name FROM users', rows: [[null]] },
    fixes: [
      {
        title: 'Rename the column instead',
        schema: 'same',
        shows: { query: 'SELECT full_name FROM users', rows: [['Ann']] },
      },
      {
        title: 'Keep both columns for now, with a trigger',
        schema: synced,
        keepsClients: true,
        shows: follows,
      },
    ],
  },
  ...[prisma, prisma74, goose].map(
    (tool): Claim => ({
      rule: 'sql/rename-drops-data',
      title: `with ${tool.name}`,
      ...tool(
        'CREATE TABLE "User" ("id" TEXT PRIMARY KEY, "name" TEXT NOT NULL, "note" TEXT);\nINSERT INTO "User" VALUES (1, \'Ann\');',
        `ALTER TABLE "User" DROP COLUMN "name", ADD COLUMN "fullName" TEXT NOT NULL DEFAULT '', ADD COLUMN "age" INTEGER;`,
      ),
      fixes: [
        {
          title: 'Rename the column instead',
          schema: 'same',
          shows: { query: 'SELECT "fullName" FROM "User"', rows: [['Ann']] },
        },
      ],
    }),
  ),
];

const shop = `
CREATE TABLE users (id bigint PRIMARY KEY, tax text NOT NULL, note text);
CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));
CREATE TABLE items (id bigint PRIMARY KEY, cart_id bigint REFERENCES carts (id), user_id bigint REFERENCES users (id));
CREATE VIEW notes AS SELECT note FROM users;
INSERT INTO users VALUES (1, 'x', 'y');
INSERT INTO carts VALUES (1, 1);
INSERT INTO items VALUES (1, 1, 1);
`;

const removals: readonly Claim[] = [
  {
    rule: 'sql/drop-column',
    given: shop,
    migration: 'ALTER TABLE carts DROP COLUMN user_id;\n',
    clients: ['SELECT user_id FROM carts'],
    effects: { locks: { carts: 'AccessExclusiveLock', users: 'AccessExclusiveLock' }, rewrites: [], scans: [] },
  },
  {
    rule: 'sql/drop-column',
    title: 'a required one',
    given: shop,
    migration: 'ALTER TABLE users DROP COLUMN tax;\n',
    clients: [`INSERT INTO users (id, tax) VALUES (2, 'x')`],
    fixes: [
      {
        title: 'Allow NULL for now and drop the column in a later release',
        schema: { gone: [], added: ['column public.users.tax text'] },
        keepsClients: true,
        shows: { query: 'INSERT INTO users (id) VALUES (3) RETURNING tax', rows: [[null]] },
      },
    ],
  },
  {
    rule: 'sql/drop-table',
    given: 'CREATE TABLE carts (id bigint);\nINSERT INTO carts VALUES (1);\n',
    migration: 'DROP TABLE carts;\n',
    clients: ['SELECT id FROM carts'],
    effects: { locks: { carts: 'AccessExclusiveLock' } },
    fixes: [
      {
        title: 'Rename it to carts_old and drop it later',
        schema: { gone: [], added: ['column public.carts_old.id bigint', 'table public.carts_old'] },
        shows: { query: 'SELECT id::int FROM carts_old', rows: [[1]] },
      },
    ],
  },
  {
    rule: 'sql/drop-table',
    title: 'one that refers to others',
    given: shop,
    migration: 'DROP TABLE items;\n',
    effects: {
      locks: { items: 'AccessExclusiveLock', carts: 'AccessExclusiveLock', users: 'AccessExclusiveLock' },
    },
    // Of the dropped table itself the first session knows no more.
    waits: { carts: 'everybody', users: 'everybody' },
  },
  {
    rule: 'sql/drop-table',
    title: 'made anew',
    given: shop,
    migration: 'DROP TABLE items;\nCREATE TABLE items (id bigint PRIMARY KEY);\n',
    shows: { query: 'SELECT id FROM items', rows: [] },
  },
  {
    rule: 'sql/drop-cascade',
    title: 'a table',
    given: shop,
    migration: 'DROP TABLE users CASCADE;\n',
    shows: {
      query: `SELECT (SELECT count(*)::int FROM pg_constraint WHERE conrelid = 'carts'::regclass AND contype = 'f'),
        to_regclass('notes')::text`,
      rows: [[0, null]],
    },
  },
  {
    rule: 'sql/drop-cascade',
    title: 'a type',
    given: `CREATE TYPE state AS ENUM ('open');\nCREATE TABLE orders (id bigint, state state);\n`,
    migration: 'DROP TYPE state CASCADE;\n',
    clients: ['SELECT state FROM orders'],
  },
  {
    rule: 'sql/truncate',
    given: shop,
    migration: 'TRUNCATE items;\n',
    effects: { locks: { items: 'AccessExclusiveLock' } },
    waits: { items: 'everybody' },
    shows: { query: 'SELECT id FROM items', rows: [] },
  },
  {
    rule: 'sql/truncate',
    title: 'CASCADE',
    given: shop,
    migration: 'TRUNCATE users CASCADE;\n',
    shows: { query: 'SELECT id FROM items UNION ALL SELECT id FROM carts', rows: [] },
  },
];

const role = `
CREATE TYPE role AS ENUM ('member', 'admin');
CREATE TABLE users (id bigint PRIMARY KEY, role role, name text);
INSERT INTO users VALUES (1, 'member');
`;
const unsafe = /unsafe use of new value "owner" of enum type role/;
const add = `ALTER TYPE role ADD VALUE 'owner';`;

const enums: readonly Claim[] = [
  ...[
    `UPDATE users SET role = 'owner' WHERE id = 1;`,
    `DELETE FROM users WHERE role IN ('admin', 'owner');`,
    `INSERT INTO users (id, role) VALUES (2, 'owner');`,
    `ALTER TABLE users ALTER COLUMN role SET DEFAULT 'owner';`,
    `SELECT 'owner'::role;`,
    `CREATE INDEX owners ON users (id) WHERE role = 'owner';`,
    `CREATE TABLE invitations (role role NOT NULL DEFAULT 'owner');`,
    `ALTER TABLE users ADD COLUMN other role DEFAULT 'owner';`,
  ].map(
    (use): Claim => ({
      rule: 'sql/enum-value-used-in-transaction',
      title: use,
      ...goose(role, `${add}\n${use}`),
      effects: { fails: unsafe },
      failsAsRun: unsafe,
    }),
  ),
  ...[goose, golangMigrate, prisma, dbmate].map(
    (tool): Claim => ({
      rule: 'sql/enum-value-used-in-transaction',
      title: `with ${tool.name}`,
      ...tool(role, `${add}\nALTER TABLE users ALTER COLUMN role SET DEFAULT 'owner';`),
      failsAsRun: unsafe,
      fixes: [
        {
          title: 'Move it and what follows to a migration of its own',
          schema: {
            gone: ['column public.users.role role', 'enum public.role: member, admin'],
            added: [`column public.users.role role default 'owner'::role`, 'enum public.role: member, admin, owner'],
          },
        },
      ],
    }),
  ),
  ...[prisma74, gooseOutside].map(
    (tool): Claim => ({
      rule: 'sql/enum-value-used-in-transaction',
      title: `each statement by itself, with ${tool.name}`,
      ...tool(role, `${add}\nUPDATE users SET role = 'owner' WHERE id = 1;`),
      reported: false,
      runs: true,
    }),
  ),
  {
    rule: 'sql/enum-value-used-in-transaction',
    title: 'a text of that name',
    ...goose(role, `${add}\nUPDATE users SET name = 'owner' WHERE id = 1;`),
    reported: false,
    runs: true,
  },
  {
    rule: 'sql/enum-value-used-in-transaction',
    title: 'of a type made with it',
    ...goose(
      role,
      `CREATE TYPE state AS ENUM ('open', 'done');\nALTER TABLE users ADD COLUMN state state DEFAULT 'done';`,
    ),
    reported: false,
    runs: true,
  },
];

export const contractClaims: readonly Claim[] = [...renames, ...removals, ...enums];
