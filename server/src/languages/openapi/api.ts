import { memoised } from '../memo.ts';
import { asMap, asScalar, at, type Entry, itemsOf, textAt } from '../yaml/index.ts';
import { audienceOf } from './audience.ts';
import { eventsOf } from './events.ts';
import type {
  Api,
  ApiEvent,
  Home,
  NamedSchema,
  OpenApiVersion,
  Operation,
  Parameter,
  Response,
  Security,
  SecurityScheme,
  Server,
} from './model.ts';
import { type ComponentSchema, componentSchemas, namedSchemas } from './namedSchemas.ts';
import { type PathView, pathItemView } from './operations.ts';
import { sharedParameter } from './parameters.ts';
import { responseView } from './responses.ts';
import { securityOf, securitySchemeView } from './security.ts';
import { serversOf } from './servers.ts';
import { versionOf } from './version.ts';
import type { Scope, World } from './world.ts';

function sharedResponse(entry: Entry, scope: Scope): Response | undefined {
  return responseView(entry, scope);
}

/** Items by the file that they stand in: each of many files asks for its own. */
const byFile = memoised((items: readonly { readonly home: Home }[]) => {
  const groups = new Map<string, { readonly home: Home }[]>();
  for (const item of items) {
    const group = groups.get(item.home.uri);
    if (group) group.push(item);
    else groups.set(item.home.uri, [item]);
  }
  return groups;
});

/** A description in one state of its files. Everything is computed on first use; views outlive it. */
export class ApiView implements Api {
  readonly version: OpenApiVersion | undefined;
  readonly root: Api['root'];
  private readonly found = new Map<string, unknown>();

  constructor(readonly world: World) {
    const { home, rootNode } = world;
    this.version = versionOf(rootNode);
    this.root = { uri: home.uri, tree: home.tree, root: rootNode, pathsEntry: rootNode?.entry('paths') };
  }

  /** The parts that the specification demands are there. */
  get complete(): boolean {
    const has = (key: string): boolean => asMap(this.root.root?.get(key)) !== undefined;
    return has('info') && ['paths', 'webhooks', 'components', 'definitions', 'channels'].some(has);
  }

  get title(): string | undefined {
    return textAt(this.root.root, 'info', 'title');
  }

  get servers(): readonly Server[] {
    return this.once('servers', () => (this.root.root ? serversOf(this.root.root, this.version) : []));
  }

  get serversAreKnown(): boolean {
    return this.once('serversAreKnown', () => {
      const { root } = this.root;
      const written =
        this.version === '2.0'
          ? [root?.get('basePath'), root?.get('host')]
          : itemsOf(root?.get('servers')).map(one => at(one, 'url'));
      return written.every(node => !asScalar(node)?.unknown) && this.servers.every(one => !/[{}]/.test(one.path));
    });
  }

  get audience(): 'public' | 'internal' {
    return this.once('audience', () =>
      this.root.root ? audienceOf(this.root.root, this.servers, this.operations) : 'public',
    );
  }

  get security(): Security | undefined {
    return this.once('security', () => this.root.root && securityOf(this.root.root));
  }

  get securitySchemes(): readonly SecurityScheme[] {
    return this.once('schemes', () =>
      this.section('securitySchemes', 'securityDefinitions').map(([entry, scope]) => securitySchemeView(entry, scope)),
    );
  }

  get paths(): readonly PathView[] {
    return this.once('paths', () => {
      const entries = asMap(this.root.pathsEntry?.value)?.entries ?? [];
      return entries
        .filter(entry => entry.key.text.startsWith('/'))
        .map(entry => pathItemView(entry, this.scopeOf('paths', entry.key.text)));
    });
  }

  get operations(): readonly Operation[] {
    return this.once('operations', () => this.paths.flatMap(item => item.operations));
  }

  get events(): readonly ApiEvent[] {
    return this.once('events', () => eventsOf(this));
  }

  get schemas(): readonly NamedSchema[] {
    return this.once('schemas', () => namedSchemas(this));
  }

  schema(name: string): NamedSchema | undefined {
    return this.once('byName', () => new Map(this.componentSchemas.map(({ view }) => [view.name, view]))).get(name);
  }

  get componentSchemas(): readonly ComponentSchema[] {
    return this.once('componentSchemas', () => componentSchemas(this));
  }

  /** Parameters where they are written, over all files: in paths, operations, and shared ones. */
  get parameters(): readonly Parameter[] {
    return this.once('parameters', () => [...this.pathParameters, ...this.sharedParameters]);
  }

  /** Those that are written in path items and operations. */
  private get pathParameters(): readonly Parameter[] {
    return this.once('pathParameters', () =>
      this.paths.flatMap(item => [...item.parameters, ...item.operations.flatMap(one => one.ownParameters)]),
    );
  }

  /** Components, and what stands in other files and is referred to from an operation. */
  private get sharedParameters(): readonly Parameter[] {
    const shared = this.section('parameters', 'parameters').flatMap(([entry, scope]) => {
      const target = scope.resolve(entry.value);
      const node = asMap(target?.node);
      return (node && sharedParameter(node, target!.scope)) || [];
    });
    if (!this.world.hasOtherFiles) return [...new Set(shared)];
    const used = this.operations.flatMap(one => one.parameters).filter(one => one.home.uri !== this.root.uri);
    const own = new Set(this.pathParameters);
    return [...new Set([...shared, ...used.filter(one => !own.has(one))])];
  }

  get sharedResponses(): readonly Response[] {
    return this.once('responses', () =>
      this.section('responses', 'responses').flatMap(([entry, scope]) => {
        const response = scope.view(entry, sharedResponse);
        // One that only refers to another one of this file is listed there.
        return response && (response.isOwn || response.home.uri !== this.root.uri) ? response : [];
      }),
    );
  }

  /** Entries of a section of `components`, or of the root in 2.0. */
  section(name: string, swaggerName: string): readonly (readonly [Entry, Scope])[] {
    const { root } = this.root;
    const isSwagger = this.version === '2.0';
    const entries = asMap(isSwagger ? root?.get(swaggerName) : asMap(root?.get('components'))?.get(name))?.entries;
    return (entries ?? []).map(entry => {
      const path = isSwagger ? [swaggerName, entry.key.text] : ['components', name, entry.key.text];
      return [entry, this.scopeOf(...path)] as const;
    });
  }

  scopeOf(...pointer: readonly string[]): Scope {
    return this.world.scopeAt(this.root.uri, pointer);
  }

  /** What stands in one file. */
  in<T extends { readonly home: Home }>({ uri }: { readonly uri: string }, items: readonly T[]): readonly T[] {
    return (byFile(items).get(uri) as readonly T[] | undefined) ?? [];
  }

  private once<T>(name: string, compute: () => T): T {
    if (!this.found.has(name)) this.found.set(name, compute());
    return this.found.get(name) as T;
  }
}
