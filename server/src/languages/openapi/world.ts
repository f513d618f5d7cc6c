import {
  asMap,
  type Entry,
  itemsOf,
  type MapNode,
  type Node,
  type Resolved,
  resolve,
  type Tree,
  textAt,
} from '../yaml/index.ts';
import type { Home } from './model.ts';
import { componentName, fileName, namesIn } from './names.ts';
import { besideUri, type RawReference, readReference, referencesOf } from './references.ts';
import { securityOf } from './security.ts';
import { type Changes, depthOf, type Section, sectionAfter } from './units.ts';

/**
 * One API description over all its files, and what in it leads where.
 *
 * It is cut into units: a path item, a component, any other root key; of files besides the root each as a whole. A unit
 * has one `Scope` as long as its text and the text of every unit that it leads to stay the same; views belong to a scope,
 * so an edit renews the views of what leads to it (over the reverse edges) and keeps all the others.
 */
export class World {
  private files: ReadonlyMap<string, DescriptionFile> = new Map();
  private root: DescriptionFile;
  private section: Section | undefined;
  private readonly keys = new WeakMap<Entry | Tree, readonly string[]>();
  private trees: ReadonlyMap<string, Tree> = new Map();
  private readonly leadsTo = new Map<string, readonly string[]>();
  private readonly referrers = new Map<string, Set<string>>();
  private readonly scopes = new Map<string, Scope>();
  /** Counts the changes of what leads where. */
  private links = 0;
  private readonly reached = new Map<string, Reached>();
  /** What every operation inherits. */
  private inherited = '';

  constructor(root: DescriptionFile) {
    this.root = root;
  }

  get home(): Home {
    return this.root;
  }

  get hasOtherFiles(): boolean {
    return this.files.size > 0;
  }

  get otherFiles(): Iterable<DescriptionFile> {
    return this.files.values();
  }

  get rootNode(): MapNode | undefined {
    return this.root.node;
  }

  /**
   * Takes the newest state of the files in.
   *
   * @param others the files besides the root that it leads to, by uri
   */
  update(others: ReadonlyMap<string, DescriptionFile>): void {
    this.files = others;
    const changes: Changes = { changed: new Map(), gone: [] };
    this.section = this.rootNode && sectionAfter(this.section, this.rootNode, '', 0, changes);
    const trees = new Map([...others].map(([uri, { tree }]) => [uri, tree]));
    for (const [key, unit] of changes.changed) this.link(this.rootKey(key), this.keysIn(unit, this.root.uri));
    for (const [uri, tree] of trees) if (this.trees.get(uri) !== tree) this.link(uri, this.keysIn(tree, uri));
    const renewed = [...changes.changed.keys(), ...changes.gone].map(key => this.rootKey(key));
    for (const [uri, tree] of this.trees) if (trees.get(uri) !== tree) renewed.push(uri);
    for (const uri of trees.keys()) if (!this.trees.has(uri)) renewed.push(uri);
    for (const key of changes.gone) if (!changes.changed.has(key)) this.link(this.rootKey(key), []);
    for (const uri of this.trees.keys()) if (!trees.has(uri)) this.link(uri, []);
    this.trees = trees;
    const inherited = inheritedFrom(this.rootNode);
    if (inherited !== this.inherited) this.scopes.clear();
    this.inherited = inherited;
    this.renew(renewed);
  }

  private rootKey(key: string): string {
    return `${this.root.uri}#${key}`;
  }

