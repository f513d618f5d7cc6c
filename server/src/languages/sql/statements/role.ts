import type { Expression, ObjectOption, ObjectOptions } from '../model.ts';
import type { Fields } from './fields.ts';
import type { Reader } from './reader.ts';

/** Options of two words, and those that take a value. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  'PASSWORD',
  'VALID UNTIL',
  'CONNECTION LIMIT',
  'SYSID',
  'OWNER',
  'TEMPLATE',
  'ENCODING',
  'TABLESPACE',
  'ALLOW_CONNECTIONS',
  'IS_TEMPLATE',
]);
const TWO_WORDS: ReadonlySet<string> = new Set(['VALID UNTIL', 'CONNECTION LIMIT', 'IN ROLE', 'IN GROUP']);
/** Options that are followed by names of roles. */
const WITH_ROLES: ReadonlySet<string> = new Set(['IN ROLE', 'IN GROUP', 'ROLE', 'USER', 'ADMIN']);

/** From behind CREATE ROLE, ALTER DATABASE and their like. */
export function readObjectOptions(reader: Reader, type: ObjectOptions['type'], object: string): Fields<ObjectOptions> {
  const name = reader.name();
  reader.keyword('WITH');
  const options: ObjectOption[] = [];
  while (!reader.done) {
    const from = reader.at;
    reader.keyword('ENCRYPTED') ?? reader.keyword('UNENCRYPTED');
    const two = `${reader.word()} ${reader.word(1)}`;
    const option = TWO_WORDS.has(two) ? two : reader.word();
    reader.at += option === two ? 2 : 1;
    if (WITH_ROLES.has(option)) reader.qualifiedNames();
    const value = WITH_VALUE.has(option) ? readValue(reader) : undefined;
    if (option !== '') options.push(reader.located(from, { name: option, value }));
  }
  return { type, object, name, options };
}

function readValue(reader: Reader): Expression | undefined {
  reader.keyword('=');
  const quoted = reader.quoted();
  if (quoted) return quoted;
  const from = reader.at;
  reader.keyword('-');
  // psql's `:'password'` is one word or two.
  reader.keyword(':');
  reader.advance();
  return reader.expressionSince(from);
}
