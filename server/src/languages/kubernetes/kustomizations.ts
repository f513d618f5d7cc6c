import type { Located, Span } from '#text';
import { asMap, at, itemsOf, type MapNode, type Node, textAt } from '../yaml/index.ts';
import { type Field, fieldOf, mapsIn, numberField, type TextItem, textField, textItems } from './fields.ts';
import { labelsOf } from './labels.ts';
import type { KubernetesDocument } from './model.ts';
import type { ConfigFacts } from './referenceFacts.ts';

/** What a kustomization says of other files; paths as written. Plain data. */
export interface Kustomization {
  /** `resources`, `bases` and `components`: files, directories, and urls. */
  readonly resources: readonly string[];
  /** Files whose objects are parts of objects. */
  readonly patches: readonly string[];
  /** True for a `Component`: a part of what includes it. */
  readonly component: boolean;
  /** The namespace of everything that it reaches. */
  readonly namespace: string | undefined;
  readonly namePrefix: string;
  readonly nameSuffix: string;
  /** `commonLabels`, and `labels` that go to selectors: on every object, every pod template and in every selector. */
  readonly commonLabels: ReadonlyMap<string, string>;
  /** Replaced images: the name as manifests write it. */
  readonly images: readonly ImageReplacement[];
  /** Numbers of replicas by the name of the workload; undefined where it is not known. */
  readonly replicas: ReadonlyMap<string, number | undefined>;
  /** ConfigMaps and Secrets that it makes. */
  readonly generated: readonly ConfigFacts[];
  /** Texts of patches that stand in it: which fields they name. */
  readonly inlinePatches: readonly string[];
}

export interface ImageReplacement {
  readonly name: string;
  readonly newName: string | undefined;
  /** May be a moving one. */
  readonly newTag: string | undefined;
  readonly digest: string | undefined;
}

/** A generator as it is written. */
export interface Generator extends Located {
  readonly node: MapNode;
  readonly type: 'configMap' | 'secret';
  readonly name: Field<string> | undefined;
  /** `KEY=value`. */
  readonly literals: readonly TextItem[];
  /** `file` or `key=file`. */
  readonly files: readonly TextItem[];
  /** Files of `KEY=value` lines. */
  readonly envs: readonly TextItem[];
}

/** The generators of a kustomization; none for every other document. */
export function generatorsOf(document: KubernetesDocument): readonly Generator[] {
  return document.kustomization ? generatorsIn(rootOf(document)) : [];
}

export function rootOf(document: Pick<KubernetesDocument, 'tree'>): MapNode | undefined {
  return asMap(document.tree.documents.find(one => one.root)?.root);
}

function generatorsIn(root: Node | undefined): readonly Generator[] {
  return (['configMap', 'secret'] as const).flatMap(type =>
    mapsIn(at(root, `${type}Generator`)).map(node => ({
      node,
      type,
      name: textField(node, 'name'),
      literals: textItems(node.get('literals')),
      files: textItems(node.get('files')),
      envs: [...textItems(node.get('envs')), ...textItems(node.get('env'))],
      get span(): Span {
        return node.span;
      },
    })),
  );
}

export function kustomizationFacts(root: Node | undefined): Kustomization {
  const texts = (key: string): string[] => itemsOf(at(root, key)).flatMap(item => textAt(item) ?? []);
  const paths = (key: string): string[] => itemsOf(at(root, key)).flatMap(item => textAt(item, 'path') ?? []);
  const inline = ['patches', 'patchesJson6902'].flatMap(key =>
    itemsOf(at(root, key)).flatMap(item => textAt(item, 'patch') ?? []),
  );
  // A strategic merge patch may stand in the list itself.
  const merges = texts('patchesStrategicMerge');
  return {
    resources: [...texts('resources'), ...texts('bases'), ...texts('components')],
    patches: [...paths('patches'), ...merges.filter(one => !one.includes('\n')), ...paths('patchesJson6902')],
    component: textAt(root, 'kind') === 'Component',
    namespace: textAt(root, 'namespace'),
    namePrefix: textAt(root, 'namePrefix') ?? '',
    nameSuffix: textAt(root, 'nameSuffix') ?? '',
    commonLabels: commonLabelsIn(root),
    images: mapsIn(at(root, 'images')).flatMap(imageIn),
    replicas: new Map(mapsIn(at(root, 'replicas')).flatMap(replicasIn)),
    generated: generatorsIn(root).map(generatedBy),
    inlinePatches: [...inline, ...merges.filter(one => one.includes('\n'))],
  };
}

function commonLabelsIn(root: Node | undefined): ReadonlyMap<string, string> {
  const selecting = mapsIn(at(root, 'labels')).filter(one => asMap(one)?.get('includeSelectors') !== undefined);
  const maps = [at(root, 'commonLabels'), ...selecting.map(one => one.get('pairs'))];
  const found = new Map<string, string>();
  for (const map of maps)
    for (const [key, value] of labelsOf(map).values) if (value !== undefined) found.set(key, value);
  return found;
}

function imageIn(node: MapNode): ImageReplacement[] {
  const name = textField(node, 'name')?.value;
  if (name === undefined) return [];
  return [
    {
      name,
      newName: textField(node, 'newName')?.value,
      newTag: textField(node, 'newTag')?.value,
      digest: textField(node, 'digest')?.value,
    },
  ];
}

function replicasIn(node: MapNode): [string, number | undefined][] {
  const name = textField(node, 'name')?.value;
  return name === undefined ? [] : [[name, numberField(node, 'count')?.value]];
}

/** Keys of what lies in other files (`envs`) are not known. */
function generatedBy({ type, name, literals, files, envs, node }: Generator): ConfigFacts {
  const listed = [
    ...literals.map(item => ({ item, key: item.text?.split('=')[0] })),
    ...files.map(item => ({ item, key: fileKey(item.text) })),
  ];
  const open = envs.length > 0 || node.open || fieldOf(node, 'behavior', one => one.text)?.value === 'merge';
  const keys = listed.flatMap(({ item, key }) => (key === undefined ? [] : { key, place: item.span }));
  return { type, name: name?.value, keys: open || keys.length < listed.length ? undefined : keys };
}

function fileKey(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const equals = text.indexOf('=');
  return equals > 0 ? text.slice(0, equals) : text.slice(text.lastIndexOf('/') + 1);
}
