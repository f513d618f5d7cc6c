import type { Span } from '#text';
import { memoised } from '../memo.ts';
import { isGenerated, selects } from './labels.ts';
import type { Labels, ObjectFacts, Selector } from './model.ts';
import type { Unit } from './workloads.ts';

/** An object of a unit, with where it stands. */
export interface UnitObject {
  readonly uri: string;
  /** UTF-16 offset; places in `facts` are relative to it. */
  readonly start: number;
  readonly facts: ObjectFacts;
  /** Of the pods that it makes, with what patches and kustomizations of the unit add; undefined for what makes none. */
  readonly podLabels: Labels | undefined;
}

/** The objects of a unit, to be looked up without going through all of them. */
export interface UnitIndex {
  readonly objects: readonly UnitObject[];
  ofKind(group: string, kind: string): readonly UnitObject[];
  /** Those that have a part of that name: `indexOf(unit).having('service')`. */
  having<K extends FactsPart>(part: K): readonly (UnitObject & { readonly facts: Required<Pick<ObjectFacts, K>> })[];
  /** Whole objects of that name; `namespace` undefined: of any. Names that a kustomization changes are tried as well. */
  named(group: string, kind: string, name: string, namespace: string | undefined): readonly UnitObject[];
  /** What a selector selects, among what makes pods. Of a namespace that is not known, anything may be meant. */
  podsOf(selector: Selector, namespace: string | undefined): SelectedPods;
  /** True where something in it makes pods whose labels are not in the text: an operator's object, a chart of its own. */
  readonly makesUnknownPods: boolean;
  /** True where it deploys charts or repositories of others, which bring rules, limits and Services that nobody sees here. */
  readonly deploysOthers: boolean;
}

/** The parts of facts that only some kinds have. */
export type FactsPart = {
  [K in keyof ObjectFacts]-?: undefined extends ObjectFacts[K]
    ? K extends 'group' | 'name' | 'namespace' | 'selector'
      ? never
      : K
    : never;
}[keyof ObjectFacts];

export interface SelectedPods {
  /** What is certainly selected. */
  readonly objects: readonly UnitObject[];
  /** True where a template leaves open whether more are selected. */
  readonly maybeMore: boolean;
}

/** A place of an object's facts, in its file. */
export function placeIn({ start, facts }: UnitObject, place: Span = facts.place): Span {
  return { start: start + place.start, end: start + place.end };
}

/** Related information that points at an object or at a place in it. */
export function relatedTo(
  object: UnitObject,
  message: string,
  place?: Span,
): { readonly uri: string; readonly span: Span; readonly message: string } {
  return { uri: object.uri, span: placeIn(object, place), message };
}

/** The same index for the same unit. */
export const indexOf: (unit: Unit) => UnitIndex = memoised(buildIndex);

function buildIndex(unit: Unit): UnitIndex {
  const objects = objectsIn(unit);
  const byKind = groupedBy(objects, ({ facts }) => `${facts.group}/${facts.kind}`);
  const parts = new Map<FactsPart, readonly UnitObject[]>();
  const affixes = affixesIn(unit);
  const byName = new Map<string, UnitObject[]>();
  for (const one of objects) {
    const { group, kind, name, partial } = one.facts;
    if (partial || name === undefined) continue;
    const names = new Set([name, ...affixes.map(({ prefix, suffix }) => `${prefix}${name}${suffix}`)]);
    for (const each of names) push(byName, `${group}/${kind}/${each}`, one);
  }
  const making = objects.filter(one => one.podLabels !== undefined && !one.facts.partial);
  const byLabel = new Map<string, UnitObject[]>();
  const uncertain: UnitObject[] = [];
  for (const one of making) {
    const { values, open } = one.podLabels!;
    if (open || [...values.values()].includes(undefined)) uncertain.push(one);
    else for (const [key, value] of values) push(byLabel, `${key}=${value}`, one);
  }
  return {
    objects,
    ofKind: (group, kind) => byKind.get(`${group}/${kind}`) ?? [],
    having: part => {
      let found = parts.get(part);
      if (!found) parts.set(part, (found = objects.filter(({ facts }) => facts[part] !== undefined)));
      return found as never;
    },
    named: (group, kind, name, namespace) =>
      (byName.get(`${group}/${kind}/${name}`) ?? []).filter(({ facts }) => sharesNamespace(facts.namespace, namespace)),
    podsOf: (selector, namespace) => {
      const asked = selector.requirements.find(one => one.operator === 'In' && !isGenerated(one.key));
      const candidates = asked
        ? [...asked.values.flatMap(value => byLabel.get(`${asked.key}=${value}`) ?? []), ...uncertain]
        : making;
      const there = candidates.filter(({ facts }) => sharesNamespace(facts.namespace, namespace));
      const answers = there.map(one => ({ one, answer: selects(selector, one.podLabels!) }));
      return {
        objects: answers.filter(({ answer }) => answer === true).map(({ one }) => one),
        maybeMore: selector.open || answers.some(({ answer }) => answer === undefined),
      };
    },
    makesUnknownPods: objects.some(({ facts }) => POD_MAKERS.has(`${facts.group}/${facts.kind}`)),
    deploysOthers: objects.some(({ facts }) => DEPLOYERS.has(`${facts.group}/${facts.kind}`)),
  };
}

