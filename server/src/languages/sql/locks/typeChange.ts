import type { ColumnFact } from '../changes.ts';
import type { SchemaState } from '../schemaState.ts';

/** A type with its arguments: what `DataType` and `ColumnFact` have in common. */
export type TypeFact = Pick<ColumnFact, 'args' | 'array'> & { readonly type: string | undefined };

export interface TypeChange {
  /** What PostgreSQL does with the rows: nothing, build the column's indexes again, or write the whole table again. */
  readonly work: 'none' | 'indexes' | 'rewrite';
  /**
   * What happens to values that do not fit: the statement fails, or they are rounded or cut without an error. Undefined
   * where all of them fit.
   */
  readonly loss: 'fails' | 'rounds' | undefined;
}

interface Canonical {
  readonly name: string;
  readonly args: readonly number[];
}

const ALIASES: Readonly<Record<string, string>> = {
  int2: 'smallint',
  smallserial: 'smallint',
  serial2: 'smallint',
  int: 'integer',
  int4: 'integer',
  serial: 'integer',
  serial4: 'integer',
  int8: 'bigint',
  bigserial: 'bigint',
  serial8: 'bigint',
  decimal: 'numeric',
  dec: 'numeric',
  float4: 'real',
  float8: 'double precision',
  float: 'double precision',
  bool: 'boolean',
  'character varying': 'varchar',
  'char varying': 'varchar',
  character: 'char',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
  varbit: 'bit varying',
};

const BUILT_IN: ReadonlySet<string> = new Set([
  ...Object.values(ALIASES),
  ...'text bpchar name citext bytea date interval uuid json jsonb xml inet cidr macaddr money oid bit tsvector point'.split(
    ' ',
  ),
]);

/** How many digits or characters, where a bare name means a number of them. */
const BARE: Readonly<Record<string, readonly number[]>> = { char: [1], bit: [1] };

/**
 * What ALTER COLUMN TYPE does in a session whose time zone is UTC. Undefined where it cannot be known: a type that is not
 * known, a domain, an extension's type. Measured on PostgreSQL 15.18, every pair of 50 types.
 */
export function typeChange(from: TypeFact, to: TypeFact, schema: SchemaState): TypeChange | undefined {
  const before = canonical(from, schema);
  const after = canonical(to, schema);
  if (!before || !after) return undefined;
  if (from.array !== to.array) return { work: 'rewrite', loss: undefined };
  const same = before.name === after.name && before.args.join() === after.args.join();
  if (same) return { work: 'none', loss: undefined };
  // Arrays are converted element by element, even where the elements stay what they are.
  const work = from.array ? 'rewrite' : workOf(before, after);
  return { work, loss: lossOf(before, after) };
}

function canonical({ type, args }: TypeFact, schema: SchemaState): Canonical | undefined {
  if (type === undefined) return undefined;
  const numbers = args.map(Number);
  if (numbers.some(Number.isNaN)) return undefined;
  const bare = type.replace(/^public\./, '');
  if (type === 'float' && numbers.length === 1)
    return { name: numbers[0]! <= 24 ? 'real' : 'double precision', args: [] };
  const name = ALIASES[bare] ?? bare;
  if (BUILT_IN.has(name)) return { name, args: withBare(name, numbers) };
  const [schemaName, own] = bare.includes('.') ? bare.split('.') : [undefined, bare];
  const known = schema.type({ schema: schemaName, name: own ?? bare });
  return known?.values ? { name: `enum ${bare}`, args: [] } : undefined;
}

function withBare(name: string, args: readonly number[]): readonly number[] {
  if (args.length === 0) return BARE[name] ?? [];
  if (name === 'numeric' && args.length === 1) return [args[0]!, 0];
  // Six digits are all that a time has.
  return /^(?:time|interval)/.test(name) && args[0] === 6 ? [] : args;
}

/** Types with the same bytes; their indexes sort in another way, so they are built again. */
const SORTED_ANEW: Readonly<Record<string, readonly string[]>> = {
  citext: ['text', 'varchar', 'bpchar'],
  text: ['bpchar', 'citext'],
  varchar: ['bpchar', 'citext'],
  integer: ['oid'],
  oid: ['integer'],
};

