import type { CreateIndex, Keyword, Name } from '../model.ts';
import { readIndexColumns } from './constraints.ts';
import type { Fields } from './fields.ts';
import type { Reader } from './reader.ts';

export interface IndexPrefix {
  readonly unique: Keyword | undefined;
  readonly variant: CreateIndex['variant'];
}

/** From INDEX on. */
export function readCreateIndex(reader: Reader, prefix: IndexPrefix): Fields<CreateIndex> {
  const indexKeyword = reader.keyword('INDEX')!;
  const concurrently = reader.keyword('CONCURRENTLY');
  const ifNotExists = reader.keyword('IF', 'NOT', 'EXISTS');
  // `CREATE INDEX ON t`: an unquoted index cannot be called "on".
  const name = reader.word() === 'ON' ? undefined : reader.qualifiedName();
  let using: Name | undefined = reader.keyword('USING') ? reader.name() : undefined;
  reader.keyword('ON');
  const only = reader.keyword('ONLY');
  const table = reader.qualifiedName();
  if (reader.keyword('USING')) using = reader.name();
  const from = reader.at;
  const columns = readIndexColumns(reader);
  const columnList = reader.at > from ? reader.since(from) : undefined;
  let include: readonly Name[] = [];
  let nullsNotDistinct: Keyword | undefined;
  let where: CreateIndex['where'];
  while (!reader.done) {
    if (reader.keyword('INCLUDE')) include = reader.nameList();
    else if (reader.looksAt('NULLS', 'NOT', 'DISTINCT')) nullsNotDistinct = reader.keyword('NULLS', 'NOT', 'DISTINCT');
    else if (reader.keyword('WHERE')) where = reader.rest();
    else if (reader.isMySql && reader.keyword('USING')) using = reader.name();
    else if (!reader.parentheses()) reader.advance();
  }
  return {
    type: 'createIndex',
    ...prefix,
    indexKeyword,
    concurrently,
    ifNotExists,
    name,
    only,
    table,
    using,
    columns,
    columnList,
    include,
    nullsNotDistinct,
    where,
  };
}
