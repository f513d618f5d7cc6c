import type { Claim } from '../proof.ts';
import { dbmate, flyway, golangMigrate, goose, prisma, prisma74, sqlx } from './tools.ts';

const events = `
CREATE TABLE events (id bigint NOT NULL, day date NOT NULL, kind text NOT NULL DEFAULT 'seen', PRIMARY KEY (id, day))
  PARTITION BY RANGE (day);
CREATE INDEX events_kind_idx ON events (kind);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO events SELECT n, '2025-02-01' FROM generate_series(1, 100) n;
`;
const rest = `
CREATE TABLE events (id bigint NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 (id bigint NOT NULL, day date NOT NULL);
INSERT INTO events SELECT n, '2020-02-01' FROM generate_series(1, 100) n;
INSERT INTO events_2026 SELECT n, '2026-02-01' FROM generate_series(1, 100) n;
`;
const loose = `${events}CREATE TABLE events_2026 (id bigint NOT NULL, day date NOT NULL, kind text NOT NULL DEFAULT 'seen');
INSERT INTO events_2026 SELECT n, '2026-02-01' FROM generate_series(1, 100) n;
`;

const made = `CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');`;
const attached = `ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');`;
const detached = 'ALTER TABLE events DETACH PARTITION events_2025;';

const partitions: readonly Claim[] = [
  {
    rule: 'sql/partition-lock',
    title: 'made',
    given: events,
    migration: `${made}\n`,
    effects: { locks: { events: 'AccessExclusiveLock' } },
    waits: { events: 'everybody' },
    fixes: [{ title: 'Make a table and attach it', schema: 'same', calm: true }],
  },
  ...[goose, prisma, prisma74, golangMigrate, dbmate].map(
    (tool): Claim => ({
      rule: 'sql/partition-lock',
      title: `made with ${tool.name}`,
      ...tool(events, made),
      // Where each statement commits by itself, the new table is read once more: it is empty.
      fixes: [{ schema: 'same', calm: tool !== prisma74 }],
    }),
  ),
  {
    rule: 'sql/partition-lock',
    title: 'a table that is attached as it is made',
    given: events,
    migration: `CREATE TABLE events_2026 (LIKE events INCLUDING ALL);\n${attached}\n`,
    reported: false,
    effects: { locks: { events: 'ShareUpdateExclusiveLock' } },
    waits: { events: 'nobody' },
  },
  {
    rule: 'sql/partition-lock',
    title: 'attached',
    given: loose,
    migration: `${attached}\n`,
    effects: {
      locks: { events: 'ShareUpdateExclusiveLock', events_2026: 'AccessExclusiveLock' },
      scans: ['events_2026'],
    },
    waits: { events: 'nobody', events_2026: 'everybody' },
  },
  {
    rule: 'sql/partition-lock',
    title: 'attached with a CHECK',
    given: `${loose}ALTER TABLE events_2026 ADD CONSTRAINT bounds CHECK (day >= '2026-01-01' AND day < '2027-01-01');\n`,
    migration: `${attached}\n`,
    reported: false,
    effects: { locks: { events: 'ShareUpdateExclusiveLock' }, scans: [] },
  },
  {
    rule: 'sql/partition-lock',
    title: 'attached beside a default partition',
    given: `${rest}ALTER TABLE events_2026 ADD CONSTRAINT bounds CHECK (day >= '2026-01-01' AND day < '2027-01-01');\n`,
    migration: `${attached}\n`,
    effects: { locks: { events_rest: 'AccessExclusiveLock' }, scans: ['events_rest'] },
    waits: { events_rest: 'everybody' },
  },
  {
    rule: 'sql/partition-lock',
    title: 'detached',
    given: events,
    migration: `${detached}\n`,
    effects: { locks: { events: 'AccessExclusiveLock', events_2025: 'AccessExclusiveLock' } },
    waits: { events: 'everybody' },
  },
  ...[goose, dbmate, flyway, sqlx, golangMigrate, prisma].map(
    (tool): Claim => ({
      rule: 'sql/partition-lock',
      title: `detached with ${tool.name}`,
      ...tool(events, detached),
      fixes: [
        {
          title: 'Add CONCURRENTLY',
          // The server leaves a CHECK with the old bounds behind.
          schema: {
            gone: [],
            added: [
              `constraint events_2025_day_check on events_2025: CHECK (((day IS NOT NULL) AND (day >= '2025-01-01'::date) ` +
                `AND (day < '2026-01-01'::date)))`,
            ],
          },
          calm: true,
        },
      ],
    }),
  ),
  {
    rule: 'sql/partition-lock',
    title: 'detached beside a default partition',
    given: rest,
    migration: 'ALTER TABLE events DETACH PARTITION events_2025 CONCURRENTLY;\n',
    reported: false,
    failsAsRun: /cannot detach partitions concurrently when a default partition exists/,
  },
];

