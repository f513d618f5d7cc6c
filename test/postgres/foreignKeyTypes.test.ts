import { describe, expect, it } from 'vitest';
import { fitOf, keyType } from '#languages/sql';
import { clusterUrl, inDatabase } from './database.ts';
import { effectsOf } from './effects.ts';

const TYPES =
  `smallint; integer; bigint; numeric; real; double precision; text; varchar(40); char(36); citext; bytea; uuid;
  boolean; date; timestamp; timestamptz; inet; json; jsonb`
    .split(';')
    .map(one => one.trim());

const bare = (type: string): string => type.replace(/\(\d+\)$/, '');

describe.skipIf(!clusterUrl)('foreign keys of every type to keys of every type, on a PostgreSQL', () => {
  it('we know which of them are refused', () =>
    inDatabase(async database => {
      await database.client.query('CREATE EXTENSION citext');
      const wrong: string[] = [];
      let known = 0;
      for (const other of TYPES) {
        const parent = `CREATE TABLE parent (id ${other} PRIMARY KEY);`;
        // json has no order, so there is no such key.
        if ((await effectsOf(database, parent)).error !== undefined) continue;
        await database.client.query(parent);
        for (const type of TYPES) {
          const child = `CREATE TABLE child (parent_id ${type} REFERENCES parent (id));`;
          const { error } = await effectsOf(database, child);
          const from = keyType(bare(type));
          const to = keyType(bare(other));
          if (!from || !to) throw new Error(`${type} or ${other} is not known`);
          const fit = fitOf(from, to, 'postgresql');
          const isRefused = error !== undefined;
          if (isRefused) expect(error).toMatch(/cannot be implemented/);
          if ((fit === 'refused') !== isRefused)
            wrong.push(`${type} to ${other}: ${isRefused ? 'refused' : 'accepted'}, we say ${fit}`);
          known++;
        }
        await database.client.query('DROP TABLE parent');
      }
      expect(wrong).toEqual([]);
      expect(known).toBeGreaterThan(300);
    }));
});
