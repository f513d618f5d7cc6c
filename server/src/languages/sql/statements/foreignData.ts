import type { ForeignAccess, ForeignOption, Name } from '../model.ts';
import type { Fields } from './fields.ts';
import type { Reader } from './reader.ts';

const KINDS: Readonly<Record<string, 'Server' | 'UserMapping' | 'Subscription'>> = {
  SERVER: 'Server',
  'USER MAPPING': 'UserMapping',
  SUBSCRIPTION: 'Subscription',
};

/** From behind CREATE SERVER and its like; undefined, and nothing taken, for any other kind of object. */
export function readForeignAccess(
  reader: Reader,
  verb: 'create' | 'alter',
  object: string,
): Fields<ForeignAccess> | undefined {
  const kind = KINDS[object];
  if (!kind) return undefined;
  reader.keyword('IF', 'NOT', 'EXISTS');
  let name: Name | undefined = kind === 'UserMapping' ? undefined : reader.name();
  const options: ForeignOption[] = [];
  let connection: ForeignAccess['connection'];
  while (!reader.done) {
    if (kind === 'UserMapping' && !name && reader.keyword('SERVER')) name = reader.name();
    else if (reader.word() === 'OPTIONS' && reader.word(1) === '(') options.push(...readOptions(reader));
    else if (kind === 'Subscription' && reader.keyword('CONNECTION')) connection = reader.quoted();
    else if (!reader.parentheses()) reader.advance();
  }
  return { type: `${verb}${kind}`, object, name, options, connection };
}

/** `OPTIONS (host 'a', SET sslmode 'require', DROP port)`. */
function readOptions(reader: Reader): readonly ForeignOption[] {
  const options: ForeignOption[] = [];
  reader.at += 2;
  while (!reader.done && reader.word() !== ')') {
    const from = reader.at;
    const drops = reader.word(1) !== ',' && reader.token(1)?.kind !== 'string' ? reader.keyword('DROP') : undefined;
    if (!drops && reader.token(1)?.kind !== 'string') reader.keyword('SET') ?? reader.keyword('ADD');
    const name = reader.name();
    const value = reader.quoted();
    if (name && !drops) options.push(reader.located(from, { name: name.text.toLowerCase(), value }));
    reader.skipTo(',');
    if (reader.word() === ',') reader.advance();
    else if (reader.at === from) reader.advance();
  }
  reader.advance();
  return options;
}
