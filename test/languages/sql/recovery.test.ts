import { describe, expect, it } from 'vitest';
import type { SqlDialect } from '#languages/sql';
import { heads, read } from './read.ts';
import { mySqlStatements, sqliteStatements } from './statements.others.ts';
import { postgresStatements } from './statements.postgres.ts';

const around = {
  above: 'CREATE TABLE above (a int);\n\n',
  below: "\n\nCREATE INDEX below ON above (a);\nINSERT INTO above VALUES ('it''s');\nDROP TABLE last;\n",
};

/** What of the statements around a broken one is still read. */
function kept(broken: string, dialect?: SqlDialect): string[] {
  const all = heads(around.above + broken + around.below, dialect);
  const others = [
    'CREATE TABLE above',
    'CREATE INDEX below',
    'INSERT INTO above',
    'DROP TABLE last;',
    'DROP TABLE last',
  ];
  return all.filter(one => others.includes(one));
}

const everything = ['CREATE TABLE above', 'CREATE INDEX below', 'INSERT INTO above', 'DROP TABLE last'];

describe('a broken statement hides nothing but itself', () => {
  it.each([
    ['its tail is cut', 'CREATE TABLE t (a int, b;'],
    ['its tail and the ; are cut', 'CREATE TABLE t (a int, b'],
    ['the ; is missing', 'CREATE TABLE t (a int)'],
    ['the ; of an ALTER is missing', 'ALTER TABLE t ADD COLUMN a int'],
    ['a quote is open at its end', "ALTER TABLE t ALTER a SET DEFAULT 'x;"],
    ['a quote is open in its middle', "CREATE TABLE t (\n  a text DEFAULT 'x,\n  b text NOT NULL\n);"],
    ['one quote too many', "INSERT INTO t VALUES ('it's', 'b');"],
    ['a quoted name is open', 'ALTER TABLE "t ADD COLUMN a int;'],
    ['a parenthesis is open', 'CREATE TABLE t (a numeric(1, b int);'],
    ['a dollar quote is open', "CREATE FUNCTION f() RETURNS int AS $$\nBEGIN\n  RETURN 'x';\nEND;\n"],
    ['a comment is open', 'DROP TABLE t; /* why'],
    ['a typo in its first word', 'CRAETE TABLE t (a int);'],
    ['half a word', 'CRE'],
    ['half a statement', 'ALTER TABLE t ALTER COLUMN'],
    ['a parenthesis too many', 'CREATE TABLE t (a int));'],
    ['only the end of a body', 'END $$;'],
  ])('%s', (_, broken) => {
    expect(kept(broken)).toEqual(everything);
  });

  it('an open dollar quote before another function', () => {
    const text =
      'CREATE FUNCTION a() RETURNS int AS $$\nSELECT 1;\n\nCREATE FUNCTION b() RETURNS int AS $$ SELECT 2; $$ LANGUAGE sql;\nDROP TABLE c;';
    expect(heads(text)).toEqual(['CREATE FUNCTION a()', 'CREATE FUNCTION b()', 'DROP TABLE c']);
  });

  it('an open routine of MySQL before another one', () => {
    const text = 'CREATE PROCEDURE a() BEGIN SELECT 1;\n\nCREATE PROCEDURE b() BEGIN SELECT 2; END;\nDROP TABLE c;';
    expect(heads(text, 'mysql')).toEqual(['CREATE PROCEDURE a()', 'CREATE PROCEDURE b()', 'DROP TABLE c']);
  });

  it('an open trigger of SQLite', () => {
    const text = 'CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1;\n\nCREATE TABLE b (x);\nDROP TABLE c;';
    expect(heads(text, 'sqlite')).toEqual(['CREATE TRIGGER a', 'CREATE TABLE b', 'DROP TABLE c']);
  });

  it.each([
    ['an open quote', "SELECT 'a;\n", 'This string is never closed', "'a"],
    ['an open name', 'SELECT "a;\n', 'This quoted name is never closed', '"a'],
    ['an open comment', 'SELECT 1; /* a\n', 'This comment is never closed', '/*'],
    ['an open dollar quote', 'DO $x$ BEGIN\nEND;\n', 'This dollar quote is never closed', '$x$'],
    ['an open parenthesis', 'SELECT (1 + (2);\n', 'This parenthesis is never closed', '('],
  ])('%s is a problem, and points at the place', (_, text, message, place) => {
    const document = read(text);
    expect(document.problems.map(one => [one.message, text.slice(one.span.start, one.span.end)])).toEqual([
      [message, place],
    ]);
  });
});

