import type { ObjectFacts } from './model.ts';
import { sharesNamespace, type UnitIndex, type UnitObject } from './unitIndex.ts';
import type { Unit } from './workloads.ts';

/** Kinds that have a number of replicas. */
const SCALABLE = new Set(['apps/Deployment', 'apps/StatefulSet', 'argoproj.io/Rollout']);

/**
 * The most pods that may ever stand behind a Service, at the highest that autoscalers go; undefined where it is not
 * known: no such Service in the unit, replicas that nobody writes, that a patch changes or a template fills.
 */
export function mostEndpointsOf(
  unit: Unit,
  index: UnitIndex,
  name: string,
  namespace: string | undefined,
): number | undefined {
  const [service, ...others] = index.named('', 'Service', name, namespace);
  if (!service?.facts.selector || others.length > 0 || index.makesUnknownPods) return undefined;
  const { objects, maybeMore } = index.podsOf(service.facts.selector, service.facts.namespace ?? namespace);
  if (maybeMore || objects.length === 0) return undefined;
  let sum = 0;
  for (const one of objects) {
    const most = mostReplicasOf(unit, index, one);
    if (most === undefined) return undefined;
    sum += most;
  }
  return sum;
}

function mostReplicasOf(unit: Unit, index: UnitIndex, { facts }: UnitObject): number | undefined {
  if (!SCALABLE.has(`${facts.group}/${facts.kind}`) || isChangedElsewhere(unit, facts)) return undefined;
  const scalers = index
    .having('autoscaler')
    .filter(
      ({ facts: scaler }) =>
        (scaler.autoscaler.name === undefined || scaler.autoscaler.name === facts.name) &&
        sharesNamespace(scaler.namespace, facts.namespace),
    );
  const [scaler, ...others] = scalers;
  if (others.length > 0) return undefined;
  return scaler ? scaler.facts.autoscaler.maximum : facts.workload?.replicas;
}

/** Patches and `replicas` of a kustomization. */
function isChangedElsewhere(unit: Unit, { kind, name }: ObjectFacts): boolean {
  for (const { objects, kustomization } of unit.values()) {
    if (objects.some(one => one.partial && one.kind === kind && one.name === name)) return true;
    if (!kustomization) continue;
    if (name !== undefined && kustomization.replicas.has(name)) return true;
    if (kustomization.inlinePatches.some(text => /\breplicas\b/.test(text))) return true;
  }
  return false;
}

/** The Services that a route of the Gateway API sends to; one that is not known is undefined. */
export function backendsOfRoute(
  index: UnitIndex,
  route: string,
  namespace: string | undefined,
): readonly ({ readonly name: string; readonly namespace: string | undefined } | undefined)[] {
  const found = ['HTTPRoute', 'GRPCRoute'].flatMap(kind =>
    index.named('gateway.networking.k8s.io', kind, route, namespace),
  );
  if (found.length !== 1) return [undefined];
  const backends = new Map((found[0]!.facts.backends ?? []).map(one => [`${one.namespace}/${one.name}`, one]));
  return [...backends.values()].map(({ name, namespace: own }) =>
    name === undefined ? undefined : { name, namespace: own },
  );
}
