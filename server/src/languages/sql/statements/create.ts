import type { Statement } from '../model.ts';
import { readCreateIndex } from './createIndex.ts';
import { readCreateTable } from './createTable.ts';
import type { Fields } from './fields.ts';
import {
  readCreateExtension,
  readCreateRoutine,
  readCreateTrigger,
  readCreateType,
  readCreateView,
  readObject,
} from './objects.ts';
import type { Reader } from './reader.ts';

const objects: ReadonlySet<string> = new Set([
  'TABLE',
  'INDEX',
  'VIEW',
  'MATERIALIZED',
  'FUNCTION',
  'PROCEDURE',
  'TRIGGER',
  'EVENT',
]);

/** From behind CREATE. */
export function readCreate(reader: Reader): Fields<Statement> {
  const orReplace = reader.keyword('OR', 'REPLACE');
  const aggregate = reader.keyword('AGGREGATE');
  reader.keyword('GLOBAL') ?? reader.keyword('LOCAL');
  const temporary = reader.keyword('TEMPORARY') ?? reader.keyword('TEMP');
  const unlogged = reader.keyword('UNLOGGED');
  const virtual = reader.keyword('VIRTUAL');
  const unique = reader.keyword('UNIQUE');
  const variant = reader.keyword('FULLTEXT') ? 'fulltext' : reader.keyword('SPATIAL') ? 'spatial' : 'plain';
  reader.keyword('CONSTRAINT') ??
    reader.keyword('TRUSTED') ??
    reader.keyword('RECURSIVE') ??
    reader.keyword('PROCEDURAL');
  if (reader.isMySql) skipDefiner(reader);
  switch (reader.word()) {
    case 'TABLE':
      return readCreateTable(reader, { orReplace, temporary, unlogged, virtual });
    case 'INDEX':
      return readCreateIndex(reader, { unique, variant });
    case 'VIEW':
      reader.advance();
      return readCreateView(reader, 'createView', { orReplace, temporary });
    case 'TYPE':
      reader.advance();
      return readCreateType(reader);
    case 'FUNCTION':
      reader.advance();
      return readCreateRoutine(reader, 'createFunction', orReplace);
    case 'PROCEDURE':
      reader.advance();
      return readCreateRoutine(reader, 'createProcedure', orReplace);
    case 'TRIGGER':
      reader.advance();
      return readCreateTrigger(reader);
    case 'EXTENSION':
      reader.advance();
      return readCreateExtension(reader);
  }
  if (reader.keyword('MATERIALIZED', 'VIEW'))
    return readCreateView(reader, 'createMaterializedView', { orReplace, temporary });
  if (reader.looksAt('FOREIGN', 'TABLE')) {
    reader.advance();
    return readCreateTable(reader, { orReplace, temporary, unlogged, virtual });
  }
  const object = aggregate ? 'AGGREGATE' : readObject(reader);
  reader.keyword('IF', 'NOT', 'EXISTS');
  return { type: 'createOther', object, name: reader.qualifiedName() };
}

/** ALGORITHM = MERGE DEFINER = a@b SQL SECURITY INVOKER, before the kind of object. */
function skipDefiner(reader: Reader): void {
  if (!['ALGORITHM', 'DEFINER', 'SQL'].includes(reader.word())) return;
  while (!reader.done && !objects.has(reader.word())) reader.advance();
}
