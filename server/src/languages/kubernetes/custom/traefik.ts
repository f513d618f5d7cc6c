import type { Located, Span } from '#text';
import { asMap, at, type MapNode } from '../../yaml/index.ts';
import type { Duration } from '../durations.ts';
import {
  durationField,
  type Field,
  intOrTextField,
  mapsIn,
  numberField,
  type TextItem,
  textField,
  textItems,
} from '../fields.ts';
import type { KubernetesObject } from '../model.ts';
import { specOf } from './spec.ts';

/** Of version 3 and of those before it. */
const GROUPS = ['traefik.io', 'traefik.containo.us'];

function traefikSpec(object: KubernetesObject, ...kinds: string[]): MapNode | undefined {
  return GROUPS.map(group => specOf(object, group, ...kinds)).find(spec => spec !== undefined);
}

export interface IngressRoute {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly entryPoints: readonly TextItem[];
  readonly tls: MapNode | undefined;
  readonly routes: readonly TraefikRoute[];
}

export interface TraefikRoute extends Located {
  readonly node: MapNode;
  /** ``Host(`shop.example.com`) && PathPrefix(`/api`)``. */
  readonly match: Field<string> | undefined;
  readonly middlewares: readonly Field<string>[];
  readonly services: readonly TraefikBackend[];
}

export interface TraefikBackend extends Located {
  readonly node: MapNode;
  /** False for a TraefikService. */
  readonly isService: boolean;
  readonly name: Field<string> | undefined;
  readonly namespace: Field<string> | undefined;
  readonly port: Field<number | string> | undefined;
  /** `sticky.cookie`. */
  readonly stickyCookie: MapNode | undefined;
}

export function ingressRouteOf(object: KubernetesObject): IngressRoute | undefined {
  const spec = traefikSpec(object, 'IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP');
  if (!spec) return undefined;
  return {
    object,
    spec,
    entryPoints: textItems(spec.get('entryPoints')),
    tls: asMap(spec.get('tls')),
    routes: mapsIn(spec.get('routes')).map(node => ({
      node,
      match: textField(node, 'match'),
      middlewares: mapsIn(node.get('middlewares')).flatMap(one => textField(one, 'name') ?? []),
      services: mapsIn(node.get('services')).map(backendOf),
      get span(): Span {
        return node.span;
      },
    })),
  };
}

function backendOf(node: MapNode): TraefikBackend {
  const kind = textField(node, 'kind');
  return {
    node,
    isService: !kind || kind.value === 'Service',
    name: textField(node, 'name'),
    namespace: textField(node, 'namespace'),
    port: intOrTextField(node, 'port'),
    stickyCookie: asMap(at(node, 'sticky', 'cookie')),
    get span(): Span {
      return node.span;
    },
  };
}

export interface Middleware {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  /** The mapping `rateLimit`. */
  readonly rateLimit: MapNode | undefined;
  /** Requests in each `period`. */
  readonly average: Field<number> | undefined;
  /** 1 s where it is not written; a number counts seconds. */
  readonly period: Field<Duration> | undefined;
  readonly burst: Field<number> | undefined;
}

export function middlewareOf(object: KubernetesObject): Middleware | undefined {
  const spec = traefikSpec(object, 'Middleware');
  if (!spec) return undefined;
  const rateLimit = asMap(spec.get('rateLimit'));
  return {
    object,
    spec,
    rateLimit,
    average: numberField(rateLimit, 'average'),
    period: durationField(rateLimit, 'period'),
    burst: numberField(rateLimit, 'burst'),
  };
}

export interface TlsOption {
  readonly object: KubernetesObject;
  /** `VersionTLS10` … `VersionTLS13`. */
  readonly minimumTls: Field<string> | undefined;
}

export function tlsOptionOf(object: KubernetesObject): TlsOption | undefined {
  const spec = traefikSpec(object, 'TLSOption');
  return spec && { object, minimumTls: textField(spec, 'minVersion') };
}
