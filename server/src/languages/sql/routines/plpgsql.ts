import type { Located } from '#text';
import { place } from '../placed.ts';
import type { Operand } from '../queries/model.ts';
import { readExpression, readQueryStatement } from '../queries/read.ts';
import type { Reader } from '../statements/reader.ts';
import { statementIn } from './embedded.ts';
import type { BodyPart, Variable } from './model.ts';
import { readDeclarations } from './variables.ts';

interface Body {
  readonly reader: Reader;
  readonly variables: Variable[];
  readonly parts: BodyPart[];
  /** The loops that are open. */
  loops: readonly number[];
  /** How many there have been. */
  count: number;
}

/** Reads a body of PL/pgSQL as a flat list of its statements. Never throws; what is not known is `other`. */
export function readPlpgsql(reader: Reader): {
  readonly variables: readonly Variable[];
  readonly parts: readonly BodyPart[];
} {
  const body: Body = { reader, variables: [], parts: [], loops: [], count: 0 };
  while (!reader.done) {
    const from = reader.at;
    readPart(body);
    if (reader.at === from) reader.advance();
  }
  return { variables: body.variables, parts: body.parts };
}

/** Takes one statement, or the head of one that holds others. */
function readPart(body: Body): void {
  const { reader } = body;
  switch (reader.word()) {
    case ';':
    case 'ELSE':
    case 'EXCEPTION':
      reader.advance();
      return;
    case '<':
      // <<label>>
      while (!reader.done && reader.word() === '<') reader.advance();
      reader.name();
      while (!reader.done && reader.word() === '>') reader.advance();
      return;
    case 'DECLARE':
      reader.advance();
      body.variables.push(...readDeclarations(reader));
      return;
    case 'BEGIN':
      reader.advance();
      return;
    case 'IF':
    case 'ELSIF':
    case 'ELSEIF':
    case 'WHEN':
      condition(body, 'THEN');
      return;
    case 'CASE':
      condition(body, 'WHEN');
      return;
    case 'WHILE':
      condition(body, 'LOOP');
      return;
    case 'LOOP':
      reader.advance();
      body.loops = [...body.loops, ++body.count];
      return;
    case 'FOR':
    case 'FOREACH':
      readFor(body);
      return;
    case 'END':
      readEnd(body);
      return;
  }
  readSimple(body);
}

/** Takes an expression up to the word that the statements begin behind; LOOP itself is left. */
function condition({ reader }: Body, end: 'THEN' | 'WHEN' | 'LOOP'): void {
  reader.advance();
  let cases = 0;
  while (!reader.done && reader.word() !== ';') {
    const word = reader.word();
    if (cases === 0 && word === end) break;
    if (word === 'CASE') cases++;
    else if (word === 'END') cases--;
    if (!reader.parentheses()) reader.advance();
  }
  if (end === 'THEN') reader.keyword('THEN');
}

function readEnd(body: Body): void {
  const { reader } = body;
  reader.advance();
  if (reader.keyword('LOOP')) body.loops = body.loops.slice(0, -1);
  else reader.keyword('IF') ?? reader.keyword('CASE');
  if (reader.word() !== ';') reader.name();
}