const view = `
CREATE TABLE orders (id bigint PRIMARY KEY, state text);
INSERT INTO orders SELECT n, 'new' FROM generate_series(1, 100) n;
CREATE MATERIALIZED VIEW totals AS SELECT id, state FROM orders;
`;
const refresh = 'REFRESH MATERIALIZED VIEW totals;';

const refreshes: readonly Claim[] = [
  {
    rule: 'sql/blocking-refresh',
    title: 'no unique index',
    given: view,
    migration: `${refresh}\n`,
    effects: { locks: { totals: 'AccessExclusiveLock' }, rewrites: ['totals'] },
    waits: { totals: 'everybody' },
  },
  {
    rule: 'sql/blocking-refresh',
    title: 'CONCURRENTLY needs a unique index',
    given: `${view}CREATE INDEX totals_id_idx ON totals (id);\n`,
    migration: 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals;\n',
    reported: false,
    failsAsRun: /cannot refresh materialized view "public.totals" concurrently/,
  },
  ...[goose, golangMigrate, prisma74].map(
    (tool): Claim => ({
      rule: 'sql/blocking-refresh',
      title: `with ${tool.name}`,
      ...tool(`${view}CREATE UNIQUE INDEX totals_id_idx ON totals (id);\n`, `${refresh}\nSELECT 1;`),
      effects: { locks: { totals: 'AccessExclusiveLock' } },
      waits: { totals: 'everybody' },
      fixes: [{ schema: 'same' }],
    }),
  ),
  {
    rule: 'sql/blocking-refresh',
    title: 'CONCURRENTLY in a transaction',
    ...goose(
      `${view}CREATE UNIQUE INDEX totals_id_idx ON totals (id);\n`,
      'REFRESH MATERIALIZED VIEW CONCURRENTLY totals;',
    ),
    reported: false,
    effects: { locks: { totals: 'ExclusiveLock' }, rewrites: [] },
    waits: { totals: 'nobody' },
  },
];

const orders = `
CREATE TABLE orders (id bigint PRIMARY KEY, state text);
CREATE INDEX orders_state_idx ON orders (state);
INSERT INTO orders SELECT n, 'new' FROM generate_series(1, 100) n;
`;

const reindexes: readonly Claim[] = [
  {
    rule: 'sql/blocking-reindex',
    title: 'a table',
    given: orders,
    migration: 'REINDEX TABLE orders;\n',
    effects: { locks: { orders: 'ShareLock' }, rebuilds: ['orders_pkey', 'orders_state_idx'] },
  },
  {
    rule: 'sql/blocking-reindex',
    title: 'an index',
    given: orders,
    migration: 'REINDEX INDEX orders_state_idx;\n',
    effects: { locks: { orders: 'ShareLock' }, rebuilds: ['orders_state_idx'] },
  },
  ...[goose, dbmate, flyway, sqlx, golangMigrate, prisma].flatMap((tool): Claim[] => [
    {
      rule: 'sql/blocking-reindex',
      title: `with ${tool.name}`,
      ...tool(orders, 'REINDEX INDEX orders_state_idx;'),
      fixes: [{ schema: 'same', calm: true }],
    },
    {
      rule: 'sql/blocking-reindex',
      title: `of a schema, with ${tool.name}`,
      ...tool(orders, 'REINDEX SCHEMA public;'),
      ...(tool === goose || tool === dbmate || tool === sqlx
        ? { failsAsRun: /cannot run inside a transaction block/ }
        : {}),
      fixes: [{ schema: 'same', calm: true }],
    },
  ]),
];

const upkeep: readonly Claim[] = [
  {
    rule: 'sql/vacuum-full',
    title: 'CLUSTER',
    given: orders,
    migration: 'CLUSTER orders USING orders_pkey;\n',
    effects: { locks: { orders: 'AccessExclusiveLock' }, rewrites: ['orders'] },
    waits: { orders: 'everybody' },
  },
  {
    rule: 'sql/vacuum-full',
    given: orders,
    migration: 'VACUUM FULL orders;\n',
    runs: true,
    fixes: [{ title: 'Remove FULL', schema: 'same' }],
  },
  {
    rule: 'sql/vacuum-full',
    title: 'of everything',
    given: orders,
    migration: 'VACUUM FULL ANALYZE;\n',
    runs: true,
    fixes: [{ title: 'Remove FULL', schema: 'same' }],
  },
];

export const upkeepClaims: readonly Claim[] = [...partitions, ...refreshes, ...reindexes, ...upkeep];
