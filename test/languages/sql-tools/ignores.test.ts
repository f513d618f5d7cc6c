import { describe, expect, it } from 'vitest';
import { parseSql, sqlLanguage } from '#languages/sql';
import { applyEdits } from '#text';
import { uri } from './read.ts';

const { ignores } = sqlLanguage;
const parsed = (text: string) => parseSql({ uri: uri('m/001_a.sql'), text });

function ignoredHere(text: string, at: string): string {
  const start = text.indexOf(at);
  return applyEdits(text, [ignores.writeHere(parsed(text), { start, end: start + at.length }, 'sql/x', 'why')!]);
}

function ignoredInFile(text: string): string {
  return applyEdits(text, [ignores.writeInFile(parsed(text), 'sql/x', 'why')!]);
}

/** What the first comment covers. */
function covered(text: string): string | undefined {
  const document = parsed(text);
  const scope = ignores.scopeAfter(document, document.comments[0]!);
  return scope && text.slice(scope.start, scope.end);
}

describe('an ignore comment', () => {
  it('covers the next statement', () => {
    expect(covered('SELECT 1;\n-- x\n\n-- y\nSELECT\n  2;\nSELECT 3;')).toBe('SELECT\n  2');
    expect(covered('SELECT 1; -- x\nSELECT 2;')).toBe('SELECT 2');
  });

  it('covers the rest of the statement that it stands in', () =>
    expect(covered('ALTER TABLE t\n  -- x\n  ADD COLUMN a int;\nSELECT 1;')).toBe('\n  ADD COLUMN a int'));

  it('covers nothing at the end', () => expect(covered('SELECT 1;\n-- x')).toBeUndefined());

  it('stands in the header before the first statement', () => {
    const document = parsed('-- a\n\n-- b\nSELECT 1;');
    expect(ignores.headerEnd(document)).toBe(document.text.indexOf('SELECT'));
  });
});

describe('writing an ignore', () => {
  it('above the statement, with its indentation and line breaks', () => {
    expect(ignoredHere('SELECT 1;\r\n  SELECT\r\n 2;\r\n', '2')).toBe(
      'SELECT 1;\r\n  -- plumbline-ignore sql/x: why\r\n  SELECT\r\n 2;\r\n',
    );
    expect(ignoredHere('\ufeffSELECT 1;', '1')).toBe('\ufeff-- plumbline-ignore sql/x: why\nSELECT 1;');
  });

  it.each([
    ['SELECT 1;', '', 'SELECT 1;'],
    ['\ufeffSELECT 1;', '\ufeff', 'SELECT 1;'],
    ['-- no-transaction\nSELECT 1;', '-- no-transaction\n', 'SELECT 1;'],
    ['-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;', '-- +goose NO TRANSACTION\n-- +goose Up\n', 'SELECT 1;'],
    [
      '--liquibase formatted sql\n--changeset a:1\nSELECT 1;',
      '--liquibase formatted sql\n',
      '--changeset a:1\nSELECT 1;',
    ],
    ['-- atlas:txmode none\n\nSELECT 1;', '-- atlas:txmode none\n\n', 'SELECT 1;'],
    ['-- an ordinary comment\nSELECT 1;', '', '-- an ordinary comment\nSELECT 1;'],
  ])('in the file %j, after what must stand first', (text, head, tail) =>
    expect(ignoredInFile(text)).toBe(`${head}-- plumbline-ignore-file sql/x: why\n${tail}`),
  );
});
