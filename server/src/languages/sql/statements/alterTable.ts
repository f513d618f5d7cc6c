import type { AddedColumn, AlterAction, AlterTable, ColumnType, Keyword, Name } from '../model.ts';
import { type Anchor, place } from '../placed.ts';
import { readAlterColumn } from './alterColumn.ts';
import { readColumn } from './columns.ts';
import { readTableConstraint, startsTableConstraint } from './constraints.ts';
import { typeOfColumn } from './createTable.ts';
import type { Fields } from './fields.ts';
import type { Reader } from './reader.ts';

/** What is known of an action before its span is. */
export type ActionFields = AlterAction extends infer A
  ? A extends AlterAction
    ? Omit<A, 'span' | 'ifExists'> & { readonly ifExists?: Keyword | undefined }
    : never
  : never;

/** From TABLE on. */
export function readAlterTable(reader: Reader): Fields<AlterTable> {
  reader.keyword('FOREIGN');
  reader.keyword('TABLE');
  const ifExists = reader.keyword('IF', 'EXISTS');
  const only = reader.keyword('ONLY');
  const table = reader.qualifiedName();
  if (reader.word() === '*') reader.advance();
  const actions: AlterAction[] = [];
  while (!reader.done) {
    const from = reader.at;
    if (reader.word() === ',') reader.advance();
    else actions.push(...readActions(reader));
    if (reader.at === from) reader.advance();
  }
  return { type: 'alterTable', ifExists, only, table, actions, addedColumns: [], columnTypes: [] };
}

/** One action up to the next comma; `ADD COLUMN (a int, b int)` (MySQL) is one for each column. */
function readActions(reader: Reader): readonly AlterAction[] {
  if (reader.looksAt('ADD', '(') || reader.looksAt('ADD', 'COLUMN', '(')) return readColumnsInParentheses(reader);
  const from = reader.at;
  const fields = readAction(reader);
  reader.skipTo(',');
  if (reader.word() === ')') reader.advance();
  return [reader.located(from, { ifExists: undefined, ...fields }) as AlterAction];
}

function readColumnsInParentheses(reader: Reader): readonly AlterAction[] {
  reader.advance();
  const columnKeyword = reader.keyword('COLUMN');
  reader.advance();
  const actions: AlterAction[] = [];
  while (!reader.done && reader.word() !== ')') {
    const from = reader.at;
    if (startsTableConstraint(reader)) {
      const constraint = readTableConstraint(reader);
      actions.push(reader.located(from, { type: 'addConstraint', ifExists: undefined, constraint } as const));
    } else {
      const column = readColumn(reader);
      const fields = { type: 'addColumn', ifExists: undefined, ifNotExists: undefined, columnKeyword } as const;
      if (column) actions.push(reader.located(from, { ...fields, column }));
    }
    reader.skipTo(',');
    if (reader.word() === ',' || reader.at === from) reader.advance();
  }
  reader.advance();
  return actions;
}

function readAction(reader: Reader): ActionFields {
  switch (reader.word()) {
    case 'ADD':
      reader.advance();
      return readAdd(reader);
    case 'DROP':
      reader.advance();
      return readDrop(reader);
    case 'ALTER':
      reader.advance();
      return readAlter(reader);
    case 'RENAME':
      reader.advance();
      return readRename(reader);
    case 'MODIFY':
    case 'CHANGE':
      return readRedefinition(reader);
    case 'SET':
      return readSet(reader);
    case 'ALGORITHM':
    case 'LOCK':
      return readOption(reader);
    case 'CONVERT':
      if (reader.keyword('CONVERT', 'TO')) return { type: 'convertCharacterSet' };
  }
  return readPlain(reader) ?? { type: 'other' };
}

function readOption(reader: Reader): ActionFields {
  const option = reader.word() === 'LOCK' ? 'LOCK' : 'ALGORITHM';
  reader.advance();
  reader.keyword('=');
  return { type: 'option', option, value: reader.word() };
}

function readAdd(reader: Reader): ActionFields {
  const columnKeyword = reader.keyword('COLUMN');
  const ifNotExists = reader.keyword('IF', 'NOT', 'EXISTS');
  if (!columnKeyword) {
    if (startsTableConstraint(reader)) return { type: 'addConstraint', constraint: readTableConstraint(reader) };
    if (reader.word() === 'PARTITION' && !reader.isPostgres) return { type: 'other' };
  }
  const column = readColumn(reader);
  return column ? { type: 'addColumn', columnKeyword, ifNotExists, column } : { type: 'other' };
}

function readDrop(reader: Reader): ActionFields {
  if (reader.keyword('CONSTRAINT') ?? (reader.isMySql ? reader.keyword('CHECK') : undefined))
    return named(reader, 'dropConstraint', true);
  if (reader.isMySql) {
    if (reader.keyword('PRIMARY', 'KEY')) return { type: 'dropPrimaryKey' };
    if (reader.keyword('FOREIGN', 'KEY')) return named(reader, 'dropForeignKey', false);
    if (reader.keyword('INDEX') ?? reader.keyword('KEY')) return named(reader, 'dropIndex', false);
    if (reader.word() === 'PARTITION') return { type: 'other' };
  }
  reader.keyword('COLUMN');
  return named(reader, 'dropColumn', true);
}

type NamedAction =
  | 'dropConstraint'
  | 'dropForeignKey'
  | 'dropIndex'
  | 'dropColumn'
  | 'alterConstraint'
  | 'validateConstraint';

