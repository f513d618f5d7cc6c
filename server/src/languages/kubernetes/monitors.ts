import { memoised } from '../memo.ts';
import type { Monitor } from './custom/prometheus.ts';
import { isForeignPath, isNonProductionNamed, isNonProductionPath } from './environment.ts';
import { isGenerated, selects } from './labels.ts';
import type { KubernetesObject, Labels, Selector } from './model.ts';
import { type Candidate, nearMisses } from './nearMiss.ts';
import { indexOf, sharesNamespace, type UnitObject } from './unitIndex.ts';
import type { Unit } from './workloads.ts';

type Namespaces = 'any' | readonly (string | undefined)[] | undefined;

/** What a monitor selects in a unit. */
export interface Monitored {
  readonly objects: readonly UnitObject[];
  /** True where a template or an operator leaves open whether there is more. */
  readonly maybeMore: boolean;
}

/** Services by the labels that they have; those whose labels a template writes may be any. */
interface ServicesByLabel {
  readonly byLabel: ReadonlyMap<string, readonly UnitObject[]>;
  readonly all: readonly UnitObject[];
  readonly uncertain: readonly UnitObject[];
}

const servicesOf: (unit: Unit) => ServicesByLabel = memoised(unit => {
  const byLabel = new Map<string, UnitObject[]>();
  const uncertain: UnitObject[] = [];
  const all = indexOf(unit).ofKind('', 'Service');
  for (const one of all) {
    const { values, open } = one.facts.labels;
    if (open || [...values.values()].includes(undefined)) uncertain.push(one);
    else
      for (const [key, value] of values) {
        const label = `${key}=${value}`;
        const others = byLabel.get(label);
        if (others) others.push(one);
        else byLabel.set(label, [one]);
      }
  }
  return { byLabel, all, uncertain };
});

/** The Services that a ServiceMonitor selects, or what makes the pods that a PodMonitor selects. */
export function monitoredIn(monitor: Monitor, unit: Unit): Monitored {
  const { selector, object, of } = monitor;
  // An empty selector takes everything.
  if (selector.requirements.length === 0) return { objects: [], maybeMore: true };
  const namespaces = namespacesOf(monitor);
  if (of === 'pods') {
    const { objects, maybeMore } = indexOf(unit).podsOf(selector, undefined);
    const there = objects.filter(one => isIn(one.facts.namespace, namespaces, object.namespace));
    return { objects: there, maybeMore: maybeMore || indexOf(unit).makesUnknownPods };
  }
  const { byLabel, all, uncertain } = servicesOf(unit);
  const asked = selector.requirements.find(one => one.operator === 'In' && !isGenerated(one.key));
  const candidates = asked
    ? [...asked.values.flatMap(value => byLabel.get(`${asked.key}=${value}`) ?? []), ...uncertain]
    : all;
  const answers = candidates
    .filter(one => isIn(one.facts.namespace, namespaces, object.namespace))
    .map(one => ({ one, answer: selects(selector, one.facts.labels) }));
  return {
    objects: answers.filter(({ answer }) => answer === true).map(({ one }) => one),
    maybeMore: selector.open || answers.some(({ answer }) => answer === undefined),
  };
}

function namespacesOf({ namespaces }: Monitor): Namespaces {
  return typeof namespaces === 'object' ? namespaces.map(({ text }) => text) : namespaces;
}

function isIn(namespace: string | undefined, namespaces: Namespaces, own: string | undefined): boolean {
  if (namespaces === 'any') return true;
  return (namespaces ?? [own]).some(one => sharesNamespace(one, namespace));
}

/** A port of what a monitor selects. */
export interface MonitoredPort {
  readonly name: string | undefined;
  readonly number: number | undefined;
}

/** The ports that a monitor can name; undefined where not all of them are known, or nothing is selected. */
export function monitorablePorts({ objects, maybeMore }: Monitored): readonly MonitoredPort[] | undefined {
  if (maybeMore || objects.length === 0 || !objects.every(arePortsKnown)) return undefined;
  return objects.flatMap(
    ({ facts: { service, pods } }) =>
      service?.ports.map(({ name, port }) => ({ name, number: port })) ?? pods?.ports ?? [],
  );
}

function arePortsKnown({ facts: { service, workload, pods }, uri }: UnitObject): boolean {
  if (service) return service.portsKnown && service.portNamesKnown;
  // A port of a template without a name may have one that its values write.
  if (uri.includes('/templates/') && pods?.ports.some(({ name }) => name === undefined)) return false;
  return workload?.containers.every(one => one.portsKnown) === true;
}

