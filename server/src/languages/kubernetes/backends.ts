import type { KubernetesObject } from './model.ts';
import { isNearService } from './nearMiss.ts';
import { type Backend, backendsOf } from './routeFacts.ts';
import { indexOf, sharesNamespace, type UnitIndex, type UnitObject } from './unitIndex.ts';
import type { Unit } from './workloads.ts';

/** A backend whose Service is there and has no such port. */
export interface LostBackendPort {
  readonly backend: Backend;
  readonly port: NonNullable<Backend['port']>;
  readonly service: UnitObject;
  /** True where the number or name is that of the pods' port. */
  readonly isTarget: boolean;
  readonly meant: number | string | undefined;
}

export function lostBackendPorts(object: KubernetesObject, unit: Unit): readonly LostBackendPort[] {
  if (object.partial) return [];
  const index = indexOf(unit);
  return backendsOf(object).flatMap(backend => {
    const { name, port } = backend;
    const wanted = port?.value;
    if (name === undefined || !port || wanted === undefined) return [];
    const services = index.named('', 'Service', name, backend.namespace ?? object.namespace);
    const [service] = services;
    const ports = services.flatMap(({ facts }) => facts.service?.ports ?? []);
    const isKnown = services.every(({ facts }) => facts.service?.portsKnown) && ports.length > 0;
    // A number or name that a template fills may be the one.
    if (!service || !isKnown || ports.some(one => one.port === undefined)) return [];
    if (ports.some(one => one.port === wanted || one.name === wanted)) return [];
    const targeted = ports.find(one => one.target === wanted);
    const only = targeted ?? (ports.length === 1 ? ports[0] : undefined);
    const meant = typeof wanted === 'string' ? only?.name : only?.port;
    return { backend, port, service, isTarget: targeted !== undefined, meant };
  });
}

/** A backend whose Service is not there, while one of nearly its name is. */
export interface LostBackend {
  readonly backend: Backend;
  readonly name: string;
  readonly service: UnitObject;
  /** The name, written as the backend writes it. */
  readonly meant: string;
}

export function lostBackends(object: KubernetesObject, unit: Unit): readonly LostBackend[] {
  if (object.partial) return [];
  const index = indexOf(unit);
  return backendsOf(object).flatMap(backend => {
    const { name } = backend;
    const namespace = backend.namespace ?? object.namespace;
    if (name === undefined || index.named('', 'Service', name, namespace).length > 0) return [];
    const near = servicesNear(name, namespace, index);
    const [service] = near;
    if (!service?.facts.name || near.length > 1) return [];
    return { backend, name, service, meant: backend.service.text.replace(name, service.facts.name) };
  });
}

/** Names that differ by a number are those of two things: `web-1` and `web-2`. */
function servicesNear(name: string, namespace: string | undefined, index: UnitIndex): readonly UnitObject[] {
  const plain = (text: string): string => text.replace(/\d+/g, '0');
  return index
    .ofKind('', 'Service')
    .filter(
      ({ facts }) =>
        facts.name !== undefined &&
        sharesNamespace(facts.namespace, namespace) &&
        isNearService(name, facts.name) &&
        plain(name) !== plain(facts.name),
    );
}
