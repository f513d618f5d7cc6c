import {
  asMap,
  type Entry,
  type MapNode,
  type Node,
  type Resolved,
  resolve,
  type Tree,
  textAt,
} from '../yaml/index.ts';
import type { Home } from './model.ts';
import { besideUri, type RawReference, readReference, referencesOf } from './references.ts';

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
  /** What each unit consists of: the same object while its text is the same. */
  private units = new Map<string, object>();
  private readonly leadsTo = new Map<string, readonly string[]>();
  private readonly referrers = new Map<string, Set<string>>();
  private readonly scopes = new Map<string, Scope>();
  /** Counts the changes of what leads where. */
  private links = 0;
  private readonly reached = new Map<string, Reached>();
  /** What every operation inherits. */
  private inherited: readonly unknown[] = [];

  constructor(root: DescriptionFile) {
    this.root = root;
  }

  get home(): Home {
    return this.root;
  }

  get hasOtherFiles(): boolean {
    return this.files.size > 0;
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
    const units = unitsOf(this.root, others);
    const changed = [...units].filter(([key, unit]) => this.units.get(key) !== unit).map(([key]) => key);
    const gone = [...this.units.keys()].filter(key => !units.has(key));
    this.units = units;
    for (const key of gone) this.link(key, []);
    for (const key of changed) this.link(key, this.keysIn(key, units.get(key)!));
    const inherited = [
      textAt(this.rootNode, 'openapi'),
      textAt(this.rootNode, 'swagger'),
      this.rootNode?.entry('security'),
    ];
    if (inherited.some((one, index) => one !== this.inherited[index])) this.scopes.clear();
    this.inherited = inherited;
    this.renew([...changed, ...gone]);
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

  private keysIn(key: string, unit: object): readonly string[] {
    const hash = key.indexOf('#');
    const uri = hash < 0 ? key : key.slice(0, hash);
    const keys = referencesOf(unit as Entry | Tree).flatMap(reference => this.keyOf(reference, uri) ?? []);
    return [...new Set(keys)];
  }

  /**
   * The units that one comes to from these entries of the root's file, over any number of references.
   *
   * @param name of the question: its last answer is kept while neither the start nor the references change
   */
  reach(name: string, entries: Iterable<readonly [Entry, Home]>): ReadonlySet<string> {
    const start = new Set<string>();
    for (const [entry, { uri }] of entries)
      for (const reference of referencesOf(entry)) {
        const key = this.keyOf(reference, uri);
        if (key !== undefined) start.add(key);
      }
    const known = this.reached.get(name);
    if (known?.links === this.links && known.start.size === start.size && [...start].every(one => known.start.has(one)))
      return known.keys;
    const keys = new Set(start);
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
  unitKey(uri: string, pointer: readonly string[]): string {
    if (uri !== this.root.uri) return uri;
    return `${uri}#${pointer.slice(0, depthOf(pointer[0])).join('/')}`;
  }

  /** The scope of what stands at this place of the root file, or of another file as a whole. */
  scopeAt(uri: string, pointer: readonly string[]): Scope {
    const key = this.unitKey(uri, pointer);
    let scope = this.scopes.get(key);
    if (!scope) this.scopes.set(key, (scope = new Scope(this, this.fileAt(uri) ?? this.root)));
    return scope;
  }

  private fileAt(uri: string): DescriptionFile | undefined {
    return uri === this.root.uri ? this.root : this.files.get(uri);
  }

  /** Follows references from a node that stands in `scope`. Undefined where they lead nowhere or in a circle. */
  resolve(node: Node | undefined, scope: Scope): Target | undefined {
    let target: Target | undefined = { node: resolve(node)!, scope, name: undefined, isReference: false };
    for (let step = 0; step < MOST_STEPS && target?.node; step++) {
      const reference = textAt(asMap(target.node)?.entry('$ref')?.value);
      if (reference === undefined) return target;
      target = this.point(reference, target.scope);
    }
    return undefined;
  }

  private point(reference: string, from: Scope): Target | undefined {
    const { file, pointer } = readReference(reference);
    const uri = file === '' ? from.home.uri : besideUri(from.home.uri, file);
    const target = uri === undefined ? undefined : this.fileAt(uri);
    if (!target) return undefined;
    let node: Resolved | undefined = resolve(target.tree.documents[0]?.root);
    for (const step of pointer)
      node = node?.type === 'seq' ? resolve(node.items[Number(step)]) : resolve(asMap(node)?.get(step));
    if (!node) return undefined;
    return { node, scope: this.scopeAt(target.uri, pointer), name: nameOf(pointer, target.uri), isReference: true };
  }
}

interface Reached {
  readonly start: ReadonlySet<string>;
  readonly links: number;
  readonly keys: ReadonlySet<string>;
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

  constructor(
    readonly world: World,
    readonly home: Home,
  ) {}

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

/** Root keys whose entries are units of their own, with the length of a unit's pointer. */
function depthOf(first: string | undefined): number {
  if (first === 'components') return 3;
  return first !== undefined && LISTS.has(first) ? 2 : 1;
}

const LISTS = new Set([
  'paths',
  'webhooks',
  'x-webhooks',
  'definitions',
  'parameters',
  'responses',
  'securityDefinitions',
  'channels',
  'operations',
]);

/** The units of a description's root file, by their pointers: `paths//orders`, `components/schemas/Order`, `info`. */
export function unitEntries(root: MapNode | undefined): ReadonlyMap<string, Entry> {
  const units = new Map<string, Entry>();
  const visit = (map: MapNode | undefined, path: string, depth: number): void => {
    for (const entry of map?.entries ?? []) {
      const key = path === '' ? entry.key.text : `${path}/${entry.key.text}`;
      const inner = path === '' ? depthOf(entry.key.text) : depth;
      const below = inner > 1 ? asMap(entry.value) : undefined;
      if (below) visit(below, key, inner - 1);
      else units.set(key, entry);
    }
  };
  visit(root, '', 0);
  return units;
}

function unitsOf(root: DescriptionFile, others: ReadonlyMap<string, DescriptionFile>): Map<string, object> {
  const units = new Map<string, object>();
  for (const [key, entry] of unitEntries(root.node)) units.set(`${root.uri}#${key}`, entry);
  for (const [uri, file] of others) units.set(uri, file.tree);
  return units;
}

function nameOf(pointer: readonly string[], uri: string): string | undefined {
  return pointer.at(-1) ?? /([^/]*?)(?:\.\w+)?$/.exec(uri)?.[1];
}
