import type { SqlDocument } from '../model.ts';
import type { ObjectName } from '../schemaFacts.ts';
import { predicatesOf } from './index.ts';
import type { Predicate, QueryStatement } from './model.ts';
import { queryPlaces } from './places.ts';
import { baseTable, commonNames, everyScope, sourceOf } from './sources.ts';

/** A query reads the rows of a table that nobody has deleted (or archived), by the column that says so. */
export interface LiveRead {
  readonly table: ObjectName;
  readonly column: string;
  /** What a row that counts has in the column. */
  readonly value: 'null' | 'false';
}

const TIME = /^(?:deleted|archived)_?at$/i;
const FLAG = /^is_?(?:deleted|archived)$/i;

/** What the queries, views and routines of a document read in this way. */
export function liveReads(document: SqlDocument): readonly LiveRead[] {
  if (!/(?:delet|archiv)ed/i.test(document.text)) return [];
  const found = new Map<string, LiveRead>();
  for (const { query } of queryPlaces(document))
    for (const one of readsIn(query)) found.set(`${one.table.schema} ${one.table.name} ${one.column}`, one);
  return [...found.values()];
}

function* readsIn(statement: QueryStatement): Generator<LiveRead> {
  const common = commonNames(statement);
  for (const { from, where } of everyScope(statement))
    for (const predicate of [where, ...from.map(one => one.join?.on)].flatMap(one => predicatesOf(one?.condition))) {
      const value = wanted(predicate);
      const column = predicate.left?.column;
      const table = value && column && baseTable(sourceOf(column, from), common);
      if (table) yield { table, column: column.name.text, value };
    }
}

/** `deleted_at IS NULL`, `is_deleted = false`, `is_deleted IS FALSE`. */
function wanted({ operator, negated, left, right }: Predicate): LiveRead['value'] | undefined {
  const name = left?.column?.name.text ?? '';
  if (operator === 'IS NULL' && !negated && TIME.test(name)) return 'null';
  if (!FLAG.test(name)) return undefined;
  const isFalse = operator === '=' && /^(?:false|0)$/i.test(right[0]?.text ?? '');
  return isFalse || (operator === 'IS FALSE' && !negated) || (operator === 'IS TRUE' && negated) ? 'false' : undefined;
}
