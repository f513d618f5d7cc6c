import type { Claim, FixClaim } from '../proof.ts';
import { dbmate, golangMigrate, goose, gooseOutside, prisma, prisma74 } from './tools.ts';

const users = `
CREATE TABLE users (id bigint PRIMARY KEY, name text, state text);
INSERT INTO users SELECT n * 3, 'n' || n, 'open' FROM generate_series(1, 100) n;
`;

/** The fix, its job run with batches of ten, and how many transactions have written the rows. */
const inBatches = (call: string, file: string, query: string, rows: readonly unknown[]): FixClaim => ({
  schema: 'same',
  job: { file, call },
  shows: { query, rows: [rows] },
});

const bulk: readonly Claim[] = [
  {
    rule: 'sql/bulk-change-in-migration',
    title: 'UPDATE',
    ...goose(users, `UPDATE users SET name = upper(name);`),
    effects: { locks: { users: 'RowExclusiveLock' } },
    shows: { query: 'SELECT count(*)::int, count(DISTINCT xmin::text)::int FROM users', rows: [[100, 1]] },
    fixes: [
      inBatches(
        'CALL backfill_users_name(10)',
        'jobs/backfill_users_name.sql',
        `SELECT count(*)::int, count(DISTINCT xmin::text)::int FROM users WHERE name LIKE 'N%'`,
        [100, 10],
      ),
    ],
  },
  ...[prisma, prisma74, golangMigrate, dbmate, gooseOutside].map(
    (tool): Claim => ({
      rule: 'sql/bulk-change-in-migration',
      title: `UPDATE, with ${tool.name}`,
      ...tool(users, `UPDATE users AS u SET name = upper(u.name), state = 'x' WHERE TRUE;`),
      fixes: [
        inBatches(
          'CALL backfill_users_name_state(30)',
          tool === prisma || tool === prisma74
            ? 'prisma/jobs/backfill_users_name_state.sql'
            : tool === dbmate
              ? 'db/jobs/backfill_users_name_state.sql'
              : 'jobs/backfill_users_name_state.sql',
          `SELECT count(*)::int, count(DISTINCT xmin::text)::int FROM users WHERE name LIKE 'N%' AND state = 'x'`,
          [100, 4],
        ),
      ],
    }),
  ),
  {
    rule: 'sql/bulk-change-in-migration',
    title: 'DELETE',
    given: users,
    migration: 'DELETE FROM users WHERE TRUE;\n',
    shows: { query: 'SELECT count(*)::int FROM users', rows: [[0]] },
    fixes: [inBatches('CALL clear_users(30)', 'jobs/clear_users.sql', 'SELECT count(*)::int FROM users', [0])],
  },
];

const sessions = `${users}CREATE TABLE sessions (id bigint PRIMARY KEY, ended boolean);
INSERT INTO sessions SELECT n, n % 2 = 0 FROM generate_series(1, 100) n;
`;

const mixed: readonly Claim[] = [goose, golangMigrate, prisma, dbmate].map(
  (tool): Claim => ({
    rule: 'sql/schema-and-data-in-one-migration',
    title: `with ${tool.name}`,
    ...tool(
      sessions,
      `ALTER TABLE users ADD COLUMN closed boolean;
DELETE FROM sessions WHERE ended;
ALTER TABLE users ALTER COLUMN closed SET DEFAULT false;`,
    ),
    effects: { locks: { users: 'AccessExclusiveLock', sessions: 'RowExclusiveLock' } },
    waits: { users: 'everybody' },
    fixes: [
      {
        title: 'Move it and what follows to a migration of its own',
        schema: 'same',
        shows: { query: 'SELECT count(*)::int FROM sessions', rows: [[50]] },
      },
    ],
  }),
);

const apart: readonly Claim[] = [prisma74, gooseOutside].map(
  (tool): Claim => ({
    rule: 'sql/schema-and-data-in-one-migration',
    title: `each statement by itself, with ${tool.name}`,
    ...tool(sessions, 'ALTER TABLE users ADD COLUMN closed boolean;\nDELETE FROM sessions WHERE ended;'),
    reported: false,
    runs: true,
  }),
);

export const rowClaims: readonly Claim[] = [...bulk, ...mixed, ...apart];
