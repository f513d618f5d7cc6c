import type {
  AlterIndex,
  AlterType,
  CreateExtension,
  CreateRoutine,
  CreateTrigger,
  CreateType,
  CreateView,
  Drop,
  Expression,
  Keyword,
  Name,
  QualifiedName,
} from '../model.ts';
import type { Fields } from './fields.ts';
import type { Reader } from './reader.ts';

const dropTypes: Readonly<Record<string, Drop['type']>> = {
  TABLE: 'dropTable',
  INDEX: 'dropIndex',
  VIEW: 'dropView',
  'MATERIALIZED VIEW': 'dropMaterializedView',
  TYPE: 'dropType',
  SCHEMA: 'dropSchema',
};
/** Kinds of object whose name has two words. */
const firstOfTwo: ReadonlySet<string> = new Set([
  'MATERIALIZED',
  'FOREIGN',
  'EVENT',
  'TEXT',
  'ACCESS',
  'DEFAULT',
  'USER',
]);
const secondOfTwo: ReadonlySet<string> = new Set([
  'VIEW',
  'TABLE',
  'TRIGGER',
  'SEARCH',
  'METHOD',
  'PRIVILEGES',
  'MAPPING',
  'DATA',
]);

/** The kind of object that comes next: `TABLE`, `MATERIALIZED VIEW`. */
export function readObject(reader: Reader): string {
  const first = reader.word();
  const second = reader.word(1);
  const two = firstOfTwo.has(first) && secondOfTwo.has(second);
  reader.at += two ? 2 : reader.done ? 0 : 1;
  return two ? `${first} ${second}` : first;
}

/** From behind DROP. */
export function readDrop(reader: Reader): Fields<Drop> {
  reader.keyword('TEMPORARY');
  const from = reader.at;
  const object = readObject(reader);
  const objectKeyword = reader.since(from);
  const concurrently = reader.keyword('CONCURRENTLY');
  const ifExists = reader.keyword('IF', 'EXISTS');
  const names = reader.qualifiedNames();
  reader.parentheses();
  const table = reader.keyword('ON') ? reader.qualifiedName() : undefined;
  reader.skipTo('CASCADE');
  const cascade = reader.keyword('CASCADE');
  const type = dropTypes[object] ?? 'dropOther';
  return { type, object, objectKeyword, concurrently, ifExists, names, cascade, table };
}

/** From behind ALTER INDEX. */
export function readAlterIndex(reader: Reader): Fields<AlterIndex> {
  reader.keyword('IF', 'EXISTS');
  const name = reader.qualifiedName();
  const renameTo = reader.keyword('RENAME', 'TO') ? reader.name() : undefined;
  const attachPartition = reader.keyword('ATTACH', 'PARTITION') ? reader.qualifiedName() : undefined;
  return { type: 'alterIndex', name, renameTo, attachPartition };
}

/** From behind CREATE TYPE. */
export function readCreateType(reader: Reader): Fields<CreateType> {
  const name = reader.qualifiedName();
  if (!reader.keyword('AS', 'ENUM')) return { type: 'createType', name, values: undefined };
  const values: Name[] = [];
  reader.advance();
  while (!reader.done && reader.word() !== ')') {
    const label = reader.label();
    if (label) values.push(label);
    else reader.advance();
  }
  return { type: 'createType', name, values };
}

/** From behind ALTER TYPE. */
export function readAlterType(reader: Reader): Fields<AlterType> {
  const name = reader.qualifiedName();
  let addValue: Name | undefined;
  let ifNotExists: Keyword | undefined;
  let renameValue: AlterType['renameValue'];
  let renameTo: Name | undefined;
  if (reader.keyword('ADD', 'VALUE')) {
    ifNotExists = reader.keyword('IF', 'NOT', 'EXISTS');
    addValue = reader.label();
  } else if (reader.keyword('RENAME', 'VALUE')) {
    const from = reader.label();
    reader.keyword('TO');
    const to = reader.label();
    if (from && to) renameValue = { from, to };
  } else if (reader.keyword('RENAME', 'TO')) renameTo = reader.name();
  return { type: 'alterType', name, addValue, ifNotExists, renameValue, renameTo };
}

/** From behind VIEW. */
export function readCreateView(
  reader: Reader,
  type: CreateView['type'],
  prefix: { readonly orReplace: Keyword | undefined; readonly temporary: Keyword | undefined },
): Fields<CreateView> {
  const ifNotExists = reader.keyword('IF', 'NOT', 'EXISTS');
  const name = reader.qualifiedName();
  reader.skipTo('AS');
  const query = reader.keyword('AS') ? reader.rest() : undefined;
  return { type, ...prefix, ifNotExists, name, query };
}

/** From behind FUNCTION or PROCEDURE. */
export function readCreateRoutine(
  reader: Reader,
  type: CreateRoutine['type'],
  orReplace: Keyword | undefined,
): Fields<CreateRoutine> {
  reader.keyword('IF', 'NOT', 'EXISTS');
  const name = reader.qualifiedName();
  const parameters = reader.inParentheses();
  let body: Expression | undefined;
  let language: Name | undefined;
  let securityDefiner: Keyword | undefined;
  let searchPath: Keyword | undefined;
  let asKeyword: Keyword | undefined;
  while (!reader.done) {
    if (reader.keyword('LANGUAGE')) language = reader.name() ?? reader.label();
    else if (reader.looksAt('SECURITY', 'DEFINER')) securityDefiner = reader.keyword('SECURITY', 'DEFINER');
    else if (setsSearchPath(reader)) searchPath = readSearchPath(reader);
    else if (reader.word() === 'AS') {
      asKeyword = reader.keyword('AS');
      body = reader.quoted() ?? body;
    } else if (startsBody(reader)) body = reader.rest();
    else if (!reader.parentheses()) reader.advance();
  }
  return { type, name, orReplace, body, language, securityDefiner, searchPath, parameters, asKeyword };
}

/** `SET search_path`; pg_dump writes `SET "search_path"`. */
function setsSearchPath(reader: Reader): boolean {
  const token = reader.token(1);
  return reader.word() === 'SET' && token !== undefined && /^"?search_path"?$/i.test(reader.source(token));
}

/** Takes everything up to SET search_path and these two words; undefined where they do not follow. */
export function readSearchPath(reader: Reader): Keyword | undefined {
  while (!reader.done && !setsSearchPath(reader)) reader.advance();
  if (reader.done) return undefined;
  const from = reader.at;
  reader.at += 2;
  return reader.since(from);
}

/** A body that is not in quotes. */
function startsBody(reader: Reader): boolean {
  return (
    reader.looksAt('BEGIN', 'ATOMIC') || reader.word() === 'RETURN' || (reader.isMySql && reader.word() === 'BEGIN')
  );
}

/** From behind TRIGGER. */
export function readCreateTrigger(reader: Reader): Fields<CreateTrigger> {
  reader.keyword('IF', 'NOT', 'EXISTS');
  const name = reader.qualifiedName()?.name;
  reader.skipTo('ON');
  const table: QualifiedName | undefined = reader.keyword('ON') ? reader.qualifiedName() : undefined;
  return { type: 'createTrigger', name, table };
}

/** From behind EXTENSION. */
export function readCreateExtension(reader: Reader): Fields<CreateExtension> {
  const ifNotExists = reader.keyword('IF', 'NOT', 'EXISTS');
  return { type: 'createExtension', name: reader.name(), ifNotExists };
}
