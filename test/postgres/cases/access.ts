import type { Claim } from '../proof.ts';

/** Roles belong to the whole cluster: they may be there from another case. */
const role = (name: string): string =>
  `DO $$ BEGIN CREATE ROLE ${name}; EXCEPTION WHEN duplicate_object THEN NULL; END $$;\n`;

const shop = `${role('app')}${role('reporting')}
CREATE SCHEMA shop;
CREATE TABLE shop.orders (id bigint);
INSERT INTO shop.orders VALUES (1);
`;

const may = (questions: string): string => `SELECT ${questions}`;

const grants: readonly Claim[] = [
  {
    rule: 'sql/grant-all',
    title: 'a table',
    given: shop,
    migration: 'GRANT ALL ON shop.orders TO app;\n',
    shows: {
      query: may(
        `has_table_privilege('app', 'shop.orders', 'TRUNCATE'), has_table_privilege('app', 'shop.orders', 'TRIGGER')`,
      ),
      rows: [[true, true]],
    },
    fixes: [
      {
        title: 'Grant SELECT, INSERT, UPDATE, DELETE',
        schema: 'same',
        shows: {
          query: may(
            `has_table_privilege('app', 'shop.orders', 'TRUNCATE'), has_table_privilege('app', 'shop.orders', 'DELETE')`,
          ),
          rows: [[false, true]],
        },
      },
    ],
  },
  {
    rule: 'sql/grant-all',
    title: 'a schema',
    given: shop,
    migration: 'GRANT ALL PRIVILEGES ON SCHEMA shop TO app;\n',
    shows: { query: may(`has_schema_privilege('app', 'shop', 'CREATE')`), rows: [[true]] },
    fixes: [
      {
        title: 'Grant USAGE',
        schema: 'same',
        shows: {
          query: may(`has_schema_privilege('app', 'shop', 'CREATE'), has_schema_privilege('app', 'shop', 'USAGE')`),
          rows: [[false, true]],
        },
      },
    ],
  },
  {
    rule: 'sql/grant-all',
    title: 'all tables, now and later',
    given: shop,
    migration: `GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA shop TO app;
ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT ALL ON TABLES TO app;
CREATE TABLE shop.items (id bigint);\n`,
    shows: { query: may(`has_table_privilege('app', 'shop.items', 'TRUNCATE')`), rows: [[true]] },
    fixes: [
      {
        title: 'Grant SELECT, INSERT, UPDATE, DELETE',
        schema: 'same',
        shows: {
          query: may(
            `has_table_privilege('app', 'shop.items', 'TRUNCATE'), has_table_privilege('app', 'shop.items', 'UPDATE')`,
          ),
          rows: [[false, true]],
        },
      },
    ],
  },
  {
    rule: 'sql/grant-to-public',
    given: shop,
    migration: 'GRANT USAGE ON SCHEMA shop TO app;\nGRANT SELECT ON shop.orders TO PUBLIC;\n',
    shows: { query: may(`has_table_privilege('reporting', 'shop.orders', 'SELECT')`), rows: [[true]] },
    fixes: [
      {
        title: 'Grant it to app',
        schema: 'same',
        shows: {
          query: may(
            `has_table_privilege('reporting', 'shop.orders', 'SELECT'), has_table_privilege('app', 'shop.orders', 'SELECT')`,
          ),
          rows: [[false, true]],
        },
      },
    ],
  },
];

const attributes = `SELECT rolsuper, rolcreaterole, rolbypassrls, rolreplication FROM pg_roles WHERE rolname = 'sync'`;

const roles: readonly Claim[] = [
  {
    rule: 'sql/superuser-role',
    given: role('sync'),
    migration: 'ALTER ROLE sync WITH SUPERUSER CREATEROLE BYPASSRLS REPLICATION CONNECTION LIMIT 20;\n',
    shows: { query: attributes, rows: [[true, true, true, true]] },
    fixes: [{ schema: 'same' }],
  },
  {
    rule: 'sql/superuser-role',
    title: 'a role that is made',
    given: 'DROP ROLE IF EXISTS web;\n',
    migration: 'CREATE ROLE web WITH LOGIN SUPERUSER;\n',
    fixes: [
      {
        title: 'Remove SUPERUSER',
        schema: 'same',
        shows: { query: `SELECT rolsuper, rolcanlogin FROM pg_roles WHERE rolname = 'web'`, rows: [[false, true]] },
      },
    ],
  },
  {
    rule: 'sql/superuser-role',
    title: 'WITH GRANT OPTION',
    given: shop,
    migration: 'GRANT SELECT ON shop.orders TO app\n  WITH GRANT OPTION;\n',
    shows: { query: may(`has_table_privilege('app', 'shop.orders', 'SELECT WITH GRANT OPTION')`), rows: [[true]] },
    fixes: [
      {
        title: 'Remove WITH GRANT OPTION',
        schema: 'same',
        shows: {
          query: may(
            `has_table_privilege('app', 'shop.orders', 'SELECT WITH GRANT OPTION'), has_table_privilege('app', 'shop.orders', 'SELECT')`,
          ),
          rows: [[false, true]],
        },
      },
    ],
  },
  {
    rule: 'sql/too-many-connections',
    title: 'of a role',
    given: role('sync'),
    migration: 'ALTER ROLE sync CONNECTION LIMIT 400;\n',
    shows: { query: `SELECT rolconnlimit FROM pg_roles WHERE rolname = 'sync'`, rows: [[400]] },
  },
  {
    rule: 'sql/hardcoded-secret',
    given: 'DROP ROLE IF EXISTS loader;\n',
    migration: `CREATE ROLE loader LOGIN PASSWORD 'h7Jq2mZx9p';\n`,
    shows: {
      query: `SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = 'loader'`,
      rows: [[true]],
    },
  },
];

