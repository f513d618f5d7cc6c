import type { Located, Span } from '#text';
import { asMap, type Entry, itemsOf, type MapNode, type Node, textAt } from '../yaml/index.ts';
import type { ApiView } from './api.ts';
import type { ApiEvent, EventField, Home, Schema } from './model.ts';
import { schemaView } from './schema.ts';
import type { Scope, Target } from './world.ts';

/** Where a message is sent or received. */
interface Use {
  readonly address: string | undefined;
  /** Objects that may have `bindings`: its channel, the operations over it. */
  readonly holders: readonly MapNode[];
  /** Undefined: its channel only lists it. */
  readonly isReply: boolean | undefined;
}

interface Found {
  readonly node: MapNode;
  readonly scope: Scope;
  readonly name: string;
  readonly at: Located;
  readonly uses: Use[];
}

/** The messages of an AsyncAPI description, each where it is written, with all its uses. Descriptions of events are short. */
export function messagesOf(api: ApiView): readonly ApiEvent[] {
  const found = new Map<MapNode, Found>();
  const root = api.root.root;
  const add = (written: Node, scope: Scope, name: string, at: Located | undefined, use: Use | undefined): void => {
    for (const one of alternatives(scope.resolve(written))) {
      const node = asMap(one?.node);
      if (!node) continue;
      let known = found.get(node);
      if (!known) {
        const own = one!.isReference || !at ? (node.entries[0]?.key ?? node) : at;
        const said = textAt(node, 'name') ?? textAt(node, 'messageId') ?? one!.name ?? name;
        found.set(node, (known = { node, scope: one!.scope, name: said, at: own, uses: [] }));
      }
      if (use) known.uses.push(use);
    }
  };
  // Shared ones first: what refers to them then finds them under their own key.
  for (const [entry, scope] of api.section('messages', 'messages'))
    add(entry.value, scope, entry.key.text, entry.key, undefined);
  for (const entry of asMap(root?.get('channels'))?.entries ?? []) addChannel(entry, api, add);
  for (const entry of asMap(root?.get('operations'))?.entries ?? []) addOperation(entry, api, add);
  return [...found.values()].map(one => new MessageEvent(one, api));
}

type Add = (written: Node, scope: Scope, name: string, at: Located | undefined, use: Use | undefined) => void;

/** In 2 the operations stand in the channel, and their messages in them; in 3 the channel has its messages. */
function addChannel(entry: Entry, api: ApiView, add: Add): void {
  const target = api.scopeOf('channels', entry.key.text).resolve(entry.value);
  const channel = asMap(target?.node);
  if (!channel) return;
  const address = textAt(channel, 'address') ?? entry.key.text;
  for (const one of asMap(channel.get('messages'))?.entries ?? [])
    add(one.value, target!.scope, one.key.text, one.key, { address, holders: [channel], isReply: undefined });
  for (const way of ['publish', 'subscribe']) {
    const operation = asMap(channel.get(way));
    const message = operation?.entry('message');
    if (operation && message)
      add(message.value, target!.scope, entry.key.text, message.key, {
        address,
        holders: [channel, operation],
        isReply: false,
      });
  }
}

/** Operations of 3 name a channel and some of its messages; none named means all. */
function addOperation(entry: Entry, api: ApiView, add: Add): void {
  const target = api.scopeOf('operations', entry.key.text).resolve(entry.value);
  const operation = asMap(target?.node);
  if (!operation) return;
  const reply = asMap(target!.scope.resolve(operation.get('reply'))?.node);
  for (const [holder, isReply] of [
    [operation, false],
    [reply, true],
  ] as const) {
    const channel = holder && target!.scope.resolve(holder.get('channel'));
    const node = asMap(channel?.node);
    const named = itemsOf(holder?.get('messages'));
    const written = named.length > 0 ? named : (asMap(node?.get('messages'))?.entries ?? []).map(one => one.value);
    const scope = named.length > 0 ? target!.scope : channel?.scope;
    if (!scope) continue;
    const address = textAt(node, 'address');
    for (const one of written)
      add(one, scope, entry.key.text, undefined, { address, holders: [operation, ...(node ? [node] : [])], isReply });
  }
}

