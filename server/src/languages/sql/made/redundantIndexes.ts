import { edit } from '#text';
import { collectedAround } from '../aroundStatements.ts';
import { writtenName } from '../identifiers.ts';
import { memoised } from '../memo.ts';
import type { Migration } from '../migration.ts';
import type { StatementOf } from '../model.ts';
import { blockOf, isFenced, newMigration } from '../moving.ts';
import { undoesOf } from '../online/concurrent.ts';
import { type ConstraintFact, type IndexFact, objectName } from '../schemaFacts.ts';
import { schemaOf, type TableState } from '../schemaState.ts';
import type { MigrationChange } from '../tools/index.ts';
import { isSound, lastingTable } from './tables.ts';

type CreateIndex = StatementOf<'createIndex'>;

/** Something that finds rows by its first columns: an index, or the index behind a key. */
export interface Access {
  /** How a message calls it: `index "a"`, `the primary key`. */
  readonly called: string;
  readonly name: string | undefined;
  readonly columns: readonly (string | undefined)[];
  readonly unique: boolean;
  readonly where: string | undefined;
  readonly using: string;
  readonly simple: boolean;
  readonly isKey: boolean;
}

/** Two ways to find the same rows, of which one is never needed. */
export type Redundancy =
  /** The index that is built here. */
  | { readonly type: 'built'; readonly statement: CreateIndex; readonly beside: string }
  /** One that was there before. */
  | { readonly type: 'older'; readonly statement: CreateIndex; readonly older: Access };

/** The redundant indexes that the up half brings about, and that are still there after the last migration. */
export function redundantIndexes(migration: Migration): readonly Redundancy[] {
  const { document, directory } = migration;
  const found = schemaOf(directory.historyAfter(directory.before(document.uri)).store);
  const superseded = new Set<string | undefined>();
  const rebuilt = new Set(document.indexes.map(one => one.name?.name.text));
  return overlapping(migration).flatMap(({ statement, table, built, lasting }): Redundancy[] => {
    const left = migration.tableLeft(statement, table);
    if (!left) return [];
    const before = migration.tableBefore(statement, table);
    const has = (state: TableState | undefined, access: Access): boolean =>
      state !== undefined && accessesOf(state).some(one => same(one, access));
    const beside = lasting.find(
      one => covers(one, built) && (has(before, one) || (has(left, one) && !covers(built, one))),
    );
    if (beside) return [{ type: 'built', statement, beside: beside.called }];
    const isOlder = ({ isKey, name }: Access): boolean => !isKey && name !== undefined && !rebuilt.has(name);
    const earlier = found.table(table);
    const older = lasting.find(one => isOlder(one) && has(earlier, one) && covers(built, one));
    // One that was needless before is nothing that this index brings about.
    const covered = older && earlier && accessesOf(earlier).some(one => !same(one, older) && covers(one, older));
    if (!older || covered || superseded.has(older.name)) return [];
    superseded.add(older.name);
    return [{ type: 'older', statement, older }];
  });
}

/** The indexes built here, each with what covers it, or what it covers, after the last migration. */
const overlapping = collectedAround((statement, migration) => {
  if (statement.type !== 'createIndex') return [];
  const { table: name, only } = statement;
  if (!name || only || !isSound(statement, migration)) return [];
  const table = objectName(name);
  const end = lastingTable(migration, statement, table);
  // An index and its key are all that most tables have.
  if (!end || end.partitioned || end.indexes.length + end.constraints.length < 2) return [];
  const ownName = statement.name?.name.text;
  const built = accessesOf(end).find(one => !one.isKey && one.name === ownName && isBuiltBy(one, statement));
  if (!built) return [];
  // Files of several databases side by side build an index once each.
  const lasting = accessesOf(end).filter(
    one => one !== built && (one.isKey || one.name !== built.name) && (covers(one, built) || covers(built, one)),
  );
  return lasting.length > 0 ? [{ statement, table, built, lasting }] : [];
});

/** Whether nobody needs `other` beside an access: what it finds, this one finds as well. */
function covers(access: Access, other: Access): boolean {
  if (access.using !== 'btree' || other.using !== 'btree' || access.where !== other.where) return false;
  if (!access.simple || !other.simple || other.isKey || other.columns.length > access.columns.length) return false;
  if (other.unique && (!access.unique || access.columns.length !== other.columns.length)) return false;
  return other.columns.every((column, index) => column !== undefined && column === access.columns[index]);
}

const accessesOf = memoised(({ indexes, constraints }: TableState): readonly Access[] => [
  ...constraints.flatMap(ofKey),
  ...indexes.map(ofIndex),
]);

function ofKey({ type, name, columns }: ConstraintFact): Access[] {
  if ((type !== 'primaryKey' && type !== 'unique') || columns.length === 0) return [];
  const called = type === 'primaryKey' ? 'the primary key' : `the unique key (${columns.join(', ')})`;
  return [{ called, name, columns, unique: true, where: undefined, using: 'btree', simple: true, isKey: true }];
}

function ofIndex({ name, columns, unique, where, using, simple }: IndexFact): Access {
  const called = name === undefined ? `an index on (${columns.join(', ')})` : `index "${name}"`;
  return { called, name, columns, unique, where, using, simple, isKey: false };
}

function same(a: Access, b: Access): boolean {
  return a.isKey === b.isKey && a.name === b.name && String(a.columns) === String(b.columns);
}

function isBuiltBy(access: Access, { columns }: CreateIndex): boolean {
  return String(access.columns) === String(columns.map(one => one.column?.text));
}

/** Takes a statement that builds an index out again, with what drops that index in the down half. */
export function withoutIndex(migration: Migration, statement: CreateIndex): MigrationChange | undefined {
  const unit = migration.unitOf(statement);
  if (!unit || isFenced(migration, statement)) return undefined;
  const name = statement.name?.name.text;
  const undoes = name === undefined ? { present: [], elsewhere: false } : undoesOf(name, migration);
  // An empty migration is worse than an index too many.
  if (undoes.elsewhere || migration.statementsOf(unit).every(one => one === statement || one.type === 'meta'))
    return undefined;
  const gone = [statement, ...undoes.present].map(one => edit.remove(blockOf(migration, one).removal));
  return { edits: gone, creates: [] };
}

/** Drops an older index, in a migration of its own that runs next. */
export function dropOlderIndex(
  migration: Migration,
  { statement, older }: Extract<Redundancy, { type: 'older' }>,
  rank: number,
): MigrationChange | undefined {
  const { table } = statement;
  const { name, columns, unique, where } = older;
  if (!table || name === undefined || migration.dialect !== 'postgresql') return undefined;
  const { document } = migration;
  const prefix = table.schema ? `${document.textOf(table.schema)}.` : '';
  const list = columns.map(one => writtenName(one ?? '')).join(', ');
  const rest = `${writtenName(name)} ON ${document.textOf(table)} (${list})${where === undefined ? '' : ` WHERE ${where}`};`;
  return newMigration(migration, statement, {
    slug: `drop_${name}`,
    up: `DROP INDEX CONCURRENTLY ${prefix}${writtenName(name)};`,
    down: `CREATE ${unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${rest}`,
    outside: true,
    rank,
  });
}