function objectsIn(unit: Unit): readonly UnitObject[] {
  const added = new Map<string, string>();
  let relabelled = false;
  for (const { kustomization } of unit.values()) {
    for (const [key, value] of kustomization?.commonLabels ?? []) added.set(key, value);
    relabelled ||= kustomization?.inlinePatches.some(text => /\blabels\b/.test(text)) === true;
  }
  const patches = new Map<string, Labels[]>();
  for (const { objects } of unit.values())
    for (const one of objects) if (one.addedPodLabels) push(patches, keyOf(one), one.addedPodLabels);
  return [...unit].flatMap(([uri, { objects, origin }]) =>
    objects.map((facts, index) => {
      const own = facts.pods?.labels;
      const more = own && !facts.partial ? (patches.get(keyOf(facts)) ?? []) : [];
      return { uri, start: origin.starts[index] ?? 0, facts, podLabels: own && merged(own, more, added, relabelled) };
    }),
  );
}

function keyOf({ group, kind, name }: ObjectFacts): string {
  return `${group}/${kind}/${name}`;
}

function merged(own: Labels, patches: readonly Labels[], added: ReadonlyMap<string, string>, open: boolean): Labels {
  if (patches.length === 0 && added.size === 0 && !open) return own;
  const values = new Map(own.values);
  for (const patch of patches) for (const [key, value] of patch.values) values.set(key, value);
  for (const [key, value] of added) values.set(key, value);
  return { values, open: own.open || open || patches.some(patch => patch.open) };
}

/** What kustomizations of the unit put around names. */
function affixesIn(unit: Unit): readonly { readonly prefix: string; readonly suffix: string }[] {
  const found = [...unit.values()].flatMap(({ kustomization }) => kustomization ?? []);
  return found
    .filter(({ namePrefix, nameSuffix }) => namePrefix !== '' || nameSuffix !== '')
    .map(({ namePrefix, nameSuffix }) => ({ prefix: namePrefix, suffix: nameSuffix }));
}

/** Where one of the two names no namespace, the other one's (or a kustomization's) may be meant. */
export function sharesNamespace(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

function groupedBy<T>(all: readonly T[], keyOfOne: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) push(groups, keyOfOne(one), one);
  return groups;
}

function push<T>(groups: Map<string, T[]>, key: string, one: T): void {
  const group = groups.get(key);
  if (group) group.push(one);
  else groups.set(key, [one]);
}

/** Objects out of which an operator makes pods. */
const POD_MAKERS = new Set([
  'monitoring.coreos.com/Prometheus',
  'monitoring.coreos.com/PrometheusAgent',
  'monitoring.coreos.com/Alertmanager',
  'monitoring.coreos.com/ThanosRuler',
  'opentelemetry.io/OpenTelemetryCollector',
  'kafka.strimzi.io/Kafka',
  'kafka.strimzi.io/KafkaConnect',
  'kafka.strimzi.io/KafkaBridge',
  'kafka.strimzi.io/KafkaMirrorMaker2',
  'kafka.strimzi.io/KafkaNodePool',
  'postgresql.cnpg.io/Cluster',
  'postgresql.cnpg.io/Pooler',
  'acid.zalan.do/postgresql',
  'postgres-operator.crunchydata.com/PostgresCluster',
  'databases.spotahome.com/RedisFailover',
  'redis.redis.opstreelabs.in/Redis',
  'redis.redis.opstreelabs.in/RedisCluster',
  'redis.redis.opstreelabs.in/RedisReplication',
  'rabbitmq.com/RabbitmqCluster',
  'elasticsearch.k8s.elastic.co/Elasticsearch',
  'kibana.k8s.elastic.co/Kibana',
  'gateway.networking.k8s.io/Gateway',
  'networking.istio.io/Gateway',
  'helm.toolkit.fluxcd.io/HelmRelease',
  'helm.cattle.io/HelmChart',
  'kustomize.toolkit.fluxcd.io/Kustomization',
  'argoproj.io/Application',
  'argoproj.io/ApplicationSet',
  'serving.knative.dev/Service',
]);

const DEPLOYERS = new Set([
  'helm.toolkit.fluxcd.io/HelmRelease',
  'helm.cattle.io/HelmChart',
  'kustomize.toolkit.fluxcd.io/Kustomization',
  'argoproj.io/Application',
  'argoproj.io/ApplicationSet',
]);
