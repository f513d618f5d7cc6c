import type { Located, Span } from '#text';
import type { AlterTable, CreateTable, Statement, StatementBase } from '../model.ts';
import { place } from '../placed.ts';
import { addedColumnsOf, readAlterTable, typesOfAltered } from './alterTable.ts';
import { readCreate } from './create.ts';
import { typesOfCreated } from './createTable.ts';
import { readDataChange, readDo, readMaintenance, readRenameTables, readSet, readTruncate, readWith } from './data.ts';
import type { Fields } from './fields.ts';
import { readForeignAccess } from './foreignData.ts';
import { readAlterIndex, readAlterType, readDrop, readObject, readSearchPath } from './objects.ts';
import { readPolicy } from './policy.ts';
import { readDefaultPrivileges, readPrivileges } from './privileges.ts';
import { Reader, type StatementSource } from './reader.ts';
import { readObjectOptions } from './role.ts';
import { readStoredSetting, readSystemSetting } from './settings.ts';

/** What the splitter knows of a statement. Offsets are relative to its first character. */
export interface StatementInput extends StatementSource {
  readonly terminator: Span | undefined;
  readonly meta: boolean;
  readonly broken: boolean;
}

/** Reads one statement. Never throws; what is not known becomes `other`. */
export function recognise(input: StatementInput): Statement {
  const { anchor, tokens, terminator } = input;
  const reader = new Reader(input);
  const fields: Fields<Statement> = input.meta ? { type: 'meta' } : readStatement(reader);
  const first = reader.offsetOf(0);
  const base: Omit<StatementBase, keyof Located> = {
    terminator: terminator && place(anchor, terminator.start, terminator.end, {}),
    keyword: place(anchor, first, Math.max(first, firstWordEnd(reader)), {}),
    templated: tokens.some(token => token.opaque.length > 0),
    broken: input.broken,
    text: input.text,
    dialect: input.dialect,
  };
  const statement = Object.assign(place(anchor, 0, input.text.length, base), fields) as Statement;
  if (statement.type === 'createTable')
    Object.assign<CreateTable, Partial<CreateTable>>(statement, { columnTypes: typesOfCreated(statement, anchor) });
  if (statement.type === 'alterTable')
    Object.assign<AlterTable, Partial<AlterTable>>(statement, {
      addedColumns: addedColumnsOf(statement, anchor),
      columnTypes: typesOfAltered(statement, anchor),
    });
  return statement;
}

function firstWordEnd(reader: Reader): number {
  const end = reader.endBefore(1);
  const line = reader.text.search(/[\r\n]/);
  return line >= 0 && line < end ? line : end;
}

function readStatement(reader: Reader): Fields<Statement> {
  const verb = reader.word();
  switch (verb) {
    case 'CREATE':
      reader.advance();
      return readCreate(reader);
    case 'ALTER':
      reader.advance();
      return readAlter(reader);
    case 'DROP':
      reader.advance();
      return readDrop(reader);
    case 'INSERT':
    case 'REPLACE':
    case 'UPDATE':
    case 'DELETE':
    case 'MERGE':
    case 'COPY':
      return readDataChange(reader);
    case 'WITH':
      reader.advance();
      return readWith(reader);
    case 'SELECT':
    case 'VALUES':
    case 'TABLE':
    case '(':
      return { type: 'select' };
    case 'TRUNCATE':
      reader.advance();
      return readTruncate(reader);
    case 'VACUUM':
    case 'REINDEX':
    case 'CLUSTER':
    case 'ANALYZE':
    case 'ANALYSE':
      return readMaintenance(reader);
    case 'DO':
      reader.advance();
      return readDo(reader);
    case 'SET':
      reader.advance();
      return readSet(reader);
    case 'GRANT':
    case 'REVOKE':
      return readPrivileges(reader);
    case 'COMMENT':
      return { type: 'comment' };
    case 'LOCK':
      return { type: 'lock' };
    case 'PRAGMA':
      return { type: 'pragma' };
  }
  return readTransactionControl(reader) ?? readOther(reader);
}

function readAlter(reader: Reader): Fields<Statement> {
  if (reader.word() === 'TABLE' || reader.looksAt('FOREIGN', 'TABLE')) return readAlterTable(reader);
  if (reader.isMySql && (reader.keyword('ONLINE') ?? reader.keyword('IGNORE')) && reader.word() === 'TABLE')
    return readAlterTable(reader);
  if (reader.keyword('INDEX')) return readAlterIndex(reader);
  if (reader.keyword('TYPE')) return readAlterType(reader);
  const object = readObject(reader);
  const security = readAlterOfAccess(reader, object);
  if (security) return security;
  reader.keyword('IF', 'EXISTS');
  const name = reader.qualifiedName();
  // A function is named with its arguments.
  reader.parentheses();
  const renameTo = reader.keyword('RENAME', 'TO') ? reader.name() : undefined;
  return { type: 'alterOther', object, name, renameTo, searchPath: readSearchPath(reader) };
}

/** ALTER of roles, settings, policies and connections; undefined, and nothing taken, for anything else. */
function readAlterOfAccess(reader: Reader, object: string): Fields<Statement> | undefined {
  if (!reader.isPostgres) return undefined;
  switch (object) {
    case 'SYSTEM':
      return readSystemSetting(reader);
    case 'DATABASE':
      return readStoredSetting(reader, 'database') ?? readObjectOptions(reader, 'alterDatabase', object);
    case 'ROLE':
    case 'USER':
    case 'GROUP':
      return readStoredSetting(reader, 'role') ?? readObjectOptions(reader, 'alterRole', object);
    case 'POLICY':
      return readPolicy(reader, 'alterPolicy');
    case 'DEFAULT PRIVILEGES':
      return readDefaultPrivileges(reader);
  }
  return readForeignAccess(reader, 'alter', object);
}

function readTransactionControl(reader: Reader): Fields<Statement> | undefined {
  switch (reader.word()) {
    case 'BEGIN':
      return { type: 'begin' };
    case 'START':
      return reader.looksAt('START', 'TRANSACTION') ? { type: 'begin' } : undefined;
    case 'COMMIT':
      return reader.looksAt('COMMIT', 'PREPARED') ? { type: 'other' } : { type: 'commit' };
    case 'END':
      return { type: 'commit' };
    case 'ABORT':
      return { type: 'rollback' };
    case 'ROLLBACK':
      return readRollback(reader);
    case 'SAVEPOINT':
      return { type: 'savepoint' };
    case 'RELEASE':
      return { type: 'releaseSavepoint' };
  }
  return undefined;
}

function readRollback(reader: Reader): Fields<Statement> {
  reader.advance();
  if (reader.word() === 'PREPARED') return { type: 'other' };
  reader.keyword('WORK') ?? reader.keyword('TRANSACTION');
  return { type: reader.word() === 'TO' ? 'rollbackToSavepoint' : 'rollback' };
}

function readOther(reader: Reader): Fields<Statement> {
  if (reader.keyword('REFRESH', 'MATERIALIZED')) {
    const viewKeyword = reader.keyword('VIEW') ?? reader.since(0);
    const concurrently = reader.keyword('CONCURRENTLY');
    return { type: 'refreshMaterializedView', concurrently, viewKeyword, name: reader.qualifiedName() };
  }
  if (reader.isMySql && (reader.keyword('RENAME', 'TABLE') ?? reader.keyword('RENAME', 'TABLES')))
    return readRenameTables(reader);
  return { type: 'other' };
}
