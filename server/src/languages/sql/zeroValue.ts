import type { ColumnDefinition } from './model.ts';
import type { SchemaState } from './schemaState.ts';

/** Constants (or stable functions, which PostgreSQL evaluates once) that fit a type without rewriting the table. */
const ZEROS: Readonly<Record<string, string>> = {
  ...all('0', 'smallint int2 integer int int4 bigint int8 numeric decimal real float float4 float8 money'),
  'double precision': '0',
  ...all("''", 'text varchar char character bpchar citext bytea'),
  'character varying': "''",
  ...all('false', 'boolean bool'),
  ...all("'{}'", 'json jsonb'),
  ...all('now()', 'timestamp timestamptz'),
  'timestamp with time zone': 'now()',
  'timestamp without time zone': 'now()',
  date: 'CURRENT_DATE',
  interval: "'0'",
  uuid: "'00000000-0000-0000-0000-000000000000'",
};

function all(value: string, types: string): Record<string, string> {
  return Object.fromEntries(types.split(' ').map(type => [type, value]));
}

/**
 * What existing rows could be given for a new column of PostgreSQL; undefined where no constant fits: the values must
 * differ, exist elsewhere or satisfy a condition.
 */
export function zeroValue({ type, constraints }: ColumnDefinition, schema: SchemaState): string | undefined {
  if (!type) return undefined;
  const choosy = constraints.some(one => ['primaryKey', 'unique', 'references', 'check'].includes(one.type));
  if (choosy) return undefined;
  if (type.array) return "'{}'";
  const zero = ZEROS[type.name];
  if (zero !== undefined) return zero;
  const [schemaName, name] = type.name.includes('.') ? type.name.split('.') : [undefined, type.name];
  const first = schema.type({ schema: unquoted(schemaName), name: unquoted(name) ?? '' })?.values?.[0];
  return first === undefined ? undefined : `'${first.replaceAll("'", "''")}'`;
}

function unquoted(name: string | undefined): string | undefined {
  return name?.replace(/^"(.*)"$/, '$1');
}

const SERIAL = /^(?:small|big)?serial[248]?$/;

/** Whether every row gets a value without being told one: a default, an identity, a generated or serial column. */
export function fillsItself({ type, constraints }: ColumnDefinition): boolean {
  if (type && !type.array && SERIAL.test(type.name)) return true;
  return constraints.some(one => ['default', 'identity', 'generated', 'autoIncrement'].includes(one.type));
}
