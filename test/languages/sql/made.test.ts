import { describe, expect, it } from 'vitest';
import {
  addColumnInFront,
  addItemBehind,
  columnNamed,
  fitOf,
  itemsOf,
  keyType,
  namesLookup,
  namesMoney,
  namesQueue,
  namesState,
  parseSql,
  removeItem,
} from '#languages/sql';
import { applyEdits, type TextEdit } from '#text';
import { namesSchemaVersion } from '../../../server/src/languages/eventWords.ts';
import { wordsOf } from '../../../server/src/languages/words.ts';

function table(text: string) {
  const document = parseSql({ uri: 'file:///t.sql', text });
  return { document, statement: document.createdTables[0]! };
}

const edited = (text: string, edits: readonly TextEdit[] | undefined): string =>
  edits ? applyEdits(text, edits) : 'no edits';

describe('a line added to CREATE TABLE', () => {
  const cases: [string, number, string][] = [
    ['CREATE TABLE t (a int);', 0, 'CREATE TABLE t (a int, x);'],
    ['CREATE TABLE t (a int, b int);', 0, 'CREATE TABLE t (a int, x, b int);'],
    ['CREATE TABLE t (\n  a int\n);', 0, 'CREATE TABLE t (\n  a int,\n  x\n);'],
    ['CREATE TABLE t (\n  a int -- c\n);', 0, 'CREATE TABLE t (\n  a int, -- c\n  x\n);'],
    ['CREATE TABLE t (\n  a int, -- c\n  b int\n);', 0, 'CREATE TABLE t (\n  a int, -- c\n  x,\n  b int\n);'],
    ['CREATE TABLE t (\n  a int /* , */ ,\n  b int\n);', 0, 'CREATE TABLE t (\n  a int /* , */ ,\n  x,\n  b int\n);'],
    ['CREATE TABLE t (\n  a int\n, b int);', 0, 'CREATE TABLE t (\n  a int\n, x, b int);'],
    ['CREATE TABLE t (\n  a int,\n  b int);', 1, 'CREATE TABLE t (\n  a int,\n  b int, x);'],
    ['CREATE TABLE t (\r\n  a int,\r\n  b int\r\n);', 0, 'CREATE TABLE t (\r\n  a int,\r\n  x,\r\n  b int\r\n);'],
  ];
  it.each(cases)('%j behind %i', (text, index, wanted) => {
    const { document, statement } = table(text);
    expect(edited(text, addItemBehind(document, statement, itemsOf(statement)[index]!, 'x'))).toBe(wanted);
  });

  it('stands in front of the first one', () => {
    for (const [text, wanted] of [
      ['CREATE TABLE t (a int);', 'CREATE TABLE t (x, a int);'],
      ['CREATE TABLE t (\n  -- c\n  a int\n);', 'CREATE TABLE t (\n  x,\n  -- c\n  a int\n);'],
    ] as const) {
      const { document, statement } = table(text);
      expect(edited(text, addColumnInFront(document, statement, 'x'))).toBe(wanted);
    }
  });
});

describe('a line taken out of CREATE TABLE', () => {
  const cases: [string, number, string][] = [
    ['CREATE TABLE t (a int, b int);', 0, 'CREATE TABLE t (b int);'],
    ['CREATE TABLE t (a int, b int);', 1, 'CREATE TABLE t (a int);'],
    ['CREATE TABLE t (\n  a int,\n  b int,\n  c int\n);', 1, 'CREATE TABLE t (\n  a int,\n  c int\n);'],
    ['CREATE TABLE t (\n  a int, -- a\n  UNIQUE (a)\n);', 1, 'CREATE TABLE t (\n  a int -- a\n);'],
    ['CREATE TABLE t (\n  a int,\n  b int, -- b\n  c int\n);', 1, 'CREATE TABLE t (\n  a int,\n  -- b\n  c int\n);'],
    ['CREATE TABLE t (a int);', 0, 'no edits'],
  ];
  it.each(cases)('%j without %i', (text, index, wanted) => {
    const { document, statement } = table(text);
    expect(edited(text, removeItem(document, statement, itemsOf(statement)[index]!))).toBe(wanted);
  });
});

describe('the name of a new column', () => {
  it.each([
    ['CREATE TABLE t (user_id int);', 'schema_version'],
    ['CREATE TABLE t (a int, "userId" int);', '"schemaVersion"'],
    ['CREATE TABLE t ("id" int, "payload" jsonb);', '"schema_version"'],
    ['CREATE TABLE t (`id` int, `payload` json);', '`schema_version`'],
  ])('%j', (text, wanted) => {
    const { document, statement } = table(text);
    expect(columnNamed(document, statement, 'schema', 'version')).toBe(wanted);
  });
});

describe('what names say', () => {
  it('tells money from other measures', () => {
    for (const name of ['price', 'totalPrice', 'amount_due', 'shipping_cost', 'fee', 'balance'])
      expect(namesMoney(name)).toBe(true);
    for (const name of ['exchange_rate', 'fee_percent', 'cost_ratio', 'priceFactor', 'prices_seen_at', 'total_tokens'])
      expect(namesMoney(name)).toBe(false);
  });

  it('tells queues from other tables', () => {
    for (const name of ['outbox', 'outbox_messages', 'EmailQueue', 'export_jobs', 'job_queue'])
      expect(namesQueue(name)).toBe(true);
    for (const name of ['queue_settings', 'posts', 'tasks', 'jobs_archive']) expect(namesQueue(name)).toBe(false);
  });

  it('tells states, lookups and versions from what only sounds so', () => {
    expect(['status', 'order_state', 'session_state', 'stated_at'].map(namesState)).toEqual([true, true, false, false]);
    expect(['order_statuses', 'Country', 'orders', 'typewriters'].map(namesLookup)).toEqual([true, true, false, false]);
    expect(
      ['schemaVersion', 'version', 'version_notes', 'app_version'].map(one => namesSchemaVersion(wordsOf(one))),
    ).toEqual([true, true, false, false]);
  });
});

describe('how the type of a foreign key fits', () => {
  const fitting = (from: string, to: string, dialect: 'postgresql' | 'mysql' = 'postgresql') =>
    fitOf(keyType(from)!, keyType(to)!, dialect);
  it('in PostgreSQL', () => {
    expect(fitting('integer', 'bigserial')).toBe('narrow');
    expect(fitting('bigint', 'integer')).toBe('same');
    expect(fitting('int4', 'serial')).toBe('same');
    expect(fitting('varchar', 'text')).toBe('same');
    expect(fitting('integer', 'numeric')).toBe('same');
    expect(fitting('varchar', 'uuid')).toBe('refused');
    expect(fitting('bigint', 'text')).toBe('refused');
  });
  it('in MySQL, where size and sign must agree', () => {
    expect(fitting('bigint', 'bigint unsigned', 'mysql')).toBe('refused');
    expect(fitting('bigint', 'int', 'mysql')).toBe('refused');
    expect(fitting('int unsigned', 'integer unsigned', 'mysql')).toBe('same');
  });
  it('says nothing of types that it does not know', () => expect(keyType('user_key')).toBeUndefined());
});
