import { describe, expect, it } from 'vitest';
import { compareVersions, decideTool, recogniseTool } from '../../../server/src/languages/sql/tools/index.ts';
import { versionAfter } from '../../../server/src/languages/sql/tools/versions.ts';
import { settings, uri } from './read.ts';

function recognised(path: string, text = 'SELECT 1;'): string | undefined {
  return recogniseTool({ uri: uri(path), path: `/app/${path}`, text })?.id;
}

describe('recognising the tool', () => {
  it.each([
    ['prisma/migrations/20260101000000_init/migration.sql', 'prisma'],
    ['db/migration/V1__init.sql', 'flyway'],
    ['db/migration/V2026.01.02__init.sql', 'flyway'],
    ['db/migration/R__views.sql', 'flyway'],
    ['db/migration/U1__init.sql', 'flyway'],
    ['migrations/000001_init.up.sql', 'golang-migrate'],
    ['migrations/000001_init.down.sql', 'golang-migrate'],
    ['migrations/2026-01-02-030405_users/up.sql', 'diesel'],
    ['migrations/2026-01-02-030405_users/down.sql', 'diesel'],
    ['migrations/2026-01-02-030405-0000_users/up.sql', 'diesel'],
    ['supabase/migrations/20260101000000_init.sql', 'supabase'],
    ['drizzle/0001_strong_name.sql', 'drizzle'],
    ['drizzle/20260101000000_name/migration.sql', 'drizzle'],
    ['migrations/20260101000000_init.sql', undefined],
  ])('%s is of %s', (path, tool) => expect(recognised(path)).toBe(tool));

  it.each([
    ['--liquibase formatted sql\n--changeset a:1\nSELECT 1;', 'liquibase'],
    ['-- +goose Up\nSELECT 1;', 'goose'],
    ['-- migrate:up\nSELECT 1;', 'dbmate'],
    ['-- Up Migration\nSELECT 1;', 'node-pg-migrate'],
    ['SELECT 1;--> statement-breakpoint\nSELECT 2;', 'drizzle'],
    ['-- atlas:txmode none\n\nSELECT 1;', 'atlas'],
    ['-- no-transaction\nSELECT 1;', 'sqlx'],
    ['BEGIN;\n\n-- Running upgrade  -> 1975ea83b712\n', 'alembic'],
    [' -- no-transaction\nSELECT 1;', undefined],
    ['-- atlas:nolint DS103\nSELECT 1;', undefined],
  ])('%j is of %s', (text, tool) => expect(recognised('migrations/20260101000000_init.sql', text)).toBe(tool));

  it('believes the text more than the path', () => {
    expect(recognised('migrations/000001_init.up.sql', '-- no-transaction\nSELECT 1;')).toBe('sqlx');
  });
});

describe('deciding the tool', () => {
  const own = uri('db/000002_b.up.sql');
  const byPath = { id: 'golang-migrate', by: 'path' } as const;
  const sqlx = { id: 'sqlx', by: 'text' } as const;

  it('asks the config first', () => {
    const configured = { ...settings, migrations: [{ dir: uri('db'), tool: 'dbmate', after: undefined }] };
    expect(decideTool(own, sqlx, undefined, configured).id).toBe('dbmate');
  });

  it('takes the innermost directory of the config', () => {
    const migrations = [
      { dir: uri('db'), tool: 'dbmate', after: undefined },
      { dir: uri('db/shop'), tool: 'goose', after: undefined },
    ];
    expect(decideTool(uri('db/shop/1_a.sql'), undefined, undefined, { ...settings, migrations }).id).toBe('goose');
    expect(decideTool(uri('db/shopping/1_a.sql'), undefined, undefined, { ...settings, migrations }).id).toBe('dbmate');
  });

  it('believes what a file of the same directory says more than the path', () =>
    expect(decideTool(own, byPath, sqlx, settings).id).toBe('sqlx'));

  it('falls back to the path, then to plain files', () => {
    expect(decideTool(own, byPath, undefined, settings).id).toBe('golang-migrate');
    expect(decideTool(own, undefined, undefined, settings).id).toBe('plain');
  });
});

describe('versions', () => {
  it('are in numeric order', () => {
    const names = ['10_c.sql', '2_b.sql', '1_a.sql', '0003_x.sql'];
    expect(names.sort(compareVersions)).toEqual(['1_a.sql', '2_b.sql', '0003_x.sql', '10_c.sql']);
    expect(compareVersions('1.10', '1.9')).toBeGreaterThan(0);
    expect(compareVersions('20260101000000_a', '20260101000000_b')).toBeLessThan(0);
  });

  it.each([
    ['000002', ['000001', '000002'], 0, '000003'],
    ['000002', ['000001', '000002', '000007'], 1, '000009'],
    ['20261231235959', ['20261231235959'], 0, '20270101000000'],
    ['20260101000000', ['20260101000000', '20260101000001'], 1, '20260101000003'],
    ['99999999999999', [], 0, '100000000000000'],
    ['1767225600000', ['1767225600000'], 0, '1767225600001'],
  ])('after %s among %j comes (%i) %s', (version, known, rank, next) =>
    expect(versionAfter(version, known, rank)).toBe(next),
  );
});