describe('what looks like a new statement and is none', () => {
  it.each([
    [
      'the actions of an ALTER TABLE',
      'ALTER TABLE t\nDROP CONSTRAINT a,\nALTER type SET NOT NULL,\nDROP type;',
      'postgresql',
    ],
    ['the only action of one', 'ALTER TABLE t\nDROP INDEX a;', 'mysql'],
    ['the elements of a schema', 'CREATE SCHEMA s\nCREATE TABLE t (a int);', 'postgresql'],
    ['a query with a table expression', 'WITH x AS (SELECT 1)\n\nINSERT INTO t SELECT * FROM x;', 'postgresql'],
    [
      'the events of a trigger',
      'CREATE TRIGGER t AFTER INSERT OR\nUPDATE OF a ON b FOR EACH ROW EXECUTE FUNCTION f();',
      'postgresql',
    ],
    ['a text with statements in it', "SELECT $$\nCREATE TABLE x ();\n$$, '\nCREATE TABLE y ();\n', 1;", 'postgresql'],
  ] as const)('%s', (_, text, dialect) => {
    expect(heads(text, dialect)).toHaveLength(1);
  });
});

describe('every prefix of every statement is read, and every one without one of its lines', () => {
  it.each([
    ['postgresql', postgresStatements],
    ['mysql', mySqlStatements],
    ['sqlite', sqliteStatements],
  ] as const)('%s', (dialect, statements) => {
    for (const statement of statements) {
      const counts: number[] = [];
      for (let length = 0; length < statement.length; length++)
        counts.push(read(statement.slice(0, length), dialect).statements.length);
      expect(Math.max(...counts), statement).toBeLessThan(12);
    }
  });

  it('and every text is covered by its statements in order', () => {
    const text = postgresStatements.join(';\n');
    for (let length = 0; length < text.length; length += 29) {
      let end = 0;
      for (const { span } of read(text.slice(0, length)).statements) {
        expect(span.start).toBeGreaterThanOrEqual(end);
        expect(span.end).toBeGreaterThan(span.start);
        end = span.end;
      }
      expect(end).toBeLessThanOrEqual(length);
    }
  });
});

describe('a quoted name over line breaks', () => {
  it.each([
    ['PostgreSQL', 'ALTER TABLE "two\r\nlines" ADD COLUMN "a ""b""\nc" int;', 'two\r\nlines', undefined],
    ['MySQL', 'ALTER TABLE `two\nlines` ADD COLUMN b int;', 'two\nlines', 'mysql'],
  ] as const)('is one name: %s', (_, text, name, dialect) => {
    const { statements, problems } = read(text, dialect);
    expect(problems).toEqual([]);
    expect(statements.map(one => one.type === 'alterTable' && one.table?.name.text)).toEqual([name]);
  });

  it.each([
    ['a column list goes on', 'CREATE TABLE t (\n  "a int,\n  "b" int\n);'],
    ['another statement begins', 'ALTER TABLE "t ADD COLUMN a int\nDROP TABLE "u";'],
    ['it is too long', `ALTER TABLE "t ADD COLUMN ${'a'.repeat(60)}\n" int;`],
  ])('was never closed where %s', (_, text) =>
    expect(read(text).problems.map(one => one.message)).toContain('This quoted name is never closed'),
  );
});
