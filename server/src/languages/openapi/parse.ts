import type { LineMap, Span } from '#text';
import type { Comment, Problem, Source, TextChange } from '../contract.ts';
import {
  asMap,
  type Entry,
  looksLikeJson,
  type MapNode,
  type Node,
  parseTree,
  resolve,
  type Tree,
  textAt,
  updateTree,
} from '../yaml/index.ts';
import { audienceOf } from './audience.ts';
import type { OpenApiDocument, OpenApiVersion, Operation, Parameter, PathItem, Security, Server } from './model.ts';
import { createPathViews, parametersIn, securityOf } from './paths.ts';
import { serversOf } from './servers.ts';

export function parseOpenApi({ uri, text }: Source): OpenApiDocument {
  return new TreeBackedDocument(uri, parseTree(text, looksLikeJson(text) ? 'json' : 'yaml'), createPathViews());
}

export function updateOpenApi(previous: OpenApiDocument, change: TextChange): OpenApiDocument {
  const views = previous instanceof TreeBackedDocument ? previous.views : createPathViews();
  return new TreeBackedDocument(previous.uri, updateTree(previous.tree, change), views);
}

/** Everything derived is computed on first use: most documents of a workspace are only asked for a part. */
class TreeBackedDocument implements OpenApiDocument {
  readonly kind = 'openapi' as const;
  readonly root: MapNode | undefined;
  readonly version: OpenApiVersion | undefined;
  private readonly found = new Map<string, unknown>();

  constructor(
    readonly uri: string,
    readonly tree: Tree,
    readonly views: (entry: Entry) => PathItem,
  ) {
    this.root = asMap(tree.documents[0]?.root);
    this.version = versionOf(this.root);
  }

  get text(): string {
    return this.tree.text;
  }
  get lines(): LineMap {
    return this.tree.lines;
  }
  get problems(): readonly Problem[] {
    return this.tree.problems;
  }
  get comments(): readonly Comment[] {
    return this.tree.comments;
  }
  get opaque(): readonly Span[] {
    return this.tree.opaque;
  }

  get complete(): boolean {
    const has = (key: string): boolean => asMap(this.root?.get(key)) !== undefined;
    return (
      has('info') && (has('paths') || has('webhooks') || has('components') || has('definitions') || has('channels'))
    );
  }

  get generated(): boolean {
    return this.once('generated', () => isGenerated(this.uri, this.root, this.comments));
  }

  get servers(): readonly Server[] {
    return this.once('servers', () => (this.root ? serversOf(this.root, this.version) : []));
  }

  get audience(): 'public' | 'internal' {
    return this.once('audience', () => (this.root ? audienceOf(this.root, this.servers) : 'public'));
  }

  get pathsEntry(): Entry | undefined {
    return this.root?.entry('paths');
  }

  get paths(): readonly PathItem[] {
    return this.once('paths', () =>
      (asMap(this.pathsEntry?.value)?.entries ?? []).filter(entry => entry.key.text.startsWith('/')).map(this.views),
    );
  }

  get operations(): readonly Operation[] {
    return this.once('operations', () => this.paths.flatMap(item => item.operations));
  }

  get security(): Security | undefined {
    return this.root && securityOf(this.root);
  }

  get securitySchemes(): OpenApiDocument['securitySchemes'] {
    const defined =
      this.version === '2.0'
        ? this.root?.get('securityDefinitions')
        : asMap(this.root?.get('components'))?.get('securitySchemes');
    return (asMap(defined)?.entries ?? []).map(entry => ({
      name: entry.key.text,
      type: textAt(this.resolveRef(entry.value), 'type'),
    }));
  }

  get parameters(): readonly Parameter[] {
    return this.once('parameters', () => {
      const swagger = this.version === '2.0';
      const follow = (node: Node | undefined): Node | undefined => this.resolveRef(node);
      const shared = swagger ? this.root?.get('parameters') : asMap(this.root?.get('components'))?.get('parameters');
      const inPaths = this.paths.flatMap(item => [
        ...parametersIn(item.node?.get('parameters'), undefined, follow, swagger),
        ...item.operations.flatMap(one => parametersIn(one.node.get('parameters'), one, follow, swagger)),
      ]);
      return [...inPaths, ...parametersIn(shared, undefined, follow, swagger)];
    });
  }

  resolveRef(node: Node | undefined): Node | undefined {
    let found = resolve(node);
    // A loop of references leads nowhere: as many steps as any honest document needs, then silence.
    for (let step = 0; step < 32; step++) {
      const ref = textAt(asMap(found)?.entry('$ref')?.value);
      if (ref === undefined) return found;
      found = ref.startsWith('#') ? pointer(this.root, ref) : undefined;
      if (!found) return undefined;
    }
    return undefined;
  }

  private once<T>(name: string, compute: () => T): T {
    if (!this.found.has(name)) this.found.set(name, compute());
    return this.found.get(name) as T;
  }
}

/** RFC 6901 within the document, in its URI fragment form (`#/components/schemas/a~1b`). */
function pointer(root: Node | undefined, ref: string): ReturnType<typeof resolve> {
  let found = resolve(root);
  for (const raw of ref.slice(1).split('/').slice(1)) {
    const key = decoded(raw).replaceAll('~1', '/').replaceAll('~0', '~');
    found = found?.type === 'seq' ? resolve(found.items[Number(key)]) : resolve(asMap(found)?.get(key));
  }
  return found;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function versionOf(root: MapNode | undefined): OpenApiVersion | undefined {
  const openapi = textAt(root, 'openapi');
  const minor = openapi && /^3\.([0-2])(\.|$|-)/.exec(openapi)?.[1];
  if (minor) return `3.${minor}` as OpenApiVersion;
  if (/^2(\.0)?$/.test(textAt(root, 'swagger') ?? '')) return '2.0';
  const asyncapi = /^([23])\./.exec(textAt(root, 'asyncapi') ?? '')?.[1];
  return asyncapi === undefined ? undefined : (`asyncapi-${asyncapi}` as OpenApiVersion);
}

function isGenerated(uri: string, root: MapNode | undefined, comments: readonly Comment[]): boolean {
  if (uri.split('/').some(segment => /^(generated|gen|dist|build|target)$/i.test(segment))) return true;
  if (asMap(root)?.entry('x-generator') ?? asMap(root?.get('info'))?.entry('x-generator')) return true;
  const first = root?.span.start ?? 0;
  return comments.some(
    comment => comment.span.start < first && /\b(generated (by|from)|do not edit)\b/i.test(comment.text),
  );
}
