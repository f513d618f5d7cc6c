import { wordsOf } from './words.ts';

/** What the names of columns and tables say about what they hold. All tests take names as they are written. */

/** Whether a column says that a row is deleted: by the time (NULL while it lives), or by a flag. */
export function deletionColumn(column: string): 'time' | 'flag' | undefined {
  const words = wordsOf(column);
  if (/^(?:deleted|archived|removed|discarded) (?:at|on)$/.test(words)) return 'time';
  return /^(?:is )?deleted$/.test(words) ? 'flag' : undefined;
}

/** Whether a column holds the time at which a row was deleted, by its plainest name. */
export function namesDeletionTime(column: string): boolean {
  return /^deleted ?at$/.test(wordsOf(column));
}

/** The rows that queries look for by a flag, the likelier ones first. */
export function rowsWanted(flag: string): readonly ('set' | 'unset')[] {
  const words = wordsOf(flag);
  if (OVER_AND_DONE.test(words)) return ['unset'];
  return MAYBE_DONE.test(words) ? ['unset', 'set'] : ['set'];
}

/** Words after which the rows that are looked for are those where the flag is not set. */
const OVER_AND_DONE = /(?:^|\s)(?:deleted|archived|removed|hidden|disabled|blocked|banned|revoked|expired|cancell?ed)$/;
/** ... and those where nobody can tell. */
const MAYBE_DONE =
  /(?:^|\s)(?:processed|published|sent|read|handled|synced|completed|done|paid|delivered|resolved|used)$/;

/** Whether a column says whose row it is, in a table that many customers share. */
export function namesTenant(column: string): boolean {
  return /^(?:tenant|org|organi[sz]ation|account|workspace|company|customer|team|shop|store) ?id$/.test(
    wordsOf(column),
  );
}

/** Whether a column, by its name, holds a value that some program made up, so that nobody wants the same one again. */
export function namesSurrogate(column: string): boolean {
  // A URL that is one of several is made up from the others; one that stands alone is somebody's page.
  return /(?:^|\s)(?:\w+ ur[il]|id|ids|uid|uuid|guid|ulid|nanoid|token|hash|digest|secret|nonce|signature|fingerprint|(?:access|invite|invitation|referral|join|share|verification|confirmation) code|short ?code|external ref(?:erence)?|(?:idempotency|dedup|dedupe|api|public|private|external|cache|storage|object|s3) key)(?:\s\d+)?$/.test(
    wordsOf(column),
  );
}

/** Whether a column is the row's own id, of which no two rows ever have the same. */
export function isOwnId(column: string): boolean {
  return /^(?:id|uid|uuid|guid|public id|external id)$/.test(wordsOf(column));
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

/** Whether a table is a short list of kinds that hardly ever grows: `order_statuses`, `countries`. */
export function namesLookup(table: string): boolean {
  return /(?:^|\s)(?:types?|status(?:es)?|states?|kinds?|roles?|categor(?:y|ies)|countr(?:y|ies)|currenc(?:y|ies)|languages?|locales?|levels?|plans?|priorit(?:y|ies)|colou?rs?|units?|settings?|config|configs|configurations?|options?|permissions?|enums?|migrations?|versions?)$/.test(
    wordsOf(table),
  );
}
