import { wordsOf } from '../../words.ts';
import type { SqlDialect } from '../model.ts';
import type { ColumnFact } from '../schemaFacts.ts';
import type { TableState } from '../schemaState.ts';

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
    const words = wordsOf(name);
    if (/^(?:deleted|archived|removed|discarded) (?:at|on)$/.test(words) && isTime(type, dialect))
      return { name, condition: write => `${write(name)} IS NULL` };
    if (/^(?:is )?deleted$/.test(words) && isBoolean(type)) return { name, condition: write => `NOT ${write(name)}` };
  }
  return undefined;
}

/** Whether a column holds a value that some program made up, so that nobody ever wants the same one again. */
export function isSurrogate({ name, type }: ColumnFact): boolean {
  if (type === 'uuid' || type === 'bytea') return true;
  // A URL that is one of several is made up from the others; one that stands alone is somebody's page.
  return /(?:^|\s)(?:\w+ ur[il]|id|ids|uid|uuid|guid|ulid|nanoid|token|hash|digest|secret|nonce|signature|fingerprint|(?:access|invite|invitation|referral|join|share|verification|confirmation) code|(?:idempotency|dedup|dedupe|api|public|private|external|cache|storage|object|s3) key)(?:\s\d+)?$/.test(
    wordsOf(name),
  );
}

/** Whether a column is the row's own id, of which no two rows ever have the same. */
export function isOwnId(column: string): boolean {
  return /^(?:id|uid|uuid|guid|public id|external id)$/.test(wordsOf(column));
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

/** Whether a column holds an amount of money, by its name: `total_price`, `amountDue`, not `exchange_rate`. */
export function namesMoney(column: string): boolean {
  const words = wordsOf(column);
  return MONEY.test(words) && !NOT_MONEY.test(words);
}

const MONEY =
  /(?:^|\s)(?:price|amount|cost|total|subtotal|balance|fee|fees|salary|wage|revenue|refund|payout|deposit|discount amount|tax amount|msrp)(?:\s(?:in )?(?:due|paid|net|gross|usd|eur|gbp|value|before tax|after tax))?$/;
const NOT_MONEY =
  /(?:^|\s)(?:rate|ratio|percent|percentage|pct|factor|multiplier|weight|score|count|estimate|estimated|tokens?|time|seconds|ms|bytes|size|distance|hours|minutes|days)(?:\s|$)/;

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

/** Whether a table is a short list of kinds that hardly ever grows: `order_statuses`, `countries`. */
export function namesLookup(table: string): boolean {
  return /(?:^|\s)(?:types?|status(?:es)?|states?|kinds?|roles?|categor(?:y|ies)|countr(?:y|ies)|currenc(?:y|ies)|languages?|locales?|levels?|plans?|priorit(?:y|ies)|colou?rs?|units?|settings?|config|configs|configurations?|options?|permissions?|enums?|migrations?|versions?)$/.test(
    wordsOf(table),
  );
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
