import type { LineMap, Span } from '#text';
import type { Comment, Problem } from '../contract.ts';
import { asMap, type Entry, type MapNode, type Node, type Tree } from '../yaml/index.ts';
import { ApiView } from './api.ts';
import type {
  ApiEvent,
  NamedSchema,
  OpenApiDocument,
  OpenApiVersion,
  Operation,
  Parameter,
  PathItem,
  Response,
  SecurityScheme,
} from './model.ts';
import { DescriptionFile, type Scope, World } from './world.ts';

const VERSION_KEYS = ['openapi', 'swagger', 'asyncapi'];

/** A file, and the description that it was last the root of. */
class LatestFile extends DescriptionFile {
  latest: Description | undefined;
  /** The description that it is the root of, with the files that it leads to, and without them. */
  readonly world = new World(this);
  readonly alone = new World(this);
}

/**
 * One version of one file. What it has of a description is found in the description's `ApiView`, which is the same for
 * all files of it; everything is computed on first use, since most documents of a workspace are only asked for a part.
 */
export class DescriptionDocument implements OpenApiDocument {
  readonly kind = 'openapi' as const;
  readonly root: MapNode | undefined;
  private known: ApiView | undefined;
  private readonly found = new Map<string, unknown>();

  private constructor(
    readonly tree: Tree,
    /** The same for all versions of the file. */
    readonly file: LatestFile,
    /** Some other document refers to it as a part of it. */
    private readonly isClaimed: boolean,
    /** The description that it is a part of, with the state of all its files; undefined: nothing is linked. */
    private readonly linked: (() => ApiView) | undefined,
  ) {
    this.root = asMap(tree.documents[0]?.root);
  }

  static first(uri: string, tree: Tree, isClaimed: boolean): DescriptionDocument {
    const file = new LatestFile(uri, tree);
    return new DescriptionDocument(tree, file, isClaimed, undefined);
  }

  next(tree: Tree): DescriptionDocument {
    this.file.tree = tree;
    return new DescriptionDocument(tree, this.file, this.isClaimed, undefined);
  }

  /** The description that this is the root of, with these other files in it. The same as long as all of them are. */
  together(parts: readonly DescriptionDocument[]): Description {
    const { latest } = this.file;
    if (latest?.isOf(this, parts)) return latest;
    const made = new Description(this, parts);
    this.file.latest = made;
    return made;
  }

  /** The same file as a part of a description. */
  partOf(api: () => ApiView): DescriptionDocument {
    return new DescriptionDocument(this.tree, this.file, this.isClaimed, api);
  }

  get api(): ApiView {
    this.known ??= this.linked?.() ?? aloneIn(this.file.alone);
    return this.known;
  }

  get isFragment(): boolean {
    return this.isClaimed && !VERSION_KEYS.some(key => this.root?.entry(key));
  }

  get uri(): string {
    return this.file.uri;
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

  get version(): OpenApiVersion | undefined {
    return this.api.version;
  }

  get complete(): boolean {
    return this.api.complete;
  }

  get generated(): boolean {
    return this.once('generated', () => isGenerated(this.uri, this.api.root.root, this.comments));
  }

  get pathsEntry(): Entry | undefined {
    return this.isFragment ? undefined : this.root?.entry('paths');
  }

  /** A path item of the root that another file holds is listed there. */
  get paths(): readonly PathItem[] {
    return this.once('paths', () => this.api.in(this, this.api.paths));
  }
  get operations(): readonly Operation[] {
    return this.once('operations', () => firstOfEach(this.api.in(this, this.api.operations)));
  }
  get parameters(): readonly Parameter[] {
    return this.once('parameters', () => firstOfEach(this.api.in(this, this.api.parameters)));
  }
  get schemas(): readonly NamedSchema[] {
    return this.once('schemas', () => this.api.in(this, this.api.schemas));
  }
  get sharedResponses(): readonly Response[] {
    return this.once('responses', () => this.api.in(this, this.api.sharedResponses));
  }
  get securitySchemes(): readonly SecurityScheme[] {
    return this.once('schemes', () => this.api.in(this, this.api.securitySchemes));
  }
  get events(): readonly ApiEvent[] {
    return this.once('events', () => this.api.in(this, this.api.events));
  }

  resolveRef(node: Node | undefined): Node | undefined {
    return this.outside.resolve(node)?.node;
  }

  /** A scope for questions about any node of the file: its answers are not kept. */
  private get outside(): Scope {
    return this.once('outside', () => this.api.world.scopeAt(this.uri, []));
  }

  private once<T>(name: string, compute: () => T): T {
    if (!this.found.has(name)) this.found.set(name, compute());
    return this.found.get(name) as T;
  }
}

/** A description in one state of all its files. */
export class Description {
  private readonly linked = new Map<DescriptionDocument, DescriptionDocument>();
  private api: ApiView | undefined;

  constructor(
    private readonly root: DescriptionDocument,
    private readonly parts: readonly DescriptionDocument[],
  ) {}

  isOf(root: DescriptionDocument, parts: readonly DescriptionDocument[]): boolean {
    const { length } = this.parts;
    return root === this.root && length === parts.length && parts.every((part, index) => part === this.parts[index]);
  }

  /** A document that belongs to it, with its references followed. */
  get(document: DescriptionDocument): DescriptionDocument {
    let found = this.linked.get(document);
    if (!found) this.linked.set(document, (found = document.partOf(() => this.state())));
    return found;
  }

  private state(): ApiView {
    if (!this.api) {
      const { world } = this.root.file;
      world.update(new Map(this.parts.map(part => [part.uri, part.file])));
      this.api = new ApiView(world);
    }
    return this.api;
  }
}

function aloneIn(world: World): ApiView {
  world.update(new Map());
  return new ApiView(world);
}

/** A path item that several paths refer to is written once: what stands in it belongs to the first of them. */
function firstOfEach<T extends { readonly node: MapNode }>(items: readonly T[]): readonly T[] {
  const seen = new Set<MapNode>();
  return items.filter(({ node }) => !seen.has(node) && seen.add(node));
}

function isGenerated(uri: string, root: MapNode | undefined, comments: readonly Comment[]): boolean {
  if (uri.split('/').some(segment => /^(generated|gen|dist|build|target)$/i.test(segment))) return true;
  if (asMap(root)?.entry('x-generator') ?? asMap(root?.get('info'))?.entry('x-generator')) return true;
  const first = root?.span.start ?? 0;
  return comments.some(
    comment => comment.span.start < first && /\b(generated (by|from)|do not edit)\b/i.test(comment.text),
  );
}
