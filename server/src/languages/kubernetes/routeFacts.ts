import type { Span } from '#text';
import { serviceOfHost, virtualServiceOf } from './custom/istio.ts';
import { ingressRouteOf } from './custom/traefik.ts';
import { relativeTo } from './factParts.ts';
import type { Field } from './fields.ts';
import { routeOf } from './gatewayApi.ts';
import { ingressOf } from './ingresses.ts';
import type { KubernetesObject } from './model.ts';

/** A Service that something sends requests to, whatever the kind of the route. */
export interface Backend {
  readonly service: Field<string>;
  /** The Service's name and namespace, which a mesh writes as one host. Undefined where a template decides. */
  readonly name: string | undefined;
  /** Undefined: that of the route. */
  readonly namespace: string | undefined;
  /** Number or name of the Service's port; undefined where none is written. */
  readonly port: Field<number> | Field<string> | Field<number | string> | undefined;
}

/** Backends that are Services of the core group; of Ingress, Gateway API, VirtualService and IngressRoute. */
export function backendsOf(object: KubernetesObject): readonly Backend[] {
  const ingress = ingressOf(object);
  if (ingress) return ingress.backends.flatMap(({ service, port }) => named(service, undefined, port));
  const route = routeOf(object);
  if (route) {
    const backends = route.rules.flatMap(rule => rule.backends).filter(one => one.isService);
    return backends.flatMap(({ name, namespace, port }) => named(name, namespace, port));
  }
  const traefik = ingressRouteOf(object);
  if (traefik) {
    const backends = traefik.routes.flatMap(one => one.services).filter(one => one.isService);
    return backends.flatMap(({ name, namespace, port }) => named(name, namespace, port));
  }
  const virtual = virtualServiceOf(object);
  return (virtual?.routes ?? []).flatMap(one => one.destinations).flatMap(({ host, port }) => inMesh(host, port));
}

function named(
  service: Field<string> | undefined,
  namespace: Field<string> | undefined,
  port: Backend['port'],
): Backend[] {
  // A namespace that is not known leaves open which Service is meant.
  if (!service || (namespace && namespace.value === undefined)) return [];
  return [{ service, name: service.value, namespace: namespace?.value, port }];
}

function inMesh(host: Field<string> | undefined, port: Backend['port']): Backend[] {
  const service = host?.value === undefined ? undefined : serviceOfHost(host.value);
  return host && service ? [{ service: host, ...service, port }] : [];
}

export interface BackendFacts {
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly port: number | string | undefined;
  readonly place: Span;
}

export function backendFacts(object: KubernetesObject): readonly BackendFacts[] | undefined {
  const backends = backendsOf(object);
  if (backends.length === 0) return undefined;
  return backends.map(({ service, name, namespace, port }) => ({
    name,
    namespace,
    port: port?.value,
    place: relativeTo(object, service),
  }));
}
