import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSql, type SqlDialect, type SqlDocument, updateSql } from '#languages/sql';
import { applyEdits, type TextEdit } from '#text';
import { plain } from './plain.ts';
import { read } from './read.ts';
import { mySqlStatements, sqliteStatements } from './statements.others.ts';
import { postgresStatements } from './statements.postgres.ts';

/** What people type, and what makes a splitter stumble. */
const insertions = [
  "'",
  '"',
  '`',
  '$$',
  '$f$',
  '(',
  ')',
  ';',
  ';\n',
  '\n',
  '\r\n',
  ' ',
  '--',
  '/*',
  '*/',
  '\\',
  ':',
  '{{',
  '}}',
  '${a}',
  'x',
  'é😀',
  '\nCREATE TABLE n (a int);\n',
  'CREATE',
  '\nALTER TABLE ',
  ' CONCURRENTLY',
  'NOT NULL',
  'DELIMITER //\n',
  '//',
  '\nDELIMITER ;\n',
  '\n-- +goose StatementBegin\n',
  '--> statement-breakpoint',
  'COPY t FROM stdin;\n1\n',
  '\\.\n',
  'BEGIN',
  'END',
  '/*!40101 ',
  '[',
  ']',
  '@a@',
];

const pools: Readonly<Record<SqlDialect, readonly string[]>> = {
  postgresql: postgresStatements,
  mysql: mySqlStatements,
  mariadb: mySqlStatements,
  sqlite: sqliteStatements,
};

const edits = fc.array(
  fc.record({
    at: fc.nat(),
    length: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(200)),
    text: fc.constantFrom('', ...insertions),
  }),
  { minLength: 1, maxLength: 8 },
);

function editOf(document: SqlDocument, { at, length, text }: { at: number; length: number; text: string }): TextEdit {
  const start = at % (document.text.length + 1);
  return { span: { start, end: Math.min(document.text.length, start + length) }, text };
}

describe('a document after edits is the document read anew', () => {
  it.each(['postgresql', 'mysql', 'sqlite'] as const)('%s', dialect => {
    const text = fc
      .array(fc.tuple(fc.constantFrom(...pools[dialect]), fc.constantFrom(';\n', '\n\n', ';\r\n', ';-- c\n\n', '; ')), {
        maxLength: 12,
      })
      .map(parts => parts.flat().join(''));
    fc.assert(
      fc.property(text, edits, (start, changes) => {
        let document = read(start, dialect);
        for (const one of changes) {
          const edit = editOf(document, one);
          const expected = applyEdits(document.text, [edit]);
          document = updateSql(document, edit);
          expect(plain(document)).toEqual(plain(read(expected, dialect)));
        }
      }),
      { numRuns: 250 },
    );
  });

  it('without a dialect in the config, the text decides again', () => {
    const document = parseSql({ uri: 'file:///a.sql', text: 'CREATE TABLE t (a int);' });
    expect(document.dialect).toBe('postgresql');
    const edit = { span: { start: 16, end: 17 }, text: '`a`' };
    expect(updateSql(document, edit).dialect).toBe('mysql');
  });
});

describe('a statement that an edit does not touch is the same object', () => {
  const text = 'CREATE TABLE a (x int);\n-- about b\nCREATE TABLE b (x int);\nALTER TABLE c ADD COLUMN d int;\n';
  const change = (offset: number, inserted: string): SqlDocument =>
    updateSql(read(text), { span: { start: offset, end: offset }, text: inserted });

  function expectKept(offset: number, inserted: string, kept: readonly number[], from: number): void {
    const before = read(text);
    const { statements } = before;
    const after = updateSql(before, { span: { start: offset, end: offset }, text: inserted });
    for (const index of kept)
      expect(after.statements[index + (index >= from ? after.statements.length - 3 : 0)]).toBe(statements[index]);
  }

  it('above and below an edit inside another', () => expectKept(text.indexOf('b (x'), 'bb', [0, 2], 3));
  it('below an insertion at the top', () => expectKept(0, 'DROP TABLE z;\n', [0, 1, 2], 0));
  it('around a new statement', () => expectKept(text.indexOf('-- about'), 'DROP TABLE z;\n', [0, 1, 2], 1));
  it('below an edit of its comment', () => expectKept(text.indexOf('about'), 'all ', [0, 1, 2], 3));

  it('and knows its new place', () => {
    const document = change(0, 'DROP TABLE z;\n');
    const [added] = document.addedColumns;
    expect(document.textOf(added!)).toBe('d int');
    expect(document.textOf(added!.statement)).toBe('ALTER TABLE c ADD COLUMN d int');
  });

  it('while a quote is open above it', () => {
    const before = read(text);
    const kept = before.statements[2]!;
    const open = updateSql(before, { span: { start: 16, end: 17 }, text: "'" });
    const closed = updateSql(open, { span: { start: 16, end: 17 }, text: 'x' });
    expect(open.statements.at(-1)).toBe(kept);
    expect(closed.statements.at(-1)).toBe(kept);
  });

  it('but not when the delimiter around it changes', () => {
    const sql = 'DELIMITER //\nSELECT 1//\nSELECT 2//\n';
    const before = read(sql, 'mysql');
    const after = updateSql(before, { span: { start: 10, end: 12 }, text: ';' });
    expect(after.statements.map(one => one.text)).toEqual(
      read(sql.replace('//', ';'), 'mysql').statements.map(one => one.text),
    );
  });
});
