import { contains } from '#text';
import { memoised } from '../memo.ts';
import { asMap, asSeq, type Data, type Entry, type MapNode, textAt, treeEdits } from '../yaml/index.ts';
import type { Api, ApiEvent, EventField, Operation, Schema } from './model.ts';
import { addParameters, type FileEdit, type Placed, together } from './operationEdits.ts';
import { sharedPart } from './shared.ts';

/** A name that says that it tells one event from another. `webhook_id` in a payload is the subscription's. */
const ID =
  /^(?:(?:x-)?(?:[a-z]+-)?(?:event|message|msg|delivery|notification)[-_]?(?:id|uuid|key)|webhook-id|(?:(?:first|last)[-_]?)?(?:event[-_]?)?sequence(?:[-_]?(?:number|no|id))?|x-[a-z-]*delivery(?:-id)?|ce[-_]?id|(?:x-)?idempotency[-_]?(?:key|id)|dedup\w*|uuid|svix-id)$/i;
/** A name that says which version of its schema an event has. CloudEvents' `ce-` headers but for these say other things. */
const VERSION =
  /^(?:x-)?(?:[a-z]+-)?(?:(?:schema|event|payload|data|api|message|webhook)[-_]?version|version|specversion|ce[-_]?specversion|dataschema|data[-_]?schema|ce[-_]?dataschema|schema[-_]?(?:id|uri|url))$/i;
/** Fields of an envelope: beside one of them a bare `id` is the event's. */
const ENVELOPE =
  /^(?:type|event|event[-_]?type|event[-_]?name|kind|topic|source|specversion|time|timestamp|created|created[-_]?at|occurred[-_]?at|sent[-_]?at|data|payload|object)$/i;
/** Objects that hold what belongs to the envelope. */
const INNER = /^(?:event|meta|metadata|header|headers|envelope|context|notification)$/i;

/** Lists of an envelope that holds several events at once. */
const BATCH = /^(?:messages|events|notifications|records|entries|items|data)$/i;
/** Signs of life: nobody acts on them. */
const SIGNAL = /(?:^|[-_./])(?:ping|pong|heartbeat|keep[-_]?alive|hello|goodbye)$/i;

/** So deep below the payload a field is the envelope's. */
const DEEPEST = 4;

interface Field extends EventField {
  /** The same for the fields of one object, those of its branches included. */
  readonly object: Schema | undefined;
}

interface Fields {
  readonly fields: readonly Field[];
  /** False where others may stand that cannot be read. */
  readonly areKnown: boolean;
}

/** What a branch says, it says of the object that it is a branch of. */
interface Outer {
  readonly object: Schema;
  readonly required: ReadonlySet<string>;
}

/** Headers and the payload's own fields, those of an envelope and of events in it included. */
const fieldsOf = memoised((event: ApiEvent): Fields => {
  const fields: Field[] = event.headers.map(one => ({ ...one, object: undefined }));
  const seen = new Set<Schema>();
  let areKnown = event.isKnown;
  const visit = (schema: Schema | undefined, depth: number, outer?: Outer): void => {
    if (!schema || schema.isUnknown || isFreeForm(schema, outer)) areKnown = false;
    if (!schema || seen.has(schema) || depth > DEEPEST) return;
    seen.add(schema);
    const object = outer?.object ?? schema;
    const required = new Set([...schema.required, ...(outer?.required ?? [])]);
    for (const { name, entry, home, schema: inner } of schema.properties) {
      fields.push({ name, required: required.has(name), owner: schema, object, at: entry.key, home });
      if (INNER.test(name)) visit(inner, depth + 1);
      else if (BATCH.test(name) && (!inner || isList(inner))) visit(inner?.items, depth + 1);
    }
    for (const branch of schema.branches) visit(branch, depth + 1, { object, required });
    if (isList(schema)) visit(schema.items, depth + 1);
  };
  if (event.payload) visit(event.payload, 0);
  return { fields, areKnown };
});

/** An object of which nothing is said. */
function isFreeForm(schema: Schema, outer: Outer | undefined): boolean {
  if (schema.types.length > 0 && !schema.types.includes('object')) return false;
  if (schema.additional === false || (outer && outer.object.properties.length > 0)) return false;
  return schema.properties.length === 0 && schema.branches.length === 0;
}

function isList({ types }: Schema): boolean {
  return types.includes('array');
}

/** The field by which a receiver knows an event again; undefined where there is none. */
export const eventId = memoised((event: ApiEvent): EventField | undefined => {
  const { fields } = fieldsOf(event);
  const isOfEnvelope = ({ object }: Field): boolean =>
    fields.some(other => other.object === object && ENVELOPE.test(other.name));
  return fields.find(one => ID.test(one.name)) ?? fields.find(one => /^id$/i.test(one.name) && isOfEnvelope(one));
});