/**
 * What a monitor that selects nothing was probably meant for, the most probable first. Nothing where something elsewhere
 * may be meant: an operator makes Services and pods of its own.
 */
export function meantBy(monitor: Monitor, unit: Unit, elsewhere: Unit): readonly UnitObject[] {
  const index = indexOf(unit);
  const { object, selector, of, endpoints } = monitor;
  if (index.makesUnknownPods || selector.open || selector.requirements.some(one => one.operator === 'Unknown'))
    return [];
  for (const there of [unit, elsewhere]) {
    const { objects, maybeMore } = monitoredIn(monitor, there);
    if (objects.length > 0 || (there === unit && maybeMore)) return [];
  }
  const namespaces = namespacesOf(monitor);
  const candidates = (of === 'pods' ? index.having('workload') : index.having('service')).filter(
    one => !one.facts.partial && isIn(one.facts.namespace, namespaces, object.namespace),
  );
  const ports = endpoints.flatMap(({ port, targetPort }) => (port ?? targetPort)?.value ?? []);
  return nearMisses({ name: object.name, selector, ports }, candidates.map(candidateOf)).map(({ one }) => one);
}

function candidateOf(one: UnitObject): Candidate & { readonly one: UnitObject } {
  const { name, labels, service, pods } = one.facts;
  const ports = service?.ports.map(port => ({ name: port.name, number: port.port })) ?? pods?.ports ?? [];
  return { one, name, labels: service ? labels : (one.podLabels ?? labels), ports };
}

/** Of a selector the first requirement that an object does not meet: where the two differ. */
export function unmetKey(selector: Selector, labels: Labels): string | undefined {
  return selector.requirements.find(one => selects({ requirements: [one], open: false }, labels) === false)?.key;
}

/** Objects other than the operator's own that say what is to be scraped. */
const SCRAPERS = /^(operator\.victoriametrics\.com\/VM\w*Scrape|monitoring\.googleapis\.com\/.*PodMonitoring)$/;

/** Whether a monitor anywhere reads metrics of the pods of `object`, or may. */
export function isScraped(object: KubernetesObject, unit: Unit, everywhere: Unit): boolean {
  const pods = object.podSpec();
  if (!pods) return true;
  const services = servicesSelecting(pods.labels, object.namespace, unit);
  if (services.some(({ facts }) => facts.service?.scraped)) return true;
  return monitorsIn(everywhere).some(({ facts }) => {
    const { monitor, namespace, selector } = facts;
    if (!monitor) return true;
    if (!selector || selector.requirements.length === 0) return true;
    if (monitor.of === 'pods')
      return isIn(object.namespace, monitor.namespaces, namespace) && selects(selector, pods.labels) !== false;
    return services.some(
      one => isIn(one.facts.namespace, monitor.namespaces, namespace) && selects(selector, one.facts.labels) !== false,
    );
  });
}

/** The Services of a unit that select such pods, or may. */
export function servicesSelecting(labels: Labels, namespace: string | undefined, unit: Unit): readonly UnitObject[] {
  return indexOf(unit)
    .ofKind('', 'Service')
    .filter(
      ({ facts }) =>
        sharesNamespace(facts.namespace, namespace) && facts.selector && selects(facts.selector, labels) !== false,
    );
}

const monitorsIn: (everywhere: Unit) => readonly UnitObject[] = memoised(everywhere =>
  indexOf(everywhere).objects.filter(
    ({ facts }) => facts.monitor !== undefined || SCRAPERS.test(`${facts.group}/${facts.kind}`),
  ),
);

/** Whether somebody monitors with the operator here. */
export function hasMonitors(everywhere: Unit): boolean {
  return monitorsIn(everywhere).some(({ facts }) => facts.monitor);
}

/**
 * The monitor that findings about the whole workspace stand on: the first one for production that no template writes.
 * Undefined where there may be more alerts than those that are seen.
 */
export const firstMonitor: (everywhere: Unit) => UnitObject | undefined = memoised(everywhere => {
  const index = indexOf(everywhere);
  if (index.having('alerts').some(({ facts }) => !facts.alerts.known)) return undefined;
  if (index.deploysOthers) return undefined;
  const monitors = monitorsIn(everywhere).filter(
    ({ facts, uri }) =>
      facts.monitor &&
      !facts.partial &&
      !isForeignPath(uri) &&
      !isNonProductionPath(uri) &&
      !isNonProductionNamed(facts, undefined) &&
      !uri.includes('/templates/'),
  );
  return [...monitors].sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.start - b.start))[0];
});
