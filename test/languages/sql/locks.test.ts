import { expect, test } from 'vitest';
import type { SqlFacts } from '#languages/sql';
import {
  castsOf,
  locksOf,
  openMigration,
  parseSql,
  schemaOf,
  sqlLanguage,
  typeChange,
  volatileCall,
} from '#languages/sql';
import { only } from './read.ts';

const settings = {
  dialect: 'postgresql',
  postgresVersion: 15,
  scope: 'all',
  tableSizes: {},
  migrations: [],
} as const;

const HISTORY = `CREATE TABLE r (id int PRIMARY KEY);
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE t (id int PRIMARY KEY, c int, v varchar(10), ts timestamp, rid int CONSTRAINT fk REFERENCES r (id));
CREATE INDEX tts ON t (ts);
CREATE TABLE p (d int) PARTITION BY RANGE (d);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE pd PARTITION OF p DEFAULT;
CREATE TABLE p2 (d int);`;

/** `table MODE work` of every lock of the last statement. */
function locks(text: string): readonly string[] | 'unknown' {
  const first = parseSql({ uri: 'file:///migrations/1_init.sql', text: HISTORY });
  const second = parseSql({ uri: 'file:///migrations/2_change.sql', text });
  const facts = new Map<string, SqlFacts>([first, second].map(one => [one.uri, sqlLanguage.facts(one)]));
  const migration = openMigration(second, facts, settings);
  const found = locksOf(second.statements.at(-1)!, migration!);
  return found === 'unknown' ? found : found.map(one => `${one.table.name} ${one.mode} ${one.work}`).sort();
}

test.each([
  ['ALTER TABLE t ADD COLUMN q timestamptz DEFAULT now()', 't ACCESS EXCLUSIVE none'],
  ['ALTER TABLE t ADD COLUMN q uuid DEFAULT gen_random_uuid()', 't ACCESS EXCLUSIVE rewrite'],
  ['ALTER TABLE t ADD COLUMN q int CHECK (q > 0)', 't ACCESS EXCLUSIVE scan'],
  ['ALTER TABLE t ADD q int REFERENCES r (id)', 'r SHARE ROW EXCLUSIVE none', 't ACCESS EXCLUSIVE none'],
  ['ALTER TABLE t ADD q int DEFAULT 1 REFERENCES r', 'r SHARE ROW EXCLUSIVE none', 't ACCESS EXCLUSIVE scan'],
  ['ALTER TABLE t ADD FOREIGN KEY (c) REFERENCES r', 'r SHARE ROW EXCLUSIVE none', 't SHARE ROW EXCLUSIVE scan'],
  ['ALTER TABLE t DROP CONSTRAINT fk', 'r ACCESS EXCLUSIVE none', 't ACCESS EXCLUSIVE none'],
  ['ALTER TABLE t ADD CHECK (c > 0) NOT VALID, ADD UNIQUE (v)', 't ACCESS EXCLUSIVE build'],
  ['ALTER TABLE t ALTER c TYPE bigint', 't ACCESS EXCLUSIVE rewrite'],
  ['ALTER TABLE t ALTER v TYPE text', 't ACCESS EXCLUSIVE none'],
  ['ALTER TABLE t ALTER rid TYPE bigint', 'r ACCESS EXCLUSIVE none', 't ACCESS EXCLUSIVE rewrite'],
  ['ALTER TABLE r ALTER id TYPE bigint', 'r ACCESS EXCLUSIVE rewrite', 't ACCESS EXCLUSIVE scan'],
  ['ALTER TABLE t DROP COLUMN rid', 'r ACCESS EXCLUSIVE none', 't ACCESS EXCLUSIVE none'],
  ['ALTER TABLE t ALTER v TYPE text USING lower(v)', 't ACCESS EXCLUSIVE rewrite'],
  ['ALTER TABLE t ALTER ts TYPE timestamptz', 't ACCESS EXCLUSIVE build'],
  ['ALTER TABLE t ALTER c SET NOT NULL', 't ACCESS EXCLUSIVE scan'],
  ['CREATE INDEX ON t (c)', 't SHARE build'],
  ['CREATE INDEX CONCURRENTLY i ON t (c)', 't SHARE UPDATE EXCLUSIVE build'],
  ['DROP INDEX tts', 't ACCESS EXCLUSIVE none'],
  ['DROP TABLE t', 'r ACCESS EXCLUSIVE none', 't ACCESS EXCLUSIVE none'],
  ['DROP TABLE p1', 'p ACCESS EXCLUSIVE none', 'p1 ACCESS EXCLUSIVE none'],
  ['CREATE TABLE p3 PARTITION OF p FOR VALUES IN (3)', 'p ACCESS EXCLUSIVE none', 'pd ACCESS EXCLUSIVE scan'],
  ['CREATE TABLE n (rid int REFERENCES r (id))', 'r SHARE ROW EXCLUSIVE none'],
  [
    'ALTER TABLE p ATTACH PARTITION p2 FOR VALUES IN (2)',
    'p SHARE UPDATE EXCLUSIVE none',
    'p2 ACCESS EXCLUSIVE scan',
    'pd ACCESS EXCLUSIVE scan',
  ],
  [
    'ALTER TABLE p DETACH PARTITION p1',
    'p ACCESS EXCLUSIVE none',
    'p1 ACCESS EXCLUSIVE none',
    'pd ACCESS EXCLUSIVE none',
  ],
  ['UPDATE t SET c = 1', 't ROW EXCLUSIVE rows'],
  ['REINDEX INDEX tts', 't SHARE build'],
  ['VACUUM (FULL) t', 't ACCESS EXCLUSIVE rewrite'],
])('%s', (text, ...expected) => expect(locks(text)).toEqual(expected));

