import {
  deniesEvents,
  eventTableName,
  meantAsEventKey,
  namesPayload,
  namesSchemaVersion,
  tellsEventsApart,
} from '../eventWords.ts';
import { wordsOf } from '../words.ts';
import type { Model } from './blocks.ts';
import type { Field } from './fields.ts';
import type { Key } from './keys.ts';

/** What a model of events, an outbox or an inbox has to say about telling one event from another. */
export interface EventModel {
  readonly model: Model;
  /** It also holds what happened, so that it is nothing else by the same name. */
  readonly hasPayload: boolean;
  /** A repeated event is refused: by its key, or because what it says may be there only once. */
  readonly deduplicates: boolean;
  /** A field that is meant as the key, and that nothing makes unique. */
  readonly unusedKey: Field | undefined;
  /** A field says which form the payload has. */
  readonly hasVersion: boolean;
}

const KEY_TYPES: ReadonlySet<string> = new Set(['String', 'BigInt', 'Int', 'Bytes']);

/** Undefined for a model that holds no events, or of which that is not sure. */
export function eventModelOf(model: Model): EventModel | undefined {
  const named = eventTableName([wordsOf(model.name.text), wordsOf(model.table)]);
  if (!named || model.fields.some(field => deniesEvents(wordsOf(field.name.text)))) return undefined;
  const hasPayload = model.fields.some(isPayload);
  if (!hasPayload && named.ambiguous) return undefined;
  return {
    model,
    hasPayload,
    deduplicates: hasGivenId(model) || model.keys().some(key => refusesRepetition(key, model)),
    unusedKey: model.fields.find(field => isKeyField(field, model)),
    hasVersion: model.fields.some(one => [one.name.text, one.column].some(name => namesSchemaVersion(wordsOf(name)))),
  };
}

function isPayload(field: Field): boolean {
  const type = field.type?.name.text ?? '';
  return /^(?:Json|Jsonb|String|Bytes)$/.test(type) && namesPayload(wordsOf(field.name.text));
}

/** A unique key with the event's key in it, or one of several columns that all say something about the event. */
function refusesRepetition({ kind, columns }: Key, model: Model): boolean {
  if (kind !== 'unique' && kind !== 'id') return false;
  if (columns.some(column => tellsEventsApart(wordsOf(column.text)))) return true;
  return columns.length > 1 && columns.every(column => !model.field(column.text)?.attribute('default'));
}

/** A primary key without a default is given by the sender, so it already refuses a repetition. */
function hasGivenId(model: Model): boolean {
  return model.fields.some(field => field.attribute('id') && !field.attribute('default') && !field.relation());
}

function isKeyField(field: Field, model: Model): boolean {
  if (!meantAsEventKey(wordsOf(field.name.text))) return false;
  if (field.broken || !field.type || field.type.list || !KEY_TYPES.has(field.type.name.text)) return false;
  return !model.fields.some(one => one.relation()?.fields.some(column => column.text === field.name.text));
}
