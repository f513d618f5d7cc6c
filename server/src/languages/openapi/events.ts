import type { Located, Span } from '#text';
import { memoised } from '../memo.ts';
import { asMap, type Entry, type MapNode, textAt } from '../yaml/index.ts';
import type { ApiView } from './api.ts';
import { mergedEntries } from './entries.ts';
import { messagesOf } from './messages.ts';
import type { ApiEvent, EventField, Home, Operation, Schema } from './model.ts';
import { pathItemView } from './operations.ts';
import type { Scope } from './world.ts';

/** What a description says that it sends: webhooks, callbacks of its operations, AsyncAPI messages. */
export function eventsOf(api: ApiView): readonly ApiEvent[] {
  if (api.version?.startsWith('asyncapi')) return messagesOf(api);
  // A shared callback is one event, however many operations refer to it.
  return [...new Set([...webhooksOf(api), ...api.operations.flatMap(one => one.callbacks)])];
}

/** `webhooks` of 3.1 and later; before, `x-webhooks` is what tools read. */
function webhooksOf(api: ApiView): readonly ApiEvent[] {
  return ['webhooks', 'x-webhooks'].flatMap(section =>
    (asMap(api.root.root?.get(section))?.entries ?? []).flatMap(entry =>
      pathItemView(entry, api.scopeOf(section, entry.key.text)).operations.map(webhook),
    ),
  );
}

/** One event an operation, as long as the operation is the same. */
const webhook = memoised((operation: Operation): ApiEvent => new RequestEvent('webhook', operation));
const callback = memoised((operation: Operation): ApiEvent => new RequestEvent('callback', operation));

/** Each callback holds path items by the expression that they are sent to. */
export function callbacksOf(operation: { readonly node: MapNode }, scope: Scope): readonly ApiEvent[] {
  return (asMap(operation.node.get('callbacks'))?.entries ?? []).flatMap(entry => {
    const target = scope.resolve(entry.value);
    const items = asMap(target?.node)?.entries.filter(one => !one.key.text.startsWith('x-')) ?? [];
    return items.flatMap((one: Entry) => pathItemView(one, target!.scope).operations.map(callback));
  });
}

class RequestEvent implements ApiEvent {
  readonly home: Home;
  readonly name: string;
  readonly at: Located;
  readonly node: MapNode;
  readonly bindings: ApiEvent['bindings'] = new Map();
  readonly protocols: readonly string[] = ['http'];
  readonly isReply = false;
  readonly isRequest = false;
  readonly hasCorrelationId = false;
  readonly address = undefined;

  constructor(
    readonly kind: 'webhook' | 'callback',
    readonly operation: Operation,
  ) {
    this.name = operation.path.path;
    this.home = operation.home;
    this.at = operation.at;
    this.node = operation.node;
  }

  get span(): Span {
    return this.operation.span;
  }

  get headers(): readonly EventField[] {
    return this.operation.parameters
      .filter(one => one.in === 'header')
      .map(one => ({ name: one.name.text, required: one.required, owner: undefined, at: one.name, home: one.home }));
  }

  get payload(): Schema | undefined {
    const content = this.operation.requestBody?.content ?? [];
    return (content.find(one => one.isJson) ?? content[0])?.schema;
  }

  get contentType(): string | undefined {
    return this.operation.requestBody?.content[0]?.type;
  }

  get isKnown(): boolean {
    const { requestBody, parametersAreKnown } = this.operation;
    if (this.node.open || !parametersAreKnown || textAt(this.node, '$ref') !== undefined) return false;
    if (!requestBody) return this.node.entry('requestBody') === undefined;
    const isRead = requestBody.content.every(one => !one.hasSchema || (one.schema ?? one.itemSchema) !== undefined);
    const isWhole = requestBody.content.length >= mergedEntries(requestBody.node.get('content')).length;
    return isRead && isWhole && !requestBody.node.open && this.payload?.isUnknown !== true;
  }
}
