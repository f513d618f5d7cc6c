import { deletionColumn, namesSurrogate } from '../../columnWords.ts';
import { wordsOf } from '../../words.ts';
import type { SqlDialect } from '../model.ts';
import type { ColumnFact } from '../schemaFacts.ts';
import type { TableState } from '../schemaState.ts';

export { isOwnId, namesLookup, namesMoney } from '../../columnWords.ts';

/** A column that says whether a row has been deleted, and what holds for the rows that have not. */
export interface DeletionMark {
  readonly name: string;
  /** The condition, with the name written by `write`. */
  condition(write: (name: string) => string): string;
}

/** `deleted_at`, `archived_at`, `is_deleted` and the like; undefined where rows are deleted for good. */
export function deletionMark({ columns }: TableState, dialect: SqlDialect): DeletionMark | undefined {
  for (const { name, type, array } of columns) {
    if (array || type === undefined) continue;
    const by = deletionColumn(name);
    if (by === 'time' && isTime(type, dialect)) return { name, condition: write => `${write(name)} IS NULL` };
    if (by === 'flag' && isBoolean(type)) return { name, condition: write => `NOT ${write(name)}` };
  }
  return undefined;
}

/** Whether a column of this name could be such a mark. */
export function mayMarkDeletion(name: string): boolean {
  return deletionColumn(name) !== undefined;
}

/** Whether a column holds a value that some program made up, so that nobody ever wants the same one again. */
export function isSurrogate({ name, type }: ColumnFact): boolean {
  if (type === 'uuid' || type === 'bytea') return true;
  return namesSurrogate(name);
}

/** Whether a table is worked off row by row: an outbox, a queue, a table of jobs. */
export function namesQueue(table: string): boolean {
  return /(?:^|\s)(?:outbox(?: \w+)?|(?:job|task|work|message|email|mail|notification|event|delivery) queue|queue|queued? (?:jobs?|tasks?|messages?|items?)|\w+ jobs?)$/.test(
    wordsOf(table),
  );
}

/** A time that is NULL until a row of a queue has been worked off. */
export function namesCompletion(column: string): boolean {
  return /^(?:published|processed|sent|delivered|dispatched|handled|consumed|completed|finished|done|acked|acknowledged|relayed|executed) (?:at|on)$/.test(
    wordsOf(column),
  );
}

/** A flag that is false until then. */
export function namesCompletionFlag(column: string): boolean {
  return /^(?:is )?(?:published|processed|sent|delivered|dispatched|handled|consumed|completed|finished|done|acked|acknowledged|relayed|executed)$/.test(
    wordsOf(column),
  );
}

/** Whether a column counts or measures what is never less than nothing. */
export function namesQuantity(column: string): boolean {
  return /(?:^|\s)(?:price|quantity|qty|stock)$/.test(wordsOf(column));
}

/** Whether a column holds one of a few states. */
export function namesState(column: string): boolean {
  const words = wordsOf(column);
  return (
    /(?:^|\s)(?:status|state)$/.test(words) &&
    !/(?:^|\s)(?:session|oauth|csrf|auth|home|shipping|billing) state$/.test(words)
  );
}

/** Whether a table holds addresses, whose state is a part of a country. */
export function holdsAddresses({ columns }: TableState): boolean {
  return columns.some(one => /(?:^|\s)(?:city|zip|zip code|postal code|postcode|street)$/.test(wordsOf(one.name)));
}

/** Whether a table writes down what happened to rows that may be gone since. */
export function namesLog(table: string): boolean {
  return /(?:^|\s)(?:logs?|audits?|audit (?:logs?|trail)|histor(?:y|ies)|events?|archives?|snapshots?|changes|changelog)$/.test(
    wordsOf(table),
  );
}

export function isTime(type: string, dialect: SqlDialect): boolean {
  return dialect === 'sqlite' || /^(?:timestamp|datetime|date\b)/i.test(type);
}

export function isBoolean(type: string): boolean {
  return /^bool(?:ean)?$/i.test(type);
}
