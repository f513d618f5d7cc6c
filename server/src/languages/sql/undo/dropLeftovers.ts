import type { TextEdit } from '#text';
import { changesOf, type ObjectName } from '../changes.ts';
import { insertAfter, insertBefore } from '../expand/insertions.ts';
import { writtenName } from '../identifiers.ts';
import type { Migration } from '../migration.ts';
import type { BothWays, Leftover } from './mismatch.ts';

/**
 * Adds to the way down what drops the leftovers, the last one made first: behind its statements, or before them where all
 * of it was made after what they drop. Undefined where neither is the reverse of the way up.
 */
export function dropLeftovers(migration: Migration, ways: BothWays, all: readonly Leftover[]): TextEdit | undefined {
  const { up, down } = ways;
  const [first, last] = [down[0], down.at(-1)];
  if (!first || !last) return undefined;
  const back = new Set(
    down.flatMap(changesOf).flatMap(one => {
      if (one.type === 'dropTable') return [one.table.name];
      return one.type === 'dropType' ? [one.name.name] : [];
    }),
  );
  const undone = up.flatMap((one, order) => {
    const name = one.type === 'createTable' ? one.table.name : one.type === 'createEnum' ? one.name.name : undefined;
    return name !== undefined && back.has(name) ? [order] : [];
  });
  const orders = all.map(one => one.order);
  const text = [...all].sort((a, b) => b.order - a.order).map(one => `${dropOf(one, migration)};`);
  if (undone.every(one => one > Math.max(...orders))) return insertAfter(migration, last, text);
  return undone.every(one => one < Math.min(...orders)) ? insertBefore(migration, first, text) : undefined;
}

function dropOf({ kind, name, table, object, materialized }: Leftover, { dialect }: Migration): string {
  switch (kind) {
    case 'column':
      return `ALTER TABLE ${table ? written(table) : ''} DROP COLUMN ${writtenName(name)}`;
    case 'index':
      return dialect === 'postgresql' || !table
        ? `DROP INDEX ${written(object)}`
        : `DROP INDEX ${writtenName(name)} ON ${written(table)}`;
    case 'view':
      return `DROP ${materialized ? 'MATERIALIZED ' : ''}VIEW ${written(object)}`;
    default:
      return `DROP ${kind.toUpperCase()} ${written(object)}`;
  }
}

function written({ schema, name }: ObjectName): string {
  return schema === undefined ? writtenName(name) : `${writtenName(schema)}.${writtenName(name)}`;
}
