import { describe, expect, it } from 'vitest';
import { concurrentBuilds } from '#languages/sql';
import { applyEdits } from '#text';
import { migrationAt, settings, uri } from './read.ts';

interface Result {
  readonly way: string | undefined;
  /** The file after the fix of its last index. */
  readonly text: string;
  readonly created: Readonly<Record<string, string>>;
}

const INDEX = 'CREATE INDEX i ON t (a);\n';
const CONCURRENT = 'CREATE INDEX CONCURRENTLY i ON t (a);\n';

/** Makes the last index of `path` concurrent. */
function fixLast(path: string, text: string, others: Readonly<Record<string, string>> = {}, tool?: string): Result {
  const migrations = tool ? [{ dir: uri(path.split('/')[0]!), tool, after: undefined }] : [];
  const migration = migrationAt(path, { ...others, [path]: text }, { ...settings, migrations });
  const index = migration.document.indexes.filter(one => migration.isUp(one)).at(-1)!;
  const build = concurrentBuilds([index], migration).get(index);
  return {
    way: build?.way,
    text: build ? applyEdits(text, build.change.edits) : text,
    created: Object.fromEntries((build?.change.creates ?? []).map(one => [one.uri.replace(uri(''), ''), one.text])),
  };
}

describe('an index beside other statements moves to a migration of its own', () => {
  const both = `ALTER TABLE t ADD COLUMN a int;\n${INDEX}`;
  const left = 'ALTER TABLE t ADD COLUMN a int;\n';

  it('of golang-migrate, with its down file', () =>
    expect(fixLast('db/000007_a.up.sql', both)).toEqual({
      way: 'separate',
      text: left,
      created: {
        'db/000008_i.up.sql': CONCURRENT,
        'db/000008_i.down.sql': 'DROP INDEX CONCURRENTLY IF EXISTS i;\n',
      },
    }));

  it('of golang-migrate, leaving the drop where it is', () =>
    expect(fixLast('db/000007_a.up.sql', both, { 'db/000007_a.down.sql': 'DROP INDEX i;' }).created).toEqual({
      'db/000008_i.up.sql': CONCURRENT,
    }));

  it('of Diesel, in a folder', () =>
    expect(fixLast('m/2026-01-02-235959_a/up.sql', both).created).toEqual({
      'm/2026-01-03-000000_i/up.sql': CONCURRENT,
      'm/2026-01-03-000000_i/down.sql': 'DROP INDEX CONCURRENTLY IF EXISTS i;\n',
      'm/2026-01-03-000000_i/metadata.toml': 'run_in_transaction = false\n',
    }));

  it('of sqlx', () =>
    expect(fixLast('m/20260102000000_a.sql', both, {}, 'sqlx').created).toEqual({
      'm/20260102000001_i.sql': `-- no-transaction\n${CONCURRENT}`,
    }));

  it('of dbmate', () =>
    expect(fixLast('m/20260102000000_a.sql', `-- migrate:up\n${both}\n-- migrate:down\n`).created).toEqual({
      'm/20260102000001_i.sql': `-- migrate:up transaction:false\n${CONCURRENT}\n-- migrate:down transaction:false\nDROP INDEX CONCURRENTLY IF EXISTS i;\n`,
    }));

  it('of Atlas', () =>
    expect(fixLast('m/20260102000000_a.sql', both, {}, 'atlas').created).toEqual({
      'm/20260102000001_i.sql': `-- atlas:txmode none\n\n${CONCURRENT}`,
    }));

  it('of Flyway with dotted versions', () => {
    expect(Object.keys(fixLast('m/V1.2__a.sql', both).created)).toEqual(['m/V1.2.1__i.sql']);
    expect(Object.keys(fixLast('m/V1_2__a.sql', both).created)).toEqual(['m/V1_2_1__i.sql']);
  });

  it('of Supabase', () =>
    expect(Object.keys(fixLast('supabase/migrations/20260102000000_a.sql', both).created)).toEqual([
      'supabase/migrations/20260102000001_i.sql',
    ]));

  it('of Liquibase: the next changeset', () =>
    expect(
      fixLast('m/a.sql', `--liquibase formatted sql\n--changeset ann:1\n${both}\n--changeset ann:2\nSELECT 1;\n`).text,
    ).toBe(
      `--liquibase formatted sql\n--changeset ann:1\n${left}\n\n--changeset ann:i-1 runInTransaction:false\n${CONCURRENT}--rollback DROP INDEX CONCURRENTLY IF EXISTS i;\n\n--changeset ann:2\nSELECT 1;\n`,
    ));

  it('with the comments that belong to it, and no others', () => {
    const text = `ALTER TABLE t ADD COLUMN a int;\n\n-- far above\n\n-- why\n/* and\n   how */\n${INDEX.trim()} -- done\n\nSELECT 1;\n`;
    expect(fixLast('db/000007_a.up.sql', text)).toMatchObject({
      text: 'ALTER TABLE t ADD COLUMN a int;\n\n-- far above\n\nSELECT 1;\n',
      created: { 'db/000008_i.up.sql': `-- why\n/* and\n   how */\n${CONCURRENT.trim()} -- done\n` },
    });
  });

  it('from the middle of a line', () =>
    expect(fixLast('db/000007_a.up.sql', `SELECT 1; ${INDEX.trim()} SELECT 2;\n`)).toMatchObject({
      text: 'SELECT 1; SELECT 2;\n',
      created: { 'db/000008_i.up.sql': CONCURRENT },
    }));

  it('from the end of a file without a terminator', () =>
    expect(fixLast('db/000007_a.up.sql', `SELECT 1;\nCREATE INDEX i ON t (a) -- last`)).toMatchObject({
      text: 'SELECT 1;\n',
      created: { 'db/000008_i.up.sql': 'CREATE INDEX CONCURRENTLY i ON t (a); -- last\n' },
    }));

  it('out of a transaction of its own', () =>
    expect(fixLast('m/001_a.sql', `BEGIN;\n${INDEX}COMMIT;\n`)).toMatchObject({
      text: 'BEGIN;\nCOMMIT;\n',
      created: { 'm/002_i.sql': CONCURRENT },
    }));

  it('under a number that is free', () =>
    expect(Object.keys(fixLast('db/000007_a.up.sql', both, { 'db/000009_z.up.sql': 'SELECT 1;' }).created)).toContain(
      'db/000010_i.up.sql',
    ));
});

