import type { Field } from './fields.ts';
import type { KubernetesObject } from './model.ts';
import { nearest } from './nearMiss.ts';
import { serviceOf } from './services.ts';
import { indexOf, type UnitObject } from './unitIndex.ts';
import type { Unit } from './workloads.ts';

/** A port of a Service that sends to a name which none of the pods has. */
export interface LostPort {
  readonly field: Field<number | string>;
  readonly pods: readonly UnitObject[];
  /** What was probably meant: the only port that there is, else the one of the nearest name. */
  readonly meant: number | string | undefined;
}

export function lostPortsOf(object: KubernetesObject, unit: Unit): readonly LostPort[] {
  const service = serviceOf(object);
  const named = (service?.ports ?? []).filter(({ target }) => typeof target === 'string');
  if (!service?.selector || named.length === 0 || object.partial) return [];
  const index = indexOf(unit);
  const { objects: pods, maybeMore } = index.podsOf(service.selector, object.namespace);
  // A pod whose ports are not all known may have this one.
  if (pods.length === 0 || maybeMore || index.makesUnknownPods || !pods.every(arePortsKnown)) return [];
  const ports = pods.flatMap(({ facts }) => facts.pods?.ports ?? []);
  return named.flatMap(({ targetPort, target }) => {
    if (!targetPort || typeof target !== 'string' || ports.some(({ name }) => name === target)) return [];
    return { field: targetPort, pods, meant: meantBy(target, ports) };
  });
}

function arePortsKnown({ facts }: UnitObject): boolean {
  return facts.workload?.containers.every(one => one.portsKnown) === true;
}

function meantBy(
  name: string,
  ports: readonly { readonly name: string | undefined; readonly number: number | undefined }[],
): number | string | undefined {
  const names = [...new Set(ports.flatMap(port => port.name ?? port.number ?? []))];
  if (names.length === 1) return names[0];
  return nearest(
    name,
    names.filter(one => typeof one === 'string'),
    one => one,
  )[0];
}
