import { bytesOf } from './identifiers.ts';
import type { Statement } from './model.ts';
import type { ConstraintFact, IndexFact } from './schemaFacts.ts';
import type { TableState } from './schemaState.ts';

/** PostgreSQL cuts names at 63 bytes. */
const MOST_BYTES = 63;

/** The name that the database gives an index without one. `isTaken`: whether something else has a name. */
export function indexName(
  table: TableState,
  { columns, items }: Pick<IndexFact, 'columns' | 'items'>,
  dialect: Statement['dialect'],
  isTaken: (name: string) => boolean,
): string {
  if (dialect === 'mysql' || dialect === 'mariadb') return mysqlKeyName(columns, isTaken);
  const names = items.map(one => one.column ?? nameOfExpression(one.expression));
  return free(pass => postgresName(table.name, joined(names), `idx${pass}`), isTaken);
}

/** The name that the database gives a constraint without one. */
export function constraintName(
  table: Pick<TableState, 'name' | 'columns'>,
  constraint: ConstraintFact,
  dialect: Statement['dialect'],
  isTaken: (name: string) => boolean,
): string {
  const { type, columns, mentions } = constraint;
  if (dialect === 'mysql' || dialect === 'mariadb') {
    if (type === 'primaryKey') return 'PRIMARY';
    if (type === 'unique') return mysqlKeyName(columns, isTaken);
    const kind = type === 'foreignKey' ? 'ibfk' : 'chk';
    return free(pass => `${table.name}_${kind}_${Number(pass || 0) + 1}`, isTaken);
  }
  switch (type) {
    case 'primaryKey':
      return free(pass => postgresName(table.name, undefined, `pkey${pass}`), isTaken);
    case 'check': {
      const own =
        columns.length > 0 ? columns : table.columns.map(one => one.name).filter(one => mentions.includes(one));
      // Only the name of a single column goes into it.
      return free(pass => postgresName(table.name, own.length === 1 ? own[0] : undefined, `check${pass}`), isTaken);
    }
    default: {
      const label = { unique: 'key', foreignKey: 'fkey', exclude: 'excl', notNull: 'not_null' }[type];
      return free(pass => postgresName(table.name, joined(columns), `${label}${pass}`), isTaken);
    }
  }
}

/** The name that the index of a constraint has unless something else took it; undefined where it has none. */
export function likelyIndexName(table: string, { type, name, columns }: ConstraintFact): string | undefined {
  if (type !== 'primaryKey' && type !== 'unique' && type !== 'exclude') return undefined;
  if (name !== undefined) return name;
  if (type === 'primaryKey') return postgresName(table, undefined, 'pkey');
  return postgresName(table, joined(columns), type === 'unique' ? 'key' : 'excl');
}

/** The first name that nothing else has: `idx`, `idx1`, `idx2` ... */
function free(name: (pass: string) => string, isTaken: (name: string) => boolean): string {
  let pass = 0;
  let found = name('');
  while (isTaken(found) && pass < 1000) found = name(String(++pass));
  return found;
}

/** MySQL names a key after its first column: `email`, `email_2` ... */
function mysqlKeyName(columns: readonly (string | undefined)[], isTaken: (name: string) => boolean): string {
  const first = columns[0] ?? 'functional_index';
  return free(pass => (pass === '' ? first : `${first}_${Number(pass) + 1}`), isTaken);
}

/** How PostgreSQL calls an expression in the name of an index: by its function, else `expr` (FigureIndexColname). */
function nameOfExpression(expression: string | undefined): string {
  const call = /^(?:\w+\.)?"?(\w+)"?\s*\(/.exec(expression?.replace(/^\(+\s*/, '') ?? '');
  return call?.[1]?.toLowerCase() ?? 'expr';
}

/** One that is named again, as the columns of INCLUDE may be, gets a number (ChooseIndexColumnNames in PostgreSQL's source). */
function joined(names: readonly string[]): string | undefined {
  const chosen: string[] = [];
  for (const name of names)
    chosen.push(
      free(
        pass => name + pass,
        one => chosen.includes(one),
      ),
    );
  return chosen.length === 0 ? undefined : chosen.join('_');
}

/** `table_columns_label`, the longer of the first two cut until it fits (makeObjectName in PostgreSQL's source). */
function postgresName(table: string, columns: string | undefined, label: string): string {
  const rest = label.length + 1 + (columns === undefined ? 0 : 1);
  let [first, second] = [table, columns ?? ''];
  while (bytesOf(first) + bytesOf(second) + rest > MOST_BYTES) {
    if (bytesOf(first) > bytesOf(second)) first = first.slice(0, -1);
    else second = second.slice(0, -1);
  }
  return [first, ...(columns === undefined ? [] : [second]), label].join('_');
}
