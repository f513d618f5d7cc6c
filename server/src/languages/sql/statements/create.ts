import type { Statement } from '../model.ts';
import { readCreateIndex } from './createIndex.ts';
import { readCreateTable } from './createTable.ts';
import type { Fields } from './fields.ts';
import { readForeignAccess } from './foreignData.ts';
import {
  readCreateExtension,
  readCreateRoutine,
  readCreateTrigger,
  readCreateType,
  readCreateView,
  readObject,
} from './objects.ts';
import { readPolicy } from './policy.ts';
import type { Reader } from './reader.ts';
import { readObjectOptions } from './role.ts';

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
  const access = reader.isPostgres ? readCreateOfAccess(reader, object) : undefined;
  if (access) return access;
  reader.keyword('IF', 'NOT', 'EXISTS');
  return { type: 'createOther', object, name: reader.qualifiedName() };
}

/** Roles, databases, policies and connections; undefined, and nothing taken, for anything else. */
function readCreateOfAccess(reader: Reader, object: string): Fields<Statement> | undefined {
  switch (object) {
    case 'ROLE':
    case 'USER':
    case 'GROUP':
      return readObjectOptions(reader, 'createRole', object);
    case 'DATABASE':
      return readObjectOptions(reader, 'createDatabase', object);
    case 'POLICY':
      return readPolicy(reader, 'createPolicy');
  }
  return readForeignAccess(reader, 'create', object);
}

/** ALGORITHM = MERGE DEFINER = a@b SQL SECURITY INVOKER, before the kind of object. */
function skipDefiner(reader: Reader): void {
  if (!['ALGORITHM', 'DEFINER', 'SQL'].includes(reader.word())) return;
  while (!reader.done && !objects.has(reader.word())) reader.advance();
}
