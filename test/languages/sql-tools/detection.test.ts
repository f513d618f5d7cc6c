import { describe, expect, it } from 'vitest';
import type { Hints } from '#languages';
import { parseSql, roleOf, sqlLanguage } from '#languages/sql';
import { shownDialect } from '../../../server/src/languages/sql/dialect.ts';
import { uri } from './read.ts';

const detects = (text: string, path = 'migrations/001_a.sql'): boolean => sqlLanguage.detect({ uri: uri(path), text });

describe('what is SQL', () => {
  it.each(['', 'SELECT 1;', 'CREATE TABLE `t` (`id` int) ENGINE=InnoDB;', '-- GO\nSELECT 1;', "SELECT '[x]';"])(
    '%j is',
    text => expect(detects(text)).toBe(true),
  );

  it.each([
    '--\n-- PostgreSQL database dump\n--\nCREATE TABLE t (id int);',
    '-- MySQL dump 10.13  Distrib 8.0.36\nCREATE TABLE t (id int);',
    'CREATE TABLE t (id UInt64) ENGINE = ReplacingMergeTree() ORDER BY id;',
    'CREATE TABLE t ON CLUSTER default (id UInt64);',
    'CREATE TABLE [dbo].[t] ([id] int IDENTITY(1,1));',
    'SELECT 1\nGO\nSELECT 2',
    'SELECT * FROM `shop-prod.sales.orders`;',
    'CREATE TABLE t (id NUMBER(10), name VARCHAR2(80));',
    'SQLite format 3\0',
  ])('%j is left alone', text => expect(detects(text)).toBe(false));

  it.each(['db/clickhouse/1_a.sql', 'db/mssql/1_a.sql', 'm/1_a.cockroach.up.sql'])(
    '%s is named after another system',
    path => expect(detects('SELECT 1;', path)).toBe(false),
  );

  it('only under the name of SQL', () => {
    expect(detects('SELECT 1;', 'a.txt')).toBe(false);
    expect(detects('SELECT 1;', 'A.SQL')).toBe(true);
  });
});

describe('what it is for', () => {
  it.each([
    ['db/migrations/001_a.sql', 'SELECT 1;', 'migration'],
    ['prisma/migrations/20260101000000_a/migration.sql', 'SELECT 1;', 'migration'],
    ['anywhere/a.sql', '-- +goose Up\nSELECT 1;', 'migration'],
    ['sql/003_add_users.sql', 'SELECT 1;', 'migration'],
    ['db/seeds/001_users.sql', 'INSERT INTO t VALUES (1);', 'other'],
    ['test/fixtures/migrations/001_a.sql', 'SELECT 1;', 'other'],
    ['db/migrations/prod.dump.sql', 'SELECT 1;', 'other'],
    ['prisma/sql/listUsers.sql', 'SELECT 1;', 'query'],
    ['db/queries/users.sql', 'SELECT 1;', 'query'],
    ['db/users.sql', '-- name: ListUsers :many\nSELECT 1;', 'query'],
    ['db/schema.sql', 'CREATE TABLE t (id int);', 'schema'],
    ['db/structure.sql', 'CREATE TABLE t (id int);', 'schema'],
    ['notes/a.sql', 'SELECT 1;', 'other'],
  ])('%s is a %3$s', (path, text, role) => expect(roleOf(uri(path), text)).toBe(role));
});

describe('its dialect', () => {
  it.each([
    ['CREATE TABLE t (id bigserial, data jsonb);', 'postgresql'],
    ['CREATE TABLE `t` (`id` int AUTO_INCREMENT);', 'mysql'],
    ['CREATE TABLE `t` (`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL);', 'sqlite'],
    ['PRAGMA foreign_keys = OFF;', 'sqlite'],
    ['CREATE INDEX a ON b (c);', undefined],
    ['-- `quoted` in a comment\nCREATE INDEX a ON b (c);', undefined],
    ['CREATE TABLE t (id INTEGER PRIMARY KEY);', undefined],
  ])('%j shows %s', (text, dialect) => expect(shownDialect(text)).toBe(dialect));
});

describe('the dialect that a path names', () => {
  const read = (path: string, text: string, hints?: Hints) =>
    parseSql({ uri: uri(path), text, ...(hints ? { hints } : {}) }).dialect;

  it.each([
    ['m/1_a.mysql.up.sql', 'mysql'],
    ['m/1_a.sqlite3.down.sql', 'sqlite'],
    ['db/migrations/postgres/1_a.sql', 'postgresql'],
    ['db/mariadb/migrations/1_a.sql', 'mariadb'],
    ['db/sqlite/migrations/20260101000000_a/migration.sql', 'postgresql'],
    ['m/mysql_users.sql', 'postgresql'],
  ])('%s: %s', (path, dialect) => expect(read(path, 'SELECT 1;')).toBe(dialect));

  it('counts more than the text, and less than config and companions', () => {
    expect(read('postgres/1_a.sql', 'CREATE TABLE `t` (`id` int AUTO_INCREMENT);')).toBe('postgresql');
    expect(read('postgres/1_a.sql', 'SELECT 1;', { sqlDialect: 'mysql' })).toBe('mysql');
  });
});
