import type { DataType } from '../model.ts';
import { place } from '../placed.ts';
import type { Reader } from './reader.ts';

/** Words that may follow the first one of a type. */
const following: Readonly<Record<string, readonly string[]>> = {
  DOUBLE: ['PRECISION'],
  CHARACTER: ['VARYING', 'LARGE', 'OBJECT'],
  CHAR: ['VARYING', 'BYTE'],
  NATIONAL: ['CHARACTER', 'CHAR', 'VARCHAR', 'VARYING'],
  BIT: ['VARYING'],
  TIMESTAMP: ['WITH', 'WITHOUT', 'TIME', 'ZONE'],
  TIME: ['WITH', 'WITHOUT', 'TIME', 'ZONE'],
  LONG: ['VARCHAR', 'VARBINARY'],
  INTERVAL: ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'TO'],
};
const numberModifiers: ReadonlySet<string> = new Set(['UNSIGNED', 'SIGNED', 'ZEROFILL', 'BINARY']);

/** Words that start a constraint, so that no type starts with them. */
export const constraintWords: ReadonlySet<string> = new Set([
  'NOT',
  'NULL',
  'DEFAULT',
  'PRIMARY',
  'UNIQUE',
  'REFERENCES',
  'CHECK',
  'CONSTRAINT',
  'GENERATED',
  'COLLATE',
  'AUTO_INCREMENT',
  'AUTOINCREMENT',
  'COMMENT',
  'ON',
  'AS',
  'FIRST',
  'AFTER',
  'DEFERRABLE',
  'INITIALLY',
  'STORAGE',
  'COMPRESSION',
  'USING',
  'VIRTUAL',
  'STORED',
  'INVISIBLE',
  'VISIBLE',
  'KEY',
  'CHARSET',
  'OPTIONS',
  'SRID',
  'WITH',
  'ENFORCED',
  'NO',
]);

/**
 * Reads a data type as it stands in a column definition, ALTER COLUMN TYPE or a cast.
 * SQLite takes any words for a type, so words that are not known go along there.
 */
export function readDataType(reader: Reader): DataType | undefined {
  const from = reader.at;
  const first = reader.token();
  if (!first || (first.kind !== 'word' && first.kind !== 'name') || isConstraintStart(reader)) return undefined;
  const words: string[] = [];
  if (reader.word() === 'SETOF') reader.advance();
  const name = reader.qualifiedName();
  if (!name) return undefined;
  const schema = name.schema && name.schema.text !== 'pg_catalog' ? `${name.schema.text}.` : '';
  words.push(schema + (name.name.quoted ? name.name.text : name.name.text.toLowerCase()));
  const args: string[] = [];
  let array = false;
  const allowed = following[words[0]?.toUpperCase() ?? ''] ?? [];
  for (;;) {
    const word = reader.word();
    if (word === '(' && args.length === 0) args.push(...readArguments(reader));
    else if (word === '[') {
      reader.parentheses();
      array = true;
    } else if (word === 'ARRAY' && reader.isPostgres) {
      reader.advance();
      array = true;
    } else if (continuesType(reader, word, allowed)) {
      words.push(word.toLowerCase());
      reader.advance();
    } else if (reader.isMySql && (reader.looksAt('CHARACTER', 'SET') || word === 'CHARSET')) {
      reader.at += word === 'CHARSET' ? 1 : 2;
      if (reader.word() === '=') reader.advance();
      reader.advance();
    } else break;
  }
  const start = reader.offsetOf(from);
  const end = reader.endBefore(reader.at);
  return place(reader.anchor, start, end, { text: reader.text.slice(start, end), name: words.join(' '), args, array });
}

function isConstraintStart(reader: Reader): boolean {
  return reader.token()?.kind === 'word' && constraintWords.has(reader.word());
}

function continuesType(reader: Reader, word: string, allowed: readonly string[]): boolean {
  if (allowed.includes(word)) return word !== 'WITH' || reader.word(1) === 'TIME';
  if (reader.isPostgres) return false;
  if (numberModifiers.has(word)) return true;
  return reader.dialect === 'sqlite' && reader.token()?.kind === 'word' && !constraintWords.has(word);
}

function readArguments(reader: Reader): readonly string[] {
  const args: string[] = [];
  reader.advance();
  while (!reader.done && reader.word() !== ')') {
    const argument = reader.expressionTo(',');
    if (argument) args.push(argument.text);
    if (reader.word() === ',') reader.advance();
  }
  reader.advance();
  return args;
}
