import { edit, type Located, type TextEdit } from '#text';
import { chosen } from '../collected.ts';
import { insertAfter } from '../expand/insertions.ts';
import { fitsName, writtenName } from '../identifiers.ts';
import type { Migration } from '../migration.ts';
import type { AddedColumn, QualifiedName, Statement, StatementOf } from '../model.ts';
import { objectName } from '../schemaFacts.ts';
import { schemaOf, type TableState } from '../schemaState.ts';
import { withBlanksBefore } from '../words.ts';
import { columnAsWritten } from './columns.ts';
import { removeItem } from './edits.ts';
import { indexName } from './indexFix.ts';
import { findsRowsBy, type Placed, uniquesPlaced } from './keys.ts';
import { type DeletionMark, deletionMark, isOwnId, isSurrogate, mayMarkDeletion } from './names.ts';
import { isNewTable, isSound, lastingTable, schemaAtEnd } from './tables.ts';

/** A unique key that deleted rows take part in. */
export interface KeyOverDeleted {
  /** What brings it about: the key itself, or the mark that was added to a table with such a key. */
  readonly at: Located;
  readonly by: 'key' | 'mark';
  readonly columns: readonly string[];
  readonly mark: string;
  /** Makes the key leave deleted rows out; undefined where that needs more than an edit. */
  readonly edits: readonly TextEdit[] | undefined;
}

/** The unique keys over deleted rows that the up half brings about, and that are still there after the last migration. */
export function keysOverDeleted(migration: Migration): readonly KeyOverDeleted[] {
  return [...ofIndexes(migration), ...ofConstraints(migration), ...ofAddedMarks(migration)];
}

function ofIndexes(migration: Migration): readonly KeyOverDeleted[] {
  const { document } = migration;
  return uniqueIndexes(document.indexes).flatMap((statement): KeyOverDeleted[] => {
    const { table, columns, name } = statement;
    const names = columns.flatMap(one => one.column?.text ?? []);
    if (!table || names.length !== columns.length || !isSound(statement, migration)) return [];
    const found = keyOf(migration, statement, table, names, state =>
      state.indexes.some(one => one.name === name?.name.text && one.unique && one.where === undefined),
    );
    if (!found) return [];
    const condition = found.mark.condition(one => columnAsWritten(document, table.name.text, one));
    const needed = indexesInstead(migration, table, names, found.end);
    const isNew = isNewTable(migration, statement, objectName(table));
    const insertion = needed.length > 0 && isNew ? insertAfter(migration, statement, needed) : undefined;
    const edits =
      found.known && (needed.length === 0 || insertion)
        ? [edit.insert(statement.span.end, ` WHERE ${condition}`), ...(insertion ? [insertion] : [])]
        : undefined;
    return [{ at: columns[0]!, by: 'key', columns: names, mark: found.mark.name, edits }];
  });
}

const uniqueIndexes = chosen((one: StatementOf<'createIndex'>) => Boolean(one.unique) && !one.where);

function ofConstraints(migration: Migration): readonly KeyOverDeleted[] {
  return uniquesPlaced(migration).flatMap((placed): KeyOverDeleted[] => {
    const { statement, table, constraint, column } = placed;
    if (constraint.type !== 'unique' || ('usingIndex' in constraint && constraint.usingIndex)) return [];
    const items = 'columns' in constraint ? constraint.columns : [];
    const names = column ? [column.name.text] : items.flatMap(one => one.column?.text ?? []);
    const found = keyOf(migration, statement, table, names, state =>
      state.constraints.some(one => one.type === 'unique' && String(one.columns) === String(names)),
    );
    const at = column?.name ?? items[0];
    if (!found || !at) return [];
    const edits = found.known ? asPartialIndex(migration, placed, names, found) : undefined;
    return [{ at, by: 'key', columns: names, mark: found.mark.name, edits }];
  });
}

interface FoundKey {
  readonly mark: DeletionMark;
  /** Whether the statement finds the mark in its table. */
  readonly known: boolean;
  /** The table, as the last migration leaves it. */
  readonly end: TableState;
}

/** The mark of the table at this migration's end, where such a key matters and is there to stay. */
function keyOf(
  migration: Migration,
  statement: Statement,
  table: QualifiedName,
  columns: readonly string[],
  isKept: (state: TableState) => boolean,
): FoundKey | undefined {
  const { dialect } = migration;
  const end = lastingTable(migration, statement, objectName(table));
  const here = migration.tableLeft(statement, objectName(table));
  const mark = end && here && deletionMark(here, dialect);
  if (!mark || end.temporary || deletionMark(end, dialect)?.name !== mark.name) return undefined;
  if (!isKept(end) || !matters(columns, end, mark)) return undefined;
  const known =
    statement.type === 'createTable'
      ? statement.columns.some(one => one.name.text === mark.name)
      : migration.tableBefore(statement, objectName(table))?.columns.some(one => one.name === mark.name);
  return { mark, known: known ?? false, end };
}

