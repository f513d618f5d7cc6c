import type { Located } from '#text';
import type { IndexColumn, Keyword, Name, QualifiedName, Reference, TableConstraint } from '../model.ts';
import { readReference } from './columns.ts';
import type { Reader } from './reader.ts';

const kinds: ReadonlySet<string> = new Set(['PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN', 'EXCLUDE', 'NOT']);
const indexKinds: ReadonlySet<string> = new Set(['KEY', 'INDEX', 'FULLTEXT', 'SPATIAL']);

/** True where a constraint comes next rather than a column: its first word, unquoted. */
export function startsTableConstraint(reader: Reader): boolean {
  if (reader.token()?.kind !== 'word') return false;
  const word = reader.word();
  switch (word) {
    case 'CONSTRAINT':
    case 'PRIMARY':
    case 'UNIQUE':
    case 'CHECK':
    case 'FOREIGN':
    case 'EXCLUDE':
      return true;
    case 'NOT':
      return reader.isPostgres && reader.word(1) === 'NULL';
    case 'PERIOD':
      return !reader.isPostgres && reader.word(1) === 'FOR';
  }
  // A column may be called `key` or `index`: in MySQL only in quotes.
  return reader.isMySql && indexKinds.has(word);
}

/** One constraint of a table, up to a comma or a closing parenthesis. */
export function readTableConstraint(reader: Reader): TableConstraint {
  const from = reader.at;
  // MySQL: CONSTRAINT without a name.
  const name = reader.keyword('CONSTRAINT') && !startsUnnamed(reader) ? reader.name() : undefined;
  const constraint = readKind(reader);
  const notValid = readTail(reader);
  return reader.located(from, { notValid, ...constraint, name: name ?? constraint.name });
}

/** True at `CHECK (...)`, but not at the name in `check CHECK (...)`. */
function startsUnnamed(reader: Reader): boolean {
  return kinds.has(reader.word()) && !kinds.has(reader.word(1));
}

type Kind = TableConstraint extends infer C
  ? C extends TableConstraint
    ? Omit<C, 'span' | 'notValid'>
    : never
  : never;

function readKind(reader: Reader): Kind {
  if (reader.keyword('PRIMARY')) {
    reader.keyword('KEY');
    return { type: 'primaryKey', name: undefined, ...readKey(reader) };
  }
  if (reader.keyword('UNIQUE')) {
    reader.keyword('KEY') ?? reader.keyword('INDEX');
    return { type: 'unique', ...readIndexHead(reader), ...readKey(reader) };
  }
  if (reader.keyword('FOREIGN')) {
    reader.keyword('KEY');
    const name = reader.word() === '(' ? undefined : reader.name();
    const columns = reader.nameList();
    return { type: 'foreignKey', name, columns, reference: readReferenceIfAny(reader) };
  }
  if (reader.keyword('CHECK')) return { type: 'check', name: undefined, expression: reader.inParentheses() };
  if (reader.keyword('NOT', 'NULL')) return { type: 'notNull', name: undefined, column: reader.name() };
  if (reader.keyword('EXCLUDE')) {
    reader.skipTo(',', 'WHERE');
    const where = reader.keyword('WHERE') ? reader.inParentheses() : undefined;
    return { type: 'exclude', name: undefined, where };
  }
  if (reader.isMySql && indexKinds.has(reader.word())) return readMySqlIndex(reader);
  return { type: 'other', name: undefined };
}

function readMySqlIndex(reader: Reader): Kind {
  const first = reader.anyOf(indexKinds);
  const variant = first === 'FULLTEXT' ? 'fulltext' : first === 'SPATIAL' ? 'spatial' : 'plain';
  if (variant !== 'plain') reader.keyword('KEY') ?? reader.keyword('INDEX');
  return { type: 'index', ...readIndexHead(reader), columns: readIndexColumns(reader), variant };
}

/** The name of an index before its columns (MySQL), and its method. */
function readIndexHead(reader: Reader): { readonly name: Name | undefined } {
  if (!reader.isMySql) return { name: undefined };
  reader.keyword('IF', 'NOT', 'EXISTS');
  const name = reader.word() === '(' || reader.word() === 'USING' ? undefined : reader.name();
  if (reader.keyword('USING')) reader.name();
  return { name };
}

