import type { Policy } from '../model.ts';
import type { Fields } from './fields.ts';
import { readGrantees } from './privileges.ts';
import type { Reader } from './reader.ts';

/** From behind CREATE POLICY or ALTER POLICY. */
export function readPolicy(reader: Reader, type: Policy['type']): Fields<Policy> {
  reader.keyword('IF', 'NOT', 'EXISTS') ?? reader.keyword('IF', 'EXISTS');
  const name = reader.name();
  const table = reader.keyword('ON') ? reader.qualifiedName() : undefined;
  let restrictive: Policy['restrictive'];
  let command = 'ALL';
  let roles: Policy['roles'] = [];
  let using: Policy['using'];
  let withCheck: Policy['withCheck'];
  while (!reader.done) {
    if (reader.keyword('AS')) {
      restrictive = reader.keyword('RESTRICTIVE');
    } else if (reader.keyword('FOR')) {
      command = reader.word() || command;
      reader.advance();
    } else if (reader.keyword('TO')) roles = readGrantees(reader);
    else if (reader.keyword('USING')) using = reader.inParentheses();
    else if (reader.keyword('WITH', 'CHECK')) withCheck = reader.inParentheses();
    else if (!reader.parentheses()) reader.advance();
  }
  return { type, name, table, restrictive, command, roles, using, withCheck };
}
