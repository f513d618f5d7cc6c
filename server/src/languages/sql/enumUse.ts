import type { Located } from '#text';
import { type ObjectName, objectName } from './changes.ts';
import type { Token } from './lex.ts';
import type { Migration } from './migration.ts';
import type { Name, Statement, StatementOf } from './model.ts';
import { place } from './placed.ts';
import { anchorOf, tokensOf } from './queries/source.ts';
import type { TableState } from './schemaState.ts';
import { isOpen } from './transaction.ts';

/** A label of an enum in the transaction that has added it. */
export interface EarlyEnumUse extends Located {
  readonly statement: Statement;
  readonly value: string;
  readonly type: string;
  readonly addedBy: StatementOf<'alterType'>;
}

/** From this version on a label may be used at once where its type is as new as itself. */
const USABLE_WITH_NEW_TYPE = 17;

/**
 * Uses of an enum's label in the transaction that adds it, which PostgreSQL refuses ("unsafe use of new value"). Only what
 * is that enum for certain: a cast to it, a column of that type that is given the label or compared with it.
 */
export function earlyEnumUses(migration: Migration, postgresVersion: number): readonly EarlyEnumUse[] {
  const { document } = migration;
  const added = document.statementsOf('alterType').flatMap(statement => {
    const { name, addValue, templated, broken } = statement;
    if (!name || !addValue || templated || broken || !isOpen(migration.transactionOf(statement))) return [];
    const type = objectName(name);
    const before = migration.before(statement).type(type);
    if (before?.values?.includes(addValue.text)) return [];
    const sameTransaction = (one: Statement): boolean =>
      migration.unitOf(one) === migration.unitOf(statement) &&
      migration.transactionOf(one).id === migration.transactionOf(statement).id;
    const isNew = document
      .statementsOf('createType')
      .some(one => one.name?.name.text === type.name && sameTransaction(one));
    return isNew && postgresVersion >= USABLE_WITH_NEW_TYPE ? [] : [{ statement, type, addValue, sameTransaction }];
  });
  return added.flatMap(({ statement, type, addValue, sameTransaction }) =>
    document.statements
      .filter(one => one.span.start > statement.span.start && !one.templated && !one.broken && sameTransaction(one))
      .flatMap(one =>
        usesIn(one, type, addValue, migration).map(({ span }) => ({
          span,
          statement: one,
          value: addValue.text,
          type: type.name,
          addedBy: statement,
        })),
      ),
  );
}

function usesIn(statement: Statement, type: ObjectName, { text: value }: Name, migration: Migration): Located[] {
  // Most statements do not hold the label at all, and the bodies of routines run later.
  if (
    !statement.text.includes(value) ||
    /^(?:createFunction|createProcedure|do|alterType|comment)$/.test(statement.type)
  )
    return [];
  const tokens = tokensOf(statement.text, statement.dialect);
  const source = ({ start, end }: Token): string => statement.text.slice(start, end);
  const label = `'${value.replaceAll("'", "''")}'`;
  const isOfType = columnsOfType(statement, type, migration);
  const positions = statement.type === 'insert' ? insertedPositions(tokens, source) : undefined;
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'string' || source(token) !== label) return [];
    const isUse =
      isCastTo(tokens, at, source, type.name) ||
      isComparedWith(tokens, at, source, isOfType) ||
      isDefaultOf(tokens, at, source, type.name, isOfType) ||
      isOfType(positions?.get(at));
    return isUse ? [place(anchorOf(statement), token.start, token.end, {})] : [];
  });
}

type Source = (token: Token) => string;

function nameAt(tokens: readonly Token[], at: number, source: Source): string | undefined {
  const token = tokens[at];
  if (token?.kind === 'name') return source(token).slice(1, -1).replaceAll('""', '"');
  return token?.kind === 'word' ? source(token).toLowerCase() : undefined;
}

function wordAt(tokens: readonly Token[], at: number, source: Source): string {
  const token = tokens[at];
  return token?.kind === 'word' || token?.kind === 'punctuation' ? source(token).toUpperCase() : '';
}

