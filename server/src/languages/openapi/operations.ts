import type { Located, Span } from '#text';
import { asMap, type Entry, itemsOf, type MapNode, textAt } from '../yaml/index.ts';
import { requestBodyOf } from './bodies.ts';
import { callbacksOf } from './events.ts';
import type { ApiEvent, Operation, Parameter, PathItem, RequestBody, Response, Security } from './model.ts';
import { mergedParameters, ownParameters } from './parameters.ts';
import { isAuthenticationPath, isInfrastructurePath } from './paths.ts';
import { responsesOf } from './responses.ts';
import { securityOf } from './security.ts';
import type { Scope, World } from './world.ts';

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']);

/** The first key of a mapping, or the mapping itself where it is empty: what names a thing in a file of its own. */
export function firstKey(node: MapNode): Located {
  return node.entries[0]?.key ?? node;
}

/** The path item that an entry of `paths` (or of webhooks, of a callback) holds or refers to. */
export function pathItemView(entry: Entry, scope: Scope): PathView {
  return scope.view(entry, makePathItem);
}

function makePathItem(entry: Entry, scope: Scope): PathView {
  return new PathView(entry, scope);
}

export class PathView implements PathItem {
  readonly path: string;
  readonly segments: readonly string[];
  readonly isInfrastructure: boolean;
  readonly isAuthentication: boolean;
  readonly node: MapNode | undefined;
  readonly home;
  readonly at: Located;
  private readonly inside: Scope;
  private foundOperations: readonly Operation[] | undefined;
  private foundParameters: readonly Parameter[] | undefined;

  constructor(
    readonly entry: Entry,
    scope: Scope,
  ) {
    this.path = entry.key.text;
    this.segments = this.path.split('/').slice(1);
    this.isInfrastructure = isInfrastructurePath(this.path);
    this.isAuthentication = isAuthenticationPath(this.segments);
    const target = scope.resolve(entry.value);
    this.node = asMap(target?.node);
    this.inside = target?.scope ?? scope;
    this.home = this.inside.home;
    this.at = target?.isReference && this.node ? firstKey(this.node) : entry.key;
  }

  get span(): Span {
    return this.at === this.entry.key ? this.entry.span : (this.node?.span ?? this.entry.span);
  }

  get world(): World {
    return this.inside.world;
  }

  get parameters(): readonly Parameter[] {
    this.foundParameters ??= ownParameters(this.node?.get('parameters'), this.inside, undefined);
    return this.foundParameters;
  }

  get operations(): readonly Operation[] {
    this.foundOperations ??= operationEntries(this.node).flatMap(entry => {
      const target = this.inside.resolve(entry.value);
      const node = asMap(target?.node);
      return node ? [new OperationView(entry, node, this, target!.scope, target!.isReference, this.inside)] : [];
    });
    return this.foundOperations;
  }
}

/** The entries of a path item that are operations. */
export function operationEntries(node: MapNode | undefined): readonly Entry[] {
  if (!node) return [];
  return [
    ...node.entries.filter(entry => METHODS.has(entry.key.text)),
    ...(asMap(node.get('additionalOperations'))?.entries ?? []),
  ];
}

/** Cut there, so that a message stays one line. */
const LONGEST_LABEL = 60;

class OperationView implements Operation {
  readonly method: string;
  readonly home;
  readonly at: Located;
  private readonly found = new Map<string, unknown>();

  constructor(
    readonly entry: Entry,
    readonly node: MapNode,
    readonly path: PathItem,
    readonly scope: Scope,
    private readonly isElsewhere: boolean,
    private readonly outer: Scope,
  ) {
    this.method = entry.key.text.toLowerCase();
    this.home = scope.home;
    this.at = isElsewhere ? firstKey(node) : entry.key;
  }

  get span(): Span {
    return this.isElsewhere ? this.node.span : this.entry.span;
  }
  get label(): string {
    return `${this.method.toUpperCase()} ${this.path.path}`.slice(0, LONGEST_LABEL);
  }
  get operationId(): string | undefined {
    return textAt(this.node, 'operationId');
  }
  get isSwagger(): boolean {
    return textAt(this.scope.world.rootNode, 'swagger') !== undefined;
  }
  get deprecated(): boolean {
    return this.once('deprecated', () => textAt(this.node, 'deprecated') === 'true');
  }
  get internal(): boolean {
    return this.once(
      'internal',
      () =>
        [this.node, this.path.node].some(one => textAt(one, 'x-internal') === 'true') ||
        itemsOf(this.node.get('tags')).some(tag => /^internal$/i.test(textAt(tag) ?? '')),
    );
  }
  get security(): Security | undefined {
    return this.once('security', () => securityOf(this.node));
  }
  get effectiveSecurity(): Security | undefined {
    // Not kept: the view stays while what it says does, though its nodes may become others.
    const { rootNode } = this.scope.world;
    return this.security ?? (rootNode && securityOf(rootNode));
  }
  get ownParameters(): readonly Parameter[] {
    return this.once('own', () => ownParameters(this.node.get('parameters'), this.scope, this));
  }
  get parameters(): readonly Parameter[] {
    return this.merged.parameters;
  }
  get parametersAreKnown(): boolean {
    return this.merged.areKnown;
  }
  get requestBody(): RequestBody | undefined {
    return this.once('body', () => requestBodyOf(this.node, this.scope, this.merged.bodies));
  }
  get responses(): readonly Response[] {
    return this.answered.responses;
  }
  get responsesEntry(): Entry | undefined {
    return this.node.entry('responses');
  }
  get responsesAreKnown(): boolean {
    return this.answered.areKnown;
  }
  get successes(): readonly Response[] {
    return this.once('successes', () => this.responses.filter(one => /^2(\d\d|XX)$/i.test(one.code)));
  }
  get callbacks(): readonly ApiEvent[] {
    return this.once('callbacks', () => callbacksOf(this, this.scope));
  }

  answers(status: number): boolean {
    const codes = this.once('codes', () => new Set(this.responses.map(one => one.code.toUpperCase())));
    return codes.has(`${status}`) || codes.has(`${Math.floor(status / 100)}XX`) || codes.has('DEFAULT');
  }

  private get merged(): ReturnType<typeof mergedParameters> {
    return this.once('parameters', () =>
      mergedParameters([
        { node: this.path.node?.get('parameters'), scope: this.outer, own: this.path.parameters },
        { node: this.node.get('parameters'), scope: this.scope, own: this.ownParameters },
      ]),
    );
  }

  private get answered(): ReturnType<typeof responsesOf> {
    return this.once('responses', () => responsesOf(this.node, this.scope));
  }

  private once<T>(name: string, compute: () => T): T {
    if (!this.found.has(name)) this.found.set(name, compute());
    return this.found.get(name) as T;
  }
}
