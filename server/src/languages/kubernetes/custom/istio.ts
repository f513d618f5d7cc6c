import type { Located, Span } from '#text';
import { asMap, type MapNode } from '../../yaml/index.ts';
import { booleanField, type Field, mapsIn, numberField, type TextItem, textField, textItems } from '../fields.ts';
import { labelsOf } from '../labels.ts';
import type { KubernetesObject, Labels } from '../model.ts';
import { type OutlierDetection, outlierDetectionOf } from './outliers.ts';
import { specOf } from './spec.ts';

const NETWORKING = 'networking.istio.io';

export interface DestinationRule {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly host: Field<string> | undefined;
  /** Its own traffic policy, then those of ports and subsets, each with its place. */
  readonly policies: readonly TrafficPolicy[];
  readonly subsets: readonly Subset[];
}

export interface TrafficPolicy {
  readonly node: MapNode;
  readonly level: 'host' | 'port' | 'subset';
  readonly outlierDetection: OutlierDetection | undefined;
  /** `DISABLE`, `SIMPLE`, `MUTUAL`, `ISTIO_MUTUAL`. */
  readonly tlsMode: Field<string> | undefined;
  readonly skipVerify: Field<boolean> | undefined;
  /** `loadBalancer.consistentHash`. */
  readonly consistentHash: MapNode | undefined;
}

export interface Subset extends Located {
  readonly node: MapNode;
  readonly name: Field<string> | undefined;
  readonly labels: Labels;
}

/** https://istio.io/latest/docs/reference/config/networking/destination-rule/ */
export function destinationRuleOf(object: KubernetesObject): DestinationRule | undefined {
  const spec = specOf(object, NETWORKING, 'DestinationRule');
  if (!spec) return undefined;
  const subsets = mapsIn(spec.get('subsets'));
  return {
    object,
    spec,
    host: textField(spec, 'host'),
    policies: [
      ...policiesIn(asMap(spec.get('trafficPolicy')), 'host'),
      ...subsets.flatMap(subset => policiesIn(asMap(subset.get('trafficPolicy')), 'subset')),
    ],
    subsets: subsets.map(node => ({
      node,
      name: textField(node, 'name'),
      labels: labelsOf(node.get('labels')),
      get span(): Span {
        return node.span;
      },
    })),
  };
}

function policiesIn(node: MapNode | undefined, level: 'host' | 'subset'): readonly TrafficPolicy[] {
  if (!node) return [];
  const ports = mapsIn(node.get('portLevelSettings')).map(port => policyOf(port, 'port'));
  return [policyOf(node, level), ...ports];
}

function policyOf(node: MapNode, level: TrafficPolicy['level']): TrafficPolicy {
  const tls = asMap(node.get('tls'));
  return {
    node,
    level,
    outlierDetection: outlierDetectionOf(asMap(node.get('outlierDetection'))),
    tlsMode: textField(tls, 'mode'),
    skipVerify: booleanField(tls, 'insecureSkipVerify'),
    consistentHash: asMap(asMap(node.get('loadBalancer'))?.get('consistentHash')),
  };
}

export interface VirtualService {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly hosts: readonly TextItem[];
  readonly gateways: readonly TextItem[];
  readonly routes: readonly VirtualRoute[];
}

export interface VirtualRoute extends Located {
  readonly node: MapNode;
  readonly protocol: 'http' | 'tls' | 'tcp';
  readonly destinations: readonly Destination[];
}

/** A host as `reviews`, `reviews.shop` or `reviews.shop.svc.cluster.local`. */
export interface Destination extends Located {
  readonly node: MapNode;
  readonly host: Field<string> | undefined;
  readonly subset: Field<string> | undefined;
  readonly port: Field<number> | undefined;
}

export function virtualServiceOf(object: KubernetesObject): VirtualService | undefined {
  const spec = specOf(object, NETWORKING, 'VirtualService');
  if (!spec) return undefined;
  return {
    object,
    spec,
    hosts: textItems(spec.get('hosts')),
    gateways: textItems(spec.get('gateways')),
    routes: (['http', 'tls', 'tcp'] as const).flatMap(protocol =>
      mapsIn(spec.get(protocol)).map(node => ({
        node,
        protocol,
        destinations: mapsIn(node.get('route')).flatMap(route => destinationOf(asMap(route.get('destination'))) ?? []),
        get span(): Span {
          return node.span;
        },
      })),
    ),
  };
}

function destinationOf(node: MapNode | undefined): Destination | undefined {
  if (!node) return undefined;
  return {
    node,
    host: textField(node, 'host'),
    subset: textField(node, 'subset'),
    port: numberField(asMap(node.get('port')), 'number'),
    get span(): Span {
      return node.span;
    },
  };
}

/** Name and namespace of the Service that a short or full host means; undefined for hosts outside of the cluster. */
export function serviceOfHost(
  host: string,
): { readonly name: string; readonly namespace: string | undefined } | undefined {
  const match = /^([a-z0-9-]+)(?:\.([a-z0-9-]+)(?:\.svc(?:\.[a-z0-9.-]+)?)?)?$/.exec(host);
  return match ? { name: match[1]!, namespace: match[2] } : undefined;
}

/** Istio's own Gateway; the one of the Gateway API is in `gatewayApi.ts`. */
export interface IstioGateway {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly servers: readonly IstioServer[];
}

export interface IstioServer extends Located {
  readonly node: MapNode;
  readonly protocol: Field<string> | undefined;
  readonly port: Field<number> | undefined;
  readonly hosts: readonly TextItem[];
  readonly tls: MapNode | undefined;
  readonly tlsMode: Field<string> | undefined;
  readonly httpsRedirect: Field<boolean> | undefined;
  /** `TLSV1_0` … `TLSV1_3`, `TLS_AUTO`. */
  readonly minimumTls: Field<string> | undefined;
}

export function istioGatewayOf(object: KubernetesObject): IstioGateway | undefined {
  const spec = specOf(object, NETWORKING, 'Gateway');
  return spec && { object, spec, servers: mapsIn(spec.get('servers')).map(serverOf) };
}

function serverOf(node: MapNode): IstioServer {
  const port = asMap(node.get('port'));
  const tls = asMap(node.get('tls'));
  return {
    node,
    protocol: textField(port, 'protocol'),
    port: numberField(port, 'number'),
    hosts: textItems(node.get('hosts')),
    tls,
    tlsMode: textField(tls, 'mode'),
    httpsRedirect: booleanField(tls, 'httpsRedirect'),
    minimumTls: textField(tls, 'minProtocolVersion'),
    get span(): Span {
      return node.span;
    },
  };
}

/** Hosts outside of the mesh, or made known to it. */
export interface ServiceEntry {
  readonly object: KubernetesObject;
  readonly hosts: readonly TextItem[];
}

export function serviceEntryOf(object: KubernetesObject): ServiceEntry | undefined {
  const spec = specOf(object, NETWORKING, 'ServiceEntry');
  return spec && { object, hosts: textItems(spec.get('hosts')) };
}
