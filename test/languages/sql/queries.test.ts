import { beforeAll, describe, expect, it } from 'vitest';
import {
  everyQuery,
  isQueryFile,
  onlySelect,
  parseSql,
  predicatesOf,
  queryContext,
  queryOf,
  queryPlaces,
  sqlLanguage,
  updateSql,
} from '#languages/sql';
import type { PostgresParser } from '../../../server/src/languages/sql/postgresParser.ts';
import { postgresParser } from './libpg.ts';
import { shapeFromPostgres, shapeOf } from './queries.compare.ts';
import { read } from './read.ts';
import { postgresQueries } from './statements.queries.ts';

let parser: PostgresParser;

beforeAll(async () => {
  parser = await postgresParser();
});

function theirs(text: string) {
  const parsed = parser.parse(text);
  if (!parsed || !('tree' in parsed)) throw new Error(`Not valid: ${parsed?.message}: ${text}`);
  return shapeFromPostgres(parsed.tree.stmts![0]!.stmt);
}

describe("queries agree with PostgreSQL's own tree", () => {
  it.each(postgresQueries)('%s', text => {
    const [statement] = read(text).statements;
    const query = queryOf(statement!);
    expect(query).toBeDefined();
    expect(shapeOf(query!)).toEqual(theirs(text));
  });
});

describe('half-typed queries', () => {
  it.each(postgresQueries)('%s', text => {
    for (const dialect of ['postgresql', 'mysql', 'sqlite'] as const)
      for (let end = 0; end <= text.length; end++) {
        const [statement] = read(text.slice(0, end), dialect).statements;
        const query = statement && queryOf(statement);
        if (!query) continue;
        const { span } = statement;
        for (const one of [...everyQuery(query)]) {
          expect(one.query.span.start).toBeGreaterThanOrEqual(span.start);
          expect(one.query.span.end).toBeLessThanOrEqual(span.end);
        }
      }
  });
});

describe('other dialects', () => {
  it('MySQL and SQLite', () => {
    const shape = (text: string, dialect: 'mysql' | 'sqlite') => {
      const query = queryOf(read(text, dialect).statements[0]!);
      return query && shapeOf(query);
    };
    expect(shape('SELECT `a` FROM `t` USE INDEX (i) WHERE `b` REGEXP ? LIMIT 10, 20', 'mysql')).toMatchObject({
      tables: ['t'],
      where: 'REGEXP',
      whereColumns: ['b'],
      limit: true,
      offset: true,
    });
    expect(shape('DELETE FROM t WHERE a = ? ORDER BY b LIMIT 5', 'mysql')).toMatchObject({ where: '=' });
    expect(shape('SELECT a FROM [t] INDEXED BY i WHERE b GLOB @b LIMIT 5 OFFSET :skip', 'sqlite')).toMatchObject({
      tables: ['t'],
      where: 'GLOB',
      offset: true,
    });
  });
});

describe('parameters and templates', () => {
  const query = (text: string) => {
    const found = queryOf(read(text).statements[0]!);
    if (found?.type !== 'query') throw new Error('no query');
    return found;
  };
  const rights = (text: string) =>
    predicatesOf(onlySelect(query(text))?.where?.condition).flatMap(one => one.right.map(right => right.kind));

  it('every way to write a parameter', () => {
    const text =
      "SELECT a FROM t WHERE a = $1 AND b = :b AND c = @c AND d=@d AND e = sqlc.arg(e) AND f = sqlc.narg('f')::int";
    expect(rights(text)).toEqual(['parameter', 'parameter', 'parameter', 'parameter', 'parameter', 'parameter']);
    expect(query(text).templated).toBe(false);
  });

  it('what a template fills in', () => {
    const text = 'SELECT a FROM t WHERE a = ${value} LIMIT 5';
    expect(rights(text)).toEqual(['template']);
    expect(query(text).templated).toBe(true);
    expect(query('SELECT a FROM {{ .Table }}').templated).toBe(true);
  });

  it('moves with its statement', () => {
    const before = read('SELECT 1;\nSELECT a FROM t WHERE b = 1;');
    const [, second] = before.statements;
    const found = queryOf(second!);
    const after = updateSql(before, { span: { start: 0, end: 0 }, text: '-- more\n' });
    expect(after.statements[1]).toBe(second);
    expect(queryOf(after.statements[1]!)).toBe(found);
    expect(after.text.slice(found!.span.start, found!.span.end)).toBe('SELECT a FROM t WHERE b = 1');
  });

  it('deep nesting neither throws nor hangs', () => {
    const deep = `SELECT ${'('.repeat(5000)}1${')'.repeat(5000)} FROM t WHERE ${'NOT ('.repeat(3000)}a${')'.repeat(3000)} LIMIT 1`;
    expect(query(deep).limit).toBeDefined();
    expect(query(`SELECT a FROM ${'(SELECT a FROM '.repeat(2000)}t`)).toBeDefined();
  });
});

