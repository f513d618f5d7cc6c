import type { ColumnConstraint, ColumnDefinition, Expression, Name, Reference } from '../model.ts';
import { constraintWords, readDataType } from './dataType.ts';
import type { Reader } from './reader.ts';

/** `name type constraint ...`, up to a comma or a closing parenthesis. */
export function readColumn(reader: Reader): ColumnDefinition | undefined {
  const from = reader.at;
  const name = reader.name();
  if (!name) return undefined;
  const type = readDataType(reader);
  const constraints: ColumnConstraint[] = [];
  while (!reader.done && !atEnd(reader)) constraints.push(readColumnConstraint(reader));
  return reader.located(from, { name, type, constraints });
}

function atEnd(reader: Reader): boolean {
  return reader.word() === ',' || reader.word() === ')';
}

type Fields = ColumnConstraint extends infer C
  ? C extends ColumnConstraint
    ? Omit<C, 'span' | 'name' | 'notValid'>
    : never
  : never;

function readColumnConstraint(reader: Reader): ColumnConstraint {
  const from = reader.at;
  const name = reader.keyword('CONSTRAINT') ? reader.name() : undefined;
  const fields = readBody(reader);
  if (reader.at === from) reader.advance();
  const notValid = reader.keyword('NOT', 'VALID');
  return reader.located(from, { name, notValid, ...fields });
}

function readBody(reader: Reader): Fields {
  switch (reader.word()) {
    case 'NOT':
      if (reader.keyword('NOT', 'NULL')) return { type: 'notNull' };
      break;
    case 'NULL':
      reader.advance();
      return { type: 'null' };
    case 'DEFAULT':
      reader.advance();
      return { type: 'default', value: readDefault(reader) };
    case 'PRIMARY':
      reader.advance();
      reader.keyword('KEY');
      reader.keyword('ASC') ?? reader.keyword('DESC');
      conflictClause(reader);
      return { type: 'primaryKey' };
    case 'UNIQUE':
      reader.advance();
      reader.keyword('KEY');
      conflictClause(reader);
      return { type: 'unique' };
    case 'REFERENCES':
      return { type: 'references', reference: readReference(reader) };
    case 'CHECK': {
      reader.advance();
      const expression = reader.inParentheses();
      reader.keyword('NOT', 'ENFORCED') ?? reader.keyword('ENFORCED') ?? reader.keyword('NO', 'INHERIT');
      return { type: 'check', expression };
    }
    case 'GENERATED':
    case 'AS':
      return readGenerated(reader);
    case 'AUTO_INCREMENT':
    case 'AUTOINCREMENT':
      reader.advance();
      return { type: 'autoIncrement' };
    case 'COLLATE':
      reader.advance();
      reader.qualifiedName();
      return { type: 'collate' };
    case 'COMMENT':
      reader.advance();
      reader.advance();
      return { type: 'comment' };
    case 'ON':
      if (!reader.keyword('ON', 'UPDATE')) break;
      reader.advance();
      reader.parentheses();
      return { type: 'onUpdate' };
  }
  if (reader.word() === '(') reader.parentheses();
  else if (!atEnd(reader)) reader.advance();
  return { type: 'other' };
}

/** SQLite: ON CONFLICT ROLLBACK. */
function conflictClause(reader: Reader): void {
  if (reader.keyword('ON', 'CONFLICT')) reader.advance();
}

/** Words that start the next constraint; IS NOT NULL and the like only stand in parentheses here. */
function readDefault(reader: Reader): Expression | undefined {
  const from = reader.at;
  while (!reader.done && !atEnd(reader)) {
    if (reader.at > from && endsDefault(reader)) break;
    if (reader.at === from && reader.word() !== 'NULL' && reader.word() !== 'NOT' && endsDefault(reader)) break;
    if (!reader.parentheses()) reader.advance();
  }
  return reader.expressionSince(from);
}

function endsDefault(reader: Reader): boolean {
  if (reader.token()?.kind !== 'word') return false;
  const word = reader.word();
  if (word === 'WITH' || word === 'NO' || word === 'AS' || word === 'COLLATE') return false;
  // `DEFAULT x AT TIME ZONE 'utc' NOT NULL`, `DEFAULT timestamp 'now'`: the words of expressions go along.
  return constraintWords.has(word);
}

function readGenerated(reader: Reader): Fields {
  const always = !reader.looksAt('GENERATED', 'BY');
  while (!reader.done && !atEnd(reader) && reader.word() !== '(' && reader.word() !== 'IDENTITY') reader.advance();
  if (reader.keyword('IDENTITY')) {
    reader.parentheses();
    return { type: 'identity', always };
  }
  const expression = reader.inParentheses();
  const stored = (reader.keyword('STORED') ?? reader.keyword('PERSISTENT')) !== undefined;
  if (!stored) reader.keyword('VIRTUAL');
  return { type: 'generated', expression, stored };
}

const afterReference: ReadonlySet<string> = new Set(['DEFERRABLE', 'INITIALLY', 'DEFERRED', 'IMMEDIATE']);

/** `REFERENCES table (columns) ON DELETE ...`, the word included. */
export function readReference(reader: Reader): Reference {
  reader.advance();
  const table = reader.qualifiedName();
  const columns: readonly Name[] = reader.nameList();
  let onDelete: string | undefined;
  let onUpdate: string | undefined;
  for (;;) {
    if (reader.keyword('MATCH')) reader.advance();
    else if (reader.keyword('ON', 'DELETE')) onDelete = readReferentialAction(reader);
    else if (reader.keyword('ON', 'UPDATE')) onUpdate = readReferentialAction(reader);
    else if (reader.looksAt('NOT', 'DEFERRABLE')) reader.at += 2;
    else if (!reader.anyOf(afterReference)) break;
  }
  return { table, columns, onDelete, onUpdate };
}

function readReferentialAction(reader: Reader): string | undefined {
  const first = reader.word();
  if (first === '' || first === ',' || first === ')') return undefined;
  reader.advance();
  if (first !== 'SET' && first !== 'NO') return first;
  const second = reader.word();
  reader.advance();
  if (first === 'SET') reader.parentheses();
  return `${first} ${second}`;
}
