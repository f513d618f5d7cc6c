import { describe, expect, it } from 'vitest';
import { rewriteForColumn } from '#languages/sql';
import { clusterUrl, inDatabase } from './database.ts';
import { openSecond } from './openOne.ts';
import { settingsFor } from './proof.ts';

/** Volatile functions that no default of a column calls: they change or ask the server, or belong to it. */
const OF_THE_SERVER =
  /^(?:pg_(?!current_wal|xact_(?!commit_timestamp_)|is_in_rec)|lo_|lo(?:read|write)$|brin_|gin_|amvalidate|currtid|cursor_to|query_to|plpgsql_|ts_rewrite)/;

/** What our list says of a default: rewritten for certain, perhaps, or not. */
function said(value: string, version: number): 'volatile' | 'unknown' | 'no' {
  const migration = openSecond('SELECT 1;', `ALTER TABLE t ADD COLUMN c text DEFAULT ${value};`, settingsFor(version));
  const column = migration.document.addedColumns[0]?.column;
  const reason = column && rewriteForColumn(column);
  return reason?.type === 'volatile' || reason?.type === 'unknown' ? reason.type : 'no';
}

describe.skipIf(!clusterUrl)('which functions are volatile, on a PostgreSQL', () => {
  it('agrees with pg_proc', () =>
    inDatabase(async ({ client, version }) => {
      await client.query('CREATE EXTENSION "uuid-ossp"; CREATE EXTENSION pgcrypto; CREATE EXTENSION hstore');
      const { rows } = await client.query<{ name: string; always: boolean; never: boolean }>(
        `SELECT proname AS name, bool_and(provolatile = 'v') AS always, bool_and(provolatile <> 'v') AS never
         FROM pg_proc WHERE prokind = 'f' AND NOT proretset AND proname ~ '^[a-z_0-9]+$'
           AND prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype, 'internal'::regtype, 'void'::regtype)
           AND NOT 'internal'::regtype = ANY (proargtypes) GROUP BY proname`,
      );
      const wrong = rows.flatMap(({ name, always, never }) => {
        const ours = said(`${name}(1)`, version);
        if (always && !OF_THE_SERVER.test(name) && ours !== 'volatile') return [`${name} is volatile, we say ${ours}`];
        if (!never && ours === 'no') return [`${name} may be volatile, we say no`];
        return never && ours === 'volatile' ? [`${name} is not volatile`] : [];
      });
      expect(wrong).toEqual([]);
      expect(rows.length).toBeGreaterThan(1000);
    }));
});
