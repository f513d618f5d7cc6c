import type { Span } from '#text';
import { autoscalerOf, verticalAutoscalerOf } from './autoscalers.ts';
import { configDataOf, secretSourceOf } from './configData.ts';
import { certificateOf } from './custom/certManager.ts';
import { destinationRuleOf } from './custom/istio.ts';
import { monitorOf } from './custom/prometheus.ts';
import { defined, relativeTo } from './factParts.ts';
import { gatewayOf } from './gatewayApi.ts';
import type { KubernetesObject, Labels } from './model.ts';
import { podLabelsOf } from './pods.ts';
import { budgetOf } from './policies.ts';
import { type TrafficFacts, trafficFacts } from './rateLimits.ts';
import { redisFacts } from './redis.ts';
import { type BackendFacts, backendFacts } from './routeFacts.ts';
import { asksToBeScraped } from './scraping.ts';
import { serviceOf } from './services.ts';
import { claimOf, limitDefaultsOf } from './storage.ts';
import { replicasOf } from './workload.ts';
import { type WorkloadFacts, workloadFacts } from './workloadFacts.ts';

/**
 * What other documents may refer to in an object. Plain data; a part is there for the kinds that have it. Places are
 * UTF-16 offsets from the object's start: `placesIn` of `unitIndex.ts` says where that is.
 */
export interface ReferenceFacts {
  /** The name, or what stands in its place: what related information points at. */
  readonly place: Span;
  /** See `KubernetesObject.partial`: what is missing here stands elsewhere. */
  readonly partial: boolean;
  /** Labels that a part of a workload adds to its pods. */
  readonly addedPodLabels?: Labels;
  readonly service?: ServiceFacts;
  readonly workload?: WorkloadFacts;
  /** Says how many replicas there are, as a patch may do without being a whole workload. */
  readonly givesReplicas?: true;
  /** Tells a Redis which keys to drop, how much memory it may take. */
  readonly evicts?: true;
  readonly boundsMemory?: true;
  readonly config?: ConfigFacts;
  readonly autoscaler?: AutoscalerFacts;
  readonly verticalAutoscaler?: TargetFacts & { readonly updateMode: string | undefined };
  readonly budget?: BudgetFacts;
  readonly monitor?: MonitorFacts;
  /** Access modes of a PersistentVolumeClaim; an unknown one is undefined. */
  readonly claim?: { readonly accessModes: readonly (string | undefined)[] };
  /** Services that an Ingress, route or VirtualService sends requests to. */
  readonly backends?: readonly BackendFacts[];
  readonly traffic?: TrafficFacts;
  readonly listeners?: readonly ListenerFacts[];
  readonly destination?: DestinationFacts;
  /** Hosts that a Certificate is for. */
  readonly certificate?: { readonly secretName: string | undefined; readonly hosts: readonly (string | undefined)[] };
  /** Resources for which a LimitRange gives containers a request or limit. */
  readonly limitDefaults?: { readonly requests: readonly string[]; readonly limits: readonly string[] };
}

export interface ServiceFacts {
  readonly headless: boolean;
  readonly selects: boolean;
  readonly portsKnown: boolean;
  /** False where a template writes the name of a port. */
  readonly portNamesKnown: boolean;
  /** True where an annotation (`prometheus.io/scrape`) asks for its metrics to be read. */
  readonly scraped: boolean;
  readonly ports: readonly ServicePortFacts[];
}

export interface ServicePortFacts {
  readonly name: string | undefined;
  readonly port: number | undefined;
  readonly target: number | string | undefined;
  readonly place: Span;
}

/** A ConfigMap or Secret, or what an operator makes one of. */
export interface ConfigFacts {
  readonly type: 'configMap' | 'secret';
  /** Undefined where a template decides. */
  readonly name: string | undefined;
  /** Undefined where not all of them are known. */
  readonly keys: readonly ConfigKeyFacts[] | undefined;
}

export interface ConfigKeyFacts {
  readonly key: string;
  readonly place: Span;
}

export interface TargetFacts {
  /** Of the workload that is scaled. */
  readonly group: string | undefined;
  readonly kind: string | undefined;
  readonly name: string | undefined;
}

export interface AutoscalerFacts extends TargetFacts {
  readonly type: 'hpa' | 'keda';
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  /** Scales by CPU or memory (CPU where nothing is written); empty where by other things only. */
  readonly resources: readonly string[];
  /** Of these, what it measures as a share of the request. */
  readonly shares: readonly string[];
}

export interface BudgetFacts {
  readonly minAvailable: number | string | undefined;
  readonly maxUnavailable: number | string | undefined;
  /** False where a template decides one of them. */
  readonly known: boolean;
}

export interface MonitorFacts {
  readonly of: 'services' | 'pods';
  /** Undefined: its own one; `any` and names otherwise. */
  readonly namespaces: 'any' | readonly (string | undefined)[] | undefined;
  readonly ports: readonly (number | string | undefined)[];
}

export interface ListenerFacts {
  readonly name: string | undefined;
  readonly port: number | undefined;
  readonly protocol: string | undefined;
  readonly hostname: string | undefined;
  readonly routesFrom: string | undefined;
  readonly place: Span;
}

export interface DestinationFacts {
  readonly host: string | undefined;
  readonly subsets: readonly { readonly name: string | undefined; readonly labels: Labels; readonly place: Span }[];
  readonly detectsOutliers: boolean;
}

