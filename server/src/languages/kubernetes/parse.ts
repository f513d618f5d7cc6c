import type { LineMap, Span } from '#text';
import type { Comment, Problem, Source, TextChange } from '../contract.ts';
import { classify, looksLikeJson, parseTree, type Tree, type TreeDocument, updateTree } from '../yaml/index.ts';
import { isValuesFile } from './charts.ts';
import { type Kustomization, kustomizationFacts } from './kustomizations.ts';
import type { KubernetesDocument, KubernetesObject } from './model.ts';
import { objectsIn } from './objects.ts';

export function parseKubernetes(source: Source): KubernetesDocument {
  const { uri, text } = source;
  return new TreeBackedDocument(uri, parseTree(text, formatOf(text)), new WeakMap(), isValuesFile(source));
}

export function updateKubernetes(previous: KubernetesDocument, change: TextChange): KubernetesDocument {
  const tree = updateTree(previous.tree, change);
  const { uri } = previous;
  const { text } = tree;
  // What the file's folder says of it cannot change with its text.
  const hints = previous.isValues ? { hints: { helmChart: true as const } } : {};
  if (formatOf(text) !== tree.format) return parseKubernetes({ uri, text, ...hints });
  const known = previous instanceof TreeBackedDocument ? previous.known : new WeakMap();
  return new TreeBackedDocument(uri, tree, known, previous.isValues);
}

function formatOf(text: string): 'yaml' | 'json' {
  return looksLikeJson(text) ? 'json' : 'yaml';
}

const TEMPLATE = /\{\{|\{%|<%/;

/** Objects by the YAML document that they were read from. */
type KnownObjects = WeakMap<TreeDocument, readonly KubernetesObject[]>;

/** A view of the tree; objects are read when they are asked for, and kept while their YAML document is unchanged. */
class TreeBackedDocument implements KubernetesDocument {
  readonly kind = 'kubernetes' as const;
  private found: readonly KubernetesObject[] | undefined;

  constructor(
    readonly uri: string,
    readonly tree: Tree,
    readonly known: KnownObjects,
    readonly isValues: boolean,
  ) {}

  get text(): string {
    return this.tree.text;
  }
  get lines(): LineMap {
    return this.tree.lines;
  }
  get problems(): readonly Problem[] {
    // What a template writes is not there to be read: only its renderer knows whether it is valid.
    return TEMPLATE.test(this.text) ? [] : this.tree.problems;
  }
  get comments(): readonly Comment[] {
    return this.tree.comments;
  }
  get opaque(): readonly Span[] {
    return this.tree.opaque;
  }

  get template(): boolean {
    return this.uri.includes('/templates/') && this.text.includes('{{');
  }

  get kustomization(): Kustomization | undefined {
    if (classify(this.uri, this.text) !== 'kustomization') return undefined;
    return kustomizationFacts(this.tree.documents.find(one => one.root)?.root);
  }

  get objects(): readonly KubernetesObject[] {
    this.found ??= this.tree.documents.flatMap(one => this.objectsOf(one));
    return this.found;
  }

  private objectsOf(one: TreeDocument): readonly KubernetesObject[] {
    let objects = this.known.get(one);
    if (!objects) this.known.set(one, (objects = objectsIn(one, isPatchPath(this.uri))));
    return objects;
  }
}

/** Names that people give to patches: `patches/replicas.yaml`, `deployment-patch.yaml`, `patch_resources.yaml`. */
function isPatchPath(uri: string): boolean {
  const parts = uri.split('/');
  const file = parts.pop() ?? '';
  return parts.some(part => /^patch(es)?$/i.test(part)) || /(^|[-_.])patch([-_.]|$)/i.test(file);
}