/** A setting of the server itself: read from the file that the next start reads. */
const ofServer = (name: string) =>
  `SELECT setting FROM pg_file_settings WHERE name = '${name}' AND sourcefile LIKE '%auto.conf'`;

const settings: readonly Claim[] = [
  ...(
    [
      ['full_page_writes', 'off', 'on'],
      ['archive_mode', 'off', 'on'],
      ['wal_level', 'minimal', 'replica'],
      ['autovacuum', 'off', 'on'],
      ['ssl', 'off', 'on'],
      ['password_encryption', 'md5', 'scram-sha-256'],
      ['max_connections', '1000', undefined],
    ] as const
  ).map(
    ([name, unsafe, safe]): Claim => ({
      rule: safe === undefined ? 'sql/too-many-connections' : 'sql/unsafe-setting',
      title: name,
      given: 'SELECT 1;\n',
      migration: `ALTER SYSTEM SET ${name} = '${unsafe}';\n`,
      shows: { query: ofServer(name), rows: [[unsafe]] },
      fixes: safe === undefined ? [] : [{ schema: 'same', shows: { query: ofServer(name), rows: [[safe]] } }],
    }),
  ),
  ...(
    [
      ['row_security', "'off'", "'on'"],
      ['synchronous_commit', "'off'", "'on'"],
      ['log_statement', "'all'", "'ddl'"],
    ] as const
  ).map(
    ([name, unsafe, safe]): Claim => ({
      rule: 'sql/unsafe-setting',
      title: `${name} of a role`,
      given: role('sync'),
      migration: `ALTER ROLE sync SET ${name} = ${unsafe};\n`,
      shows: {
        query: `SELECT '${name}=' || ${unsafe} = ANY (rolconfig) FROM pg_roles WHERE rolname = 'sync'`,
        rows: [[true]],
      },
      fixes: [
        {
          schema: 'same',
          shows: {
            query: `SELECT '${name}=' || ${safe} = ANY (rolconfig) FROM pg_roles WHERE rolname = 'sync'`,
            rows: [[true]],
          },
        },
      ],
    }),
  ),
  {
    rule: 'sql/unsafe-setting',
    title: 'row_security makes queries fail',
    given: `${role('app')}CREATE TABLE orders (id bigint);
GRANT SELECT ON orders TO app;
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_of_them ON orders USING (true);\n`,
    migration: 'ALTER ROLE app SET row_security = off;\nSET row_security = off;\nSET ROLE app;\n',
    clients: ['SELECT id FROM orders'],
  },
];

const wrapper = `CREATE EXTENSION postgres_fdw;
CREATE SERVER dwh FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'dwh.example.com', sslmode 'verify-full');
`;
const options = `SELECT 'sslmode=require' = ANY (srvoptions) FROM pg_foreign_server WHERE srvname = `;

const connections: readonly Claim[] = [
  {
    rule: 'sql/plaintext-connection',
    given: wrapper,
    migration: `CREATE SERVER old FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'old.example.com', sslmode 'disable');\n`,
    fixes: [{ title: 'Require TLS', schema: 'same', shows: { query: `${options}'old'`, rows: [[true]] } }],
  },
  {
    rule: 'sql/plaintext-connection',
    title: 'an option that is changed',
    given: wrapper,
    migration: `ALTER SERVER dwh OPTIONS (SET sslmode 'prefer');\n`,
    fixes: [{ title: 'Require TLS', schema: 'same', shows: { query: `${options}'dwh'`, rows: [[true]] } }],
  },
  {
    rule: 'sql/plaintext-connection',
    title: 'a subscription',
    given: 'SELECT 1;\n',
    migration: `CREATE SUBSCRIPTION orders CONNECTION 'host=p.example.com dbname=shop sslmode=allow' PUBLICATION orders
  WITH (connect = false, slot_name = NONE);
ALTER SUBSCRIPTION orders CONNECTION 'host=p.example.com dbname=shop sslmode=require';
DROP SUBSCRIPTION orders;\n`,
    fixes: [{ title: 'Require TLS', schema: 'same' }],
  },
];

export const accessClaims: readonly Claim[] = [...grants, ...roles, ...settings, ...connections];
