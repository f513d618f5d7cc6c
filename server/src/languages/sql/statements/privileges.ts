import type { Grantee, Privileges, QualifiedName } from '../model.ts';
import type { Fields } from './fields.ts';
import type { Reader } from './reader.ts';

/** Kinds of object of one word, as GRANT writes them, in the singular and in the plural. */
const OBJECTS: Readonly<Record<string, string>> = {
  TABLE: 'TABLE',
  TABLES: 'TABLE',
  SEQUENCE: 'SEQUENCE',
  SEQUENCES: 'SEQUENCE',
  FUNCTION: 'FUNCTION',
  FUNCTIONS: 'FUNCTION',
  PROCEDURE: 'PROCEDURE',
  PROCEDURES: 'PROCEDURE',
  ROUTINE: 'ROUTINE',
  ROUTINES: 'ROUTINE',
  SCHEMA: 'SCHEMA',
  SCHEMAS: 'SCHEMA',
  DATABASE: 'DATABASE',
  DOMAIN: 'DOMAIN',
  TYPE: 'TYPE',
  TYPES: 'TYPE',
  LANGUAGE: 'LANGUAGE',
  TABLESPACE: 'TABLESPACE',
  PARAMETER: 'PARAMETER',
};

/** Where a grantee ends and something else begins. */
const AFTER_GRANTEES: ReadonlySet<string> = new Set(['WITH', 'GRANTED', 'CASCADE', 'RESTRICT', 'REQUIRE', 'AS']);

/** GRANT and REVOKE, from their first word on. `schemas`: those of ALTER DEFAULT PRIVILEGES. */
export function readPrivileges(reader: Reader, schemas?: readonly QualifiedName[]): Fields<Privileges> {
  const type = reader.word() === 'GRANT' ? 'grant' : 'revoke';
  reader.advance();
  const grantOptionFor = reader.keyword('GRANT', 'OPTION', 'FOR');
  if (!grantOptionFor) reader.keyword('ADMIN', 'OPTION', 'FOR');
  const from = reader.at;
  const every = reader.keyword('ALL');
  const privilegesKeyword = every && reader.keyword('PRIVILEGES');
  // Of some columns it is one privilege among others.
  const all = reader.word() === '(' ? undefined : every;
  if (!all) reader.at = from;
  const privileges = readList(reader);
  const named = reader.keyword('ON') ? readObjects(reader, schemas) : undefined;
  reader.skipTo('TO', 'FROM');
  reader.advance();
  const grantees = readGrantees(reader);
  const grantOption = grantOptionFor ?? withGrantOption(reader);
  const fields = { type, privileges, all, privilegesKeyword, grantees, grantOption } as const;
  return named ? { ...fields, ...named } : { ...fields, object: undefined, objects: [], reach: 'named' };
}

/** Privileges with their columns, or roles. */
function readList(reader: Reader): Privileges['privileges'] {
  const found: Privileges['privileges'][number][] = [];
  while (!reader.done && !['ON', 'TO', 'FROM'].includes(reader.word())) {
    const from = reader.at;
    let name = '';
    while (!reader.done && !['ON', 'TO', 'FROM', ',', '('].includes(reader.word())) {
      const token = reader.token();
      name += `${name ? ' ' : ''}${token ? reader.source(token) : ''}`;
      reader.advance();
    }
    if (reader.at > from) found.push(reader.located(from, { name: name.toUpperCase() }));
    reader.skipTo(',', 'ON', 'TO', 'FROM');
    if (reader.word() === ',' || reader.at === from) reader.advance();
  }
  return found;
}

type Named = Pick<Privileges, 'object' | 'objects' | 'reach'>;

/** From behind ON. */
function readObjects(reader: Reader, schemas: readonly QualifiedName[] | undefined): Named {
  if (reader.keyword('ALL')) {
    const object = OBJECTS[reader.word()] ?? reader.word();
    reader.advance();
    reader.keyword('IN', 'SCHEMA');
    return { object, objects: reader.qualifiedNames(), reach: 'allInSchema' };
  }
  if (reader.keyword('FOREIGN', 'SERVER') ?? reader.keyword('FOREIGN', 'DATA', 'WRAPPER'))
    return { object: 'FOREIGN', objects: reader.qualifiedNames(), reach: 'named' };
  if (reader.keyword('LARGE', 'OBJECT')) return { object: 'LARGE OBJECT', objects: [], reach: 'named' };
  const object = OBJECTS[reader.word()];
  // A table may be called `domain`; then TO, a comma or a dot follows.
  const isKind = object !== undefined && !['TO', 'FROM', ',', '.'].includes(reader.word(1));
  if (schemas) return { object: object ?? reader.word(), objects: schemas, reach: 'byDefault' };
  if (isKind) reader.advance();
  const objects: QualifiedName[] = [];
  do {
    const name = reader.qualifiedName();
    if (name) objects.push(name);
    reader.skipTo(',', 'TO', 'FROM');
  } while (reader.keyword(','));
  return { object: isKind ? object : 'TABLE', objects, reach: 'named' };
}

/** Takes `a, PUBLIC, 'b'@'%'`. */
export function readGrantees(reader: Reader): readonly Grantee[] {
  const grantees: Grantee[] = [];
  while (!reader.done && !AFTER_GRANTEES.has(reader.word())) {
    reader.keyword('GROUP');
    const from = reader.at;
    const isPublic = reader.word() === 'PUBLIC';
    const name = reader.name() ?? reader.label();
    if (!name) break;
    // MySQL's host.
    if (reader.word() === '@') reader.at += 2;
    else if (reader.word().startsWith('@')) reader.advance();
    grantees.push(reader.located(from, { text: name.text, public: isPublic }));
    if (!reader.keyword(',')) break;
  }
  return grantees;
}

function withGrantOption(reader: Reader): Privileges['grantOption'] {
  reader.skipTo('WITH');
  return reader.keyword('WITH', 'GRANT', 'OPTION');
}

/** From behind ALTER DEFAULT PRIVILEGES; undefined where neither GRANT nor REVOKE follows. */
export function readDefaultPrivileges(reader: Reader): Fields<Privileges> | undefined {
  let schemas: readonly QualifiedName[] = [];
  while (!reader.done && reader.word() !== 'GRANT' && reader.word() !== 'REVOKE') {
    if (reader.keyword('IN', 'SCHEMA')) schemas = reader.qualifiedNames();
    else reader.advance();
  }
  return reader.done ? undefined : readPrivileges(reader, schemas);
}
