import { describe, expect, it } from 'vitest';
import { parseSql, sqlLanguage } from '#languages/sql';
import { applyEdits } from '#text';
import { uri } from './read.ts';

const { foreign } = sqlLanguage.ignores;
const parsed = (text: string) => parseSql({ uri: uri('m/001_a.sql'), text });

/** What the peers' comments say and cover: `directive names: text`. */
function read(text: string): string[] {
  return foreign!
    .all(parsed(text))
    .map(
      ({ directive, names, scope }) =>
        `${directive} ${names?.join(' ') ?? '*'}: ${text.slice(scope.start, scope.end).trim().replace(/\s+/g, ' ')}`,
    );
}

describe('comments for other linters', () => {
  it.each([
    [
      '-- squawk-ignore ban-drop-column, renaming-column\nA;\nB;',
      'squawk-ignore squawk/ban-drop-column squawk/renaming-column: A',
    ],
    ['-- squawk-ignore ban-drop-column -- nobody reads it\nA;', 'squawk-ignore squawk/ban-drop-column: A'],
    ['/* squawk-ignore ban-drop-table */\nA;', 'squawk-ignore squawk/ban-drop-table: A'],
    [
      'A;\n-- squawk-ignore-file ban-drop-table\nB;',
      'squawk-ignore-file squawk/ban-drop-table: A; -- squawk-ignore-file ban-drop-table B;',
    ],
    ['-- atlas:nolint\nA;\nB;', 'atlas:nolint *: A'],
    ['--atlas:nolint DS103 PG110\nA;', 'atlas:nolint atlas/DS103 atlas/PG110: A'],
    ['-- atlas:nolint destructive\nA;', 'atlas:nolint atlas/DS*: A'],
    ['-- atlas:nolint destructive\n\nA;\nB;', 'atlas:nolint atlas/DS*: -- atlas:nolint destructive A; B;'],
    ['-- pgfence-ignore: create-index-not-concurrent\nA;', 'pgfence-ignore pgfence/create-index-not-concurrent: A'],
    ['-- pgfence-ignore-next-line drop-table\nA;', 'pgfence-ignore-next-line pgfence/drop-table: A'],
    ['-- pgfence-ignore\nA;', 'pgfence-ignore *: A'],
    ['-- eugene: ignore E5, E4\nA;', 'eugene: ignore eugene/E5 eugene/E4: A'],
    ['A -- eugene: ignore E5\n B;', 'eugene: ignore eugene/E5: A -- eugene: ignore E5 B'],
    ['A; -- noqa\nB;', 'noqa *: A'],
    ['A\n B; -- noqa: CP02,CP03\nC;', 'noqa sqlfluff/CP02 sqlfluff/CP03: A B'],
    ['-- noqa: disable=all\nA;\n-- noqa: enable=all\nB;', 'noqa *: -- noqa: disable=all A;'],
    [
      '-- safety-assured:start\nA;\nB;\n-- safety-assured:end\nC;',
      'safety-assured:start *: -- safety-assured:start A; B;',
    ],
  ])('%j', (text, expected) => expect(read(text)).toEqual([expected]));

  it.each([
    '-- see squawk-ignore in the docs\nA;',
    '-- squawk-ignored\nA;',
    '-- noqa\nA;',
    '-- safety-assured:start\nA;',
    "SELECT '-- squawk-ignore x';",
    '-- squawk-ignore ban-drop-column',
  ])('%j says nothing', text => expect(read(text)).toEqual([]));
});

describe('our comment in the place of one', () => {
  function converted(text: string): string | undefined {
    const document = parsed(text);
    const edits = foreign!.convert(document, foreign!.all(document)[0]!, 'sql/x, sql/y', 'why');
    return edits && applyEdits(text, edits);
  }

  it.each([
    ['-- squawk-ignore a\r\nSELECT 1;\r\n', '-- plumbline-ignore sql/x, sql/y: why\r\nSELECT 1;\r\n'],
    ['  /* squawk-ignore a */ SELECT 1;', '  /* plumbline-ignore sql/x, sql/y: why */ SELECT 1;'],
    ['SELECT 1; -- noqa\nSELECT 2;', '-- plumbline-ignore sql/x, sql/y: why\nSELECT 1;\nSELECT 2;'],
    ['SELECT -- eugene: ignore E1\n  1;', '-- plumbline-ignore sql/x, sql/y: why\nSELECT\n  1;'],
    ['-- squawk-ignore-file a\nSELECT 1;', '-- plumbline-ignore-file sql/x, sql/y: why\nSELECT 1;'],
    [
      'SELECT 1;\n-- squawk-ignore-file a\nSELECT 2;',
      '-- plumbline-ignore-file sql/x, sql/y: why\nSELECT 1;\nSELECT 2;',
    ],
  ])('%j', (text, expected) => expect(converted(text)).toBe(expected));

  it('is not offered for what stands between two comments', () =>
    expect(converted('-- safety-assured:start\nSELECT 1;\n-- safety-assured:end\n')).toBeUndefined());

  it('takes the reason from the comment below', () => {
    const reasonOf = (text: string): string | undefined => foreign!.all(parsed(text))[0]?.reason;
    expect(reasonOf('-- eugene: ignore E4\n-- has to run in one transaction\nA;')).toBe(
      'has to run in one transaction',
    );
    expect(reasonOf('-- squawk-ignore a\n-- why: the column is empty\nA;')).toBe('the column is empty');
    expect(reasonOf('-- squawk-ignore a\n-- eugene: ignore E4\nA;')).toBe('');
    expect(reasonOf('-- squawk-ignore a\n\n-- Orders.\nA;')).toBe('');
  });
});