  /** Ends the scopes of these units and of all that lead to them. */
  private renew(keys: readonly string[]): void {
    const seen = new Set(keys);
    const waiting = [...keys];
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      this.scopes.delete(key);
      for (const referrer of this.referrers.get(key) ?? []) {
        if (seen.has(referrer)) continue;
        seen.add(referrer);
        waiting.push(referrer);
      }
    }
  }

  private link(key: string, targets: readonly string[]): void {
    const before = this.leadsTo.get(key) ?? [];
    if (before.length === targets.length && before.every((one, index) => one === targets[index])) return;
    this.links++;
    for (const target of before) this.referrers.get(target)?.delete(key);
    if (targets.length === 0) this.leadsTo.delete(key);
    else this.leadsTo.set(key, targets);
    for (const target of targets) {
      let known = this.referrers.get(target);
      if (!known) this.referrers.set(target, (known = new Set()));
      known.add(key);
    }
  }

  /** The units that references in an entry, or in a file, lead to. */
  keysIn(unit: Entry | Tree, uri: string): readonly string[] {
    let keys = this.keys.get(unit);
    if (!keys) {
      keys = [...new Set(referencesOf(unit).flatMap(reference => this.keyOf(reference, uri) ?? []))];
      this.keys.set(unit, keys);
    }
    return keys;
  }

  /**
   * The units that one comes to from these units, over any number of references; themselves included.
   *
   * @param name of the question: its last answer is kept while neither the start nor the references change
   */
  reach(name: string, start: readonly (readonly string[])[]): ReadonlySet<string> {
    const known = this.reached.get(name);
    if (known?.links === this.links && sameLists(known.start, start)) return known.keys;
    const keys = new Set(start.flat());
    // A set gives what is added while it is gone through as well.
    for (const key of keys) for (const target of this.leadsTo.get(key) ?? []) keys.add(target);
    this.reached.set(name, { start, links: this.links, keys });
    return keys;
  }

  private keyOf({ file, pointer }: RawReference, from: string): string | undefined {
    const uri = file === '' ? from : besideUri(from, file);
    return uri === undefined ? undefined : this.unitKey(uri, pointer);
  }

  /** The name of the unit that holds this place. */
  private unitKey(uri: string, pointer: readonly string[]): string {
    if (uri !== this.root.uri) return uri;
    return `${uri}#${pointer.slice(0, depthOf(pointer[0])).join('/')}`;
  }

  /** The scope of what stands at this place of the root file, or of another file as a whole. */
  scopeAt(uri: string, pointer: readonly string[]): Scope {
    const key = this.unitKey(uri, pointer);
    let scope = this.scopes.get(key);
    if (!scope) {
      const file = this.fileAt(uri) ?? this.root;
      const names = uri === this.root.uri ? componentName(this.rootNode, pointer) : namesIn(file.uri, file.node);
      this.scopes.set(key, (scope = new Scope(this, key, file, names)));
    }
    return scope;
  }

  private fileAt(uri: string): DescriptionFile | undefined {
    return uri === this.root.uri ? this.root : this.files.get(uri);
  }

  /**
   * Follows references from a node that stands in `scope`. Undefined where they lead nowhere or in a circle.
   *
   * @param isEnd of a mapping that holds a reference: whether it is more than that, and to be stopped at
   */
  resolve(node: Node | undefined, scope: Scope, isEnd?: (map: MapNode) => boolean): Target | undefined {
    return this.follow({ node: resolve(node)!, scope, name: undefined, isReference: false }, isEnd);
  }

  /** The same, for what the reference in a mapping leads to, although the mapping itself is an end. */
  resolveBeyond(map: MapNode, scope: Scope, isEnd: (map: MapNode) => boolean): Target | undefined {
    const reference = textAt(map.entry('$ref')?.value);
    return reference === undefined ? undefined : this.follow(this.point(reference, scope), isEnd);
  }

  private follow(from: Target | undefined, isEnd?: (map: MapNode) => boolean): Target | undefined {
    let target = from;
    for (let step = 0; step < MOST_STEPS && target?.node; step++) {
      const map = asMap(target.node);
      const reference = textAt(map?.entry('$ref')?.value);
      if (reference === undefined || isEnd?.(map!)) return target;
      target = this.point(reference, target.scope);
    }
    return undefined;
  }

  private point(reference: string, from: Scope): Target | undefined {
    const known = from.targets.get(reference);
    if (known) return known;
    const { file, pointer } = readReference(reference);
    const uri = file === '' ? from.home.uri : besideUri(from.home.uri, file);
    const node = uri === undefined ? undefined : this.nodeAt(uri, pointer);
    if (!node) return undefined;
    const target = { node, scope: this.scopeAt(uri!, pointer), name: nameOf(pointer, uri!), isReference: true };
    // Only what is a unit, or lies in one, ends the scope when it changes; a scope that is no unit's is never ended.
    const isInUnit = uri !== this.root.uri || pointer.length >= depthOf(pointer[0]);
    if (isInUnit && this.leadsTo.has(from.key)) from.targets.set(reference, target);
    return target;
  }

  /** What stands at this place of a file of the description. */
  nodeAt(uri: string, pointer: readonly string[]): Resolved | undefined {
    let node: Resolved | undefined = resolve(this.fileAt(uri)?.tree.documents[0]?.root);
    for (const step of pointer)
      node = node?.type === 'seq' ? resolve(node.items[Number(step)]) : resolve(asMap(node)?.get(step));
    return node;
  }
}