describe('query files', () => {
  const open = (uri: string, text: string) => parseSql({ uri: `file:///shop/${uri}`, text });

  it('annotations of sqlc, aiosql, yesql and HugSQL', () => {
    const text = `-- name: ListUsers :many
-- all of them
SELECT 1; -- name: Trailing :one
-- name: one-user^
SELECT 2;
/* name: Touch :execrows */ SELECT 3;
-- :name find :? :1
SELECT 4;
-- name: plain
SELECT 5;
SELECT 6;`;
    expect(
      queryPlaces(open('queries/q.sql', text)).map(one => one.annotation && [one.annotation.name, one.annotation.rows]),
    ).toEqual([
      ['ListUsers', 'many'],
      ['one-user', 'one'],
      ['Touch', 'none'],
      ['find', 'one'],
      ['plain', undefined],
      undefined,
    ]);
  });

  it.each([
    ['prisma/sql/top.sql', 'SELECT 1', true],
    ['db/queries/users.sql', 'SELECT 1', true],
    ['internal/dbsqlc/users.sql', '-- name: X :one\nSELECT 1', true],
    ['db/migrations/001_init.sql', 'SELECT 1', false],
    ['scripts/report.sql', 'SELECT 1', false],
  ])('%s', (uri, text, expected) => {
    expect(isQueryFile(open(uri, text))).toBe(expected);
    expect(queryPlaces(open(uri, text))).toHaveLength(expected ? 1 : 0);
  });

  it('see the schema of the nearest migrations, and none of several equally near', () => {
    const files: Record<string, string> = {
      'a/db/migrations/20240101000000_x.sql':
        '-- migrate:up\nCREATE TABLE users (id int PRIMARY KEY);\n-- migrate:down\nDROP TABLE users;',
      'b/migrations/20240101000000_x.sql':
        '-- migrate:up\nCREATE TABLE users (uid text);\n-- migrate:down\nDROP TABLE users;',
      'a/db/queries/q.sql': 'SELECT id FROM users',
      'b/queries/q.sql': 'SELECT id FROM users',
      'queries/q.sql': 'SELECT id FROM users',
    };
    const documents = Object.entries(files).map(([uri, text]) => open(uri, text));
    const facts = new Map(documents.map(one => [one.uri, sqlLanguage.facts(one)]));
    const settings = { dialect: undefined, postgresVersion: 15, scope: 'new', tableSizes: {}, migrations: [] } as const;
    const columns = (uri: string) => {
      const document = documents.find(one => one.uri.endsWith(`/shop/${uri}`))!;
      const context = queryContext(document, sqlLanguage.related!(document.uri, facts), settings);
      const [statement] = document.statements;
      const query = queryOf(statement!);
      const [core] = query?.type === 'query' ? query.operands : [];
      const table = core?.type === 'select' ? core.from[0]?.table : undefined;
      return context.tableFor(statement!, table!)?.columns.map(one => one.name);
    };
    expect(columns('a/db/queries/q.sql')).toEqual(['id']);
    expect(columns('b/queries/q.sql')).toEqual(['uid']);
    expect(columns('queries/q.sql')).toBeUndefined();
  });
});
