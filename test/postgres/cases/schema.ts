import type { Claim, FixClaim } from '../proof.ts';
import { dbmate, golangMigrate, goose, gooseOutside, prisma } from './tools.ts';

const users = `
CREATE TABLE users (id bigint PRIMARY KEY, email text);
INSERT INTO users SELECT n, 'user' || n FROM generate_series(1, 100) n;
`;
const orders = `${users}
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, created_at timestamptz);
INSERT INTO orders SELECT n, 1 + n % 100, now() FROM generate_series(1, 1000) n;
`;

function differs(gone: readonly string[], added: readonly string[]): FixClaim['schema'] {
  return { gone, added };
}

const events: readonly Claim[] = [
  {
    rule: 'sql/event-without-idempotency-key',
    given: users,
    migration: 'CREATE TABLE outbox_events (\n  id bigserial PRIMARY KEY, -- in order\n  payload jsonb NOT NULL\n);\n',
    fixes: [
      {
        title: 'Add idempotency_key',
        schema: differs(
          [],
          [
            'column public.outbox_events.idempotency_key text not null',
            'constraint outbox_events_idempotency_key_key on outbox_events: UNIQUE (idempotency_key)',
            'index CREATE UNIQUE INDEX outbox_events_idempotency_key_key ON public.outbox_events USING btree (idempotency_key)',
          ],
        ),
      },
    ],
  },
  {
    rule: 'sql/event-without-idempotency-key',
    title: 'a key that is not unique',
    given: users,
    migration: 'CREATE TABLE payment_events (id bigserial PRIMARY KEY, event_id text NOT NULL, payload jsonb);\n',
    fixes: [
      {
        title: 'Make "event_id" unique',
        schema: differs(
          [],
          [
            'constraint payment_events_event_id_key on payment_events: UNIQUE (event_id)',
            'index CREATE UNIQUE INDEX payment_events_event_id_key ON public.payment_events USING btree (event_id)',
          ],
        ),
      },
    ],
  },
  {
    rule: 'sql/event-without-schema-version',
    given: users,
    migration: 'CREATE TABLE "EventStore" (\n  "payload" jsonb NOT NULL -- as sent\n);\n',
    fixes: [
      {
        title: 'Add schema_version',
        schema: differs([], ['column public."EventStore".schema_version integer not null default 1']),
      },
    ],
  },
];

const referring = 'CREATE TABLE visits (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id));\n';
const addsReference =
  'ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;\n';
const ordersIndex = differs([], ['index CREATE INDEX orders_user_id_idx ON public.orders USING btree (user_id)']);

const foreignKeys: readonly Claim[] = [
  {
    rule: 'sql/foreign-key-without-index',
    given: users,
    migration: referring,
    fixes: [
      {
        title: 'Add an index on user_id',
        schema: differs([], ['index CREATE INDEX visits_user_id_idx ON public.visits USING btree (user_id)']),
      },
    ],
  },
  {
    rule: 'sql/foreign-key-without-index',
    title: 'of a table in use',
    given: orders,
    migration: addsReference,
    fixes: [{ title: 'Add an index on user_id, in a migration of its own', schema: ordersIndex, calm: true }],
  },
  {
    rule: 'sql/foreign-key-without-index',
    title: 'of a table in use, with goose',
    ...goose(orders, addsReference, 'ALTER TABLE orders DROP CONSTRAINT orders_user;'),
    fixes: [{ title: 'Add an index on user_id, in a migration of its own', schema: ordersIndex, calm: true }],
  },
  {
    rule: 'sql/foreign-key-without-index',
    title: 'of a table in use, with golang-migrate',
    ...golangMigrate(orders, addsReference),
    fixes: [{ title: 'Add an index on user_id, in a migration of its own', schema: ordersIndex, calm: true }],
  },
  {
    rule: 'sql/foreign-key-without-index',
    title: 'of a table in use, with Prisma up to 7.3',
    ...prisma(orders, addsReference),
    fixes: [{ title: 'Add an index on user_id, in a migration of its own', schema: ordersIndex, calm: true }],
  },
  {
    rule: 'sql/foreign-key-type-mismatch',
    title: 'narrow',
    given: users,
    migration: 'CREATE TABLE visits (id bigint PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id));\n',
    effects: { scans: [] },
    fixes: [
      {
        title: 'Make "user_id" bigint',
        schema: differs(
          ['column public.visits.user_id integer not null'],
          ['column public.visits.user_id bigint not null'],
        ),
      },
    ],
  },
  ...['uuid', 'varchar(36)', 'numeric', 'boolean', 'jsonb'].map(
    (type): Claim => ({
      rule: 'sql/foreign-key-type-mismatch',
      title: `${type} refused`,
      given: users,
      migration: `CREATE TABLE visits (id bigint PRIMARY KEY, user_id ${type} REFERENCES users (id));\n`,
      effects: { fails: /foreign key constraint "visits_user_id_fkey" cannot be implemented/ },
      fixes: [
        {
          title: 'Make "user_id" bigint',
          schema: differs(
            [],
            [
              'column public.visits.id bigint not null',
              'column public.visits.user_id bigint',
              'constraint visits_pkey on visits: PRIMARY KEY (id)',
              'constraint visits_user_id_fkey on visits: FOREIGN KEY (user_id) REFERENCES users(id)',
              'index CREATE UNIQUE INDEX visits_pkey ON public.visits USING btree (id)',
              'table public.visits',
            ],
          ),
        },
      ],
    }),
  ),
  ...['integer', 'smallint', 'bigint'].map(
    (type): Claim => ({
      rule: 'sql/foreign-key-type-mismatch',
      title: `${type} goes through`,
      given: users,
      migration: `CREATE TABLE visits (id bigint PRIMARY KEY, user_id ${type} REFERENCES users (id));\n`,
      reported: type !== 'bigint',
      runs: true,
    }),
  ),
  {
    rule: 'sql/reference-without-foreign-key',
    given: users,
    migration: 'CREATE TABLE visits (id bigint PRIMARY KEY, user_id bigint NOT NULL -- who\n);\n',
    fixes: [
      {
        title: 'Refer to "users"',
        schema: differs(
          [],
          [
            'constraint visits_user_id_fkey on visits: FOREIGN KEY (user_id) REFERENCES users(id)',
            'index CREATE INDEX visits_user_id_idx ON public.visits USING btree (user_id)',
          ],
        ),
      },
    ],
  },
];