/** `'v'::app.mood`, `CAST('v' AS mood)`. */
function isCastTo(tokens: readonly Token[], at: number, source: Source, type: string): boolean {
  const isCast = wordAt(tokens, at + 1, source) === ':' && wordAt(tokens, at + 2, source) === ':';
  let next = isCast ? at + 3 : wordAt(tokens, at + 1, source) === 'AS' ? at + 2 : -1;
  if (next < 0) return false;
  while (wordAt(tokens, next + 1, source) === '.') next += 2;
  return nameAt(tokens, next, source) === type;
}

/** `mood = 'v'`, `mood <> 'v'`, `mood IN ('u', 'v')`; the assignment of UPDATE as well. */
function isComparedWith(
  tokens: readonly Token[],
  at: number,
  source: Source,
  isOfType: (column: string | undefined) => boolean,
): boolean {
  let before = at - 1;
  // Other items of a list.
  while (wordAt(tokens, before, source) === ',' && tokens[before - 1]?.kind === 'string') before -= 2;
  if (wordAt(tokens, before, source) === '(' && wordAt(tokens, before - 1, source) === 'IN') {
    before -= 2;
    if (wordAt(tokens, before, source) === 'NOT') before--;
    return isOfType(nameAt(tokens, before, source));
  }
  const mark = wordAt(tokens, at - 1, source);
  if (mark !== '=' && mark !== '>') return false;
  before = at - 2;
  while (/^[<!>]$/.test(wordAt(tokens, before, source))) before--;
  return isOfType(nameAt(tokens, before, source));
}

/** `mood SET DEFAULT 'v'`, and `mood app.mood NOT NULL DEFAULT 'v'` of a column that is being made. */
function isDefaultOf(
  tokens: readonly Token[],
  at: number,
  source: Source,
  type: string,
  isOfType: (column: string | undefined) => boolean,
): boolean {
  if (wordAt(tokens, at - 1, source) !== 'DEFAULT') return false;
  if (wordAt(tokens, at - 2, source) === 'SET') return isOfType(nameAt(tokens, at - 3, source));
  for (let before = at - 2; before >= 0; before--) {
    const word = wordAt(tokens, before, source);
    if (word === ',' || word === '(' || word === ';') return false;
    if (nameAt(tokens, before, source) === type)
      return before > 0 && !/^(?:COLUMN|ADD|[,(])$/.test(wordAt(tokens, before - 1, source));
  }
  return false;
}

/** The column that each value of VALUES is for, by the index of its token. */
function insertedPositions(tokens: readonly Token[], source: Source): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const values = tokens.findIndex((_, at) => wordAt(tokens, at, source) === 'VALUES');
  const open = tokens.findIndex((_, at) => wordAt(tokens, at, source) === '(');
  if (values < 0 || open < 0 || open > values) return found;
  const columns: string[] = [];
  for (let at = open + 1; at < values && wordAt(tokens, at, source) !== ')'; at++) {
    const name = nameAt(tokens, at, source);
    if (name !== undefined) columns.push(name);
  }
  let depth = 0;
  let position = 0;
  for (let at = values + 1; at < tokens.length; at++) {
    const word = wordAt(tokens, at, source);
    if (word === '(' && depth++ === 0) position = 0;
    else if (word === ')') depth--;
    else if (word === ',' && depth === 1) position++;
    else if (depth === 1 && columns[position] !== undefined) found.set(at, columns[position]!);
  }
  return found;
}

/** Whether a column of the tables that a statement is about has the type. */
function columnsOfType(
  statement: Statement,
  type: ObjectName,
  migration: Migration,
): (column: string | undefined) => boolean {
  const table = 'table' in statement ? statement.table : undefined;
  const state: TableState | undefined = table && migration.tableBefore(statement, objectName(table));
  const isType = (written: string | undefined): boolean =>
    written !== undefined && written.replaceAll('"', '').split('.').at(-1) === type.name;
  const known = new Set((state?.columns ?? []).filter(one => isType(one.type)).map(one => one.name));
  if (statement.type === 'createTable')
    for (const one of statement.columns) if (isType(one.type?.name)) known.add(one.name.text);
  if (statement.type === 'alterTable')
    for (const { column } of statement.addedColumns) if (isType(column.type?.name)) known.add(column.name.text);
  return column => column !== undefined && known.has(column);
}
