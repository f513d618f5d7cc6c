import type { Claim, FixClaim } from '../proof.ts';
import { partitioned, tables } from './tables.ts';
import { flyway, golangMigrate, goose, gooseOutside, liquibase, prisma, prisma74 } from './tools.ts';

const foreignKey = 'ALTER TABLE orders ADD CONSTRAINT orders_user_fkey FOREIGN KEY (user_id) REFERENCES users (id);\n';
const check = 'ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0);\n';
const note = 'ALTER TABLE orders ADD COLUMN note text;\n';

/** The same schema, and nobody waits for a scan or a build. */
function calmly(title: string): readonly FixClaim[] {
  return [{ title, schema: 'same', calm: true }];
}

const here = 'Add NOT VALID, then validate';
const separate = 'Add NOT VALID, and validate in a migration of its own';

const notValid: readonly Claim[] = [
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'a foreign key',
    given: tables,
    migration: foreignKey,
    effects: {
      locks: { orders: 'ShareRowExclusiveLock', users: 'ShareRowExclusiveLock' },
      scans: ['orders_user_fkey'],
    },
    waits: { orders: 'writers', users: 'writers' },
    fixes: calmly(separate),
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'a foreign key to the table itself, without a name',
    given: tables,
    migration: 'ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES orders (id);\n',
    effects: { locks: { orders: 'ShareRowExclusiveLock' }, scans: ['orders_id_fkey'] },
    fixes: calmly(separate),
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'a CHECK',
    given: tables,
    migration: check,
    effects: { locks: { orders: 'AccessExclusiveLock' }, scans: ['orders'] },
    waits: { orders: 'everybody' },
    fixes: calmly(separate),
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'a CHECK without a name, over two columns',
    given: tables,
    migration: 'ALTER TABLE orders ADD CHECK (total > 0 OR id > 0), ADD CHECK (total < 1000000);\n',
    effects: { locks: { orders: 'AccessExclusiveLock' }, scans: ['orders'] },
    fixes: calmly(separate),
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'a CHECK inside a new column',
    given: tables,
    migration: 'ALTER TABLE orders ADD COLUMN quantity integer CHECK (quantity > 0) DEFAULT 1;\n',
    effects: { locks: { orders: 'AccessExclusiveLock' }, scans: ['orders'], rewrites: [] },
    fixes: calmly(separate),
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'a foreign key inside a new column that has a default',
    given: tables,
    migration:
      'ALTER TABLE orders ADD COLUMN payer bigint NOT NULL DEFAULT 1 REFERENCES users (id) ON DELETE CASCADE;\n',
    effects: {
      locks: { orders: 'AccessExclusiveLock', users: 'ShareRowExclusiveLock' },
      scans: ['orders_payer_fkey'],
    },
    waits: { orders: 'everybody', users: 'writers' },
    fixes: calmly(separate),
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'with goose',
    ...goose(tables, foreignKey, 'ALTER TABLE orders DROP CONSTRAINT orders_user_fkey;'),
    fixes: calmly(separate),
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'with goose, outside a transaction',
    ...gooseOutside(tables, check),
    fixes: calmly(here),
  },
  { rule: 'sql/constraint-without-not-valid', title: 'with flyway', ...flyway(tables, check), fixes: calmly(separate) },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'with liquibase',
    ...liquibase(tables, check),
    fixes: calmly(separate),
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'with golang-migrate, two at once',
    ...golangMigrate(tables, foreignKey + check),
    fixes: calmly(separate),
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'with Prisma up to 7.3',
    ...prisma(tables, foreignKey),
    fixes: calmly(separate),
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'with Prisma 7.4',
    ...prisma74(tables, foreignKey + check),
    fixes: calmly(here),
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'with Drizzle, whose migrations share a transaction',
    path: 'drizzle/000{n}_step.sql',
    given: tables,
    migration: `${note.trimEnd()}--> statement-breakpoint\n${check}`,
    fixes: [
      {
        title: 'Add NOT VALID, to be validated by a later release',
        calm: true,
        schema: {
          gone: ['constraint total_positive on orders: CHECK ((total > 0))'],
          added: ['constraint total_positive on orders: CHECK ((total > 0)) NOT VALID (not validated)'],
        },
      },
    ],
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'NOT VALID',
    given: tables,
    migration: foreignKey.replace(';', ' NOT VALID;'),
    effects: { scans: [] },
    reported: false,
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'validated later',
    given: `${tables}${foreignKey.replace(';', ' NOT VALID;')}`,
    migration: 'ALTER TABLE orders VALIDATE CONSTRAINT orders_user_fkey;\n',
    effects: {
      locks: { orders: 'ShareUpdateExclusiveLock', users: 'RowShareLock' },
      scans: ['orders_user_fkey'],
    },
    waits: { orders: 'nobody', users: 'nobody' },
    reported: false,
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'a reference inside a new column without a default',
    given: tables,
    migration: 'ALTER TABLE orders ADD COLUMN payer bigint REFERENCES users (id), ADD COLUMN b bigint DEFAULT NULL;\n',
    effects: { scans: [] },
    reported: false,
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'UNIQUE, which cannot be NOT VALID',
    given: tables,
    migration: 'ALTER TABLE orders ADD CONSTRAINT k UNIQUE (total) NOT VALID;\n',
    effects: { fails: /UNIQUE constraints cannot be marked NOT VALID/ },
    reported: false,
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'a foreign key of a partitioned table before PostgreSQL 18, with NOT VALID',
    given: partitioned,
    migration: 'ALTER TABLE ev ADD CONSTRAINT k FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;\n',
    effects: { fails: /cannot add NOT VALID foreign key on partitioned table/ },
    reported: false,
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'a foreign key of a partitioned table before PostgreSQL 18',
    given: partitioned,
    migration: 'ALTER TABLE ev ADD CONSTRAINT k FOREIGN KEY (user_id) REFERENCES users (id);\n',
    reported: false,
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'a CHECK of a partitioned table',
    given: partitioned,
    migration: 'ALTER TABLE ev ADD CONSTRAINT k CHECK (id > 0);\n',
    effects: { locks: { ev: 'AccessExclusiveLock', ev_2025: 'AccessExclusiveLock' }, scans: ['ev_2025'] },
    fixes: calmly(separate),
  },
  {
    rule: 'sql/constraint-without-not-valid',
    title: 'on a table emptied in the same migration',
    given: tables,
    migration: `TRUNCATE orders;\n${check}`,
    reported: false,
    runs: true,
  },
];