const redundant: readonly Claim[] = [
  {
    rule: 'sql/redundant-index',
    title: 'beside a wider one',
    given: users,
    migration: `CREATE TABLE visits (id bigint PRIMARY KEY, user_id bigint, at timestamptz);
CREATE INDEX visits_user_at ON visits (user_id, at);
CREATE INDEX visits_user ON visits (user_id);
`,
    fixes: [
      {
        title: 'Leave the index out',
        schema: differs(['index CREATE INDEX visits_user ON public.visits USING btree (user_id)'], []),
      },
    ],
  },
  {
    rule: 'sql/redundant-index',
    title: 'beside a wider one, with dbmate',
    ...dbmate(
      `${orders}CREATE INDEX orders_user_created ON orders (user_id, created_at);`,
      'ALTER TABLE orders ADD COLUMN note text;\nCREATE INDEX orders_user ON orders (user_id);',
      'DROP INDEX orders_user;\nALTER TABLE orders DROP COLUMN note;',
    ),
    fixes: [
      {
        title: 'Leave the index out',
        schema: differs(['index CREATE INDEX orders_user ON public.orders USING btree (user_id)'], []),
        calm: true,
      },
    ],
  },
  {
    rule: 'sql/redundant-index',
    title: 'the wider one comes later',
    ...gooseOutside(
      `${orders}CREATE INDEX orders_user ON orders (user_id);`,
      'CREATE INDEX CONCURRENTLY orders_user_created ON orders (user_id, created_at);',
    ),
    fixes: [
      {
        title: 'Drop "orders_user" in a migration of its own',
        schema: differs(['index CREATE INDEX orders_user ON public.orders USING btree (user_id)'], []),
        calm: true,
      },
    ],
  },
];

/** A new table whose column the fix gives another type. */
function retyped(rule: string, title: string, column: string, before: string, after: string): Claim {
  const [name] = column.split(' ');
  return {
    rule,
    title: column,
    given: users,
    migration: `CREATE TABLE made (id bigint PRIMARY KEY, ${column} -- as agreed\n);\n`,
    fixes: [
      { title, schema: differs([`column public.made.${name} ${before}`], [`column public.made.${name} ${after}`]) },
    ],
  };
}