interface Reached {
  readonly start: readonly (readonly string[])[];
  readonly links: number;
  readonly keys: ReadonlySet<string>;
}

/** Lists that are kept with what they belong to: most are the same objects. */
function sameLists(before: readonly (readonly string[])[], after: readonly (readonly string[])[]): boolean {
  return (
    before.length === after.length &&
    before.every((list, index) => {
      const other = after[index]!;
      return list === other || (list.length === other.length && list.every((one, at) => one === other[at]));
    })
  );
}

/** As many references in a row as any honest description needs. */
const MOST_STEPS = 32;

/** A file in its newest state. One object for all versions of it. */
export class DescriptionFile implements Home {
  constructor(
    readonly uri: string,
    public tree: Tree,
  ) {}

  get node(): MapNode | undefined {
    return asMap(this.tree.documents[0]?.root);
  }
}

/** What a reference leads to. */
export interface Target {
  readonly node: Resolved;
  readonly scope: Scope;
  /** The last name on the way: a component's, or that of a file without its ending. */
  readonly name: string | undefined;
  readonly isReference: boolean;
}

/** What lives as long as a unit and everything that it leads to stay the same. */
export class Scope {
  private readonly views = new Map<unknown, WeakMap<object, unknown>>();
  /** Where its references lead to; what the world has found out. */
  readonly targets = new Map<string, Target>();

  constructor(
    readonly world: World,
    /** Of its unit. */
    readonly key: string,
    readonly home: Home,
    private readonly names: ReadonlyMap<Node, string> | undefined,
  ) {}

  /** The name of the schema that this node is, by where it stands; undefined where it has none. */
  nameOf(node: Node): string | undefined {
    return this.names?.get(node);
  }

  resolve(node: Node | undefined): Target | undefined {
    return node && this.world.resolve(node, this);
  }

  /** One view of each kind a node (or entry): made on first use. `make` is the kind. */
  view<N extends object, V>(node: N, make: (node: N, scope: Scope) => V): V {
    let known = this.views.get(make);
    if (!known) this.views.set(make, (known = new WeakMap()));
    if (!known.has(node)) known.set(node, make(node, this));
    return known.get(node) as V;
  }
}

/** The values that every view may depend on, though nothing in it refers to them: the version, what operations inherit. */
function inheritedFrom(root: MapNode | undefined): string {
  const security = root && securityOf(root);
  return JSON.stringify([
    ...['openapi', 'swagger', 'asyncapi'].map(key => textAt(root, key)),
    ...['consumes', 'produces'].map(key => itemsOf(root?.get(key)).map(one => textAt(one))),
    security?.alternatives.map(one => one.requirements.map(({ scheme, scopes }) => [scheme, scopes])),
  ]);
}

function nameOf(pointer: readonly string[], uri: string): string | undefined {
  return pointer.at(-1) ?? fileName(uri);
}
