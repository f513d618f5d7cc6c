import { describe, expect, it } from 'vitest';
import { migrationAt, settings, uri } from './read.ts';

/** `kind:id` of every statement. */
function transactions(path: string, text: string, tool?: string): string[] {
  const migrations = tool ? [{ dir: uri(path.split('/')[0]!), tool, after: undefined }] : [];
  const migration = migrationAt(path, { [path]: text }, { ...settings, migrations });
  return migration.document.statements.map(one => {
    const { begunBy, id } = migration.transactionOf(one);
    return begunBy === 'none' ? 'none' : `${begunBy}:${id}`;
  });
}

const file = 'migrations/20260101000000_a.sql';

describe('transactions', () => {
  it('of one statement that is sent alone', () => {
    expect(transactions('migrations/20260101000000_a/migration.sql', 'SELECT 1;')).toEqual(['none']);
    expect(transactions('migrations/000001_a.up.sql', '-- two; comments\nSELECT 1')).toEqual(['none']);
  });

  it('of several that are sent in one piece', () =>
    expect(transactions('migrations/000001_a.up.sql', 'SELECT 1; SELECT 2;')).toEqual(['batch:0', 'batch:0']));

  it('of a piece that ends a transaction of its own: the rest is one again', () =>
    expect(transactions('migrations/000001_a.up.sql', 'BEGIN; SELECT 1; COMMIT; SELECT 2;')).toEqual([
      'begin:0',
      'begin:0',
      'begin:0',
      'batch:1',
    ]));

  it('of a file that its tool wraps', () =>
    expect(transactions('db/migration/V1__a.sql', 'SELECT 1; SELECT 2;')).toEqual(['tool:0', 'tool:0']));

  it('of a file that Flyway leaves alone', () => {
    expect(transactions('db/migration/V1__a.sql', 'CREATE INDEX CONCURRENTLY a ON t (b);')).toEqual(['none']);
    expect(transactions('db/migration/V1__a.sql', 'CREATE INDEX CONCURRENTLY a ON t (b); SELECT 1;')).toEqual([
      'tool:0',
      'tool:0',
    ]);
  });

  it('of sections', () => {
    const text = '-- migrate:up transaction:false\nSELECT 1;\n-- migrate:down\nSELECT 2;\n';
    expect(transactions(file, text)).toEqual(['none', 'tool:0']);
  });

  it('of a section that is sent in one piece', () =>
    expect(transactions(file, '-- migrate:up transaction:false\nSELECT 1;\nSELECT 2;\n')).toEqual([
      'batch:0',
      'batch:0',
    ]));

  it('of changesets', () => {
    const text =
      '--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n--changeset a:2 runInTransaction:false\nSELECT 2;\n';
    expect(transactions(file, text)).toEqual(['tool:0', 'none']);
  });

  it('of goose without a transaction', () =>
    expect(transactions(file, '-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1; SELECT 2;')).toEqual([
      'none',
      'none',
    ]));

  it('of files that nobody knows the runner of', () =>
    expect(transactions(file, 'SELECT 1; BEGIN; SELECT 2; COMMIT; SELECT 3;')).toEqual([
      'unknown:0',
      'begin:1',
      'begin:1',
      'begin:1',
      'unknown:2',
    ]));

  it('end with ROLLBACK as they do with COMMIT', () =>
    expect(transactions(file, 'BEGIN; SELECT 1; ROLLBACK; CREATE INDEX CONCURRENTLY a ON t (b);').at(-1)).toBe(
      'unknown:2',
    ));

  it('do not end with ROLLBACK TO SAVEPOINT, and go on with AND CHAIN', () => {
    expect(transactions(file, 'BEGIN; SAVEPOINT s; ROLLBACK TO SAVEPOINT s; SELECT 1;').at(-1)).toBe('begin:1');
    expect(transactions(file, 'BEGIN; COMMIT AND CHAIN; SELECT 1;').at(-1)).toBe('begin:2');
  });

  it('of Drizzle, which COMMIT leaves', () =>
    expect(
      transactions('drizzle/0001_a.sql', 'COMMIT;--> statement-breakpoint\nCREATE INDEX CONCURRENTLY a ON t (b);'),
    ).toEqual(['tool:0', 'none']));

  it('of Atlas, whose header an empty line closes', () => {
    expect(transactions(file, '-- orders\r\n-- atlas:txmode none\r\n\r\nSELECT 1;')).toEqual(['none']);
    expect(transactions(file, '-- atlas:txmode none\nSELECT 1;')).toEqual(['tool:0']);
    expect(transactions(file, 'SELECT 1;\n-- atlas:txmode none\n\nSELECT 2;')).toEqual(['tool:0', 'tool:0']);
  });

  it('of the tool that the config names', () =>
    expect(transactions(file, 'SELECT 1; SELECT 2;', 'atlas')).toEqual(['tool:0', 'tool:0']));
});
