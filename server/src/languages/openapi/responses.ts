import type { Located, Span } from '#text';
import { asMap, type Entry, itemsOf, type MapNode, textAt } from '../yaml/index.ts';
import { mediaTypesOf, sameForEach } from './bodies.ts';
import type { Home, MediaType, Response } from './model.ts';
import { firstKey } from './operations.ts';
import type { Scope } from './world.ts';

export function responsesOf(
  operation: MapNode,
  scope: Scope,
): { readonly responses: readonly Response[]; readonly areKnown: boolean } {
  const list = asMap(operation.get('responses'));
  const entries = (list?.entries ?? []).filter(entry => !entry.key.text.startsWith('x-'));
  const responses = entries.flatMap(entry => responseView(entry, scope, operation) ?? []);
  return { responses, areKnown: list !== undefined && !list.open && responses.length === entries.length };
}

/** A response under a status or a shared name; undefined where it leads nowhere. */
export function responseView(entry: Entry, scope: Scope, operation?: MapNode): Response | undefined {
  const target = scope.resolve(entry.value);
  const node = asMap(target?.node);
  return node && new ResponseView(entry, node, target!.scope, target!.isReference, operation);
}

class ResponseView implements Response {
  readonly code: string;
  readonly at: Located;
  readonly home: Home;
  readonly isOwn: boolean;
  private foundHeaders: Response['headers'] | undefined;
  private foundContent: readonly MediaType[] | undefined;

  constructor(
    readonly entry: Entry,
    readonly node: MapNode,
    private readonly scope: Scope,
    isElsewhere: boolean,
    private readonly operation: MapNode | undefined,
  ) {
    this.code = entry.key.text;
    this.home = scope.home;
    this.isOwn = !isElsewhere;
    this.at = isElsewhere ? firstKey(node) : entry.key;
  }

  get span(): Span {
    return this.isOwn ? this.entry.span : this.node.span;
  }

  get headers(): Response['headers'] {
    this.foundHeaders ??= (asMap(this.node.get('headers'))?.entries ?? []).map(entry => ({
      name: entry.key.text,
      node: asMap(this.scope.resolve(entry.value)?.node),
    }));
    return this.foundHeaders;
  }

  get content(): readonly MediaType[] {
    this.foundContent ??= this.readContent();
    return this.foundContent;
  }

  private readContent(): readonly MediaType[] {
    const { rootNode } = this.scope.world;
    if (textAt(rootNode, 'swagger') === undefined) return mediaTypesOf(this.node, this.scope);
    const schema = this.node.entry('schema');
    if (!schema) return [];
    const types = itemsOf(this.operation?.get('produces') ?? rootNode?.get('produces')).map(one => textAt(one) ?? '');
    return sameForEach(types.length > 0 ? types : ['application/json'], this.node, schema.key, this.scope);
  }
}