/** `oneOf` lists several messages (2). */
function alternatives(target: Target | undefined): readonly (Target | undefined)[] {
  const list = itemsOf(asMap(target?.node)?.get('oneOf'));
  return list.length > 0 ? list.map(one => target!.scope.resolve(one)) : [target];
}

class MessageEvent implements ApiEvent {
  readonly kind = 'message';
  readonly home: Home;
  readonly name: string;
  readonly at: Located;
  readonly node: MapNode;
  readonly operation = undefined;
  private readonly scope: Scope;
  private readonly uses: readonly Use[];

  constructor(
    found: Found,
    private readonly api: ApiView,
  ) {
    this.home = found.scope.home;
    this.name = found.name;
    this.at = found.at;
    this.node = found.node;
    this.scope = found.scope;
    this.uses = found.uses;
  }

  get span(): Span {
    return this.node.span;
  }

  /** Itself and its traits, which are merged into it. */
  private get parts(): readonly (Target | undefined)[] {
    const own: Target = { node: this.node, scope: this.scope, name: undefined, isReference: false };
    return [own, ...itemsOf(this.node.get('traits')).map(one => this.scope.resolve(one))];
  }

  get headers(): readonly EventField[] {
    return this.parts.flatMap(part => {
      const schema = part && schemaView(asMap(part.node)?.get('headers'), part.scope);
      return (schema?.properties ?? []).map(one => ({
        name: one.name,
        required: schema!.required.has(one.name),
        owner: schema,
        at: one.entry.key,
        home: one.home,
      }));
    });
  }

  get payload(): Schema | undefined {
    if (this.isForeign) return undefined;
    const written = this.node.get('payload');
    // 3 may wrap a schema in its format.
    return schemaView(asMap(written)?.get('schemaFormat') ? asMap(written)?.get('schema') : written, this.scope);
  }

  get contentType(): string | undefined {
    return this.said('contentType') ?? textAt(this.api.root.root, 'defaultContentType');
  }

  /** Avro, Protobuf and the like: what is in it, we do not read. */
  private get isForeign(): boolean {
    const format = this.said('schemaFormat') ?? textAt(this.node, 'payload', 'schemaFormat');
    return format !== undefined && !/asyncapi|schema\+(?:json|yaml)|openapi/i.test(format);
  }

  get isKnown(): boolean {
    const payload = this.node.get('payload');
    const isRead = payload === undefined || (!this.isForeign && this.payload !== undefined && !this.payload.isUnknown);
    return isRead && this.parts.every(part => part !== undefined) && !this.node.open;
  }

  get bindings(): ReadonlyMap<string, readonly MapNode[]> {
    const found = new Map<string, MapNode[]>();
    const holders = [...this.parts.flatMap(part => asMap(part?.node) ?? []), ...this.uses.flatMap(one => one.holders)];
    for (const holder of holders) {
      const written = asMap(this.scope.resolve(holder.get('bindings'))?.node);
      for (const { key, value } of written?.entries ?? []) {
        const node = asMap(this.scope.resolve(value)?.node);
        if (node) found.set(key.text, [...(found.get(key.text) ?? []), node]);
      }
    }
    return found;
  }

  get protocols(): readonly string[] {
    return [...new Set([...this.api.servers.flatMap(one => one.schemes), ...this.bindings.keys()])];
  }

  get isReply(): boolean {
    return this.uses.some(one => one.isReply) && !this.uses.some(one => one.isReply === false);
  }

  get hasCorrelationId(): boolean {
    return this.parts.some(part => asMap(part?.node)?.get('correlationId') !== undefined);
  }

  get address(): string | undefined {
    return this.uses.find(one => one.address !== undefined)?.address;
  }

  private said(key: string): string | undefined {
    for (const part of this.parts) {
      const text = textAt(part?.node, key);
      if (text !== undefined) return text;
    }
    return undefined;
  }
}