test('a validated CHECK spares SET NOT NULL the scan', () => {
  const check = 'ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL) NOT VALID;';
  expect(locks(`${check} ALTER TABLE t ALTER c SET NOT NULL`)).toEqual(['t ACCESS EXCLUSIVE scan']);
  expect(locks(`${check} ALTER TABLE t VALIDATE CONSTRAINT k; ALTER TABLE t ALTER c SET NOT NULL`)).toEqual([
    't ACCESS EXCLUSIVE none',
  ]);
});

test.each([
  'DO $$ BEGIN END $$',
  'CALL f()',
  'SELECT f()',
  'ALTER TABLE ${t} ADD c int',
  'ALTER TABLE t ALTER x TYPE int',
])('nobody knows what %s locks', text => expect(locks(text)).toBe('unknown'));

const schema = schemaOf({
  tables: { get: () => undefined, set: () => {} },
  types: { get: () => undefined, set: () => {} },
  indexes: { get: () => undefined, set: () => {} },
} as never);

/** By `ALTER TABLE t ALTER c TYPE` on PostgreSQL 15.18: relfilenode of the table and of an index on the column. */
test.each([
  ['integer', 'bigint', 'rewrite', undefined],
  ['bigint', 'int', 'rewrite', 'fails'],
  ['varchar(10)', 'varchar(20)', 'none', undefined],
  ['varchar(20)', 'varchar(10)', 'rewrite', 'fails'],
  ['varchar(10)', 'text', 'none', undefined],
  ['text', 'character varying', 'none', undefined],
  ['text', 'varchar(10)', 'rewrite', 'fails'],
  ['text', 'citext', 'indexes', undefined],
  ['char(5)', 'char(10)', 'rewrite', undefined],
  ['numeric(10,2)', 'decimal(12,2)', 'none', undefined],
  ['numeric(10,2)', 'numeric', 'none', undefined],
  ['numeric(12,2)', 'numeric(12,4)', 'rewrite', 'fails'],
  ['numeric(12,4)', 'numeric(12,2)', 'rewrite', 'rounds'],
  ['numeric', 'integer', 'rewrite', 'rounds'],
  ['integer', 'numeric(12,2)', 'rewrite', undefined],
  ['timestamp', 'timestamptz', 'indexes', undefined],
  ['timestamp(3)', 'timestamp', 'none', undefined],
  ['timestamp(6)', 'timestamp(3)', 'rewrite', undefined],
  ['timestamp(3)', 'timestamptz(3)', 'rewrite', undefined],
  ['timestamp(3)', 'timestamptz', 'indexes', undefined],
  ['timestamp', 'date', 'rewrite', 'rounds'],
  ['bigint', 'double precision', 'rewrite', 'rounds'],
  ['integer', 'real', 'rewrite', 'rounds'],
  ['integer', 'double precision', 'rewrite', undefined],
  ['numeric(10,2)', 'double precision', 'rewrite', undefined],
  ['numeric', 'real', 'rewrite', 'rounds'],
  ['cidr', 'inet', 'none', undefined],
  ['json', 'jsonb', 'rewrite', undefined],
  ['varchar(10)[]', 'text[]', 'rewrite', undefined],
  ['serial', 'integer', 'none', undefined],
])('%s to %s: %s', (from, to, work, loss) => {
  const typed = (type: string) => only(`CREATE TABLE t (c ${type})`, 'createTable').columns[0]!.type!;
  const fact = (type: string) => ({ type: typed(type).name, args: typed(type).args, array: typed(type).array });
  expect(typeChange(fact(from), fact(to), schema)).toEqual({ work, loss });
});

