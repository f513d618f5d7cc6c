import type { ColumnDefinition, ColumnType, CreateTable, QualifiedName, TableConstraint } from '../model.ts';
import { type Anchor, place } from '../placed.ts';
import { readColumn } from './columns.ts';
import { readTableConstraint, startsTableConstraint } from './constraints.ts';
import type { Fields } from './fields.ts';
import type { Reader } from './reader.ts';

/** What stood between CREATE and TABLE. */
export interface CreatePrefix {
  readonly orReplace: CreateTable['orReplace'];
  readonly temporary: CreateTable['temporary'];
  readonly unlogged: CreateTable['unlogged'];
  readonly virtual: CreateTable['virtual'];
}

interface Body {
  readonly columns: ColumnDefinition[];
  readonly constraints: TableConstraint[];
  readonly like: QualifiedName[];
}

/** From TABLE on. */
export function readCreateTable(reader: Reader, prefix: CreatePrefix): Fields<CreateTable> {
  const tableKeyword = reader.keyword('TABLE')!;
  const ifNotExists = reader.keyword('IF', 'NOT', 'EXISTS');
  const table = reader.qualifiedName();
  const body: Body = { columns: [], constraints: [], like: [] };
  const partitionOf = reader.keyword('PARTITION', 'OF') ? reader.qualifiedName() : undefined;
  // MySQL: CREATE TABLE a LIKE b.
  if (reader.keyword('LIKE')) addIfAny(body.like, reader.qualifiedName());
  // PostgreSQL: CREATE TABLE a OF composite_type.
  if (reader.keyword('OF')) reader.qualifiedName();
  const span = prefix.virtual ? undefined : readBody(reader, body);
  const tail = readTail(reader);
  return {
    type: 'createTable',
    ...prefix,
    tableKeyword,
    ifNotExists,
    table,
    ...body,
    partitionOf,
    body: span,
    ...tail,
    columnTypes: [],
  };
}

function addIfAny<T>(list: T[], item: T | undefined): void {
  if (item) list.push(item);
}

function readBody(reader: Reader, body: Body): CreateTable['body'] {
  if (reader.word() !== '(' || isQuery(reader, 1)) return undefined;
  const from = reader.at;
  reader.advance();
  while (!reader.done && reader.word() !== ')') {
    const item = reader.at;
    readItem(reader, body);
    reader.skipTo(',');
    if (reader.word() === ',' || reader.at === item) reader.advance();
  }
  if (reader.word() === ')') reader.advance();
  return reader.since(from);
}

function readItem(reader: Reader, body: Body): void {
  if (reader.isPostgres && reader.token()?.kind === 'word' && reader.keyword('LIKE')) {
    addIfAny(body.like, reader.qualifiedName());
  } else if (startsTableConstraint(reader)) body.constraints.push(readTableConstraint(reader));
  else addIfAny(body.columns, readColumn(reader));
}

function isQuery(reader: Reader, ahead: number): boolean {
  return ['SELECT', 'WITH', 'VALUES', 'TABLE', '('].includes(reader.word(ahead));
}

/** INHERITS, PARTITION BY, storage options in any order, and AS with its query at last. */
function readTail(reader: Reader) {
  let inherits: readonly QualifiedName[] = [];
  let partitionBy: CreateTable['partitionBy'];
  while (!reader.done) {
    if (reader.keyword('INHERITS')) inherits = reader.word() === '(' ? namesInParentheses(reader) : [];
    else if (reader.looksAt('PARTITION', 'BY')) {
      partitionBy = reader.keyword('PARTITION', 'BY');
      reader.advance();
      reader.parentheses();
    } else if (reader.keyword('AS')) return { inherits, partitionBy, asQuery: reader.rest() };
    else if (reader.word() === 'SELECT' || (reader.word() === '(' && isQuery(reader, 1)))
      return { inherits, partitionBy, asQuery: reader.rest() };
    else if (!reader.parentheses()) reader.advance();
  }
  return { inherits, partitionBy, asQuery: undefined };
}

function namesInParentheses(reader: Reader): readonly QualifiedName[] {
  reader.advance();
  const names = reader.qualifiedNames();
  reader.skipTo(')');
  reader.advance();
  return names;
}

/** The columns with their types, as items of their own. */
export function typesOfCreated(statement: CreateTable, anchor: Anchor): readonly ColumnType[] {
  const { table } = statement;
  if (!table) return [];
  return statement.columns.flatMap(definition => {
    const item = typeOfColumn(statement, table, definition, 'createTable', anchor);
    return item ? [item] : [];
  });
}

export function typeOfColumn(
  statement: ColumnType['statement'],
  table: QualifiedName,
  definition: ColumnDefinition,
  origin: ColumnType['origin'],
  anchor: Anchor,
): ColumnType | undefined {
  const { name: column, type } = definition;
  if (!type) return undefined;
  const { start, end } = type.span;
  return place(anchor, start - anchor.base, end - anchor.base, { statement, table, column, type, definition, origin });
}
