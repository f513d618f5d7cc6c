import { edit, type TextEdit } from '#text';
import { namesDeletionTime, namesTenant, rowsWanted } from '../columnWords.ts';
import type { ColumnFact } from './changes.ts';
import { chosen } from './collected.ts';
import { writtenName } from './identifiers.ts';
import { memoised } from './memo.ts';
import type { IndexColumn, SqlDialect, SqlDocument, StatementOf } from './model.ts';
import type { TableState } from './schemaState.ts';

type CreateIndex = StatementOf<'createIndex'>;

/** A column with two values (or nearly none) that an index begins with. */
export interface FlagColumn {
  readonly item: IndexColumn;
  readonly name: string;
  readonly kind: 'boolean' | 'deletedAt';
  /** Whether its type is known, so that a condition on it can be written. */
  readonly certain: boolean;
}

// Case-sensitive: `hashedKey` is no flag.
const FLAG_NAME = /^(?:is|has)_|^(?:active|enabled)$/;

/** The flag that a full, plain index begins with; undefined where there is none, or the index is fine. */
export function leadingFlag(
  statement: CreateIndex,
  tableOf: () => TableState | undefined,
  dialect: SqlDialect,
): FlagColumn | undefined {
  const first = leadingColumn(statement);
  if (!first) return undefined;
  const { item, name } = first;
  const known = tableOf()?.columns.find(one => one.name === name);
  if (first.isDeletionTime) {
    if (known && !holdsTime(known, dialect)) return undefined;
    return { item, name, kind: 'deletedAt', certain: true };
  }
  if (known?.type !== undefined)
    return holdsBoolean(known, name, dialect) ? { item, name, kind: 'boolean', certain: true } : undefined;
  return FLAG_NAME.test(name) ? { item, name, kind: 'boolean', certain: dialect === 'sqlite' } : undefined;
}

/** The column that a full, plain index begins with, if it may be a flag; as long as the text of the index is the same. */
const leadingColumn = memoised((statement: CreateIndex) => {
  const { unique, where, using, variant, columns, templated, broken } = statement;
  if (unique || where || variant !== 'plain' || templated || broken) return undefined;
  if (using && using.text.toLowerCase() !== 'btree') return undefined;
  const [item] = columns;
  const name = item?.column?.text;
  if (!item || name === undefined || columns.some(one => namesTenant(one.column?.text ?? ''))) return undefined;
  // `(pinned DESC, created_at DESC)` serves an order that begins with the flag: no partial index does.
  if (item.order === 'desc' && columns.length > 1) return undefined;
  return { item, name, isDeletionTime: namesDeletionTime(name) };
});

/** The indexes that may begin with a flag, as far as they show it. */
export const mayLeadWithFlag = chosen((one: CreateIndex) => leadingColumn(one) !== undefined);

function holdsTime({ type }: ColumnFact, dialect: SqlDialect): boolean {
  return type === undefined || dialect === 'sqlite' || /^(?:timestamp|date\b)/.test(type);
}

/** SQLite has no boolean type: what is named like a flag is one, as long as it holds numbers. */
function holdsBoolean({ type, array }: ColumnFact, name: string, dialect: SqlDialect): boolean {
  if (array || type === undefined) return false;
  if (/^bool(?:ean)?$/i.test(type)) return true;
  return dialect === 'sqlite' && FLAG_NAME.test(name) && /^(?:integer|int|tinyint|smallint|numeric)$/i.test(type);
}

/** An index over the rows of one value of a flag alone. */
export interface PartialIndex {
  /** The rows that it holds, in words. */
  readonly rows: string;
  readonly edits: readonly TextEdit[];
}

/** The partial indexes that could stand in its place, the likelier one first; none where it cannot be decided. */
export function partialIndexes(
  document: SqlDocument,
  statement: CreateIndex,
  flag: FlagColumn,
  table: TableState | undefined,
): readonly PartialIndex[] {
  const columns = indexedInstead(statement, flag, table);
  if (!flag.certain || !columns) return [];
  const written = document.textOf(flag.item.column ?? flag.item);
  const when = (rows: string, condition: string): PartialIndex => ({
    rows: `${flag.name} is ${rows}`,
    // WHERE is the last clause of CREATE INDEX, in PostgreSQL and in SQLite.
    edits: [...columns, edit.insert(statement.span.end, ` WHERE ${condition}`)],
  });
  if (flag.kind === 'deletedAt') return [when('null', `${written} IS NULL`)];
  return rowsWanted(flag.name).map(rows => (rows === 'set' ? when('true', written) : when('false', `NOT ${written}`)));
}

/** Takes the flag out of the columns; where it is the only one, the column that rows are read by takes its place. */
function indexedInstead(
  { columns }: CreateIndex,
  { item, kind }: FlagColumn,
  table: TableState | undefined,
): readonly TextEdit[] | undefined {
  const next = columns[1];
  if (next) return [edit.remove({ start: item.span.start, end: next.span.start })];
  const has = (name: string): boolean => table?.columns.some(one => one.name === name) ?? false;
  const wanted = kind === 'deletedAt' ? ['created_at', 'createdAt', 'id'] : ['id', ...primaryKeyOf(table)];
  const found = wanted.find(has);
  return found === undefined ? undefined : [edit.replace(item.span, writtenName(found))];
}

function primaryKeyOf(table: TableState | undefined): readonly string[] {
  return table?.constraints.find(one => one.type === 'primaryKey')?.columns.slice(0, 1) ?? [];
}
