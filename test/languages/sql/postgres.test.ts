import { beforeAll, describe, expect, it } from 'vitest';
import type { PostgresParser } from '../../../server/src/languages/sql/postgresParser.ts';
import { fromModel } from './compare.ts';
import { fromPostgres, postgresParser } from './libpg.ts';
import { heads, read } from './read.ts';
import { postgresStatements } from './statements.postgres.ts';

let parser: PostgresParser;

beforeAll(async () => {
  parser = await postgresParser();
});

/** The statements of libpg-query's tree; fails where the text is not valid. */
function parsedBy(text: string) {
  const parsed = parser.parse(text);
  if (!parsed || !('tree' in parsed)) throw new Error(`Not valid: ${parsed?.message}: ${text.slice(0, 200)}`);
  return parsed.tree.stmts ?? [];
}

describe("the recogniser agrees with PostgreSQL's own tree", () => {
  it.each(postgresStatements)('%s', text => {
    const [tree] = parsedBy(text);
    const { statements, problems } = read(text);
    expect(statements).toHaveLength(1);
    expect(problems).toEqual([]);
    const expected = fromPostgres(tree!.stmt);
    if (expected) expect(fromModel(statements[0]!)).toEqual(expected);
    expect(statements[0]!.type).not.toBe('meta');
  });

  it('compares most of them', () => {
    const compared = postgresStatements.filter(text => fromPostgres(parsedBy(text)[0]!.stmt));
    expect(compared.length).toBeGreaterThan(60);
  });
});

describe('the splitter agrees with PostgreSQL', () => {
  it.each([
    ['semicolons', ';\n'],
    ['empty statements and comments', ';;\n-- a; b\n/* c; /* d */ ; */\n'],
    ['CRLF', ';\r\n\r\n'],
    ['nothing but a blank', '; '],
  ])('statements joined by %s', (_, separator) => {
    const text = `${postgresStatements.join(separator)};`;
    const trees = parsedBy(text);
    const { statements, problems } = read(text);
    expect(problems).toEqual([]);
    expect(statements.map(one => one.text)).toEqual(postgresStatements.map(one => one));
    expect(statements).toHaveLength(trees.length);
  });
});

describe('what only clients understand', () => {
  it('psql commands are statements of their own, and end the one before', () => {
    const text = 'SELECT 1 \\gexec\n\\connect app\nSELECT 2;\n\\i other.sql\n';
    expect(read(text).statements.map(one => [one.type, one.text])).toEqual([
      ['select', 'SELECT 1'],
      ['meta', '\\gexec'],
      ['meta', '\\connect app'],
      ['select', 'SELECT 2'],
      ['meta', '\\i other.sql'],
    ]);
  });

  it('the data of COPY belongs to COPY', () => {
    const text = "COPY t (a) FROM stdin;\nit's\tCREATE TABLE x;\n\\.\n\nDROP TABLE y;";
    expect(heads(text)).toEqual(['COPY t (a)', 'DROP TABLE y']);
  });
});
