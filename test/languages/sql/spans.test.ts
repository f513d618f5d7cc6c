import { describe, expect, it } from 'vitest';
import { constraintOf } from '#languages/sql';
import type { Located } from '#text';
import { only, read } from './read.ts';

const frames: readonly (readonly [string, (text: string) => string])[] = [
  ['as it is', text => text],
  ['behind é and 😀', text => `-- é😀\nSELECT '😀é';\n${text}`],
  ['with CRLF', text => `-- x\n${text}\n`.replaceAll('\n', '\r\n')],
  ['behind a BOM', text => `\ufeff${text}`],
];

describe.each(frames)('spans are what they name, %s', (_, frame) => {
  it('CREATE INDEX', () => {
    const document = read(
      frame(
        'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "I é" ON app."T" USING gin (lower(a) x_ops DESC, "b😀", c COLLATE "C") INCLUDE (d) WHERE a > 1;',
      ),
    );
    const index = document.indexes[0]!;
    const source = (node: Located | undefined) => node && document.text.slice(node.span.start, node.span.end);
    expect(source(index)).toBe(index.text);
    expect(source(index.terminator)).toBe(';');
    expect(source(index.keyword)).toBe('CREATE');
    expect(source(index.unique)).toBe('UNIQUE');
    expect(source(index.indexKeyword)).toBe('INDEX');
    expect(source(index.concurrently)).toBe('CONCURRENTLY');
    expect(source(index.ifNotExists)).toBe('IF NOT EXISTS');
    expect(source(index.name)).toBe('"I é"');
    expect(index.name?.name.text).toBe('I é');
    expect(source(index.table)).toBe('app."T"');
    expect(source(index.table?.name)).toBe('"T"');
    expect(source(index.table?.schema)).toBe('app');
    expect(source(index.using)).toBe('gin');
    expect(source(index.columnList)).toBe('(lower(a) x_ops DESC, "b😀", c COLLATE "C")');
    expect(index.columns.map(one => source(one.column ?? one.expression))).toEqual(['lower(a)', '"b😀"', 'c']);
    expect(index.columns.map(one => source(one))).toEqual(['lower(a) x_ops DESC', '"b😀"', 'c COLLATE "C"']);
    expect(index.columns[0]).toMatchObject({ order: 'desc', opclass: { name: { text: 'x_ops' } } });
    expect(index.include.map(source)).toEqual(['d']);
    expect(source(index.where)).toBe('a > 1');
  });

  it('ADD COLUMN', () => {
    const document = read(
      frame(
        'ALTER TABLE ONLY t\n  ADD COLUMN IF NOT EXISTS a numeric(12, 2)[] NOT NULL DEFAULT (1 + 2) CONSTRAINT c CHECK (a > 0),\n  ADD b text REFERENCES o (id) ON DELETE SET NULL;',
      ),
    );
    const source = (node: Located | undefined) => node && document.text.slice(node.span.start, node.span.end);
    const [a, b] = document.addedColumns;
    expect(source(a?.column.name)).toBe('a');
    expect(source(a?.action.ifNotExists)).toBe('IF NOT EXISTS');
    expect(source(a?.column.type)).toBe('numeric(12, 2)[]');
    expect(a?.column.type).toMatchObject({ name: 'numeric', args: ['12', '2'], array: true });
    expect(source(constraintOf(a!.column, 'notNull'))).toBe('NOT NULL');
    expect(source(constraintOf(a!.column, 'default'))).toBe('DEFAULT (1 + 2)');
    expect(source(constraintOf(a!.column, 'default')?.value)).toBe('(1 + 2)');
    expect(source(constraintOf(a!.column, 'check'))).toBe('CONSTRAINT c CHECK (a > 0)');
    expect(source(constraintOf(a!.column, 'check')?.expression)).toBe('a > 0');
    expect(source(a?.statement.only)).toBe('ONLY');
    expect(constraintOf(b!.column, 'references')?.reference).toMatchObject({
      onDelete: 'SET NULL',
      table: { name: { text: 'o' } },
    });
    expect(source(b)).toBe('b text REFERENCES o (id) ON DELETE SET NULL');
  });

  it('comments', () => {
    const document = read(frame('-- one\nSELECT 1; /* two */ -- three\n'));
    const own = document.comments.filter(one => !/é|^ x/.test(one.text));
    expect(own.map(one => one.text)).toEqual([' one', ' two ', ' three']);
    for (const { text, textStart, span } of own) {
      expect(document.text.slice(textStart, textStart + text.length)).toBe(text);
      expect(span.start).toBe(textStart - 2);
    }
  });
});

