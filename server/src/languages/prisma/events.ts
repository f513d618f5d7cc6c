import type { Model } from './blocks.ts';
import type { Field } from './fields.ts';
import type { Key } from './keys.ts';
import { wordsOf } from './words.ts';

/** What a model of events, an outbox or an inbox has to say about telling one event from another. */
export interface EventModel {
  readonly model: Model;
  /** It also holds what happened, so that it is nothing else by the same name. */
  readonly hasPayload: boolean;
  /** A repeated event is refused: by its key, or because what it says may be there only once. */
  readonly deduplicates: boolean;
  /** A field that is meant as the key, and that nothing makes unique. */
  readonly unusedKey: Field | undefined;
}

/** Names of tables that hold events: `*_events`, `outbox`, `event_store`, `webhook_deliveries`, singular or plural. */
const EVENT_TABLE =
  /(?:^|\s)(?:events?|event store|outbox(?: \w+)?|inbox (?:messages?|entry|entries|records?)|webhook (?:deliver(?:y|ies)|calls?))$/;

/** Too general on their own: a meeting is an event, and a support desk has an inbox. */
const AMBIGUOUS_TABLE = /^(?:events?|inbox)$/;

/** What a date in a calendar has and a message does not. */
const CALENDAR_FIELD =
  /^(?:(?:starts?|ends?|begins?)(?: (?:at|on|date|time|date time))?|location|venue|all day|is all day|attendees|organizer|duration|rsvp.*)$/;

const PAYLOAD_FIELD = /(?:^|\s)(?:payload|data|body)$/;

/** What a log of calls to somebody else has: there a repetition is a row of its own by intent. */
const ANSWER_FIELD = /^(?:response (?:code|status|body|headers)|http status(?: code)?|status code)$/;

/** A name that is given to the key itself. */
const KEY_FIELD = /(?:^|\s)(?:idempotency|idempotence|dedup|dedupe|deduplication) (?:key|id|token|hash)$/;

/** Ids that the sender gives, which serve as a key as well where they are unique. */
const SENDER_ID = /(?:^|\s)(?:event|message|delivery|notification|external|provider|source|webhook|request) id$/;

/** Of the sender's ids, those that nearly always are the event's own. */
const OWN_ID = /^(?:event|message) id$/;

const KEY_TYPES: ReadonlySet<string> = new Set(['String', 'BigInt', 'Int', 'Bytes']);

/** Undefined for a model that holds no events, or of which that is not sure. */
export function eventModelOf(model: Model): EventModel | undefined {
  const names = [wordsOf(model.name.text), wordsOf(model.table)];
  const matching = names.find(one => EVENT_TABLE.test(one) || AMBIGUOUS_TABLE.test(one));
  if (!matching) return undefined;
  const fields = model.fields.map(field => wordsOf(field.name.text));
  if (fields.some(field => CALENDAR_FIELD.test(field) || ANSWER_FIELD.test(field))) return undefined;
  const hasPayload = model.fields.some(isPayload);
  if (!hasPayload && AMBIGUOUS_TABLE.test(matching)) return undefined;
  return {
    model,
    hasPayload,
    deduplicates: hasGivenId(model) || model.keys().some(key => refusesRepetition(key, model)),
    unusedKey: model.fields.find(field => isKeyField(field, model)),
  };
}

function isPayload(field: Field): boolean {
  const type = field.type?.name.text ?? '';
  return /^(?:Json|Jsonb|String|Bytes)$/.test(type) && PAYLOAD_FIELD.test(wordsOf(field.name.text));
}

/** A unique key with the event's key in it, or one of several columns that all say something about the event. */
function refusesRepetition({ kind, columns }: Key, model: Model): boolean {
  if (kind !== 'unique' && kind !== 'id') return false;
  const names = columns.map(column => wordsOf(column.text));
  if (names.some(name => KEY_FIELD.test(name) || SENDER_ID.test(name))) return true;
  return columns.length > 1 && columns.every(column => !model.field(column.text)?.attribute('default'));
}

/** A primary key without a default is given by the sender, so it already refuses a repetition. */
function hasGivenId(model: Model): boolean {
  return model.fields.some(field => field.attribute('id') && !field.attribute('default') && !field.relation());
}

function isKeyField(field: Field, model: Model): boolean {
  const words = wordsOf(field.name.text);
  if (!KEY_FIELD.test(words) && !OWN_ID.test(words)) return false;
  if (field.broken || !field.type || field.type.list || !KEY_TYPES.has(field.type.name.text)) return false;
  return !model.fields.some(one => one.relation()?.fields.some(column => column.text === field.name.text));
}
