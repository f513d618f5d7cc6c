import type { Reader } from '../statements/reader.ts';
import type { QueryRole } from './model.ts';

/** The marks that come next as far as they form one operator (PostgreSQL manual, 4.1.3). */
export function operatorAt(reader: Reader): string {
  let operator = '';
  let end: number | undefined;
  let parameter = false;
  for (let ahead = 0; ; ahead++) {
    const token = reader.token(ahead);
    if (token?.kind !== 'punctuation' || (end !== undefined && token.start !== end)) break;
    const mark = reader.source(token);
    if (!/^[-+*/<>=~!@#%^&|?:]$/.test(mark)) break;
    operator += mark;
    end = token.end;
    const next = reader.token(ahead + 1);
    parameter = mark === '@' && next?.kind === 'word' && next.start === end;
  }
  if (operator.startsWith('::')) return '::';
  // `=?` and `=@name`: a parameter follows.
  if (/^[<>=!]+\?$/.test(operator) || (parameter && operator.length > 1)) operator = operator.slice(0, -1);
  while (operator.length > 1 && /[-+]$/.test(operator) && !/[~!@#%^&|?]/.test(operator.slice(0, -1)))
    operator = operator.slice(0, -1);
  return operator;
}

const typeTail: ReadonlySet<string> = new Set(['VARYING', 'PRECISION']);

/** Takes `app.kind`, `numeric(12, 2)`, `timestamp with time zone`, `text[]`. */
export function skipType(reader: Reader): boolean {
  if (!reader.qualifiedName()) return false;
  reader.anyOf(typeTail);
  if (reader.word() === '(') reader.parentheses();
  if ((reader.word() === 'WITH' || reader.word() === 'WITHOUT') && reader.word(1) === 'TIME') reader.at += 3;
  while (reader.word() === '[') reader.parentheses();
  return true;
}

/** Whether a word that begins a clause elsewhere belongs to the expression here. */
export function continues(reader: Reader, word: string): boolean {
  const next = reader.word(1);
  switch (word) {
    case 'FROM':
      return reader.word(-1) === 'DISTINCT' && /^(?:IS|NOT)$/.test(reader.word(-2));
    case 'GROUP':
    case 'ORDER':
      return next !== '' && next !== 'BY';
    case 'LEFT':
    case 'RIGHT':
    case 'VALUES':
    case 'SET':
      return next === '(' || next === '.';
    case 'END':
    case 'LOOP':
      return next === '.';
    default:
      return false;
  }
}

/** What a query behind that word is for. */
export function roleOf(word: string): QueryRole {
  switch (word) {
    case 'EXISTS':
      return 'exists';
    case 'IN':
    case 'ANY':
    case 'ALL':
    case 'SOME':
      return 'in';
    case 'ARRAY':
      return 'array';
    default:
      return 'scalar';
  }
}
