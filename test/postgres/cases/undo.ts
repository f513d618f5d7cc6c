import type { Claim } from '../proof.ts';
import { dbmate, diesel, golangMigrate, goose, sqlx } from './tools.ts';

const tables = `CREATE TYPE state AS ENUM ('open', 'done');
CREATE TABLE users (id bigint PRIMARY KEY, name varchar(40) NOT NULL, age integer, score numeric(8, 2) NOT NULL DEFAULT 0);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint CONSTRAINT orders_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
  state state NOT NULL DEFAULT 'open',
  CONSTRAINT orders_positive CHECK (id > 0)
);
CREATE INDEX orders_state_idx ON orders (state) WHERE state <> 'done';
CREATE UNIQUE INDEX users_name_idx ON users (lower(name));
CREATE TABLE events (id bigint, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE events_2026 (id bigint, day date NOT NULL);
INSERT INTO users (id, name) SELECT n, 'n' || n FROM generate_series(1, 10) n;
INSERT INTO orders (id, user_id) SELECT n, n FROM generate_series(1, 10) n;`;

/** What a migration does, with nothing lost. */
const REVERSIBLE: Readonly<Record<string, string>> = {
  'tables and their keys': `CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint);
CREATE INDEX carts_user ON carts (user_id);
ALTER TABLE carts ADD CONSTRAINT carts_user_fkey FOREIGN KEY (user_id) REFERENCES users (id);
CREATE TABLE items (id bigint PRIMARY KEY, cart_id bigint REFERENCES carts (id));`,
  'columns and constraints': `ALTER TABLE users
  ADD COLUMN email text,
  ADD COLUMN "invitedBy" bigint REFERENCES users (id),
  ALTER COLUMN name DROP NOT NULL,
  ALTER COLUMN age TYPE bigint,
  ALTER COLUMN age SET DEFAULT 18,
  ADD CONSTRAINT users_adult CHECK (age >= 18) NOT VALID,
  ADD UNIQUE (email);
CREATE INDEX users_email ON users (email);
ALTER TABLE users RENAME COLUMN name TO full_name;`,
  'unnamed constraints': `ALTER TABLE orders ADD UNIQUE (user_id, state), ADD CHECK (user_id > 0);
ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES users (id);`,
  'types, defaults and required columns': `ALTER TABLE users ALTER COLUMN name TYPE text;
ALTER TABLE users ALTER COLUMN score DROP DEFAULT, ALTER COLUMN score TYPE text USING score::text;
ALTER TABLE orders ALTER COLUMN user_id SET NOT NULL;
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'done';`,
  'what is dropped and known': `ALTER TABLE orders DROP CONSTRAINT orders_positive;
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
DROP INDEX orders_state_idx;
DROP INDEX users_name_idx;`,
  names: `ALTER TABLE orders RENAME CONSTRAINT orders_positive TO orders_id_positive;
ALTER TABLE orders RENAME TO purchases;
ALTER INDEX orders_state_idx RENAME TO purchases_state_idx;
ALTER TYPE state RENAME VALUE 'done' TO 'closed';
ALTER TYPE state RENAME TO purchase_state;`,
  'schemas, views, functions, triggers, policies': `CREATE SCHEMA shop;
CREATE TYPE shop.kind AS ENUM ('a');
CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION shop.touch();
CREATE MATERIALIZED VIEW shop.totals AS SELECT id FROM users;
CREATE VIEW shop.all_users AS SELECT id FROM users;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON users USING (true);
CREATE SEQUENCE shop.numbers;
CREATE DOMAIN shop.email AS text;
ALTER TABLE orders SET SCHEMA shop;`,
  partitions: `ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');`,
  unlogged: 'ALTER TABLE events_2026 SET UNLOGGED;',
};

/** Of the way down of the first migration the rule needs to know that there is one. */
const down = 'SELECT 1;';