/** FOR x IN query LOOP, FOR x IN EXECUTE ... LOOP, FOR i IN 1..10 LOOP, FOREACH x IN ARRAY a LOOP. */
function readFor(body: Body): void {
  const { reader } = body;
  const from = reader.at;
  reader.advance();
  do reader.qualifiedName();
  while (reader.keyword(','));
  reader.keyword('SLICE');
  if (reader.token()?.kind === 'number') reader.advance();
  reader.keyword('IN');
  if (reader.word() === 'EXECUTE') readExecute(body, reader.at);
  else if (/^(?:SELECT|WITH|VALUES|TABLE|INSERT|UPDATE|DELETE|\()$/.test(reader.word())) readSql(body, false, 'LOOP');
  else body.parts.push(located(body, from, from, { type: 'other' as const }));
  while (!reader.done && reader.word() !== 'LOOP' && reader.word() !== ';') if (!reader.parentheses()) reader.advance();
}

function readSimple(body: Body): void {
  const { reader } = body;
  const from = reader.at;
  const word = reader.word();
  if (word === 'EXECUTE') readExecute(body, from);
  else if (word === 'RETURN' && reader.word(1) === 'QUERY') {
    reader.at += 2;
    if (reader.word() === 'EXECUTE') readExecute(body, from);
    else readSql(body, true);
  } else if (word === 'OPEN') {
    reader.skipTo('FOR');
    reader.advance();
    if (reader.word() === 'EXECUTE') readExecute(body, from);
    else if (reader.word() !== ';') readSql(body, false);
  } else if (word === 'COMMIT' || word === 'ROLLBACK') control(body, word === 'COMMIT' ? 'commit' : 'rollback');
  else if (/^(?:RETURN|RAISE|NULL|EXIT|CONTINUE|GET|CLOSE|FETCH|MOVE|ASSERT)$/.test(word)) control(body, 'other');
  else if (!readAssignment(body)) readSql(body, false);
  toEnd(reader);
}

function toEnd(reader: Reader): void {
  while (!reader.done && reader.word() !== ';') reader.advance();
  reader.advance();
}

function control(body: Body, type: 'commit' | 'rollback' | 'other'): void {
  const from = body.reader.at;
  body.reader.advance();
  body.parts.push(located(body, from, from, { type }));
}

function located<T extends object>(
  { reader, loops }: Body,
  from: number,
  first: number,
  fields: T,
): T & Located & { readonly loops: readonly number[]; readonly keyword: Located } {
  const keyword = place(reader.anchor, reader.offsetOf(first), reader.endBefore(first + 1), {});
  return reader.located(from, { ...fields, loops, keyword });
}

/** EXECUTE expression [INTO target] [USING a, b], either of them first. */
function readExecute(body: Body, from: number): void {
  const { reader } = body;
  const first = reader.at;
  reader.advance();
  const start = reader.at;
  const command = readExpression(reader);
  const expression = command && reader.expressionSince(start);
  let usingKeyword: Located | undefined;
  const using: Operand[] = [];
  for (;;) {
    if (reader.keyword('INTO')) {
      reader.keyword('STRICT');
      do reader.qualifiedName();
      while (reader.keyword(','));
    } else if (reader.word() === 'USING') {
      usingKeyword = reader.keyword('USING');
      do {
        const value = readExpression(reader);
        if (value) using.push(value);
      } while (reader.keyword(','));
    } else break;
  }
  body.parts.push(located(body, from, first, { type: 'execute' as const, command, expression, using, usingKeyword }));
}

/** `a := b`, `a.b = c`, `a[1] := d`. */
function readAssignment(body: Body): boolean {
  const { reader } = body;
  const from = reader.at;
  const name = reader.qualifiedName();
  while (reader.word() === '[') reader.parentheses();
  const assigned = name && (reader.looksAt(':', '=') ? reader.keyword(':', '=') : reader.keyword('='));
  if (!assigned) {
    reader.at = from;
    return false;
  }
  const start = reader.at;
  const value = readExpression(reader);
  const expression = value && reader.expressionSince(start);
  // `r.a := b` and `a[1] := b` set a part of what is named.
  const whole = name.schema ?? name.name;
  body.parts.push(located(body, from, from, { type: 'assign' as const, name: whole, value, expression }));
  return true;
}

function readSql(body: Body, returned: boolean, stop?: 'LOOP'): void {
  const { reader } = body;
  const from = reader.at;
  const query = readQueryStatement(reader);
  reader.at = from;
  while (!reader.done && reader.word() !== ';' && reader.word() !== stop) if (!reader.parentheses()) reader.advance();
  const statement = statementIn(reader, from);
  if (!statement) return;
  body.parts.push(located(body, from, from, { type: 'sql' as const, statement, query, returned }));
}
