import { asMap, asSeq, type Data, type Entry, type MapNode, textAt, treeEdits } from '../yaml/index.ts';
import type { Api, ApiEvent, EventField, Operation, Schema } from './model.ts';
import { addParameters, type FileEdit } from './operationEdits.ts';
import { sharedPart } from './shared.ts';

/** A name that says that it tells one event from another. */
const ID =
  /^(?:(?:x-)?(?:[a-z]+-)?(?:event|message|msg|delivery|webhook|notification)[-_]?(?:id|uuid|key)|x-[a-z-]*delivery(?:-id)?|ce[-_]?id|(?:x-)?idempotency[-_]?(?:key|id)|dedup\w*|event|uuid|svix-id)$/i;
/** A name that says which version of its schema an event has. CloudEvents' `ce-` headers but for these say other things. */
const VERSION =
  /^(?:x-)?(?:[a-z]+-)?(?:(?:schema|event|payload|data|api|message|webhook)[-_]?version|version|specversion|ce[-_]?specversion|dataschema|data[-_]?schema|ce[-_]?dataschema|schema[-_]?(?:id|uri|url))$/i;
/** Fields of an envelope: beside one of them a bare `id` is the event's. */
const ENVELOPE =
  /^(?:type|event|event[-_]?type|event[-_]?name|kind|topic|source|specversion|time|timestamp|created|created[-_]?at|occurred[-_]?at|sent[-_]?at|data|payload|object)$/i;
/** Objects that hold what belongs to the envelope. */
const INNER = /^(?:event|meta|metadata|header|headers|envelope|context|notification)$/i;

/** Headers and the payload's own fields, those of an envelope in it included. */
function fieldsOf(event: ApiEvent): readonly EventField[] {
  return [...event.headers, ...payloadFields(event.payload)];
}

function payloadFields(payload: Schema | undefined): readonly EventField[] {
  if (!payload) return [];
  const own = fieldsIn(payload);
  const inner = payload.properties
    .filter(one => INNER.test(one.name))
    .flatMap(one => (one.schema ? fieldsIn(one.schema) : []));
  return [...own, ...inner, ...payload.branches.flatMap(fieldsIn)];
}

function fieldsIn(schema: Schema): readonly EventField[] {
  return schema.properties.map(one => ({
    name: one.name,
    required: schema.required.has(one.name),
    owner: schema,
    at: one.entry.key,
    home: one.home,
  }));
}

/** The field by which a receiver knows an event again; undefined where there is none. */
export function eventId(event: ApiEvent): EventField | undefined {
  const fields = fieldsOf(event);
  return (
    fields.find(one => ID.test(one.name) && !/^event$/i.test(one.name)) ??
    fields.find(
      one => /^id$/i.test(one.name) && fields.some(other => other.owner === one.owner && ENVELOPE.test(other.name)),
    )
  );
}

/** Whether a receiver can tell which version of its schema an event has. */
export function hasSchemaVersion(event: ApiEvent): boolean {
  if (fieldsOf(event).some(one => VERSION.test(one.name) || isVersionedType(one))) return true;
  if (/;\s*version=|\.v\d+\b|[+-]v\d+\b/i.test(event.contentType ?? '')) return true;
  // A schema registry's id is in every message.
  return [...event.bindings.values()]
    .flat()
    .some(node => node.get('schemaIdLocation') ?? node.get('schemaLookupStrategy'));
}

/** `ce-type: com.example.order.created.v1`. */
function isVersionedType({ name, owner }: EventField): boolean {
  if (!/^(?:ce[-_]?)?type$/i.test(name)) return false;
  const schema = owner?.property(name)?.schema;
  const said = ['const', 'example', 'default', 'pattern'].map(key => schema?.text(key) ?? '');
  return said.some(text => /[.\-_/]v\d+\b/i.test(text));
}

/** Events of which a receiver can be asked to know them again: not answers to requests, not heartbeats, nothing unread. */
export function isContract(event: ApiEvent): boolean {
  if (!event.isKnown || (event.isReply && event.hasCorrelationId)) return false;
  if (event.operation?.deprecated || event.operation?.internal) return false;
  if (event.kind !== 'message') return event.operation?.method === 'post' || event.operation?.method === 'put';
  const isSignal = event.payload === undefined && event.protocols.some(one => /^(?:mqtt5?|ws|wss)$/.test(one));
  return !isSignal && event.protocols.every(one => !['kafka', 'amqp'].includes(one) || !hasKey(event));
}

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
  const edits: FileEdit[] = [];
  // What is shared is written once, and behind all others: at the end of a file they may come together.
  const shared = new Map<string, FileEdit>();
  for (const event of events) {
    const made = event.operation ? addHeader(api, event.operation, what) : addTrait(api, event);
    if (!made) return undefined;
    edits.push(...made.own);
    for (const one of made.shared) shared.set(`${one.uri} ${one.span.start}`, one);
  }
  return [...edits, ...shared.values()];
}

interface Added {
  readonly own: readonly FileEdit[];
  readonly shared: readonly FileEdit[];
}

function addHeader(api: Api, operation: Operation, what: 'id' | 'version'): Added | undefined {
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

function addTrait(api: Api, { node, home }: ApiEvent): Added | undefined {
  const { id, version } = ENVELOPE_HEADERS;
  const headers: Data = {
    type: 'object',
    required: [id.name, version.name],
    properties: { [id.name]: id.schema, [version.name]: version.schema },
  };
  const fits = (trait: MapNode): boolean =>
    asMap(asMap(trait.get('headers'))?.get('properties'))?.entry(id.name) !== undefined;
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