describe('an index stays', () => {
  it('where each statement commits by itself', () => {
    const text = `-- +goose NO TRANSACTION\n-- +goose Up\nALTER TABLE t ADD COLUMN a int;\n${INDEX}`;
    expect(fixLast('m/1_a.sql', text)).toEqual({ way: 'here', text: text.replace(INDEX, CONCURRENT), created: {} });
  });

  it('with a directive that does not harm the other half', () => {
    const text = `-- +goose Up\n${INDEX}\n-- +goose Down\nDROP INDEX i;\n`;
    expect(fixLast('m/1_a.sql', text).way).toBe('directive');
    expect(fixLast('m/1_a.sql', `${text}DROP TABLE u;\n`).way).toBe('separate');
  });

  it('with a directive in a file beside it', () =>
    expect(fixLast('m/2026-01-02-000000_a/up.sql', INDEX)).toEqual({
      way: 'directive',
      text: CONCURRENT,
      created: { 'm/2026-01-02-000000_a/metadata.toml': 'run_in_transaction = false\n' },
    }));

  it('before a byte order mark nothing can stand', () =>
    expect(fixLast('m/20260102000000_a.sql', `\ufeff${INDEX}`, {}, 'sqlx').way).toBe('separate'));

  it('as it is where the tool has no way', () => {
    expect(fixLast('m/1_a.sql', `-- Up Migration\n${INDEX}`).way).toBeUndefined();
    expect(fixLast('m/1_a.sql', INDEX, {}, 'knex').way).toBeUndefined();
    expect(fixLast('m/a.sql', `BEGIN;\n-- Running upgrade a -> b\n${INDEX}COMMIT;`).way).toBeUndefined();
  });

  it('as it is inside a block of goose', () => {
    const text = `-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n${INDEX}-- +goose StatementEnd\n`;
    expect(fixLast('m/1_a.sql', text).way).toBeUndefined();
  });

  it('as it is in a migration whose name has no number', () =>
    expect(fixLast('migrations/add.sql', `SELECT 1;\n${INDEX}`).way).toBeUndefined());
});
