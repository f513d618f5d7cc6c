import { beforeAll, describe, expect, it } from 'vitest';
import type { Judge } from '#languages';
import { parseSql, type SqlDocument, updateSql } from '#languages/sql';
import { loadPostgresJudge, postgresJudge } from '../../../server/src/languages/sql/judge.ts';
import type { PostgresParser } from '../../../server/src/languages/sql/postgresParser.ts';
import { postgresParser, postgresWasm } from './libpg.ts';
import { read } from './read.ts';

let judge: Judge<SqlDocument>;

beforeAll(async () => {
  judge = await loadPostgresJudge(postgresWasm());
});

/** What the judge says, and the text it points at. */
function verdicts(document: SqlDocument): [string, string][] {
  return judge.judge(document, []).map(({ span, message }) => [document.text.slice(span.start, span.end), message]);
}

describe('PostgreSQL judges', () => {
  it.each([
    ['a word', 'CREATE TABLE t (a int);\nALTER TABLE t ADDD COLUMN b int;\n', 'ADDD'],
    ['behind é and 😀', "-- é😀\nSELECT 'é😀' || '😀'; SELECT 'é😀é' FROM FROM x;", 'FROM'],
    ['a quoted name', 'CREATE INDEX i ON t "é😀" (a);', '"é😀"'],
    ['a mark', 'CREATE TABLE t (a int,, b int);', ','],
    ['the end', 'ALTER TABLE t ADD COLUMN;', 'COLUMN'],
    ['the end behind a comment', 'ALTER TABLE t ADD -- what?\n;', 'ADD'],
    ['with CRLF and a BOM', '\ufeffCREATE TABLE t\r\n(a int\r\nb int);', 'b'],
  ])('%s', (_, text, place) => {
    const found = verdicts(read(text));
    expect(found.map(([at]) => at)).toEqual([place]);
    expect(found[0]![1]).toMatch(/^syntax error at/);
  });

  it('each statement for itself', () => {
    expect(verdicts(read('SELEC 1;\nSELECT 1;\nCREATE TABEL t ();\n')).map(([at]) => at)).toEqual(['SELEC', 'TABEL']);
  });

  it.each([
    ['templates', 'ALTER TABLE {{ .T }} ADDD a int;'],
    ['psql', '\\connect app\nSELECT 1;'],
    ['what is broken already', "SELECT 'a;"],
    ['data', `INSERT INTO t VALUES ${"('x'), ".repeat(15_000)};`],
  ])('is silent about %s', (_, text) => {
    expect(verdicts(read(text))).toEqual([]);
  });

  it('is silent about other dialects and unknown ones', () => {
    expect(verdicts(read('ALTER TABLE t MODIFY a INT;', 'mysql'))).toEqual([]);
    expect(verdicts(parseSql({ uri: 'file:///a.sql', text: 'ALTER TABLE t MODIFY a INT;' }))).toEqual([]);
  });

  it('keeps its verdict with the statement, and its place with the text', async () => {
    const parser = await postgresParser();
    let calls = 0;
    const counted: PostgresParser = {
      parse(text) {
        calls++;
        return parser.parse(text);
      },
    };
    const counting = postgresJudge(counted);
    const before = read('SELECT 1;\nSELEC 2;\n');
    counting.judge(before, []);
    const after = updateSql(before, { span: { start: 0, end: 0 }, text: '-- é\n' });
    expect(counting.judge(after, [])[0]!.span).toEqual({ start: 15, end: 20 });
    expect(calls).toBe(2);
  });
});