describe('statements', () => {
  it('types of columns, over all spellings', () => {
    const document = read(
      'CREATE TABLE t (a VARCHAR(3), b timestamp  WITH time zone);\nALTER TABLE s.t ADD c bool, ALTER d TYPE "My Type" USING d::text;',
    );
    expect(
      document.columnTypes().map(one => [one.table.name.text, one.column.text, one.type.name, one.origin]),
    ).toEqual([
      ['t', 'a', 'varchar', 'createTable'],
      ['t', 'b', 'timestamp with time zone', 'createTable'],
      ['t', 'c', 'bool', 'addColumn'],
      ['t', 'd', 'My Type', 'alterColumnType'],
    ]);
  });

  it('bodies of routines and blocks', () => {
    const routine = only(
      "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $x$ BEGIN END $x$;",
      'createFunction',
    );
    expect(routine.body?.text).toBe(' BEGIN END ');
    expect(routine).toMatchObject({ language: { text: 'plpgsql' }, securityDefiner: {}, searchPath: {} });
    expect(only('DO LANGUAGE plpgsql $$ BEGIN NULL; END $$', 'do').body?.text).toBe(' BEGIN NULL; END ');
  });

  it.each([
    ["SET LOCAL lock_timeout = '2s'", { name: 'lock_timeout', value: { text: "'2s'" }, local: {} }],
    ['SET statement_timeout TO 0', { name: 'statement_timeout', value: { text: '0' }, local: undefined }],
    ['SET ROLE app', { name: undefined }],
    ['SET SESSION my.setting = a, b', { name: 'my.setting', value: { text: 'a, b' } }],
  ])('%s', (text, expected) => {
    expect(only(text, 'set')).toMatchObject(expected);
  });

  it.each([
    ['VACUUM (FULL, ANALYZE) t', { type: 'vacuum', full: {} }],
    ['VACUUM (FULL false) t', { type: 'vacuum', full: undefined }],
    [
      'REINDEX INDEX CONCURRENTLY i',
      { type: 'reindex', object: 'INDEX', concurrently: {}, name: { name: { text: 'i' } } },
    ],
    ['REINDEX (CONCURRENTLY) TABLE t', { type: 'reindex', object: 'TABLE', concurrently: {} }],
    ['REFRESH MATERIALIZED VIEW CONCURRENTLY v', { type: 'refreshMaterializedView', concurrently: {}, name: {} }],
    ['INSERT INTO t (a) SELECT 1', { type: 'insert', fromQuery: true }],
    ['INSERT INTO t VALUES ((SELECT 1))', { type: 'insert', fromQuery: false }],
    [
      'DELETE FROM t WHERE a IN (SELECT b FROM u WHERE c) RETURNING *',
      { type: 'delete', where: { text: 'a IN (SELECT b FROM u WHERE c)' } },
    ],
    ['CREATE TABLE t AS SELECT 1', { type: 'createTable', asQuery: { text: 'SELECT 1' }, columns: [] }],
  ])('%s', (text, expected) => {
    expect(read(text).statements).toMatchObject([expected]);
  });
});

describe('templates are opaque', () => {
  it.each([
    [
      'a Go template',
      'CREATE INDEX {{ .Prefix }}_idx ON {{ .Schema }}.users (id);',
      ['{{ .Prefix }}', '{{ .Schema }}'],
    ],
    [
      'one with quotes in a name',
      'ALTER TABLE "{{ index .Options "Schema" }}".t ADD a int;',
      ['{{ index .Options "Schema" }}'],
    ],
    ['Flyway', 'CREATE TABLE ${schema}.t (a int); SELECT 1;', ['${schema}']],
    ['one in a text', "SET search_path = '${schema}';", ['${schema}']],
    ['a psql variable', "ALTER ROLE a PASSWORD :'pw'; SELECT a::int, b[1:2];", [":'pw'"]],
    ['Maven', 'CREATE TABLE @schema@.t (a int);', ['@schema@']],
    ['Python', 'DELETE FROM t WHERE a = %(a)s;', ['%(a)s']],
    ['half of one', 'ALTER TABLE {{ .Sch', ['{{ .Sch']],
  ])('%s', (_, text, expected) => {
    const document = read(text);
    expect(document.opaque.map(one => text.slice(one.start, one.end))).toEqual(expected);
    expect(document.statements[0]!.templated).toBe(true);
    expect(document.problems).toEqual([]);
  });

  it('control actions stand between statements', () => {
    const document = read('{{ if .X }}\nCREATE TABLE t (a int);\n{{- end }}\nDROP TABLE u;');
    expect(document.statements.map(one => [one.type, one.templated])).toEqual([
      ['createTable', false],
      ['dropTable', false],
    ]);
    expect(document.opaque).toHaveLength(2);
  });

  it.each([
    'INSERT INTO t VALUES (\'{{1,2},{3,4}}\', \'{"a":{"b":1}}\');',
    'SELECT a::text, @x, x % (y);',
    'SELECT arr[:n] FROM t;',
  ])('no template: %s', text => {
    expect(read(text).opaque).toEqual([]);
  });
});