function readKey(reader: Reader) {
  const nullsNotDistinct = reader.keyword('NULLS', 'NOT', 'DISTINCT');
  reader.keyword('NULLS', 'DISTINCT');
  const from = reader.at;
  const columns = readIndexColumns(reader);
  const columnList = reader.at > from ? reader.since(from) : undefined;
  let includedColumns: readonly Name[] = [];
  const include = readClause(reader, () => {
    if (reader.keyword('INCLUDE')) includedColumns = reader.nameList();
  });
  const storage = readClause(reader, () => {
    if (reader.keyword('WITH')) reader.parentheses();
    if (reader.keyword('USING', 'INDEX', 'TABLESPACE')) reader.name();
  });
  const usingIndex = reader.keyword('USING', 'INDEX') ? reader.name() : undefined;
  const timing = readClause(reader, () => {
    for (;;) {
      if (reader.looksAt('NOT', 'DEFERRABLE')) reader.advance();
      if (!reader.anyOf(timings)) return;
    }
  });
  return { columns, columnList, include, includedColumns, storage, usingIndex, nullsNotDistinct, timing };
}

const timings: ReadonlySet<string> = new Set(['DEFERRABLE', 'INITIALLY', 'DEFERRED', 'IMMEDIATE']);

/** What `read` passes over, if anything. */
function readClause(reader: Reader, read: () => unknown): Located | undefined {
  const from = reader.at;
  read();
  return reader.at > from ? reader.since(from) : undefined;
}

function readReferenceIfAny(reader: Reader): Reference {
  reader.skipTo(',', 'REFERENCES');
  if (reader.word() === 'REFERENCES') return readReference(reader);
  return { table: undefined, columns: [], onDelete: undefined, onUpdate: undefined };
}

/** Passes over what follows the constraint itself, and finds NOT VALID in it. */
function readTail(reader: Reader): Keyword | undefined {
  let notValid: Keyword | undefined;
  for (;;) {
    reader.skipTo(',', 'NOT');
    if (reader.word() !== 'NOT') return notValid;
    const found = reader.keyword('NOT', 'VALID') ?? (reader.isPostgres ? reader.keyword('NOT', 'ENFORCED') : undefined);
    if (found) notValid = found;
    else reader.advance();
  }
}

/** `(a, lower(b) text_pattern_ops DESC NULLS LAST)`, the parentheses included. */
export function readIndexColumns(reader: Reader): readonly IndexColumn[] {
  const columns: IndexColumn[] = [];
  if (reader.word() !== '(') return columns;
  reader.advance();
  while (!reader.done && reader.word() !== ')') {
    const from = reader.at;
    columns.push(readIndexColumn(reader));
    reader.skipTo(',');
    if (reader.word() === ',') reader.advance();
    if (reader.at === from) reader.advance();
  }
  reader.advance();
  return columns;
}

const clauses = ['COLLATE', 'ASC', 'DESC', 'NULLS', 'WITH'];

function readIndexColumn(reader: Reader): IndexColumn {
  const from = reader.at;
  const column = isPlainColumn(reader) ? reader.name() : undefined;
  let prefixLength: number | undefined;
  if (column && reader.word() === '(') prefixLength = Number(reader.inParentheses()?.text) || undefined;
  const expression = column ? undefined : readIndexExpression(reader);
  const collation = reader.keyword('COLLATE') ? reader.qualifiedName() : undefined;
  let opclass: QualifiedName | undefined;
  if (reader.isPostgres && !clauses.includes(reader.word()) && reader.word() !== ',' && reader.word() !== ')') {
    opclass = reader.qualifiedName();
    reader.parentheses();
  }
  const order = reader.keyword('ASC') ? 'asc' : reader.keyword('DESC') ? 'desc' : undefined;
  const nulls = reader.keyword('NULLS', 'FIRST') ? 'first' : reader.keyword('NULLS', 'LAST') ? 'last' : undefined;
  return reader.located(from, { column, expression, collation, opclass, order, nulls, prefixLength });
}

/** A name that is followed by neither a call nor an operator. */
function isPlainColumn(reader: Reader): boolean {
  const token = reader.token();
  if (
    token?.kind !== 'word' &&
    token?.kind !== 'name' &&
    !(token?.kind === 'string' && reader.source(token)[0] === '"')
  )
    return false;
  const following = reader.token(1);
  if (!following) return true;
  if (following.kind === 'word' || following.kind === 'name') return true;
  if (following.kind !== 'punctuation') return false;
  const mark = reader.word(1);
  if (mark === '(') return reader.isMySql && reader.token(2)?.kind === 'number' && reader.word(3) === ')';
  return mark === ',' || mark === ')';
}

/** PostgreSQL: a call or a parenthesised expression, then an operator class; the others: anything. */
function readIndexExpression(reader: Reader) {
  const from = reader.at;
  if (!reader.isPostgres) return reader.expressionTo(',', 'COLLATE', 'ASC', 'DESC', 'NULLS');
  if (reader.word() !== '(') reader.qualifiedName();
  if (!reader.parentheses()) reader.skipTo(',', ...clauses);
  if (reader.at === from) reader.advance();
  return reader.expressionSince(from);
}
