import type { SqlDocument } from '../model.ts';
import type { ObjectName } from '../schemaFacts.ts';
import type { Condition, Predicate, QueryStatement } from './model.ts';
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
    for (const { predicate, negated } of [where, ...from.map(one => one.join?.on)].flatMap(one =>
      demands(one?.condition, false),
    )) {
      const value = negated ? wantedNot(predicate) : wanted(predicate);
      const column = predicate.left?.column;
      const table = value && column && baseTable(sourceOf(column, from), common);
      if (table) yield { table, column: column.name.text, value };
    }
}

/** What every row has to fulfil: not what stands beside an OR. */
function demands(condition: Condition | undefined, negated: boolean): { predicate: Predicate; negated: boolean }[] {
  switch (condition?.type) {
    case 'predicate':
      return [{ predicate: condition, negated }];
    case 'not':
      return demands(condition.operand, !negated);
    case 'and':
    case 'or':
      return (condition.type === 'and') === !negated ? condition.operands.flatMap(one => demands(one, negated)) : [];
    default:
      return [];
  }
}

/** `NOT is_deleted`, `NOT (is_deleted = true)`. */
function wantedNot({ operator, left, right }: Predicate): LiveRead['value'] | undefined {
  if (!FLAG.test(left?.column?.name.text ?? '')) return undefined;
  const isTrue = operator === '=' && /^(?:true|1)$/i.test(right[0]?.text ?? '');
  return operator === '' || isTrue ? 'false' : undefined;
}

/**
 * `deleted_at IS NULL`, `is_deleted = false`. Not `is_deleted IS FALSE`: PostgreSQL does not see that an index over the rows
 * that are `NOT is_deleted` holds them all.
 */
function wanted({ operator, negated, left, right }: Predicate): LiveRead['value'] | undefined {
  const name = left?.column?.name.text ?? '';
  if (operator === 'IS NULL' && !negated && TIME.test(name)) return 'null';
  if (!FLAG.test(name)) return undefined;
  return operator === '=' && /^(?:false|0)$/i.test(right[0]?.text ?? '') ? 'false' : undefined;
}
