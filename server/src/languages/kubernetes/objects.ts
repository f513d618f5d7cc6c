import type { Span } from '#text';
import {
  asMap,
  asScalar,
  asSeq,
  itemsOf,
  type MapNode,
  type ScalarNode,
  type TreeDocument,
  textAt,
} from '../yaml/index.ts';
import { objectFacts } from './facts.ts';
import { labelSelector, labelsOf, noLabels, plainSelector } from './labels.ts';
import type { KubernetesObject, Labels, ObjectFacts, PodSpec, Selector } from './model.ts';
import { makesPods, podSpecOf } from './pods.ts';

/** The objects of one YAML document or JSON text: one, those of a `List`, or none. */
export function objectsIn(document: TreeDocument, inPatchFile: boolean): readonly KubernetesObject[] {
  const root = asMap(document.root);
  return root ? readObjects(root, undefined, inPatchFile) : [];
}

/** What the items of a typed list (`DeploymentList`) need not repeat. */
interface ListType {
  readonly apiVersion: string | undefined;
  readonly kind: string;
}

function readObjects(root: MapNode, listed: ListType | undefined, inPatchFile: boolean): readonly KubernetesObject[] {
  const kind = textAt(root, 'kind') ?? listed?.kind;
  const written = root.get('apiVersion');
  if (kind === undefined || (written === undefined && !listed)) return [];
  const apiVersion = written === undefined ? listed?.apiVersion : textAt(written);
  if (kind.endsWith('List') && asSeq(root.get('items')) && listed === undefined) {
    const items = { apiVersion, kind: kind.slice(0, -'List'.length) };
    return itemsOf(root.get('items')).flatMap(item =>
      item.type === 'map' ? readObjects(item, items.kind ? items : { ...items, kind: '' }, inPatchFile) : [],
    );
  }
  return kind === '' ? [] : [new WrittenObject(root, groupOf(apiVersion), kind, inPatchFile)];
}

/** `apps` of `apps/v1`, empty for `v1`; undefined for what is no version. */
export function groupOf(apiVersion: string | undefined): string | undefined {
  const match = apiVersion === undefined ? null : /^(?:([a-z0-9.-]+)\/)?v\d+(?:(?:alpha|beta)\d+)?$/.exec(apiVersion);
  return match ? (match[1] ?? '') : undefined;
}

/** Pods and selectors are read when they are asked for, once. */
class WrittenObject implements KubernetesObject {
  readonly name: string | undefined;
  readonly nameNode: ScalarNode | undefined;
  readonly namespace: string | undefined;
  readonly labels: Labels;
  readonly annotations: Labels;
  private pods: PodSpec | undefined | null = null;
  private knownPartial: boolean | undefined;
  private knownFacts: ObjectFacts | undefined;

  constructor(
    readonly node: MapNode,
    readonly group: string | undefined,
    readonly kind: string,
    private readonly inPatchFile: boolean,
  ) {
    const metadata = asMap(node.get('metadata'));
    this.nameNode = asScalar(metadata?.get('name'));
    this.name = textAt(metadata, 'name');
    this.namespace = textAt(metadata, 'namespace');
    this.labels = metadata ? labelsOf(metadata.get('labels')) : noLabels;
    const annotations = metadata ? labelsOf(metadata.get('annotations')) : noLabels;
    this.annotations = metadata?.open ? { ...annotations, open: true } : annotations;
  }

  get span(): Span {
    return this.node.span;
  }

  get partial(): boolean {
    this.knownPartial ??= this.inPatchFile || isPartial(this.node, this.group, this.kind);
    return this.knownPartial;
  }

  podSpec(): PodSpec | undefined {
    if (this.pods === null) this.pods = podSpecOf(this.node, this.group, this.kind, this.partial);
    return this.pods;
  }

  facts(): ObjectFacts {
    this.knownFacts ??= objectFacts(this);
    return this.knownFacts;
  }

  selector(): Selector | undefined {
    const spec = asMap(this.node.get('spec'));
    const written = spec?.get('selector') ?? spec?.get('podSelector');
    if (written === undefined) return undefined;
    const plain = this.group === '' && (this.kind === 'Service' || this.kind === 'ReplicationController');
    return plain ? plainSelector(written) : labelSelector(written);
  }
}

/** A workload with neither selector nor image is a patch of one, and so is what says `$patch`. */
function isPartial(root: MapNode, group: string | undefined, kind: string): boolean {
  if (root.entry('$patch')) return true;
  if (!makesPods(group, kind)) return false;
  const spec = asMap(root.get('spec'));
  if (spec === undefined || spec.entry('$patch')) return true;
  const pods = podSpecOf(root, group, kind, false);
  if (pods?.node.entry('$patch')) return true;
  const images = pods?.containers.some(container => asScalar(container.node.get('image')) !== undefined);
  return spec.get('selector') === undefined && !images;
}
