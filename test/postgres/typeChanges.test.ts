import { describe, expect, it } from 'vitest';
import { type ColumnTypeChange, columnTypeChanges } from '#languages/sql';
import { clusterUrl, type Database, inDatabase } from './database.ts';
import { effectsOf } from './effects.ts';
import { openSecond } from './openOne.ts';
import { settingsFor } from './proof.ts';

/** Types that a column may have; `citext` is an extension that comes with the server. */
const TYPES =
  `smallint; integer; bigint; numeric; numeric(8,2); numeric(10,2); numeric(12,4); real; double precision; text;
  varchar; varchar(20); varchar(40); char(20); char(40); bpchar; citext; bytea; boolean; date; timestamp; timestamp(3);
  timestamptz; timestamptz(3); time; time(3); interval; uuid; json; jsonb; inet; cidr; integer[]; bigint[]; text[];
  varchar(20)[]; mood`
    .split(';')
    .map(one => one.trim());

/** Values at the edge of a type, by families whose members hold values of the same kind. */
const EDGES: readonly Readonly<Record<string, readonly string[]>>[] = [
  {
    smallint: ['32767', '31'],
    integer: ['2147483647', '16777217'],
    bigint: ['9223372036854775807', '9007199254740993'],
    numeric: ['123456789012345678901234567890', '0.123456789012345678901'],
    'numeric(4,0)': ['9999'],
    'numeric(8,2)': ['999999.99', '1.25'],
    'numeric(10,2)': ['99999999.99', '1.25'],
    'numeric(12,4)': ['99999999.9999', '1.2345'],
    real: ['1e30', '1.25', '0.1'],
    'double precision': ['1e300', '1.25', '0.1'],
  },
  Object.fromEntries(
    ['text', 'varchar', 'varchar(20)', 'varchar(40)', 'char(20)', 'char(40)', 'bpchar', 'citext'].map(type => [
      type,
      [`'${'x'.repeat(Number(/\d+/.exec(type)?.[0] ?? 100))}'`],
    ]),
  ),
  Object.fromEntries(
    ['date', 'timestamp', 'timestamp(3)', 'timestamptz', 'timestamptz(3)'].map(type => [
      type,
      ["'2026-01-02 03:04:05.678901'"],
    ]),
  ),
];

const schema = `CREATE EXTENSION IF NOT EXISTS citext;
CREATE TYPE mood AS ENUM ('sad', 'happy');
`;

/** A table with an index on the column, where the type has an operator class for one. */
function tableOf(type: string): string {
  return `CREATE TABLE t (id bigint, c ${type});\n${type === 'json' ? '' : 'CREATE INDEX t_c_idx ON t (c);\n'}`;
}

function changeOf(from: string, statement: string, { version }: Database): ColumnTypeChange | undefined {
  return columnTypeChanges(openSecond(schema + tableOf(from), statement, settingsFor(version)))[0];
}

/** What a statement does with one value in the column. */
async function outcome({ client }: Database, type: string, value: string, statement: string): Promise<string> {
  await client.query(`BEGIN; CREATE TABLE t (c ${type}, was ${type}); INSERT INTO t VALUES (${value}, ${value})`);
  try {
    await client.query(statement);
  } catch {
    await client.query('ROLLBACK');
    return 'fails';
  }
  try {
    const { rows } = await client.query<{ same: boolean }>(`SELECT c::${type} IS NOT DISTINCT FROM was AS same FROM t`);
    return rows[0]?.same ? 'fits' : 'changes';
  } catch {
    // What it has become does not even go back.
    return 'changes';
  } finally {
    await client.query('ROLLBACK');
  }
}

describe.skipIf(!clusterUrl)('changes of a type, on a PostgreSQL', () => {
  it(
    'we know of every pair whether the table or its indexes are written again',
    () =>
      inDatabase(async database => {
        const { client } = database;
        await client.query(`${schema}SET timezone = 'UTC'`);
        const wrong: string[] = [];
        let known = 0;
        for (const from of TYPES) {
          await client.query(tableOf(from));
          for (const to of TYPES) {
            for (const using of ['', ` USING c::${to}`]) {
              const statement = `ALTER TABLE t ALTER COLUMN c TYPE ${to}${using};`;
              const { error, locks, rewrites, rebuilds } = await effectsOf(database, statement);
              // No cast leads there, or none that the index could follow.
              if (error !== undefined) continue;
              known++;
              // A rewrite builds the indexes again as well.
              const does = rewrites.includes('t') ? 'rewrite' : rebuilds.length > 0 ? 'indexes' : 'none';
              const said = changeOf(from, statement, database)?.work;
              if (said !== does) wrong.push(`${from}: ${statement} does ${does}, we say ${said}`);
              if (locks['t'] !== 'AccessExclusiveLock') wrong.push(`${from}: ${statement} takes ${locks['t']}`);
              // What is written again without USING is with it.
              if (does === 'rewrite') break;
            }
          }
          await client.query('DROP TABLE t');
        }
        expect(wrong).toEqual([]);
        expect(known).toBeGreaterThan(400);
      }),
    60_000,
  );

  it(
    'we know of every pair whether values fail, or change without an error',
    () =>
      inDatabase(async database => {
        const { client } = database;
        await client.query(schema);
        const wrong: string[] = [];
        for (const family of EDGES) {
          for (const [from, values] of Object.entries(family)) {
            for (const to of Object.keys(family)) {
              // Fractions of a second are left out on purpose.
              if (from === to || (/^timestamp/.test(from) && /^timestamp/.test(to))) continue;
              for (const using of ['', ` USING c::${to}`]) {
                const statement = `ALTER TABLE t ALTER COLUMN c TYPE ${to}${using};`;
                const seen = new Set<string>();
                for (const value of values) seen.add(await outcome(database, from, value, statement));
                const said = changeOf(from, statement, database)?.loss ?? 'fits';
                const right = said === 'fits' ? seen.size === 1 && seen.has('fits') : seen.has(said);
                if (!right) wrong.push(`${from}: ${statement} ${[...seen].join(', ')}; we say ${said}`);
              }
            }
          }
        }
        expect(wrong).toEqual([]);
      }),
    60_000,
  );
});