/** Whether somebody may want the values of a deleted row again. */
function matters(columns: readonly string[], table: TableState, mark: DeletionMark): boolean {
  if (columns.length === 0 || columns.includes(mark.name) || columns.some(isOwnId)) return false;
  const facts = columns.map(name => table.columns.find(one => one.name === name));
  // The key of another table alone: one row each, whether that is deleted or not.
  const foreign = table.constraints.filter(one => one.type === 'foreignKey').flatMap(one => one.columns);
  if (columns.length === 1 && foreign.includes(columns[0]!)) return false;
  const natural = facts.filter(one => one && !isSurrogate(one));
  return natural.length > 0 || columns.every(one => foreign.includes(one));
}

/** A mark that is added to a table with unique keys. */
function ofAddedMarks(migration: Migration): readonly KeyOverDeleted[] {
  const { document, directory, dialect } = migration;
  const marks = addedMarks(document.addedColumns);
  if (marks.length === 0) return [];
  const before = schemaOf(directory.historyAfter(directory.before(document.uri)).store);
  return marks.flatMap((added): KeyOverDeleted[] => {
    const table = objectName(added.table);
    const earlier = before.table(table);
    const end = earlier && isSound(added.statement, migration) ? schemaAtEnd(migration).table(table) : undefined;
    const mark = end && deletionMark(end, dialect);
    if (!mark || mark.name !== added.column.name.text || !earlier || deletionMark(earlier, dialect)) return [];
    const keys = uniqueKeysOf(end).filter(columns => matters(columns, end, mark));
    const old = new Set(uniqueKeysOf(earlier).map(String));
    const columns = keys.find(one => old.has(String(one)));
    return columns ? [{ at: added.column.name, by: 'mark', columns, mark: mark.name, edits: undefined }] : [];
  });
}

const addedMarks = chosen((one: AddedColumn) => mayMarkDeletion(one.column.name.text));

function uniqueKeysOf({ constraints, indexes }: TableState): readonly (readonly string[])[] {
  const ofIndex = indexes.filter(one => one.unique && one.where === undefined && !one.columns.includes(undefined));
  return [
    ...constraints.filter(one => one.type === 'unique').map(one => one.columns),
    ...ofIndex.map(one => one.columns.flatMap(name => name ?? [])),
  ];
}

/** Takes the constraint of a new table away and builds an index behind that table instead. */
function asPartialIndex(
  migration: Migration,
  { statement, table, constraint, column }: Placed<{ readonly name: { readonly text: string } | undefined } & Located>,
  columns: readonly string[],
  { mark, end }: FoundKey,
): readonly TextEdit[] | undefined {
  if (statement.type !== 'createTable') return undefined;
  const { document } = migration;
  const removal = column
    ? [edit.remove(withBlanksBefore(document, constraint.span))]
    : removeItem(document, statement, constraint);
  const name = constraint.name?.text ?? [table.name.text, ...columns, 'live', 'key'].join('_');
  if (!removal || !fitsName(name)) return undefined;
  const write = (one: string): string => columnAsWritten(document, table.name.text, one);
  const list = columns.map(write).join(', ');
  const index = `CREATE UNIQUE INDEX ${writtenName(name)} ON ${document.textOf(table)} (${list}) WHERE ${mark.condition(write)};`;
  const insertion = insertAfter(migration, statement, [index, ...indexesInstead(migration, table, columns, end)]);
  return insertion && [...removal, insertion];
}

/** The indexes that foreign keys need in place of a key that no longer holds all rows. */
function indexesInstead(
  { document }: Migration,
  table: QualifiedName,
  key: readonly string[],
  end: TableState,
): readonly string[] {
  const isKey = (columns: readonly (string | undefined)[]): boolean => String(columns) === String(key);
  const without = {
    ...end,
    indexes: end.indexes.filter(one => !one.unique || !isKey(one.columns)),
    constraints: end.constraints.filter(one => one.type !== 'unique' || !isKey(one.columns)),
  };
  const foreign = end.constraints.filter(one => one.type === 'foreignKey').map(one => one.columns);
  return foreign
    .filter(columns => findsRowsBy(end, columns) && !findsRowsBy(without, columns))
    .map(columns => {
      const list = columns.map(one => columnAsWritten(document, table.name.text, one)).join(', ');
      return `CREATE INDEX ${writtenName(indexName(table, columns, 'idx'))} ON ${document.textOf(table)} (${list});`;
    });
}