const early: readonly Claim[] = [
  {
    rule: 'sql/validate-in-same-transaction',
    title: 'a foreign key',
    given: tables,
    migration: `BEGIN;\n${foreignKey.replace(';', ' NOT VALID;')}ALTER TABLE orders VALIDATE CONSTRAINT orders_user_fkey;\nCOMMIT;\n`,
    fixes: calmly('Validate in a migration of its own'),
  },
  {
    rule: 'sql/validate-in-same-transaction',
    title: 'a foreign key, in one ALTER TABLE',
    given: tables,
    migration: `${foreignKey.replace(';', ' NOT VALID, VALIDATE CONSTRAINT orders_user_fkey;')}`,
    effects: {
      locks: { orders: 'ShareRowExclusiveLock', users: 'ShareRowExclusiveLock' },
      scans: ['orders_user_fkey'],
    },
    waits: { orders: 'writers', users: 'writers' },
    fixes: calmly('Validate in a migration of its own'),
  },
  {
    rule: 'sql/validate-in-same-transaction',
    title: 'a CHECK, in one ALTER TABLE',
    given: tables,
    migration: `${check.replace(';', ' NOT VALID, VALIDATE CONSTRAINT total_positive;')}`,
    effects: { locks: { orders: 'AccessExclusiveLock' }, scans: ['orders'] },
    waits: { orders: 'everybody' },
    fixes: calmly('Validate in a migration of its own'),
  },
  {
    rule: 'sql/validate-in-same-transaction',
    title: 'with goose',
    ...goose(
      tables,
      `${check.replace(';', ' NOT VALID;')}ALTER TABLE orders VALIDATE CONSTRAINT total_positive;`,
      'ALTER TABLE orders DROP CONSTRAINT total_positive;',
    ),
    fixes: calmly('Validate in a migration of its own'),
  },
  {
    rule: 'sql/validate-in-same-transaction',
    title: 'in one ALTER TABLE, outside a transaction',
    ...gooseOutside(tables, `${check.replace(';', ' NOT VALID, VALIDATE CONSTRAINT total_positive;')}`),
    fixes: calmly('Validate in a statement of its own'),
  },
  {
    rule: 'sql/validate-in-same-transaction',
    title: 'with golang-migrate, and statements that rely on it',
    ...golangMigrate(
      tables,
      `ALTER TABLE orders ADD CONSTRAINT total_known CHECK (total IS NOT NULL) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT total_known;
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT total_known;
`,
    ),
    fixes: calmly('Validate in a migration of its own'),
  },
  {
    rule: 'sql/validate-in-same-transaction',
    title: 'where each statement commits by itself',
    ...prisma74(tables, `${check.replace(';', ' NOT VALID;')}ALTER TABLE orders VALIDATE CONSTRAINT total_positive;\n`),
    reported: false,
    runs: true,
  },
];

export const constraintClaims: readonly Claim[] = [...notValid, ...early];