test('types that are not known are not judged', () => {
  const of = (type: string) => ({ type, args: [], array: false });
  expect(typeChange(of('geometry'), of('text'), schema)).toBeUndefined();
  expect(typeChange(of('text'), of('order_status'), schema)).toBeUndefined();
});

test.each([
  ['now()', undefined],
  ['CURRENT_TIMESTAMP(3)', undefined],
  ["timezone('utc', now())", undefined],
  ['(0)::numeric(10, 2)', undefined],
  ["'random()'", undefined],
  ['ARRAY[]::text[]', undefined],
  ['gen_random_uuid()', { name: 'gen_random_uuid', certain: true }],
  ['(EXTRACT(epoch FROM clock_timestamp()) * 1000)::bigint', { name: 'clock_timestamp', certain: true }],
  ['public.ulid()', { name: 'ulid', certain: false }],
  ["'u_' || my_id(8) || random()", { name: 'random', certain: true }],
])('the volatile call of %s', (text, expected) => expect(volatileCall(text)).toEqual(expected));

test.each([
  ['c', []],
  ['("c")', []],
  ['c::bigint', ['bigint']],
  ['(c)::int8', ['int8']],
  ['CAST(c AS bigint)', ['bigint']],
  ['((c)::text)::numeric(10,2)', ['text', 'numeric']],
  ['nullif(c, 0)', undefined],
  ['c + 1', undefined],
  ['c::bigint + 1', undefined],
  ["c AT TIME ZONE 'utc'", undefined],
  ['d::bigint', undefined],
])('USING %s casts through %j', (using, expected) =>
  expect(castsOf(using, 'c')?.map(one => one.type)).toEqual(expected),
);

test('casts that keep the bytes do not write the table again', () => {
  expect(locks('ALTER TABLE t ALTER v TYPE text USING v::varchar::text')).toEqual(['t ACCESS EXCLUSIVE none']);
  expect(locks('ALTER TABLE t ALTER v TYPE text USING v::mood::text')).toEqual(['t ACCESS EXCLUSIVE rewrite']);
});

test('MySQL: options and CONVERT TO CHARACTER SET are read', () => {
  const { actions } = only(
    'ALTER TABLE u CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, ALGORITHM = inplace, LOCK none, ADD COLUMN c int',
    'alterTable',
    'mysql',
  );
  expect(actions.map(one => (one.type === 'option' ? `${one.option} ${one.value}` : one.type))).toEqual([
    'convertCharacterSet',
    'ALGORITHM INPLACE',
    'LOCK NONE',
    'addColumn',
  ]);
});
