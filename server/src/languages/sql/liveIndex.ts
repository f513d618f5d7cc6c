import type { SqlFacts } from './facts.ts';
import { memoised } from './memo.ts';
import type { Migration } from './migration.ts';
import type { StatementOf } from './model.ts';
import type { LiveRead } from './queries/live.ts';
import { objectName } from './schemaFacts.ts';
import type { TableState } from './schemaState.ts';

/** An index over all rows of a table whose queries want only those that are not deleted. */
export interface FullIndex {
  readonly read: LiveRead;
}

/**
 * What an index leaves out of account; undefined where it is fine: unique (the rule on UNIQUE speaks then), partial, no
 * B-tree, on the flag itself, or what a foreign key's checks need, which ask for every row.
 */
export function fullIndex(
  statement: StatementOf<'createIndex'>,
  migration: Migration,
  all: ReadonlyMap<string, SqlFacts>,
): FullIndex | undefined {
  const { table, unique, where, using, variant, columns, templated, broken } = statement;
  if (!table || unique || where || variant !== 'plain' || templated || broken) return undefined;
  if (using && using.text.toLowerCase() !== 'btree') return undefined;
  const reads = readsOf(table.name.text, all);
  if (reads.length === 0) return undefined;
  const before = migration.tableBefore(statement, objectName(table));
  const read = reads.find(one => before?.columns.some(column => column.name === one.column));
  if (!before || !read || columns.some(one => one.column?.text === read.column)) return undefined;
  const end = migration.end.table(objectName(table));
  const names = columns.map(one => one.column?.text);
  return [before, end].some(one => one && servesForeignKey(names, one)) ? undefined : { read };
}

function servesForeignKey(names: readonly (string | undefined)[], { constraints }: TableState): boolean {
  return constraints.some(
    one =>
      one.type === 'foreignKey' && one.columns.every(column => names.slice(0, one.columns.length).includes(column)),
  );
}

function readsOf(table: string, all: ReadonlyMap<string, SqlFacts>): readonly LiveRead[] {
  return readsIn(all).get(table) ?? [];
}

/** Whether anybody reads only the rows of a table that are not deleted. */
export function hasLiveReads(all: ReadonlyMap<string, SqlFacts>): boolean {
  return readsIn(all).size > 0;
}

/** By the bare name of the table. */
const readsIn = memoised((all: ReadonlyMap<string, SqlFacts>): ReadonlyMap<string, readonly LiveRead[]> => {
  const found = new Map<string, LiveRead[]>();
  all.forEach(({ liveReads }) => {
    for (const one of liveReads ?? []) {
      const known = found.get(one.table.name);
      if (known) known.push(one);
      else found.set(one.table.name, [one]);
    }
  });
  return found;
});
