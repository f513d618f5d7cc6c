import { describe, expect, it } from 'vitest';
import { type AnyRule, createEngine, type Finding } from '#engine';
import { rules } from '#rules';
import { applyEdits } from '#text';
import { languages } from '../../server/src/languages/all.ts';

/** The rules whose fixes spread a change over several transactions. */
const NAMES = [
  'index-not-concurrent',
  'drop-index-not-concurrent',
  'concurrently-in-transaction',
  'concurrent-if-not-exists',
  'constraint-without-not-valid',
  'validate-in-same-transaction',
  'unique-without-using-index',
  'primary-key-without-using-index',
  'set-not-null-scans',
  'required-column-without-default',
];
const chosen: readonly AnyRule[] = rules.filter(one => NAMES.includes(one.id.slice(4)));

const STATEMENTS: Readonly<Record<string, string>> = {
  'an index': 'CREATE INDEX users_org ON users (org);',
  'an index that is dropped': 'DROP INDEX users_mail;',
  'a foreign key': 'ALTER TABLE users ADD FOREIGN KEY (org) REFERENCES orgs (id);',
  'a CHECK': "ALTER TABLE users ADD CONSTRAINT named CHECK (name <> '');",
  'a CHECK of a new column': 'ALTER TABLE users ADD COLUMN age int CHECK (age > 0);',
  'a reference of a new column': 'ALTER TABLE users ADD COLUMN shop bigint DEFAULT 1 REFERENCES shops;',
  'a unique constraint': 'ALTER TABLE users ADD CONSTRAINT users_name_key UNIQUE (name);',
  'a unique new column': 'ALTER TABLE users ADD COLUMN tag text UNIQUE;',
  'a primary key': 'ALTER TABLE users ADD PRIMARY KEY (id);',
  'a primary key in the place of another':
    'ALTER TABLE orgs DROP CONSTRAINT orgs_pkey, ADD CONSTRAINT orgs_pkey PRIMARY KEY (key);',
  'NOT NULL': 'ALTER TABLE users ALTER COLUMN name SET NOT NULL;',
  'a CHECK validated at once': 'ALTER TABLE users ADD CONSTRAINT c CHECK (org > 0) NOT VALID, VALIDATE CONSTRAINT c;',
  'a guarded build': 'CREATE INDEX CONCURRENTLY IF NOT EXISTS users_org ON users (org);',
  'several at once':
    'ALTER TABLE users ADD COLUMN shop bigint, ADD CONSTRAINT u UNIQUE (name), ALTER COLUMN org SET NOT NULL, ADD CHECK (org > 0);',
};

const BEFORE = `CREATE TABLE users (id bigint, org bigint, name text, mail text);
CREATE INDEX users_mail ON users (mail);
CREATE TABLE orgs (id bigint PRIMARY KEY, key bigint NOT NULL);`;

interface Layout {
  readonly tool: string;
  readonly first: string;
  readonly second: string;
  readonly wrap: (text: string) => string;
}

const plain = (text: string): string => `${text}\n`;
const LAYOUTS: readonly Layout[] = [
  { tool: 'plain', first: 'm/001_init.sql', second: 'm/002_next.sql', wrap: plain },
  { tool: 'goose', first: 'm/001_init.sql', second: 'm/002_next.sql', wrap: text => `-- +goose Up\n${text}\n` },
  {
    tool: 'goose',
    first: 'm/001_init.sql',
    second: 'm/002_next.sql',
    wrap: text => `-- +goose NO TRANSACTION\n-- +goose Up\n${text}\n`,
  },
  {
    tool: 'dbmate',
    first: 'm/20260101000000_init.sql',
    second: 'm/20260102000000_next.sql',
    wrap: text => `-- migrate:up\n${text}\n\n-- migrate:down\n`,
  },
  { tool: 'golang-migrate', first: 'm/000001_init.up.sql', second: 'm/000002_next.up.sql', wrap: plain },
  { tool: 'sqlx', first: 'm/20260101000000_init.sql', second: 'm/20260102000000_next.sql', wrap: plain },
  { tool: 'diesel', first: 'm/20260101000000_init/up.sql', second: 'm/20260102000000_next/up.sql', wrap: plain },
  { tool: 'flyway', first: 'm/V1__init.sql', second: 'm/V2__next.sql', wrap: plain },
  {
    tool: 'liquibase',
    first: 'm/001.sql',
    second: 'm/002.sql',
    wrap: text => `--liquibase formatted sql\n--changeset ann:${text.length}\n${text}\n`,
  },
  { tool: 'atlas', first: 'm/001_init.sql', second: 'm/002_next.sql', wrap: plain },
  {
    tool: 'prisma',
    first: 'm/20260101000000_init/migration.sql',
    second: 'm/20260102000000_x/migration.sql',
    wrap: plain,
  },
  {
    tool: 'prisma-7.4',
    first: 'm/20260101000000_init/migration.sql',
    second: 'm/20260102000000_x/migration.sql',
    wrap: plain,
  },
  { tool: 'supabase', first: 'm/20260101000000_init.sql', second: 'm/20260102000000_next.sql', wrap: plain },
  { tool: 'drizzle', first: 'm/0000_init.sql', second: 'm/0001_next.sql', wrap: plain },
];

const uri = (path: string): string => `file:///app/${path}`;

function opened({ tool, first, second, wrap }: Layout, text: string, postgresVersion: number) {
  const engine = createEngine({ languages, rules: chosen });
  const sql = { postgresVersion, scope: 'all', migrations: [{ dir: 'm', tool }] };
  engine.setConfig(uri('.plumbline.json'), JSON.stringify({ extends: ['plumbline:strict'], sql }));
  engine.setSource(uri(first), wrap(BEFORE));
  engine.setSource(uri(second), wrap(text));
  return engine;
}

const shown = (findings: readonly Finding[]): string[] => findings.map(one => `${one.rule}: ${one.message}`).sort();

describe.each([15, 18])('what a fix makes, no other rule reports (PostgreSQL %i)', version => {
  for (const layout of LAYOUTS)
    for (const [name, statement] of Object.entries(STATEMENTS))
      for (const [where, text] of [
        ['alone', statement],
        ['behind another statement', `ALTER TABLE shops ADD COLUMN note text;\n${statement}`],
      ] as const)
        it(`${layout.tool}: ${name}, ${where}`, () => {
          const target = uri(layout.second);
          const before = opened(layout, text, version).findings(target);
          expect(before.length).toBeGreaterThan(0);
          for (const finding of before)
            for (const fix of finding.fixes) {
              const engine = opened(layout, text, version);
              const source = engine.textOf(target)!;
              engine.setSource(target, applyEdits(source, fix.edits));
              for (const made of fix.creates ?? []) engine.setSource(made.uri, made.text);
              const context = `${fix.title}:\n${engine.textOf(target)}`;
              const others = shown(before.filter(one => one !== finding));
              const left = shown(engine.findings(target));
              expect(left.length, context).toBeLessThan(before.length);
              expect(
                left.filter(one => !others.includes(one)),
                context,
              ).toEqual([]);
              for (const made of fix.creates ?? [])
                if (made.uri.endsWith('.sql')) expect(shown(engine.findings(made.uri)), made.text).toEqual([]);
            }
        });
});