function workOf(before: Canonical, after: Canonical): TypeChange['work'] {
  const [a, b] = [before.name, after.name];
  if (a === b) return isWider(before, after) ? 'none' : 'rewrite';
  const unbounded = after.args.length === 0;
  if ((a === 'varchar' || a === 'text' || a === 'xml') && (b === 'text' || b === 'varchar') && unbounded) return 'none';
  if (a === 'char' && b === 'bpchar' && unbounded) return 'none';
  if (a === 'xml' && b === 'bpchar') return 'none';
  if (a === 'cidr' && b === 'inet') return 'none';
  const times = a === 'timestamp' ? 'timestamptz' : a === 'timestamptz' ? 'timestamp' : undefined;
  if (b === times) return unbounded ? 'indexes' : 'rewrite';
  return unbounded && SORTED_ANEW[a]?.includes(b) ? 'indexes' : 'rewrite';
}

/** Whether every value stays as it is stored, for two of one type. */
function isWider({ name, args: before }: Canonical, { args: after }: Canonical): boolean {
  if (name === 'char' || name === 'bit') return false;
  if (after.length === 0) return true;
  if (name === 'numeric') return before[1] === after[1] && before[0]! <= after[0]!;
  if (before.length === 0) return false;
  return before[0]! <= after[0]!;
}

const INTEGERS: readonly string[] = ['smallint', 'integer', 'bigint'];
/** Decimal digits that always fit. */
const DIGITS: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };
const TEXTS: readonly string[] = ['text', 'varchar', 'char', 'bpchar', 'citext'];
const FRACTIONS: readonly string[] = ['numeric', 'real', 'double precision'];

function lossOf(before: Canonical, after: Canonical): TypeChange['loss'] {
  const [a, b] = [before.name, after.name];
  if (INTEGERS.includes(b)) {
    if (INTEGERS.includes(a)) return INTEGERS.indexOf(b) < INTEGERS.indexOf(a) ? 'fails' : undefined;
    if (a === 'numeric' && before.args[1] === 0) return before.args[0]! > DIGITS[b]! - 1 ? 'fails' : undefined;
    return FRACTIONS.includes(a) ? 'rounds' : undefined;
  }
  if (TEXTS.includes(a) && TEXTS.includes(b)) {
    const [size, fits] = [before.args[0] ?? Number.POSITIVE_INFINITY, after.args[0] ?? Number.POSITIVE_INFINITY];
    return fits < size ? 'fails' : undefined;
  }
  if (b === 'numeric') return numericLoss(before, after);
  const exact = EXACT[b];
  if (exact !== undefined && a !== b) return digitsOf(before) > exact ? 'rounds' : undefined;
  if ((a === 'timestamp' || a === 'timestamptz') && b === 'date') return 'rounds';
  return undefined;
}

/** Decimal digits that a binary fraction keeps (C's FLT_DIG and DBL_DIG). */
const EXACT: Readonly<Record<string, number>> = { real: 6, 'double precision': 15 };

function digitsOf({ name, args }: Canonical): number {
  if (name === 'numeric') return args[0] ?? Number.POSITIVE_INFINITY;
  return DIGITS[name] ?? EXACT[name] ?? 0;
}

function numericLoss(before: Canonical, after: Canonical): TypeChange['loss'] {
  if (after.args.length === 0) return undefined;
  const [precision, scale] = [after.args[0]!, after.args[1] ?? 0];
  const digits = DIGITS[before.name];
  if (digits !== undefined) return precision - scale < digits ? 'fails' : undefined;
  if (!FRACTIONS.includes(before.name)) return undefined;
  const [oldPrecision, oldScale] = before.args;
  if (oldPrecision === undefined || precision - scale < oldPrecision - (oldScale ?? 0)) return 'fails';
  return scale < (oldScale ?? 0) ? 'rounds' : undefined;
}

/** What ALTER COLUMN TYPE with a USING that casts through `casts` does; undefined where one of the types is not known. */
export function typeChangeThrough(
  from: TypeFact,
  casts: readonly TypeFact[],
  to: TypeFact,
  schema: SchemaState,
): TypeChange | undefined {
  let work: TypeChange['work'] = 'none';
  let before = from;
  for (const after of [...casts, to]) {
    const step = typeChange(before, after, schema);
    if (!step) return undefined;
    if (step.work === 'rewrite' || work === 'none') work = step.work;
    before = after;
  }
  const loss = typeChange(from, to, schema)?.loss;
  return { work, loss };
}
