/**
 * What the names of tables and columns say about events. All tests take words as `wordsOf` makes them, so that a model
 * and the table that it maps to are judged alike.
 */

/** Names of tables that hold events: `*_events`, `outbox`, `event_store`, `webhook_deliveries`, singular or plural. */
const EVENT_TABLE =
  /(?:^|\s)(?:events?|event store|outbox(?: \w+)?|inbox (?:messages?|entry|entries|records?)|webhook (?:deliver(?:y|ies)|calls?))$/;

/** Too general on their own: a meeting is an event, and a support desk has an inbox. */
const AMBIGUOUS_TABLE = /^(?:events?|inbox)$/;

/** What a date in a calendar has and a message does not. */
const CALENDAR_COLUMN =
  /^(?:(?:starts?|ends?|begins?)(?: (?:at|on|date|time|date time))?|location|venue|all day|is all day|attendees|organizer|duration|rsvp.*)$/;

const PAYLOAD_COLUMN = /(?:^|\s)(?:payload|data|body)$/;

/** What a log of calls to somebody else has: there a repetition is a row of its own by intent. */
const ANSWER_COLUMN = /^(?:response (?:code|status|body|headers)|http status(?: code)?|status code)$/;

/** A name that is given to the key itself. */
const KEY_COLUMN = /(?:^|\s)(?:idempotency|idempotence|dedup|dedupe|deduplication) (?:key|id|token|hash)$/;

/** Ids that the sender gives, which serve as a key as well where they are unique. */
const SENDER_ID = /(?:^|\s)(?:event|message|delivery|notification|external|provider|source|webhook|request) id$/;

/** Of the sender's ids, those that nearly always are the event's own. */
const OWN_ID = /^(?:event|message) id$/;

/** Which of several names of one table says that it holds events; undefined where none does. */
export function eventTableName(names: readonly string[]): { readonly ambiguous: boolean } | undefined {
  const matching = names.find(one => EVENT_TABLE.test(one) || AMBIGUOUS_TABLE.test(one));
  return matching === undefined ? undefined : { ambiguous: AMBIGUOUS_TABLE.test(matching) };
}

/** Whether a column shows that a table of such a name holds something else: appointments, or a log of calls. */
export function deniesEvents(column: string): boolean {
  return CALENDAR_COLUMN.test(column) || ANSWER_COLUMN.test(column);
}

/** Whether a column holds what happened. */
export function namesPayload(column: string): boolean {
  return PAYLOAD_COLUMN.test(column);
}

/** Whether a column tells a repeated event from a new one, as long as it is unique. */
export function tellsEventsApart(column: string): boolean {
  return KEY_COLUMN.test(column) || SENDER_ID.test(column);
}

/** Whether a column is meant as the event's own key, unique or not. */
export function meantAsEventKey(column: string): boolean {
  return KEY_COLUMN.test(column) || OWN_ID.test(column);
}

/** Whether a column says which form the payload has. */
export function namesSchemaVersion(column: string): boolean {
  return /^(?:version|spec version|specversion|dataschema|data schema)$|(?:^|\s)(?:schema|event|payload|message|data|type|contract) version$/.test(
    column,
  );
}