function named(reader: Reader, type: NamedAction, mayCascade: boolean): ActionFields {
  const ifExists = reader.keyword('IF', 'EXISTS');
  const name = reader.name();
  if (!name) return { type: 'other', ifExists };
  const cascade = mayCascade ? reader.keyword('CASCADE') : undefined;
  return { type, ifExists, name, cascade } as ActionFields;
}

function readAlter(reader: Reader): ActionFields {
  if (reader.keyword('CONSTRAINT')) return named(reader, 'alterConstraint', false);
  if (reader.isMySql && (reader.keyword('INDEX') ?? reader.keyword('CHECK'))) return { type: 'other' };
  reader.keyword('COLUMN');
  return readAlterColumn(reader);
}

function readRename(reader: Reader): ActionFields {
  if (reader.keyword('CONSTRAINT')) return renamed(reader, 'renameConstraint');
  if (reader.keyword('TO') ?? (reader.isMySql ? (reader.keyword('AS') ?? reader.keyword('=')) : undefined))
    return { type: 'renameTable', to: reader.qualifiedName() };
  if (reader.isMySql && (reader.keyword('INDEX') ?? reader.keyword('KEY'))) return renamed(reader, 'renameIndex');
  // MySQL: RENAME new_name, without TO.
  if (reader.isMySql && reader.word() !== 'COLUMN') return { type: 'renameTable', to: reader.qualifiedName() };
  reader.keyword('COLUMN');
  return renamed(reader, 'renameColumn');
}

function renamed(reader: Reader, type: 'renameConstraint' | 'renameIndex' | 'renameColumn'): ActionFields {
  const ifExists = reader.keyword('IF', 'EXISTS');
  const name = reader.name();
  if (!name) return { type: 'other', ifExists };
  const to = reader.keyword('TO') ? reader.name() : undefined;
  return { type, ifExists, name, to };
}

function readRedefinition(reader: Reader): ActionFields {
  const changes = reader.word() === 'CHANGE';
  reader.advance();
  reader.keyword('COLUMN');
  const ifExists = reader.keyword('IF', 'EXISTS');
  const old = changes ? reader.name() : undefined;
  const column = readColumn(reader);
  const name: Name | undefined = old ?? column?.name;
  if (!column || !name) return { type: 'other', ifExists };
  return { type: changes ? 'changeColumn' : 'modifyColumn', ifExists, name, column };
}

function readSet(reader: Reader): ActionFields {
  reader.advance();
  if (reader.keyword('SCHEMA')) {
    const schema = reader.name();
    if (schema) return { type: 'setSchema', schema };
  }
  if (reader.keyword('LOGGED')) return { type: 'setLogged' };
  if (reader.keyword('UNLOGGED')) return { type: 'setUnlogged' };
  return { type: 'other' };
}

function readPlain(reader: Reader): ActionFields | undefined {
  if (reader.keyword('VALIDATE', 'CONSTRAINT')) return named(reader, 'validateConstraint', false);
  if (reader.keyword('ATTACH', 'PARTITION')) {
    const partition = reader.qualifiedName();
    return partition && { type: 'attachPartition', partition };
  }
  if (reader.keyword('DETACH', 'PARTITION')) {
    const partition = reader.qualifiedName();
    return partition && { type: 'detachPartition', partition, concurrently: reader.keyword('CONCURRENTLY') };
  }
  if (reader.keyword('ENABLE', 'ROW', 'LEVEL', 'SECURITY')) return { type: 'enableRowSecurity' };
  if (reader.keyword('DISABLE', 'ROW', 'LEVEL', 'SECURITY')) return { type: 'disableRowSecurity' };
  if (reader.keyword('FORCE', 'ROW', 'LEVEL', 'SECURITY')) return { type: 'forceRowSecurity' };
  if (reader.keyword('NO', 'FORCE', 'ROW', 'LEVEL', 'SECURITY')) return { type: 'noForceRowSecurity' };
  if (reader.keyword('DISABLE', 'TRIGGER')) return { type: 'disableTrigger' };
  if (reader.keyword('ENABLE', 'TRIGGER') ?? reader.keyword('ENABLE', 'REPLICA', 'TRIGGER'))
    return { type: 'enableTrigger' };
  return undefined;
}

export function addedColumnsOf(statement: AlterTable, anchor: Anchor): readonly AddedColumn[] {
  const { table } = statement;
  if (!table) return [];
  return statement.actions.flatMap(action => {
    if (action.type !== 'addColumn') return [];
    const { start, end } = action.column.span;
    return [place(anchor, start - anchor.base, end - anchor.base, { statement, action, table, column: action.column })];
  });
}

export function typesOfAltered(statement: AlterTable, anchor: Anchor): readonly ColumnType[] {
  const { table } = statement;
  const types: ColumnType[] = [];
  if (!table) return types;
  for (const action of statement.actions) {
    if (action.type === 'addColumn' || action.type === 'modifyColumn' || action.type === 'changeColumn') {
      const origin = action.type === 'addColumn' ? 'addColumn' : 'alterColumnType';
      const item = typeOfColumn(statement, table, action.column, origin, anchor);
      if (item) types.push(item);
    } else if (action.type === 'alterColumnType' && action.dataType) {
      const { name: column, dataType: type } = action;
      const { start, end } = type.span;
      const fields = { statement, table, column, type, definition: undefined, origin: 'alterColumnType' } as const;
      types.push(place(anchor, start - anchor.base, end - anchor.base, fields));
    }
  }
  return types;
}
