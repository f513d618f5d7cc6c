import { describe, expect, it } from 'vitest';
import { heads, only, read } from './read.ts';
import { mySqlStatements, sqliteStatements } from './statements.others.ts';

describe.each([
  ['mysql', mySqlStatements],
  ['sqlite', sqliteStatements],
] as const)('%s', (dialect, statements) => {
  it.each(statements)('is one known statement: %s', text => {
    const document = read(`${text}\n;`, dialect);
    expect(document.statements).toHaveLength(1);
    expect(document.problems).toEqual([]);
    const [statement] = document.statements;
    expect(statement!.type === 'other' && !text.startsWith('SELECT')).toBe(false);
    if (statement!.type === 'alterTable') expect(statement!.actions.filter(one => one.type === 'other')).toEqual([]);
    if (statement!.type === 'createTable') {
      const constraints = [...statement!.constraints, ...statement!.columns.flatMap(one => one.constraints)];
      expect(constraints.filter(one => one.type === 'other')).toEqual([]);
    }
  });

  it('many statements', () => {
    const { statements: read1 } = read(statements.join('\n;\n'), dialect);
    expect(read1).toHaveLength(statements.length);
  });
});

describe('MySQL', () => {
  it('reads columns and keys', () => {
    const table = only(mySqlStatements[0]!, 'createTable', 'mysql');
    expect(table.table?.name).toMatchObject({ text: 'users', quoted: true });
    expect(table.columns.map(one => [one.name.text, one.type?.name, one.constraints.map(c => c.type)])).toEqual([
      ['id', 'bigint unsigned', ['notNull', 'autoIncrement']],
      ['email', 'varchar', ['collate', 'notNull']],
      ['at', 'datetime', ['notNull', 'default', 'onUpdate']],
    ]);
    expect(table.constraints.map(one => [one.type, one.name?.text])).toEqual([
      ['primaryKey', undefined],
      ['unique', 'users_email'],
      ['index', 'by_at'],
    ]);
  });

  it('reads the actions of ALTER TABLE', () => {
    const types = (text: string) => only(text, 'alterTable', 'mysql').actions.map(one => one.type);
    expect(types('ALTER TABLE u ADD COLUMN a INT AFTER b, ADD (c int, d int), ALGORITHM=INSTANT')).toEqual([
      'addColumn',
      'addColumn',
      'addColumn',
      'option',
    ]);
    expect(types('ALTER TABLE u DROP a, DROP INDEX i, DROP FOREIGN KEY f, DROP PRIMARY KEY')).toEqual([
      'dropColumn',
      'dropIndex',
      'dropForeignKey',
      'dropPrimaryKey',
    ]);
    expect(types('ALTER TABLE u MODIFY a INT, CHANGE b c INT, RENAME INDEX i TO j, RENAME TO v')).toEqual([
      'modifyColumn',
      'changeColumn',
      'renameIndex',
      'renameTable',
    ]);
    expect(types('ALTER TABLE u ADD UNIQUE INDEX x (a), ADD FULLTEXT (b), ADD KEY k (c)')).toEqual([
      'addConstraint',
      'addConstraint',
      'addConstraint',
    ]);
  });

  it('obeys DELIMITER', () => {
    const text =
      'DELIMITER $$\nCREATE PROCEDURE p()\nBEGIN\n  SELECT 1;\n  CREATE TABLE t (a int);\nEND$$\nDELIMITER ;\nSELECT 2;\nDROP TABLE t;\n';
    expect(read(text, 'mysql').statements.map(one => one.type)).toEqual([
      'meta',
      'createProcedure',
      'meta',
      'select',
      'dropTable',
    ]);
    expect(only('DELIMITER //\n', 'meta', 'mysql').text).toBe('DELIMITER //');
  });

  it('a dump with executable comments', () => {
    expect(
      heads('/*!40101 SET NAMES utf8 */;\n/*!50001 CREATE VIEW v AS SELECT 1 */;\nDROP TABLE t;', 'mysql'),
    ).toEqual(['/*!40101 SET NAMES', '/*!50001 CREATE VIEW', 'DROP TABLE t']);
  });
});

describe('SQLite', () => {
  it('reads free types and brackets', () => {
    const table = only(sqliteStatements[1]!, 'createTable', 'sqlite');
    expect(table.columns.map(one => [one.name.text, one.type?.name])).toEqual([
      ['id', 'text'],
      ['ts', 'integer'],
      ['odd name', 'text'],
      ['bare', undefined],
    ]);
  });
});

describe('migration tools cut a file', () => {
  it.each([
    ['goose', 'CREATE TABLE a (x int)\n-- +goose Down\nDROP TABLE a'],
    ['goose, blocks', '-- +goose StatementBegin\nCREATE TABLE a (x int)\n-- +goose StatementEnd\nDROP TABLE a'],
    ['dbmate', 'CREATE TABLE a (x int)\n-- migrate:down\nDROP TABLE a'],
    ['Drizzle', 'CREATE TABLE a (x int)--> statement-breakpoint\nDROP TABLE a'],
    ['node-pg-migrate', 'CREATE TABLE a (x int)\n-- Down Migration\nDROP TABLE a'],
    ['Liquibase', 'CREATE TABLE a (x int)\n--changeset me:2\nDROP TABLE a'],
  ])('%s', (_, text) => {
    expect(read(text).statements.map(one => one.type)).toEqual(['createTable', 'dropTable']);
  });
});
