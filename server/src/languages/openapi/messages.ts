import type { Located, Span } from '#text';
import { asMap, type Entry, itemsOf, type MapNode, type Node, textAt } from '../yaml/index.ts';
import type { ApiView } from './api.ts';
import { mergedEntries } from './entries.ts';
import type { ApiEvent, EventField, Home, Schema } from './model.ts';
import { schemaView } from './schema.ts';
import type { Scope, Target } from './world.ts';

/** Where a message is sent or received. */
interface Use {
  readonly address: string | undefined;
  /** Objects that may have `bindings`: its channel, the operations over it. */
  readonly holders: readonly Holder[];
  /** Undefined: its channel only lists it. */
  readonly isReply: boolean | undefined;
  /** Of an operation that waits for an answer. */
  readonly isRequest: boolean;
}

interface Holder {
  readonly node: MapNode;
  readonly scope: Scope;
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
    const target = scope.resolve(written);
    for (const one of alternatives(target)) {
      const node = asMap(one?.node);
      if (!node) continue;
      let known = found.get(node);
      if (!known) {
        // Only what is written under the very key is named by it.
        const own = one !== target || target?.isReference || !at ? (node.entries[0]?.key ?? node) : at;
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
  const around = {
    protocols: api.servers.flatMap(one => one.schemes),
    contentType: textAt(root, 'defaultContentType'),
  };
  return [...found.values()].map(one => one.scope.view(one.node, makeLatest).next(one, around));
}

/** What of the description's root a message depends on. */
interface Around {
  readonly protocols: readonly string[];
  readonly contentType: string | undefined;
}

/** Keeps the view of a message as long as everything that it says is the same, its uses included. */
interface Latest {
  next(found: Found, around: Around): MessageEvent;
}

function makeLatest(): Latest {
  let latest: MessageEvent | undefined;
  return {
    next(found, around) {
      if (!latest?.isOf(found, around)) latest = new MessageEvent(found, around);
      return latest;
    },
  };
}

type Add = (written: Node, scope: Scope, name: string, at: Located | undefined, use: Use | undefined) => void;

/** In 2 the operations stand in the channel, and their messages in them; in 3 the channel has its messages. */
function addChannel(entry: Entry, api: ApiView, add: Add): void {
  const target = api.scopeOf('channels', entry.key.text).resolve(entry.value);
  const channel = asMap(target?.node);
  if (!channel) return;
  const holder = { node: channel, scope: target!.scope };
  const address = textAt(channel, 'address') ?? entry.key.text;
  for (const one of mergedEntries(channel.get('messages')))
    add(one.value, target!.scope, one.key.text, one.key, {
      address,
      holders: [holder],
      isReply: undefined,
      isRequest: false,
    });
  for (const way of ['publish', 'subscribe']) {
    const operation = asMap(channel.get(way));
    const message = operation?.entry('message');
    if (operation && message)
      add(message.value, target!.scope, entry.key.text, message.key, {
        address,
        holders: [holder, ...withTraits(operation, target!.scope)],
        isReply: false,
        isRequest: false,
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
    const written = named.length > 0 ? named : mergedEntries(node?.get('messages')).map(one => one.value);
    const scope = named.length > 0 ? target!.scope : channel?.scope;
    if (!scope) continue;
    const address = textAt(node, 'address');
    const holders = [...withTraits(operation, target!.scope), ...(node ? [{ node, scope: channel!.scope }] : [])];
    for (const one of written)
      add(one, scope, entry.key.text, undefined, {
        address,
        holders,
        isReply,
        isRequest: !isReply && reply !== undefined,
      });
  }
}

/** Traits are merged into the operation that has them. */
function withTraits(operation: MapNode, scope: Scope): readonly Holder[] {
  const traits = itemsOf(operation.get('traits')).flatMap(one => {
    const target = scope.resolve(one);
    const node = asMap(target?.node);
    return node ? [{ node, scope: target!.scope }] : [];
  });
  return [{ node: operation, scope }, ...traits];
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
    private readonly around: Around,
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

  isOf({ name, at, uses }: Found, { protocols, contentType }: Around): boolean {
    return (
      name === this.name &&
      at === this.at &&
      contentType === this.around.contentType &&
      sameList(protocols, this.around.protocols, (one, other) => one === other) &&
      sameList(uses, this.uses, sameUse)
    );
  }

  /** Itself and its traits, which are merged into it. */
  private get parts(): readonly (Target | undefined)[] {
    const own: Target = { node: this.node, scope: this.scope, name: undefined, isReference: false };
    return [own, ...itemsOf(this.node.get('traits')).map(one => this.scope.resolve(one))];
  }

  get headers(): readonly EventField[] {
    const schemas = this.headerSchemas.flatMap(one => one ?? []);
    // What the traits say is merged: any of them may demand a header that another one lists.
    const required = new Set(schemas.flatMap(one => [...one.required]));
    return schemas.flatMap(owner =>
      owner.properties.map(({ name, entry, home }) => ({
        name,
        required: required.has(name),
        owner,
        at: entry.key,
        home,
      })),
    );
  }

  /** Undefined: what is written there cannot be read. */
  private get headerSchemas(): readonly (Schema | undefined)[] {
    return this.parts.flatMap(part => {
      const written = asMap(part?.node)?.get('headers');
      const headers = written && unwrapped(written, part!.scope);
      return headers ? [headers.isForeign ? undefined : schemaView(headers.written, headers.scope)] : [];
    });
  }

  get payload(): Schema | undefined {
    const found = this.body;
    return found && !found.isForeign ? schemaView(found.written, found.scope) : undefined;
  }

  private get body(): Unwrapped | undefined {
    const written = this.node.get('payload');
    if (!written) return undefined;
    const format = this.said('schemaFormat');
    return format === undefined
      ? unwrapped(written, this.scope)
      : { written, scope: this.scope, isForeign: isForeign(format) };
  }

  get contentType(): string | undefined {
    return this.said('contentType') ?? this.around.contentType;
  }

  get isKnown(): boolean {
    if (this.node.open || this.parts.some(part => part === undefined || asMap(part.node)?.open)) return false;
    const schemas = [...this.headerSchemas, ...(this.body ? [this.payload] : [])];
    return schemas.every(one => one !== undefined && !one.isUnknown);
  }

  get bindings(): ReadonlyMap<string, readonly MapNode[]> {
    const found = new Map<string, MapNode[]>();
    const holders = [...this.parts, ...this.uses.flatMap(one => one.holders)];
    for (const holder of holders) {
      const target = holder?.scope.resolve(asMap(holder.node)?.get('bindings'));
      for (const { key, value } of asMap(target?.node)?.entries ?? []) {
        const node = asMap(target!.scope.resolve(value)?.node);
        if (node) found.set(key.text, [...(found.get(key.text) ?? []), node]);
      }
    }
    return found;
  }

  get protocols(): readonly string[] {
    return [...new Set([...this.around.protocols, ...this.bindings.keys()])];
  }

  get isReply(): boolean {
    return this.uses.some(one => one.isReply) && !this.uses.some(one => one.isReply === false);
  }

  get isRequest(): boolean {
    return this.uses.some(one => one.isRequest) && this.uses.every(one => one.isRequest || one.isReply !== false);
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

interface Unwrapped {
  readonly written: Node | undefined;
  readonly scope: Scope;
  /** Avro, Protobuf and the like: what is in it, we do not read. */
  readonly isForeign: boolean;
}

/** 3 may wrap a schema in its format, where it is used or where it is shared. */
function unwrapped(written: Node, scope: Scope): Unwrapped {
  const target = scope.resolve(written);
  const format = textAt(target?.node, 'schemaFormat');
  if (format === undefined) return { written, scope, isForeign: false };
  return { written: asMap(target!.node)!.get('schema'), scope: target!.scope, isForeign: isForeign(format) };
}

function isForeign(format: string): boolean {
  return !/asyncapi|schema\+(?:json|yaml)|openapi/i.test(format);
}

function sameUse(one: Use, other: Use): boolean {
  return (
    one.address === other.address &&
    one.isReply === other.isReply &&
    one.isRequest === other.isRequest &&
    sameList(one.holders, other.holders, (a, b) => a.node === b.node && a.scope === b.scope)
  );
}

function sameList<T>(one: readonly T[], other: readonly T[], isSame: (a: T, b: T) => boolean): boolean {
  return one.length === other.length && one.every((item, index) => isSame(item, other[index]!));
}