/** Whether clients send what a field stands in: then it is the thing itself, and the id that thing's. */
export function isTakenIn(api: Api, { owner }: EventField): boolean {
  return (
    owner !== undefined &&
    api.schemas.some(one => one.isRequest && one.home.uri === owner.home.uri && contains(one.span, owner.node.span))
  );
}

/** Whether a receiver can tell which version of its schema an event has. */
export const hasSchemaVersion = memoised((event: ApiEvent): boolean => {
  if (fieldsOf(event).fields.some(one => VERSION.test(one.name) || isVersionedType(one))) return true;
  if (/;\s*version=|\.v\d+\b|[+-]v\d+\b/i.test(event.contentType ?? '')) return true;
  // A schema registry's id is in every message.
  return [...event.bindings.values()]
    .flat()
    .some(node => node.get('schemaIdLocation') ?? node.get('schemaLookupStrategy'));
});

/** `ce-type: com.example.order.created.v1`. */
function isVersionedType({ name, owner }: EventField): boolean {
  if (!/^(?:ce[-_]?)?type$/i.test(name)) return false;
  const schema = owner?.property(name)?.schema;
  const said = ['const', 'example', 'default', 'pattern'].map(key => schema?.text(key) ?? '');
  return said.some(text => /[.\-_/]v\d+\b/i.test(text));
}

/** Events of which a receiver can be asked to know them again: not requests and their answers, not heartbeats, nothing unread. */
export const isContract = memoised((event: ApiEvent): boolean => {
  if (!fieldsOf(event).areKnown || ((event.isReply || event.isRequest) && event.hasCorrelationId)) return false;
  if (event.operation?.deprecated || event.operation?.internal) return false;
  if (event.kind !== 'message') return event.operation?.method === 'post' || event.operation?.method === 'put';
  if (SIGNAL.test(event.name)) return false;
  const isSignal = event.payload === undefined && event.protocols.some(one => /^(?:mqtt5?|ws|wss)$/.test(one));
  return !isSignal && event.protocols.every(one => !['kafka', 'amqp'].includes(one) || !hasKey(event));
});

/** The broker's own id of a message. */
function hasKey({ bindings }: ApiEvent): boolean {
  return [...bindings.values()].flat().some(node => node.get('messageId') !== undefined);
}

/** A header of the envelope that a fix adds. */
export const ENVELOPE_HEADERS: Readonly<
  Record<'id' | 'version', { readonly name: string; readonly schema: Record<string, string> }>
> = {
  id: { name: 'event-id', schema: { type: 'string', format: 'uuid' } },
  version: { name: 'schema-version', schema: { type: 'string' } },
};

/** Gives events what a receiver needs: a header parameter of webhooks and callbacks, a trait of messages. */
export function addEnvelope(
  api: Api,
  events: readonly ApiEvent[],
  what: 'id' | 'version',
): readonly FileEdit[] | undefined {
  return together(
    events.map(event => (event.operation ? addHeader(api, event.operation, what) : addTrait(api, event, what))),
  );
}

function addHeader(api: Api, operation: Operation, what: 'id' | 'version'): Placed | undefined {
  const { name, schema } = ENVELOPE_HEADERS[what];
  const shared = sharedPart(
    api,
    operation.home,
    'parameters',
    what === 'id' ? 'EventId' : 'SchemaVersion',
    node => textAt(node, 'name') === name,
    { name, in: 'header', required: true, schema },
  );
  const added = addParameters(operation, [shared.data]);
  return added && { own: added, shared: shared.edits };
}

function addTrait(api: Api, { node, home, protocols }: ApiEvent, what: 'id' | 'version'): Placed | undefined {
  // Messages over a WebSocket have no headers.
  if (protocols.length > 0 && protocols.every(one => /^wss?$/.test(one))) return undefined;
  const { id, version } = ENVELOPE_HEADERS;
  const headers: Data = {
    type: 'object',
    required: [id.name, version.name],
    properties: { [id.name]: id.schema, [version.name]: version.schema },
  };
  const fits = (trait: MapNode): boolean =>
    asMap(asMap(trait.get('headers'))?.get('properties'))?.entry(ENVELOPE_HEADERS[what].name) !== undefined;
  const shared = sharedPart(api, home, 'messageTraits', 'EventEnvelope', fits, { headers });
  const write = treeEdits(home.tree);
  const list = asSeq(node.get('traits'));
  const edit = list ? write.addItem(list, shared.data) : write.addEntry(node, 'traits', [shared.data]);
  return edit && { own: [{ ...edit, uri: home.uri }], shared: shared.edits };
}

/** The entry at the root under which events stand: what concerns all of them is said there. */
export function eventsPlace(api: Api): Entry | undefined {
  const { root } = api.root;
  const names = ['webhooks', 'x-webhooks', 'channels', 'paths', 'info'];
  return names.map(name => root?.entry(name)).find(one => one !== undefined);
}