const missing: readonly Claim[] = [
  ...Object.entries(REVERSIBLE).flatMap(([title, statements]): Claim[] => [
    {
      rule: 'sql/missing-down-migration',
      title: `${title}, with goose`,
      ...goose(`${tables}\n-- +goose Down\n${down}`, statements),
      fixes: [{ title: 'Write the way down', schema: 'same', goesBack: true }],
    },
    {
      rule: 'sql/missing-down-migration',
      title: `${title}, with golang-migrate`,
      ...golangMigrate(tables, statements),
      beside: { 'migrate/000001_step.down.sql': down },
      fixes: [{ title: 'Write the way down', schema: 'same', goesBack: true }],
    },
  ]),
  {
    rule: 'sql/missing-down-migration',
    title: 'an empty section of dbmate',
    ...dbmate(tables, REVERSIBLE['columns and constraints']!),
    fixes: [{ title: 'Write the way down', schema: 'same', goesBack: true }],
  },
  {
    rule: 'sql/missing-down-migration',
    title: 'with diesel',
    ...diesel(tables, REVERSIBLE['columns and constraints']!),
    beside: { 'migrations/2026-01-01-000000_step/down.sql': down, 'diesel.toml': '' },
    fixes: [{ title: 'Write the way down', schema: 'same', goesBack: true }],
  },
  {
    rule: 'sql/missing-down-migration',
    title: 'with sqlx',
    ...sqlx(tables, REVERSIBLE['columns and constraints']!),
    path: 'migrations/2026010{n}000000_step.up.sql',
    beside: {
      'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n',
      'migrations/20260101000000_step.down.sql': down,
    },
    fixes: [{ title: 'Write the way down', schema: 'same', goesBack: true }],
  },
  {
    rule: 'sql/missing-down-migration',
    title: 'what does not come back whole',
    ...golangMigrate(tables, 'ALTER TABLE users DROP COLUMN score;\nUPDATE users SET age = 1;'),
    beside: { 'migrate/000001_step.down.sql': down },
    fixes: [
      {
        title: 'Write the way down, which does not bring everything back',
        schema: 'same',
        goesBack: true,
      },
    ],
  },
  {
    rule: 'sql/missing-down-migration',
    title: 'an index made concurrently',
    ...golangMigrate(tables, 'CREATE INDEX CONCURRENTLY users_age ON users (age);'),
    beside: { 'migrate/000001_step.down.sql': down },
    fixes: [{ title: 'Write the way down', schema: 'same', goesBack: true }],
  },
];

const exists = /already exists/;

const wrong: readonly Claim[] = [
  {
    rule: 'sql/down-does-not-reverse',
    title: 'a table that stays',
    ...goose(
      tables,
      'CREATE TABLE carts (id bigint);\nALTER TABLE users ADD COLUMN n integer;',
      'ALTER TABLE users DROP COLUMN n;',
    ),
    wayBack: { thenFails: exists },
    fixes: [{ title: 'Drop what the way up makes', schema: 'same', goesBack: true }],
  },
  {
    rule: 'sql/down-does-not-reverse',
    title: 'several things',
    ...goose(
      tables,
      `CREATE TABLE carts (id bigint PRIMARY KEY, state state);
CREATE INDEX users_age ON users (age);
ALTER TABLE users ADD COLUMN state state;
CREATE VIEW adults AS SELECT id FROM users;`,
      'DROP TABLE carts;',
    ),
    wayBack: { thenFails: exists },
    fixes: [{ title: 'Drop what the way up makes', schema: 'same', goesBack: true }],
  },
  {
    rule: 'sql/down-does-not-reverse',
    title: 'what an earlier migration made',
    ...goose(
      `${tables}\n-- +goose Down\nALTER TABLE users DROP COLUMN name;`,
      'ALTER TABLE users ADD COLUMN n integer;',
      'ALTER TABLE users DROP COLUMN n, DROP COLUMN name;',
    ),
    wayBack: {
      shows: {
        query: `SELECT count(*)::int FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'name'`,
        rows: [[0]],
      },
    },
  },
  {
    rule: 'sql/down-does-not-reverse',
    title: 'in the wrong order',
    ...goose(
      tables,
      'CREATE TABLE carts (id bigint PRIMARY KEY);\nCREATE TABLE items (cart_id bigint REFERENCES carts (id));',
      'DROP TABLE carts;\nDROP TABLE items;',
    ),
    wayBack: { fails: /because other objects depend on it/ },
  },
  {
    rule: 'sql/irreversible-migration',
    ...goose(tables, 'ALTER TABLE users DROP COLUMN age;'),
    runs: true,
    fixes: [{ title: 'Say that it is irreversible', schema: 'same' }],
  },
  {
    rule: 'sql/irreversible-migration',
    title: 'an enum value',
    ...goose(tables, `ALTER TYPE state ADD VALUE 'paid';`),
    runs: true,
    fixes: [{ title: 'Say that it is irreversible', schema: 'same' }],
  },
  {
    rule: 'sql/irreversible-migration',
    title: 'an enum value does not go out again',
    ...goose(tables, `ALTER TYPE state DROP VALUE 'done';`),
    reported: false,
    failsAsRun: /not implemented|syntax error/,
  },
];

export const undoClaims: readonly Claim[] = [...missing, ...wrong];
