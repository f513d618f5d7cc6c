import type {
  DataChange,
  DoBlock,
  Expression,
  Maintenance,
  QualifiedName,
  Query,
  RenameTables,
  SetVariable,
  Truncate,
} from '../model.ts';
import type { Fields } from './fields.ts';
import type { Reader } from './reader.ts';

/** INSERT, REPLACE, UPDATE, DELETE, MERGE and COPY, from their first word on. */
export function readDataChange(reader: Reader): Fields<DataChange> {
  const verb = reader.word();
  reader.advance();
  switch (verb) {
    case 'UPDATE':
      return readUpdate(reader);
    case 'DELETE':
      return readDelete(reader);
    case 'COPY':
      return readCopy(reader);
    case 'MERGE':
      reader.keyword('INTO');
      reader.keyword('ONLY');
      return { type: 'merge', table: reader.qualifiedName(), where: undefined, fromQuery: true };
  }
  return readInsert(reader);
}

const insertModifiers: ReadonlySet<string> = new Set(['LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'IGNORE', 'INTO']);

function readInsert(reader: Reader): Fields<DataChange> {
  // SQLite: INSERT OR REPLACE INTO.
  if (reader.keyword('OR')) reader.advance();
  while (reader.anyOf(insertModifiers));
  const table = reader.qualifiedName();
  if (reader.keyword('AS')) reader.name();
  if (reader.word() === '(' && !startsQuery(reader.word(1))) reader.parentheses();
  if (reader.keyword('OVERRIDING')) reader.at += 2;
  const fromQuery = startsQuery(reader.word()) || (reader.word() === '(' && startsQuery(reader.word(1)));
  return { type: 'insert', table, where: undefined, fromQuery };
}

function startsQuery(word: string): boolean {
  return word === 'SELECT' || word === 'WITH' || word === 'TABLE';
}

function readUpdate(reader: Reader): Fields<DataChange> {
  if (reader.keyword('OR')) reader.advance();
  while (reader.keyword('LOW_PRIORITY') ?? reader.keyword('IGNORE') ?? reader.keyword('ONLY'));
  return { type: 'update', table: reader.qualifiedName(), where: readWhere(reader), fromQuery: false };
}

function readDelete(reader: Reader): Fields<DataChange> {
  while (reader.keyword('LOW_PRIORITY') ?? reader.keyword('QUICK') ?? reader.keyword('IGNORE'));
  reader.keyword('FROM');
  reader.keyword('ONLY');
  return { type: 'delete', table: reader.qualifiedName(), where: readWhere(reader), fromQuery: false };
}

/** The outermost WHERE. */
function readWhere(reader: Reader): Expression | undefined {
  reader.skipTo('WHERE');
  return reader.keyword('WHERE') ? reader.expressionTo('RETURNING', 'LIMIT', 'ORDER') : undefined;
}

function readCopy(reader: Reader): Fields<DataChange> {
  const table = reader.qualifiedName();
  reader.parentheses();
  const reads = reader.word() === 'FROM';
  return { type: 'copy', table: reads ? table : undefined, where: undefined, fromQuery: reads };
}

/** WITH ... followed by what it is for. */
export function readWith(reader: Reader): Fields<DataChange> | Fields<Query> {
  while (!reader.done) {
    switch (reader.word()) {
      case 'INSERT':
      case 'REPLACE':
      case 'UPDATE':
      case 'DELETE':
      case 'MERGE':
        return { ...readDataChange(reader) };
      case 'SELECT':
      case 'VALUES':
      case 'TABLE':
        return { type: 'select' };
    }
    if (!reader.parentheses()) reader.advance();
  }
  return { type: 'select' };
}

/** From behind TRUNCATE. */
export function readTruncate(reader: Reader): Fields<Truncate> {
  reader.keyword('TABLE');
  const tables: QualifiedName[] = [];
  do {
    reader.keyword('ONLY');
    const table = reader.qualifiedName();
    if (table) tables.push(table);
    // `a *`: with its descendants.
    reader.keyword('*');
  } while (reader.keyword(','));
  reader.skipTo('CASCADE');
  return { type: 'truncate', tables, cascade: reader.keyword('CASCADE') };
}

/** From behind SET. */
export function readSet(reader: Reader): Fields<SetVariable> {
  const local = reader.keyword('LOCAL');
  reader.keyword('SESSION') ?? reader.keyword('GLOBAL') ?? reader.keyword('PERSIST');
  const timeZone = reader.keyword('TIME', 'ZONE');
  const written = timeZone ? undefined : reader.qualifiedName();
  const name = written && `${written.schema ? `${written.schema.text}.` : ''}${written.name.text}`.toLowerCase();
  const assigned =
    reader.keyword('=') ?? reader.keyword('TO') ?? (reader.looksAt(':', '=') ? reader.keyword(':', '=') : undefined);
  if (!timeZone && !assigned) return { type: 'set', name: undefined, local, value: undefined };
  return {
    type: 'set',
    name: timeZone ? 'timezone' : name,
    local,
    value: reader.isMySql ? reader.expressionTo(',') : reader.rest(),
  };
}

/** From behind DO. */
export function readDo(reader: Reader): Fields<DoBlock> {
  let body: Expression | undefined;
  while (!reader.done) {
    const quoted = reader.quoted();
    if (quoted) body = quoted;
    else reader.advance();
  }
  return { type: 'do', body };
}

const maintenance: Readonly<Record<string, Maintenance['type']>> = {
  VACUUM: 'vacuum',
  REINDEX: 'reindex',
  CLUSTER: 'cluster',
  ANALYZE: 'analyze',
  ANALYSE: 'analyze',
};
const reindexed: ReadonlySet<string> = new Set(['INDEX', 'TABLE', 'SCHEMA', 'DATABASE', 'SYSTEM']);

/** VACUUM, REINDEX, CLUSTER and ANALYZE, from their first word on. */
export function readMaintenance(reader: Reader): Fields<Maintenance> {
  const type = maintenance[reader.word()] ?? 'analyze';
  reader.advance();
  const options = reader.inParentheses();
  let full: Maintenance['full'] = options && /\bfull\b(?!\s*(?:false|off|0))/i.test(options.text) ? options : undefined;
  full ??= reader.keyword('FULL');
  while (reader.keyword('FREEZE') ?? reader.keyword('VERBOSE') ?? reader.keyword('ANALYZE'));
  const object = type === 'reindex' ? reader.anyOf(reindexed) : undefined;
  const inOptions = options && /\bconcurrently\b(?!\s*(?:false|off|0))/i.test(options.text) ? options : undefined;
  const concurrently = reader.keyword('CONCURRENTLY') ?? inOptions;
  return { type, concurrently, full, object, name: reader.qualifiedName() };
}

/** From behind RENAME TABLE. */
export function readRenameTables(reader: Reader): Fields<RenameTables> {
  const renames: { from: QualifiedName; to: QualifiedName }[] = [];
  while (!reader.done) {
    const from = reader.qualifiedName();
    const to = reader.keyword('TO') ? reader.qualifiedName() : undefined;
    if (from && to) renames.push({ from, to });
    reader.skipTo(',');
    reader.advance();
  }
  return { type: 'renameTable', renames };
}
