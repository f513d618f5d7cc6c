import { describe, expect, it } from 'vitest';
import type { IsCommitted, SqlSettings } from '#languages';
import { migrationScope } from '#languages/sql';
import { factsOf, settings, uri } from './read.ts';

const files = {
  'db/migrations/20260101000000_a.sql': 'SELECT 1;',
  'db/migrations/20260102000000_b.sql': 'SELECT 1;',
  'db/migrations/20260103000000_c.sql': 'SELECT 1;',
  'other/migrations/20250101000000_x.sql': 'SELECT 1;',
  'db/queries/list.sql': 'SELECT 1;',
  'db/schema.sql': 'CREATE TABLE t (id int);',
};

function inScope(
  isCommitted: IsCommitted,
  sql: Partial<SqlSettings> = {},
  all: Record<string, string> = files,
): string[] {
  const facts = factsOf(all);
  return Object.keys(all).filter(
    path => migrationScope(uri(path), facts, { ...settings, ...sql }, isCommitted) === 'new',
  );
}

describe('which migrations are new', () => {
  it('the last one of each directory, where there is no version control', () =>
    expect(inScope(() => undefined)).toEqual([
      'db/migrations/20260103000000_c.sql',
      'other/migrations/20250101000000_x.sql',
    ]));

  it('those that version control does not have', () =>
    expect(inScope(one => !/_[bc]\.sql$/.test(one))).toEqual([
      'db/migrations/20260102000000_b.sql',
      'db/migrations/20260103000000_c.sql',
      'other/migrations/20250101000000_x.sql',
    ]));

  it('the last one, where all are committed', () =>
    expect(inScope(() => true)).toEqual([
      'db/migrations/20260103000000_c.sql',
      'other/migrations/20250101000000_x.sql',
    ]));

  it('those after the one that the config names', () => {
    const migrations = [{ dir: uri('db/migrations'), tool: undefined, after: '20260101000000_a.sql' }];
    expect(inScope(() => true, { migrations })).toEqual([
      'db/migrations/20260102000000_b.sql',
      'db/migrations/20260103000000_c.sql',
      'other/migrations/20250101000000_x.sql',
    ]);
  });

  it('none, where the config names the last one', () => {
    const migrations = [{ dir: uri('db/migrations'), tool: undefined, after: '20260103000000_c' }];
    expect(inScope(() => false, { migrations })).toEqual(['other/migrations/20250101000000_x.sql']);
  });

  it('all, where the config says so', () => expect(inScope(() => true, { scope: 'all' }).length).toBe(4));

  it('both halves of the last one', () => {
    const halves = {
      'migrations/000001_a.up.sql': 'SELECT 1;',
      'migrations/000001_a.down.sql': 'SELECT 1;',
      'migrations/000002_b.up.sql': 'SELECT 1;',
      'migrations/000002_b.down.sql': 'SELECT 1;',
    };
    expect(inScope(() => undefined, {}, halves)).toEqual([
      'migrations/000002_b.up.sql',
      'migrations/000002_b.down.sql',
    ]);
  });

  it('by folder, where a folder is a migration', () => {
    const folders = {
      'prisma/migrations/20260101000000_a/migration.sql': 'SELECT 1;',
      'prisma/migrations/20260102000000_b/migration.sql': 'SELECT 1;',
    };
    expect(inScope(() => undefined, {}, folders)).toEqual(['prisma/migrations/20260102000000_b/migration.sql']);
    const migrations = [{ dir: uri('prisma/migrations'), tool: 'prisma', after: '20260101000000_a' }];
    expect(inScope(() => true, { migrations }, folders)).toEqual(['prisma/migrations/20260102000000_b/migration.sql']);
  });

  it('says what is no migration', () => {
    expect(migrationScope(uri('db/queries/list.sql'), factsOf(files), settings, () => true)).toBe('not-a-migration');
    expect(migrationScope(uri('db/schema.sql'), factsOf(files), settings, () => true)).toBe('not-a-migration');
  });
});
