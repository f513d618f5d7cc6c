import type { TextEdit } from '#text';
import { asMap, type Entry, type MapNode, type Tree, treeEdits } from '../yaml/index.ts';
import { isGenerated, selects } from './labels.ts';
import type { KubernetesObject, Labels, Selector } from './model.ts';
import { nearMisses } from './nearMiss.ts';
import { serviceOf } from './services.ts';
import { indexOf, sharesNamespace, type UnitIndex, type UnitObject } from './unitIndex.ts';
import type { Unit } from './workloads.ts';

/** Kinds whose selector chooses pods of others, with what it means that it chooses none. */
const SELECTING: ReadonlyMap<string, string> = new Map([
  ['/Service', 'every request to it fails'],
  ['policy/PodDisruptionBudget', 'it protects nothing'],
  ['networking.k8s.io/NetworkPolicy', 'it closes nothing'],
  ['security.istio.io/AuthorizationPolicy', 'it protects nothing'],
  ['security.istio.io/RequestAuthentication', 'it protects nothing'],
  ['security.istio.io/PeerAuthentication', 'it protects nothing'],
]);

/** A selector that selects nothing in its unit, and what was probably meant. */
export interface MissedSelection {
  readonly effect: string;
  /** The mapping of labels: `selector` of a Service, `matchLabels` of the others; undefined for expressions alone. */
  readonly labels: MapNode | undefined;
  /** The most probable first. */
  readonly candidates: readonly UnitObject[];
}

export function missedSelectionOf(object: KubernetesObject, unit: Unit): MissedSelection | undefined {
  const effect = SELECTING.get(`${object.group}/${object.kind}`);
  const selector = effect === undefined ? undefined : object.selector();
  if (effect === undefined || !selector || object.partial || !isKnown(selector)) return undefined;
  const index = indexOf(unit);
  const { objects, maybeMore } = index.podsOf(selector, object.namespace);
  if (objects.length > 0 || maybeMore || index.makesUnknownPods || hasEndpoints(object, index)) return undefined;
  const candidates = nearMisses(
    {
      name: object.name,
      selector,
      ports: (serviceOf(object)?.ports ?? []).flatMap(({ target }) => target ?? []),
    },
    candidatesFor(object, index).map(one => ({
      name: one.facts.name,
      labels: one.podLabels!,
      ports: one.facts.pods?.ports ?? [],
      one,
    })),
  ).map(({ one }) => one);
  return candidates.length > 0 ? { effect, labels: labelsIn(object), candidates } : undefined;
}

function isKnown({ open, requirements }: Selector): boolean {
  const asked = requirements.filter(one => !isGenerated(one.key));
  return !open && asked.length > 0 && asked.every(one => one.operator !== 'Unknown');
}

/** Endpoints that somebody writes by hand belong to a Service of their name. */
function hasEndpoints({ name }: KubernetesObject, index: UnitIndex): boolean {
  const written = [...index.ofKind('', 'Endpoints'), ...index.ofKind('discovery.k8s.io', 'EndpointSlice')];
  return written.some(
    ({ facts }) => facts.name === name || facts.labels.values.get('kubernetes.io/service-name') === name,
  );
}

/** Workloads of the namespace that nothing else of the same kind selects. */
function candidatesFor({ group, kind, namespace, name }: KubernetesObject, index: UnitIndex): readonly UnitObject[] {
  const others = index.ofKind(group ?? '', kind).filter(({ facts }) => facts.name !== name && facts.selector);
  const taken = new Set(others.flatMap(({ facts }) => index.podsOf(facts.selector!, facts.namespace).objects));
  return index.objects.filter(
    one =>
      one.podLabels !== undefined &&
      !one.podLabels.open &&
      !one.facts.partial &&
      !taken.has(one) &&
      one.facts.kind !== 'Job' &&
      one.facts.kind !== 'CronJob' &&
      sharesNamespace(one.facts.namespace, namespace),
  );
}

/** Where the labels of a selector stand. */
export function labelsIn({ group, kind, node }: KubernetesObject): MapNode | undefined {
  const spec = asMap(node.get('spec'));
  const selector = asMap(spec?.get('selector') ?? spec?.get('podSelector'));
  const isPlain = group === '' && (kind === 'Service' || kind === 'ReplicationController');
  return isPlain ? selector : asMap(selector?.get('matchLabels'));
}

/** An entry of a selector that some labels do not meet, with what they have in its place. */
export interface Mismatch {
  readonly entry: Entry;
  /** As `key=value`. */
  readonly wanted: string;
  /** Undefined: nothing that resembles it. */
  readonly found: { readonly key: string; readonly value: string } | undefined;
}

/** Entries of `matchLabels`, or of the selector of a Service, that labels do not meet. */
export function mismatchesOf(map: MapNode | undefined, labels: Labels): readonly Mismatch[] {
  return (map?.entries ?? []).flatMap(entry => {
    const { key, value } = entry;
    if (value.type !== 'scalar' || value.unknown || isGenerated(key.text)) return [];
    const own = labels.values.get(key.text);
    if (own === value.text || (own === undefined && labels.values.has(key.text))) return [];
    const wanted = `${key.text}=${value.text}`;
    if (own !== undefined) return { entry, wanted, found: { key: key.text, value: own } };
    // The same value under another key: `app` and `app.kubernetes.io/name`.
    const same = [...labels.values].find(([other, its]) => its === value.text && map?.entry(other) === undefined);
    return { entry, wanted, found: same && { key: same[0], value: value.text } };
  });
}

/** Writes what the labels have into a selector; undefined where for one of the entries they have nothing alike. */
export function meetLabels(tree: Tree, mismatches: readonly Mismatch[]): readonly TextEdit[] | undefined {
  const edits = treeEdits(tree);
  const written = mismatches.flatMap(({ entry, found }) => {
    if (!found || entry.value.type !== 'scalar') return [];
    const one =
      found.key === entry.key.text ? edits.setScalar(entry.value, found.value) : edits.renameKey(entry, found.key);
    return one ?? [];
  });
  return written.length > 0 && written.length === mismatches.length ? written : undefined;
}

/** Whether a workload's selector leaves out the pods of its own template, which the API server refuses. */
export function missesOwnPods(object: KubernetesObject): boolean {
  const selector = object.selector();
  const pods = object.podSpec();
  if (!selector || !pods || object.partial || (object.group === '' && object.kind === 'Pod')) return false;
  if (object.group === 'batch' || object.kind === 'Service') return false;
  const isWhole = pods.containers.some(container => container.image !== undefined || container.node.entry('image'));
  return isWhole && selects(selector, pods.labels) === false && selector.requirements.length > 0;
}

/** `metadata` of a pod template, and its labels. */
export function templateLabelsOf(object: KubernetesObject): {
  readonly template: MapNode | undefined;
  readonly metadata: MapNode | undefined;
  readonly labels: MapNode | undefined;
} {
  const template = asMap(asMap(object.node.get('spec'))?.get('template'));
  const metadata = asMap(template?.get('metadata'));
  return { template, metadata, labels: asMap(metadata?.get('labels')) };
}