const types: readonly Claim[] = [
  retyped('sql/float-money', 'Use numeric(19,4)', 'total double precision', 'double precision', 'numeric(19,4)'),
  retyped('sql/float-money', 'Use numeric(19,4)', 'price money NOT NULL', 'money not null', 'numeric(19,4) not null'),
  retyped(
    'sql/float-money',
    'Use numeric(19,4)',
    'fee float(24) DEFAULT 0',
    'real default 0',
    'numeric(19,4) default 0',
  ),
  retyped(
    'sql/timestamp-without-time-zone',
    'Use timestamptz',
    'paid_at timestamp(3) WITHOUT TIME ZONE',
    'timestamp(3) without time zone',
    'timestamp(3) with time zone',
  ),
  retyped(
    'sql/timestamp-without-time-zone',
    'Use timestamptz',
    'slots timestamp[]',
    'timestamp without time zone[]',
    'timestamp with time zone[]',
  ),
  retyped('sql/json-not-jsonb', 'Use jsonb', 'body json NOT NULL', 'json not null', 'jsonb not null'),
  retyped('sql/json-not-jsonb', 'Use jsonb', 'heads JSON[]', 'json[]', 'jsonb[]'),
  {
    rule: 'sql/small-primary-key',
    title: 'serial, with what refers to it',
    given: users,
    migration: `CREATE TABLE shops (id serial PRIMARY KEY);
CREATE TABLE items (id bigint PRIMARY KEY, shop_id integer REFERENCES shops (id));
`,
    fixes: [
      {
        title: 'Count in 64 bits',
        schema: differs(
          [
            'column public.items.shop_id integer',
            "column public.shops.id integer not null default nextval('shops_id_seq'::regclass)",
          ],
          [
            'column public.items.shop_id bigint',
            "column public.shops.id bigint not null default nextval('shops_id_seq'::regclass)",
          ],
        ),
      },
    ],
  },
  {
    rule: 'sql/small-primary-key',
    title: 'an identity',
    given: users,
    migration: 'CREATE TABLE shops (id int GENERATED ALWAYS AS IDENTITY, CONSTRAINT k PRIMARY KEY (id));\n',
    fixes: [
      {
        title: 'Count in 64 bits',
        schema: differs(
          ['column public.shops.id integer not null identity a'],
          ['column public.shops.id bigint not null identity a'],
        ),
      },
    ],
  },
  {
    rule: 'sql/missing-check',
    given: users,
    migration: 'CREATE TABLE items (id bigint PRIMARY KEY, "unitPrice" numeric(12, 2) NOT NULL, quantity integer);\n',
    fixes: [
      {
        title: 'Add CHECK (... >= 0)',
        schema: differs(
          [],
          [
            'constraint items_quantity_check on items: CHECK ((quantity >= 0))',
            'constraint items_unitPrice_check on items: CHECK (("unitPrice" >= (0)::numeric))',
          ],
        ),
      },
    ],
  },
];

const joined = 'CREATE TABLE tags (id bigint PRIMARY KEY);\n';

const keys: readonly Claim[] = [
  {
    rule: 'sql/table-without-primary-key',
    given: users,
    migration: 'CREATE TABLE visits (\n  page text NOT NULL -- without the query\n);\n',
    fixes: [
      {
        title: 'Add id',
        schema: differs(
          [],
          [
            'column public.visits.id bigint not null identity a',
            'constraint visits_pkey on visits: PRIMARY KEY (id)',
            'index CREATE UNIQUE INDEX visits_pkey ON public.visits USING btree (id)',
            'sequence public.visits_id_seq',
          ],
        ),
      },
    ],
  },
  {
    rule: 'sql/table-without-primary-key',
    title: 'a column that is meant as the key',
    given: users,
    migration: 'CREATE TABLE visits (id uuid DEFAULT gen_random_uuid() /* v4 */, page text);\n',
    fixes: [
      {
        title: 'Make id the primary key',
        schema: differs(
          ['column public.visits.id uuid default gen_random_uuid()'],
          [
            'column public.visits.id uuid not null default gen_random_uuid()',
            'constraint visits_pkey on visits: PRIMARY KEY (id)',
            'index CREATE UNIQUE INDEX visits_pkey ON public.visits USING btree (id)',
          ],
        ),
      },
    ],
  },
  {
    rule: 'sql/table-without-primary-key',
    title: 'a table that joins two others',
    given: users + joined,
    migration: `CREATE TABLE user_tags (
  user_id bigint NOT NULL REFERENCES users (id),
  "tagId" bigint NOT NULL REFERENCES tags (id) -- no key of its own
);
`,
    fixes: [
      {
        title: 'Make user_id and tagId the primary key',
        schema: differs(
          [],
          [
            'constraint user_tags_pkey on user_tags: PRIMARY KEY (user_id, "tagId")',
            'index CREATE UNIQUE INDEX user_tags_pkey ON public.user_tags USING btree (user_id, "tagId")',
          ],
        ),
      },
    ],
  },
  {
    rule: 'sql/unlogged-table',
    given: users,
    migration: 'CREATE /* fast */ UNLOGGED TABLE IF NOT EXISTS visits (id bigint PRIMARY KEY);\n',
    fixes: [{ title: 'Remove UNLOGGED', schema: differs(['table public.visits unlogged'], ['table public.visits']) }],
  },
  {
    rule: 'sql/unlogged-table',
    title: 'a table that had been logged',
    given: orders,
    migration: 'ALTER TABLE orders SET UNLOGGED;\n',
    effects: { locks: { orders: 'AccessExclusiveLock' }, rewrites: ['orders'] },
  },
  {
    rule: 'sql/unlogged-table',
    title: 'logged again in the end',
    given: orders,
    migration: `CREATE UNLOGGED TABLE copies (id bigint PRIMARY KEY);
INSERT INTO copies SELECT id FROM orders;
ALTER TABLE copies SET LOGGED;
`,
    reported: false,
    runs: true,
  },
];

export const schemaClaims: readonly Claim[] = [...events, ...foreignKeys, ...redundant, ...types, ...keys];
