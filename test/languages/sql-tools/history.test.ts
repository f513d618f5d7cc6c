import { describe, expect, it } from 'vitest';
import { historyAfter, schemaOf, type TableState } from '#languages/sql';
import { emptyHistory } from '../../../server/src/languages/sql/history.ts';
import { factsOf, migrationAt } from './read.ts';

const DIRECTORY = 'migrations';

/** A table as the last statement of the last file finds it. */
function tableBefore(name: string, ...texts: readonly string[]): TableState | undefined {
  const files = Object.fromEntries(texts.map((text, index) => [`${DIRECTORY}/00${index + 1}_step.sql`, text]));
  const migration = migrationAt(`${DIRECTORY}/00${texts.length}_step.sql`, files);
  return migration.before(migration.document.statements.at(-1)!).table({ schema: undefined, name });
}

function columnsOf(table: TableState | undefined): string[] | undefined {
  return table?.columns.map(one => `${one.name} ${one.type ?? '?'}${one.notNull ? ' not null' : ''}`);
}

describe('history', () => {
  it('knows the columns that earlier files have made', () => {
    const table = tableBefore(
      't',
      'CREATE TABLE t (id bigint PRIMARY KEY, a int);',
      'ALTER TABLE t ADD COLUMN b boolean NOT NULL DEFAULT false, ALTER COLUMN a TYPE bigint, DROP COLUMN id;',
      'ALTER TABLE t RENAME COLUMN a TO c; ALTER TABLE t ALTER COLUMN c SET NOT NULL;',
      'SELECT 1;',
    );
    expect(columnsOf(table)).toEqual(['c bigint not null', 'b boolean not null']);
    expect(table?.complete).toBe(true);
  });

  it('is in the order of the tool, not of the names as text', () => {
    const files = {
      'db/migration/V9__a.sql': 'CREATE TABLE t (id int);',
      'db/migration/V10__b.sql': 'ALTER TABLE t ADD COLUMN b int;',
      'db/migration/V11__c.sql': 'SELECT 1;',
    };
    const migration = migrationAt('db/migration/V11__c.sql', files);
    const table = migration.before(migration.document.statements[0]!).table({ schema: undefined, name: 't' });
    expect(columnsOf(table)).toEqual(['id int', 'b int']);
    expect(migrationAt('db/migration/V9__a.sql', files).first).toBe(true);
    expect(migrationAt('db/migration/V10__b.sql', files).first).toBe(false);
  });

  it('is that of one database where a folder holds migrations for several', () => {
    const files = {
      'migrations/1_a.up.sql': 'CREATE TABLE t (id int);',
      'migrations/1_a.mysql.up.sql': 'CREATE TABLE t (id int, m int);',
      'migrations/2_b.postgres.up.sql': 'ALTER TABLE t ADD COLUMN p int;',
      'migrations/2_b.sqlite3.up.sql': 'ALTER TABLE t ADD COLUMN s int;',
      'migrations/3_c.postgres.up.sql': 'SELECT 1;',
      'migrations/3_c.mysql.up.sql': 'SELECT 1;',
    };
    const columnsFor = (database: string) => {
      const migration = migrationAt(`migrations/3_c.${database}.up.sql`, files);
      return columnsOf(migration.before(migration.document.statements[0]!).table({ schema: undefined, name: 't' }));
    };
    expect(columnsFor('postgres')).toEqual(['id int', 'p int']);
    expect(columnsFor('mysql')).toEqual(['id int', 'm int']);
  });

  it('leaves down halves out', () => {
    const up = '-- +goose Up\nCREATE TABLE t (id int);\n-- +goose Down\nDROP TABLE t;\n';
    expect(tableBefore('t', up, '-- +goose Up\nSELECT 1;')).toBeDefined();
  });

  it('lets a down half find what its own up half has made', () => {
    const text = '-- +goose Up\nALTER TABLE t ADD COLUMN a int;\n-- +goose Down\nALTER TABLE t DROP COLUMN a;\n';
    const table = tableBefore('t', '-- +goose Up\nCREATE TABLE t (id int);\n', text);
    expect(columnsOf(table)).toEqual(['id int', 'a int']);
    expect(table?.madeHere).toBe(false);
  });

  it('knows indexes with their conditions, and loses dropped ones', () => {
    const table = tableBefore(
      't',
      'CREATE TABLE t (id int, a int); CREATE UNIQUE INDEX i ON t (a) WHERE a  > 0; CREATE INDEX j ON t (lower(b), id);',
      'DROP INDEX j; SELECT 1;',
    );
    expect(table?.indexes.map(one => one.name)).toEqual(['i']);
    expect(table?.indexes[0]).toMatchObject({ unique: true, columns: ['a'], where: 'a > 0', using: 'btree' });
  });

  it('follows renamed tables', () => {
    const table = tableBefore('b', 'CREATE TABLE a (id int);', 'ALTER TABLE a RENAME TO b; SELECT 1;');
    expect(columnsOf(table)).toEqual(['id int']);
    expect(tableBefore('a', 'CREATE TABLE a (id int);', 'ALTER TABLE a RENAME TO b; SELECT 1;')).toBeUndefined();
  });

  it('tells tables of one name in two schemas apart', () => {
    const text = 'CREATE TABLE auth.users (id uuid); CREATE TABLE users (name text); SELECT 1;';
    const migration = migrationAt('migrations/001_a.sql', { 'migrations/001_a.sql': text });
    const state = migration.before(migration.document.statements[2]!);
    expect(columnsOf(state.table({ schema: 'auth', name: 'users' }))).toEqual(['id uuid']);
    expect(columnsOf(state.table({ schema: undefined, name: 'users' }))).toEqual(['name text']);
    expect(columnsOf(state.table({ schema: 'public', name: 'users' }))).toEqual(['name text']);
  });

  it('finds a table of a schema by its bare name where there is one alone', () =>
    expect(columnsOf(tableBefore('t', 'CREATE TABLE app.t (id int); SET search_path = app; SELECT 1;'))).toEqual([
      'id int',
    ]));

  it('knows partitions', () => {
    const table = tableBefore(
      'p',
      `CREATE TABLE p (d date) PARTITION BY RANGE (d); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2);
       CREATE TABLE p2 (d date); ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM (2) TO (3);`,
      'SELECT 1;',
    );
    expect(table?.partitioned).toBe(true);
    expect(table?.partitions.map(one => one.name)).toEqual(['p1', 'p2']);
  });

  it('knows whether a table made here holds rows', () => {
    expect(tableBefore('t', 'CREATE TABLE t (id int); SELECT 1;')?.mayHoldRows).toBe(false);
    expect(tableBefore('t', 'CREATE TABLE t (id int); INSERT INTO t VALUES (1); SELECT 1;')?.mayHoldRows).toBe(true);
    expect(tableBefore('t', 'CREATE TABLE t AS SELECT 1; SELECT 1;')?.mayHoldRows).toBe(true);
    expect(tableBefore('t', 'CREATE TABLE t (id int);', 'SELECT 1;')?.mayHoldRows).toBe(true);
    expect(tableBefore('t', 'CREATE TABLE t (id int); TRUNCATE t;', 'SELECT 1;')?.mayHoldRows).toBe(true);
    expect(tableBefore('t', 'CREATE TABLE t (id int);', 'TRUNCATE t; SELECT 1;')?.mayHoldRows).toBe(false);
  });

  it('replays what has changed and nothing before it', () => {
    const facts = [
      ...factsOf({ 'm/001_a.sql': 'CREATE TABLE a (id int);', 'm/002_b.sql': 'CREATE TABLE b (id int);' }).values(),
    ];
    const [first, second] = facts.map(one => historyAfter(emptyHistory, one));
    expect(historyAfter(emptyHistory, facts[0]!)).toBe(first);
    expect(historyAfter(first!, facts[1]!)).toBe(historyAfter(first!, facts[1]!));
    expect(historyAfter(first!, facts[1]!)).not.toBe(second);
  });

  it('survives a long history', () => {
    const files = Object.fromEntries(
      Array.from({ length: 120 }, (_, index) => [
        `migrations/${String(index + 1).padStart(4, '0')}_a.sql`,
        index === 0
          ? 'CREATE TABLE t (c0 int);'
          : `ALTER TABLE t ADD COLUMN c${index} int; CREATE TABLE t${index} (id int);`,
      ]),
    );
    const migration = migrationAt('migrations/0120_a.sql', files);
    const schema = schemaOf(migration.directory.historyAfter(120).store);
    expect(schema.table({ schema: undefined, name: 't' })?.columns.length).toBe(120);
    expect(schema.table({ schema: undefined, name: 't7' })?.columns.length).toBe(1);
  });
});
