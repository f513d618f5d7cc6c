import type { Claim, FixClaim } from '../proof.ts';

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

export const partialIndexClaims: readonly Claim[] = [
  {
    rule: 'sql/full-index-on-flag',
    given: users,
    migration: `CREATE TABLE members (id bigint PRIMARY KEY, is_active boolean NOT NULL);
CREATE INDEX members_active ON members (is_active);
`,
    fixes: [
      {
        title: 'Index only the rows where is_active is true',
        schema: differs(
          ['index CREATE INDEX members_active ON public.members USING btree (is_active)'],
          ['index CREATE INDEX members_active ON public.members USING btree (id) WHERE is_active'],
        ),
      },
    ],
  },
  {
    rule: 'sql/full-index-on-flag',
    title: 'a flag that may mean either',
    given: users,
    migration: `CREATE TABLE posts (id bigint PRIMARY KEY, published boolean NOT NULL, created_at timestamptz);
CREATE INDEX posts_idx ON posts (published, created_at DESC);
`,
    fixes: [
      {
        title: 'Index only the rows where published is false',
        schema: differs(
          ['index CREATE INDEX posts_idx ON public.posts USING btree (published, created_at DESC)'],
          ['index CREATE INDEX posts_idx ON public.posts USING btree (created_at DESC) WHERE (NOT published)'],
        ),
      },
      {
        title: 'Index only the rows where published is true',
        schema: differs(
          ['index CREATE INDEX posts_idx ON public.posts USING btree (published, created_at DESC)'],
          ['index CREATE INDEX posts_idx ON public.posts USING btree (created_at DESC) WHERE published'],
        ),
      },
    ],
  },
  {
    rule: 'sql/full-index-on-flag',
    title: 'a deletion time',
    given: `${users}CREATE TABLE notes (id bigint PRIMARY KEY, created_at timestamptz NOT NULL, deleted_at timestamptz);\n`,
    migration: 'CREATE INDEX CONCURRENTLY notes_deleted ON notes (deleted_at);\n',
    fixes: [
      {
        title: 'Index only the rows where deleted_at is null',
        schema: differs(
          ['index CREATE INDEX notes_deleted ON public.notes USING btree (deleted_at)'],
          ['index CREATE INDEX notes_deleted ON public.notes USING btree (created_at) WHERE (deleted_at IS NULL)'],
        ),
      },
    ],
  },
  {
    rule: 'sql/full-index-on-soft-deleted-table',
    given: users,
    migration: `CREATE TABLE people (id bigint PRIMARY KEY, city text, deleted_at timestamptz);
CREATE INDEX people_city ON people (city);
CREATE VIEW live_people AS SELECT id, city FROM people WHERE deleted_at IS NULL;
`,
    fixes: [
      {
        title: 'Index only the rows where deleted_at is null',
        schema: differs(
          ['index CREATE INDEX people_city ON public.people USING btree (city)'],
          ['index CREATE INDEX people_city ON public.people USING btree (city) WHERE (deleted_at IS NULL)'],
        ),
      },
    ],
  },
  {
    rule: 'sql/full-index-on-soft-deleted-table',
    title: 'a flag',
    given: users,
    migration: `CREATE TABLE people (id bigint PRIMARY KEY, city text, is_deleted boolean NOT NULL);
CREATE INDEX people_city ON people (city) INCLUDE (id);
CREATE VIEW live_people AS SELECT id, city FROM people WHERE NOT is_deleted;
`,
    fixes: [
      {
        title: 'Index only the rows where is_deleted is false',
        schema: differs(
          ['index CREATE INDEX people_city ON public.people USING btree (city) INCLUDE (id)'],
          ['index CREATE INDEX people_city ON public.people USING btree (city) INCLUDE (id) WHERE (NOT is_deleted)'],
        ),
      },
    ],
  },
  {
    rule: 'sql/soft-delete-unique',
    given: users,
    migration: 'CREATE TABLE people (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, deleted_at timestamptz);\n',
    fixes: [
      {
        title: 'Let the key leave deleted rows out',
        schema: differs(
          [
            'constraint people_email_key on people: UNIQUE (email)',
            'index CREATE UNIQUE INDEX people_email_key ON public.people USING btree (email)',
          ],
          [
            'index CREATE UNIQUE INDEX people_email_live_key ON public.people USING btree (email) WHERE (deleted_at IS NULL)',
          ],
        ),
      },
    ],
  },
  {
    rule: 'sql/soft-delete-unique',
    title: 'behind the columns, with a name, and foreign keys that need an index',
    given: orders,
    migration: `CREATE TABLE members (
  id bigint PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES users (id),
  order_id bigint NOT NULL REFERENCES orders (id),
  is_deleted boolean NOT NULL DEFAULT false,
  CONSTRAINT one_membership UNIQUE (user_id, order_id)
);
`,
    fixes: [
      {
        title: 'Let the key leave deleted rows out',
        schema: differs(
          [
            'constraint one_membership on members: UNIQUE (user_id, order_id)',
            'index CREATE UNIQUE INDEX one_membership ON public.members USING btree (user_id, order_id)',
          ],
          [
            'index CREATE INDEX members_user_id_idx ON public.members USING btree (user_id)',
            'index CREATE UNIQUE INDEX one_membership ON public.members USING btree (user_id, order_id) WHERE (NOT is_deleted)',
          ],
        ),
      },
    ],
  },
  {
    rule: 'sql/soft-delete-unique',
    title: 'a unique index',
    given: 'CREATE TABLE teams (id bigint PRIMARY KEY, name text NOT NULL, archived_at timestamptz);\n',
    migration: 'CREATE UNIQUE INDEX CONCURRENTLY teams_name_key ON teams (name);\n',
    fixes: [
      {
        title: 'Let the key leave deleted rows out',
        schema: differs(
          ['index CREATE UNIQUE INDEX teams_name_key ON public.teams USING btree (name)'],
          ['index CREATE UNIQUE INDEX teams_name_key ON public.teams USING btree (name) WHERE (archived_at IS NULL)'],
        ),
      },
    ],
  },
  ...queue('published_at timestamptz', 'published_at IS NULL', '(published_at IS NULL)'),
  ...queue('is_sent boolean NOT NULL DEFAULT false', 'NOT is_sent', '(NOT is_sent)'),
  ...queue("status text NOT NULL DEFAULT 'pending'", "status = 'pending'", "(status = 'pending'::text)"),
];

function queue(column: string, open: string, shown: string): readonly Claim[] {
  return [
    {
      rule: 'sql/queue-without-partial-index',
      title: open,
      given: users,
      migration: `CREATE TABLE email_queue (id bigint PRIMARY KEY, body text, ${column});\n`,
      fixes: [
        {
          title: `Index the rows where ${open}`,
          schema: differs(
            [],
            [`index CREATE INDEX email_queue_pending_idx ON public.email_queue USING btree (id) WHERE ${shown}`],
          ),
        },
      ],
    },
  ];
}