export function referenceFacts(object: KubernetesObject): ReferenceFacts {
  const vertical = verticalAutoscalerOf(object);
  const claim = claimOf(object);
  const certificate = certificateOf(object);
  const defaults = limitDefaultsOf(object);
  const gateway = gatewayOf(object);
  return {
    place: relativeTo(
      object,
      object.nameNode ?? object.node.entry('kind')?.value ?? object.node.entries[0]?.key ?? object,
    ),
    partial: object.partial,
    ...defined('addedPodLabels', object.partial ? podLabelsOf(object.node, object.group, object.kind) : undefined),
    ...defined('service', serviceFacts(object)),
    ...defined('workload', workloadFacts(object)),
    ...defined('givesReplicas', replicasOf(object) && (true as const)),
    ...redisFacts(object),
    ...defined('config', configFacts(object)),
    ...defined('autoscaler', autoscalerFacts(object)),
    ...defined('verticalAutoscaler', vertical && { ...targetFacts(vertical.target), updateMode: vertical.updateMode }),
    ...defined('budget', budgetFacts(object)),
    ...defined('monitor', monitorFacts(object)),
    ...defined('claim', claim && { accessModes: claim.accessModes.map(({ text }) => text) }),
    ...defined('backends', backendFacts(object)),
    ...defined('traffic', trafficFacts(object)),
    ...defined(
      'listeners',
      gateway?.listeners.map(one => listenerFacts(object, one)),
    ),
    ...defined('destination', destinationFacts(object)),
    ...defined(
      'certificate',
      certificate && {
        secretName: certificate.secretName?.value,
        hosts: certificate.dnsNames.map(({ text }) => text),
      },
    ),
    ...defined('limitDefaults', defaults && { requests: defaults.requests, limits: defaults.limits }),
  };
}

function serviceFacts(object: KubernetesObject): ServiceFacts | undefined {
  const service = serviceOf(object);
  if (!service) return undefined;
  return {
    headless: service.headless,
    selects: service.selector !== undefined,
    portsKnown: service.portsKnown && !object.partial,
    portNamesKnown: service.ports.every(({ name }) => !name || name.value !== undefined),
    scraped: asksToBeScraped(object.annotations),
    ports: service.ports.map(port => ({
      name: port.name?.value,
      port: port.port?.value,
      target: port.target,
      place: relativeTo(object, port.port ?? port.name ?? port),
    })),
  };
}

function configFacts(object: KubernetesObject): ConfigFacts | undefined {
  const data = configDataOf(object);
  if (data) {
    const keys = data.entries.map(({ key }) => ({ key: key.text, place: relativeTo(object, key) }));
    return { type: data.type, name: object.name, keys: data.open || object.partial ? undefined : keys };
  }
  const source = secretSourceOf(object);
  if (!source) return undefined;
  const keys = source.keys?.flatMap(field => {
    const key = object.kind === 'SealedSecret' ? field.key.text : field.value;
    return key === undefined
      ? []
      : { key, place: relativeTo(object, object.kind === 'SealedSecret' ? field.key : field) };
  });
  return { type: 'secret', name: source.secretName, keys: keys?.length === source.keys?.length ? keys : undefined };
}

function targetFacts(target: {
  groupName: string | undefined;
  kindName: string | undefined;
  name: { value: string | undefined } | undefined;
}): TargetFacts {
  return { group: target.groupName, kind: target.kindName, name: target.name?.value };
}

function autoscalerFacts(object: KubernetesObject): AutoscalerFacts | undefined {
  const found = autoscalerOf(object);
  if (!found) return undefined;
  const resources = found.metrics.flatMap(metric => (metric.type === 'other' ? [] : (metric.resource ?? [])));
  const byDefault = found.type === 'hpa' && found.metrics.length === 0 && found.metricsKnown;
  return {
    ...targetFacts(found.target),
    type: found.type,
    minimum: found.minimum,
    maximum: found.maximum,
    resources: byDefault ? ['cpu'] : resources,
    shares: byDefault ? ['cpu'] : found.metrics.flatMap(one => (one.utilization ? (one.resource ?? []) : [])),
  };
}

function budgetFacts(object: KubernetesObject): BudgetFacts | undefined {
  const budget = budgetOf(object);
  if (!budget) return undefined;
  const { minAvailable, maxUnavailable } = budget;
  const known = [minAvailable, maxUnavailable].every(field => !field || field.value !== undefined);
  return {
    minAvailable: minAvailable?.value,
    maxUnavailable: maxUnavailable?.value,
    known: known && !budget.spec.open,
  };
}

function monitorFacts(object: KubernetesObject): MonitorFacts | undefined {
  const monitor = monitorOf(object);
  if (!monitor) return undefined;
  const { namespaces } = monitor;
  return {
    of: monitor.of,
    namespaces: typeof namespaces === 'object' ? namespaces.map(({ text }) => text) : namespaces,
    ports: monitor.endpoints.map(({ port, targetPort }) => (port ?? targetPort)?.value),
  };
}

function listenerFacts(
  object: KubernetesObject,
  listener: NonNullable<ReturnType<typeof gatewayOf>>['listeners'][number],
): ListenerFacts {
  return {
    name: listener.name?.value,
    port: listener.port?.value,
    protocol: listener.protocol?.value,
    hostname: listener.hostname?.value,
    routesFrom: listener.routesFrom,
    place: relativeTo(object, listener.name ?? listener),
  };
}

function destinationFacts(object: KubernetesObject): DestinationFacts | undefined {
  const rule = destinationRuleOf(object);
  if (!rule) return undefined;
  return {
    host: rule.host?.value,
    subsets: rule.subsets.map(({ name, labels, node }) => ({
      name: name?.value,
      labels,
      place: relativeTo(object, name ?? node),
    })),
    detectsOutliers: rule.policies.some(({ outlierDetection }) => outlierDetection !== undefined),
  };
}
