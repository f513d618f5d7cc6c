import { wordsOf } from '../../words.ts';
import { memoised } from '../memo.ts';
import type { SqlDialect } from '../model.ts';
import type { ObjectName } from '../schemaFacts.ts';
import type { SchemaState, TableState } from '../schemaState.ts';
import { primaryKeyOf } from './keys.ts';

/** The base of a type: what two columns must share to be compared as they are. */
export interface KeyType {
  readonly family: 'integer' | 'text' | 'other';
  /** Of integers: bytes. */
  readonly size: number;
  /** MySQL. */
  readonly unsigned: boolean;
  readonly name: string;
}

const INTEGERS: Readonly<Record<string, number>> = {
  ...sized(1, 'tinyint'),
  ...sized(2, 'smallint int2 smallserial serial2'),
  ...sized(3, 'mediumint'),
  ...sized(4, 'integer int int4 serial serial4'),
  ...sized(8, 'bigint int8 bigserial serial8'),
};

const TEXTS = new Set(['text', 'varchar', 'character varying', 'char', 'character', 'bpchar', 'citext']);

/** Types that are known by several names. */
const SAME: Readonly<Record<string, string>> = {
  decimal: 'numeric',
  bool: 'boolean',
  float8: 'double precision',
  float4: 'real',
  timestamptz: 'timestamp with time zone',
  'timestamp without time zone': 'timestamp',
};

function sized(bytes: number, names: string): Record<string, number> {
  return Object.fromEntries(names.split(' ').map(name => [name, bytes]));
}

/** How the type of a referring column fits the type that it refers to. */
export function fitOf(from: KeyType, to: KeyType, dialect: SqlDialect): 'same' | 'narrow' | 'refused' {
  if (from.family === 'integer' && to.family === 'integer') {
    if (dialect !== 'postgresql') return from.size === to.size && from.unsigned === to.unsigned ? 'same' : 'refused';
    return from.size < to.size ? 'narrow' : 'same';
  }
  const alike =
    from.name === to.name ||
    (from.family === 'text' && to.family === 'text' && (dialect !== 'postgresql' || comparesText(from, to))) ||
    comparesNumbers(from, to, dialect) ||
    (TIMES.test(from.name) && TIMES.test(to.name));
  return alike ? 'same' : 'refused';
}

/** PostgreSQL compares as the key does, and converts no value without being told that could lose something by it. */
function comparesNumbers(from: KeyType, to: KeyType, dialect: SqlDialect): boolean {
  const [own, theirs] = [breadthOf(from), breadthOf(to)];
  return own !== undefined && theirs !== undefined && (dialect !== 'postgresql' || own <= theirs);
}

function breadthOf({ family, name }: KeyType): number | undefined {
  return family === 'integer' ? 0 : NUMBERS[name];
}

const NUMBERS: Readonly<Record<string, number>> = { numeric: 1, 'double precision': 2, real: 2 };

/** What ignores case is not compared with what does not, unless it gives way; a char is another matter still. */
function comparesText(from: KeyType, to: KeyType): boolean {
  if (from.name === 'citext') return !CHARS.has(to.name);
  return to.name !== 'citext';
}

const CHARS = new Set(['char', 'character', 'bpchar']);
const TIMES = /^(?:timestamp|date)/;

/** Undefined for a type that has no name, or one that may be a domain or an enum of the same name. */
export function keyType(name: string | undefined): KeyType | undefined {
  if (name === undefined) return undefined;
  const lower = name.toLowerCase();
  const plain = lower.replace(/ unsigned$/, '');
  const unsigned = plain !== lower;
  const size = INTEGERS[plain];
  if (size !== undefined) return { family: 'integer', size, unsigned, name: plain };
  if (TEXTS.has(plain)) return { family: 'text', size: 0, unsigned, name: plain };
  const same = SAME[plain] ?? plain;
  return KNOWN.has(same) ? { family: 'other', size: 0, unsigned, name: same } : undefined;
}

const KNOWN = new Set([...Object.values(SAME), 'uuid', 'bytea', 'date', 'inet', 'json', 'jsonb']);

/** Whether a column is called after something else and its id: `user_id`, `userId`. */
export function namesReference(column: string): boolean {
  const words = wordsOf(column).split(' ');
  return words.length > 1 && words.at(-1) === 'id';
}

/** The table that a column refers to by its name (`user_id`, `userId`), with a key of the same type. */
export function tableReferredTo(column: Referring, from: ObjectName, schema: SchemaState): TableState | undefined {
  const known = tablesReferredTo(schema);
  let same = known.get(column.name);
  if (!same) known.set(column.name, (same = []));
  let found = same.find(one => one.type === column.type && one.schema === from.schema);
  if (!found) {
    found = { type: column.type, schema: from.schema, table: lookedUp(column, from, schema) };
    same.push(found);
  }
  return found.table;
}

interface Referring {
  readonly name: string;
  readonly type: string | undefined;
}

interface Referred {
  readonly type: string | undefined;
  readonly schema: string | undefined;
  readonly table: TableState | undefined;
}

/** By the name of the column: many columns of a schema have the same one. */
const tablesReferredTo = memoised((_schema: SchemaState) => new Map<string, Referred[]>());

function lookedUp(column: Referring, from: ObjectName, schema: SchemaState): TableState | undefined {
  if (!namesReference(column.name)) return undefined;
  const words = wordsOf(column.name).split(' ').slice(0, -1);
  const joined = words.join('_');
  const base = words.map((one, at) => (at === 0 ? one : one[0]?.toUpperCase() + one.slice(1))).join('');
  const pascal = (base[0]?.toUpperCase() ?? '') + base.slice(1);
  for (const name of [joined, ...pluralsOf(joined), base, ...pluralsOf(base), pascal, ...pluralsOf(pascal)]) {
    const table = schema.table({ schema: from.schema, name });
    if (table?.kind !== 'table' || table.temporary || table.partitionOf) continue;
    const [key, ...others] = primaryKeyOf(table);
    const wanted = key === undefined || others.length > 0 ? undefined : table.columns.find(one => one.name === key);
    const [a, b] = [keyType(column.type), keyType(wanted?.type)];
    const fits = a && b && (a.family === b.family && a.family !== 'other' ? a.size === b.size : a.name === b.name);
    return fits ? table : undefined;
  }
  return undefined;
}

function pluralsOf(name: string): readonly string[] {
  if (/[^aeiou]y$/.test(name)) return [`${name.slice(0, -1)}ies`];
  return /(?:s|x|ch|sh)$/.test(name) ? [`${name}es`] : [`${name}s`];
}
