import type { ColumnFact } from '../changes.ts';

/** The type of a column as a migration may write it; undefined where it has none, or one that makes a sequence. */
export function typeText({ type, args, array }: ColumnFact): string | undefined {
  if (type === undefined || /^(?:small|big)?serial[248]?$/.test(type)) return undefined;
  const suffix = array ? '[]' : '';
  if (args.length === 0) return type + suffix;
  // `timestamp with time zone` takes its precision behind the first word.
  const [first = '', ...rest] = type.split(' ');
  const timed = /^(?:timestamp|time)$/.test(first) && rest.length > 0;
  const list = `(${args.join(', ')})`;
  return (timed ? [first + list, ...rest].join(' ') : type + list) + suffix;
}

const FAMILIES: Readonly<Record<string, string>> = {
  ...all('text', 'text varchar char character bpchar citext name'),
  'character varying': 'text',
  ...all('integer', 'smallint int2 integer int int4 bigint int8 serial bigserial smallserial tinyint mediumint'),
  ...all('number', 'numeric decimal real float float4 float8 double money'),
  'double precision': 'number',
  ...all('boolean', 'boolean bool'),
  ...all('time', 'timestamp timestamptz datetime date'),
  'timestamp with time zone': 'time',
  'timestamp without time zone': 'time',
  ...all('json', 'json jsonb'),
};

function all(family: string, types: string): Record<string, string> {
  return Object.fromEntries(types.split(' ').map(type => [type, family]));
}

/** Types whose values mean the same sort of thing; a type of the user's own is a family of its own. */
export function familyOf(type: string): string {
  return FAMILIES[type] ?? type;
}
