import { memoised, memoisedPair } from '../memo.ts';
import { isInfrastructure, isWellKnownSidecar } from './images.ts';
import { isGenerated, selects } from './labels.ts';
import type { Container, KubernetesDocument, KubernetesFacts, KubernetesObject, Labels, ObjectFacts } from './model.ts';
import { type TrafficPort, trafficPortOf } from './ports.ts';
import { isListedAsPatch } from './unit.ts';

/** Facts of the documents that are deployed together with one, that one included, by uri. */
export type Unit = ReadonlyMap<string, KubernetesFacts>;

/** A workload that answers requests, with the container that does. */
export interface ServiceWorkload {
  readonly object: KubernetesObject;
  /** The container that owns the port of a Service, else the first one that is no well-known sidecar. */
  readonly main: Container;
  /** Services of the unit that select its pods. */
  readonly services: readonly ObjectFacts[];
  /** The port that the main container answers requests at; undefined where it has none but metrics and the like. */
  readonly port: TrafficPort | undefined;
}

const SERVICE_KINDS = new Set([
  'apps/Deployment',
  'extensions/Deployment',
  'apps/StatefulSet',
  'argoproj.io/Rollout',
  'serving.knative.dev/Service',
]);

/**
 * The workloads of a document whose pods declare a port or are selected by a Service of the unit. Jobs, DaemonSets,
 * bare pods and Helm hooks serve nobody who would wait for them.
 */
export const serviceWorkloads: (document: KubernetesDocument, unit: Unit) => readonly ServiceWorkload[] = memoisedPair(
  (document, unit) => {
    const services = indexServices(unit);
    return document.objects.flatMap(object => serviceWorkload(object, services) ?? []);
  },
);

function serviceWorkload(object: KubernetesObject, services: ServiceIndex): ServiceWorkload | undefined {
  if (!SERVICE_KINDS.has(`${object.group}/${object.kind}`) || object.annotations.values.has('helm.sh/hook'))
    return undefined;
  const pods = object.podSpec();
  if (!pods) return undefined;
  const selecting = servicesFor(services, object, pods.labels);
  const declares = pods.containers.some(container => container.ports.length > 0);
  if (!declares && selecting.length === 0) return undefined;
  const main = mainContainer(pods.containers, selecting);
  return main && { object, main, services: selecting, port: trafficPortOf(main, pods, selecting) };
}

/** Services by one label that they ask for, so that a unit with many of them costs no more than its size. */
type ServiceIndex = ReadonlyMap<string, readonly ObjectFacts[]>;

const indexServices = memoised((unit: Unit): ServiceIndex => {
  const index = new Map<string, ObjectFacts[]>();
  for (const { objects } of unit.values()) {
    for (const service of objects) {
      if (service.group !== '' || service.kind !== 'Service') continue;
      const asked = service.selector?.requirements.find(one => one.operator === 'In' && !isGenerated(one.key));
      if (!asked) continue;
      const label = `${asked.key}=${asked.values[0]}`;
      const others = index.get(label);
      if (others) others.push(service);
      else index.set(label, [service]);
    }
  }
  return index;
});

/** The Services that certainly select these pods. */
function servicesFor(index: ServiceIndex, object: KubernetesObject, labels: Labels): readonly ObjectFacts[] {
  const candidates = [...labels.values].flatMap(([key, value]) => index.get(`${key}=${value}`) ?? []);
  return candidates.filter(
    service => sharesNamespace(service, object) && service.selector && selects(service.selector, labels),
  );
}

/** Where one of the two names no namespace, the other one's (or a kustomization's) may be meant. */
function sharesNamespace(a: { namespace: string | undefined }, b: { namespace: string | undefined }): boolean {
  return a.namespace === undefined || b.namespace === undefined || a.namespace === b.namespace;
}

function mainContainer(containers: readonly Container[], services: readonly ObjectFacts[]): Container | undefined {
  const own = containers.filter(
    container => container.role === 'container' && !(container.image && isWellKnownSidecar(container.image)),
  );
  if (own.length < 2) return own[0];
  const targets = services.flatMap(service => service.targetPorts.map(port => port.target));
  return own.find(container => targets.some(target => container.port(target))) ?? own[0];
}

/**
 * Containers of third parties: no rule about an application's endpoints speaks of them. Where a template writes the
 * image, the container's name is what there is to go by.
 */
export function isForeign({ image, name }: Container): boolean {
  const known = image ?? name;
  return known !== undefined && (isWellKnownSidecar(known) || isInfrastructure(known));
}

/** True where a kustomization lists the document as a patch: what is missing in it stands elsewhere. */
export function isPatch(document: KubernetesDocument, unit: Unit): boolean {
  return isListedAsPatch(document.uri, unit);
}
