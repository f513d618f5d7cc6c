import { describe, expect, it } from 'vitest';
import {
  addNotValid,
  buildIndexFirst,
  builtKeys,
  parseSql,
  proveFirst,
  scanningConstraints,
  scanningNotNulls,
} from '#languages/sql';
import { applyEdits } from '#text';
import { migrationAt } from './read.ts';

const INIT = 'CREATE TABLE t (id bigint, a text, b text);';

function migration(text: string) {
  return migrationAt('m/002_next.sql', { 'm/001_init.sql': INIT, 'm/002_next.sql': text });
}

describe('a key of a table', () => {
  const keyOf = (text: string) => {
    const document = parseSql({ uri: 'file:///a.sql', text: `ALTER TABLE t ADD ${text};` });
    const [action] = document.alteredTables[0]!.actions;
    if (action?.type !== 'addConstraint' || action.constraint.type !== 'unique') throw new Error('no UNIQUE');
    const { columnList, include, includedColumns, storage, timing, usingIndex, nullsNotDistinct } = action.constraint;
    const written = [columnList, include, storage, timing, usingIndex, nullsNotDistinct].map(
      one => one && document.textOf(one),
    );
    return { written, included: includedColumns.map(one => one.text) };
  };

  it('knows its clauses by their places', () =>
    expect(
      keyOf(
        'UNIQUE NULLS NOT DISTINCT (a, "B") INCLUDE (c, d) WITH (fillfactor = 70) USING INDEX TABLESPACE fast NOT DEFERRABLE INITIALLY IMMEDIATE',
      ),
    ).toEqual({
      written: [
        '(a, "B")',
        'INCLUDE (c, d)',
        'WITH (fillfactor = 70) USING INDEX TABLESPACE fast',
        'NOT DEFERRABLE INITIALLY IMMEDIATE',
        undefined,
        'NULLS NOT DISTINCT',
      ],
      included: ['c', 'd'],
    }));

  it('knows the index that it takes over', () =>
    expect(keyOf('CONSTRAINT k UNIQUE USING INDEX i DEFERRABLE').written).toEqual([
      undefined,
      undefined,
      undefined,
      'DEFERRABLE',
      'i',
      undefined,
    ]));
});

describe('a fix in several steps', () => {
  const textAfter = (text: string, edits: readonly Parameters<typeof applyEdits>[1][number][] | undefined) =>
    edits && applyEdits(text, edits);

  it('takes the first action out and leaves the comments', () => {
    const text = 'ALTER TABLE t\n  ADD CONSTRAINT k UNIQUE (a) /* one */, -- two\n  ADD COLUMN c int;\n';
    const found = migration(text);
    const placement = buildIndexFirst(builtKeys(found, 'unique')[0]!, found, 15, 0);
    expect(textAfter(text, placement?.change.edits)).toBe('ALTER TABLE t\n   /* one */ -- two\n  ADD COLUMN c int;\n');
  });

  it('counts on from the migrations that other fixes make', () => {
    const found = migration('ALTER TABLE t ADD CHECK (id > 0);');
    const fix = addNotValid(scanningConstraints(found, 15)[0]!, found, 2);
    expect(fix?.placement.change.creates.map(one => one.uri)).toEqual(['file:///app/m/005_validate_t_id_check.sql']);
  });

  it('gives a name that nothing else has', () => {
    const found = migration(
      'ALTER TABLE t ADD CONSTRAINT t_id_check CHECK (id > 1) NOT VALID;\nALTER TABLE t ADD CHECK (id > 0);',
    );
    const fix = addNotValid(scanningConstraints(found, 15)[0]!, found, 0);
    expect(fix?.placement.change.creates[0]?.text).toBe('ALTER TABLE t VALIDATE CONSTRAINT t_id_check1;\n');
  });

  it('is none where the index has a storage of its own', () => {
    const found = migration('ALTER TABLE t ADD UNIQUE (a) USING INDEX TABLESPACE fast;');
    expect(buildIndexFirst(builtKeys(found, 'unique')[0]!, found, 15, 0)).toBeUndefined();
  });

  it('is none where the file goes on to change what it needs', () => {
    for (const change of ['RENAME COLUMN a TO c', 'DROP COLUMN a', 'RENAME TO u', 'SET SCHEMA app']) {
      const found = migration(`ALTER TABLE t ALTER COLUMN a SET NOT NULL;\nALTER TABLE t ${change};`);
      expect(proveFirst(scanningNotNulls(found)[0]!, found, 15, 0), change).toBeUndefined();
    }
  });

  it('is none inside a block of goose', () => {
    const found = migration(
      '-- +goose Up\n-- +goose StatementBegin\nALTER TABLE t ALTER COLUMN a SET NOT NULL;\n-- +goose StatementEnd\n',
    );
    expect(proveFirst(scanningNotNulls(found)[0]!, found, 15, 0)).toBeUndefined();
  });
});

describe('SET NOT NULL is proven', () => {
  const isProven = (check: string): boolean =>
    scanningNotNulls(migration(`ALTER TABLE t ADD CHECK (${check});\nALTER TABLE t ALTER COLUMN a SET NOT NULL;`))
      .length === 0;

  it.each([
    'a IS NOT NULL',
    '(A is  not null)',
    '"a" IS NOT NULL',
    'a IS NOT NULL AND b IS NOT NULL',
    "b <> '' AND (a IS NOT NULL)",
  ])('by %s', check => expect(isProven(check)).toBe(true));

  it.each(['b IS NOT NULL', '"A" IS NOT NULL', 'a IS NOT NULL OR b IS NOT NULL', 'lower(a) IS NOT NULL', "a <> ''"])(
    'not by %s',
    check => expect(isProven(check)).toBe(false),
  );
});
