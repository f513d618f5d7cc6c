import type { Located, Span } from '#text';
import { asMap, at, type MapNode } from '../yaml/index.ts';
import { type Field, mapsIn, numberField, type TextItem, textField, textItems } from './fields.ts';
import type { KubernetesObject } from './model.ts';

const GROUP = 'gateway.networking.k8s.io';

/** A Gateway of the Gateway API. Istio's own kind of that name is in `custom/istio.ts`. */
export interface Gateway {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly className: Field<string> | undefined;
  readonly listeners: readonly Listener[];
}

export interface Listener extends Located {
  readonly node: MapNode;
  readonly name: Field<string> | undefined;
  readonly protocol: Field<string> | undefined;
  readonly port: Field<number> | undefined;
  readonly hostname: Field<string> | undefined;
  readonly tls: MapNode | undefined;
  /** `allowedRoutes.namespaces.from`: `Same` where it is not written. */
  readonly routesFrom: string | undefined;
}

export function gatewayOf(object: KubernetesObject): Gateway | undefined {
  const spec = asMap(object.node.get('spec'));
  if (object.group !== GROUP || object.kind !== 'Gateway' || !spec) return undefined;
  return {
    object,
    spec,
    className: textField(spec, 'gatewayClassName'),
    listeners: mapsIn(spec.get('listeners')).map(node => {
      const from = textField(asMap(at(node, 'allowedRoutes', 'namespaces')), 'from');
      return {
        node,
        name: textField(node, 'name'),
        protocol: textField(node, 'protocol'),
        port: numberField(node, 'port'),
        hostname: textField(node, 'hostname'),
        tls: asMap(node.get('tls')),
        routesFrom: from ? from.value : 'Same',
        get span(): Span {
          return node.span;
        },
      };
    }),
  };
}

/** HTTPRoute, GRPCRoute, TLSRoute, TCPRoute, UDPRoute. */
export interface Route {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly parents: readonly ParentReference[];
  readonly hostnames: readonly TextItem[];
  readonly rules: readonly RouteRule[];
}

/** What a route is attached to: a Gateway, or a Service in a mesh. */
export interface ParentReference extends Located {
  readonly node: MapNode;
  readonly group: string | undefined;
  readonly kind: string | undefined;
  readonly name: Field<string> | undefined;
  readonly namespace: Field<string> | undefined;
  readonly sectionName: Field<string> | undefined;
  readonly port: Field<number> | undefined;
}

export interface RouteRule extends Located {
  readonly node: MapNode;
  readonly matches: readonly RouteMatch[];
  /** Types of the filters: `RequestRedirect`, `URLRewrite`. */
  readonly filters: readonly { readonly type: string | undefined; readonly node: MapNode }[];
  readonly backends: readonly BackendReference[];
  readonly sessionPersistence: MapNode | undefined;
}

export interface RouteMatch {
  readonly node: MapNode;
  readonly path: Field<string> | undefined;
  /** `PathPrefix` where it is not written. */
  readonly pathType: string | undefined;
  readonly method: Field<string> | undefined;
}

export interface BackendReference extends Located {
  readonly node: MapNode;
  /** True for a Service of the core group; other backends are their implementation's matter. */
  readonly isService: boolean;
  readonly name: Field<string> | undefined;
  readonly namespace: Field<string> | undefined;
  readonly port: Field<number> | undefined;
}

const ROUTES = new Set(['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute']);

export function routeOf(object: KubernetesObject): Route | undefined {
  const spec = asMap(object.node.get('spec'));
  if (object.group !== GROUP || !ROUTES.has(object.kind) || !spec) return undefined;
  return {
    object,
    spec,
    parents: mapsIn(spec.get('parentRefs')).map(parentOf),
    hostnames: textItems(spec.get('hostnames')),
    rules: mapsIn(spec.get('rules')).map(ruleOf),
  };
}

function parentOf(node: MapNode): ParentReference {
  return {
    node,
    group: valueOr(node, 'group', GROUP),
    kind: valueOr(node, 'kind', 'Gateway'),
    name: textField(node, 'name'),
    namespace: textField(node, 'namespace'),
    sectionName: textField(node, 'sectionName'),
    port: numberField(node, 'port'),
    get span(): Span {
      return node.span;
    },
  };
}

function ruleOf(node: MapNode): RouteRule {
  return {
    node,
    matches: mapsIn(node.get('matches')).map(match => {
      const path = asMap(match.get('path'));
      return {
        node: match,
        path: textField(path, 'value'),
        pathType: valueOr(path, 'type', 'PathPrefix'),
        method: textField(match, 'method'),
      };
    }),
    filters: mapsIn(node.get('filters')).map(filter => ({ type: textField(filter, 'type')?.value, node: filter })),
    backends: mapsIn(node.get('backendRefs')).map(backendOf),
    sessionPersistence: asMap(node.get('sessionPersistence')),
    get span(): Span {
      return node.span;
    },
  };
}

function backendOf(node: MapNode): BackendReference {
  return {
    node,
    isService: valueOr(node, 'group', '') === '' && valueOr(node, 'kind', 'Service') === 'Service',
    name: textField(node, 'name'),
    namespace: textField(node, 'namespace'),
    port: numberField(node, 'port'),
    get span(): Span {
      return node.span;
    },
  };
}

/** The value, the default of the API where none is written, undefined where a template decides. */
function valueOr(map: MapNode | undefined, name: string, fallback: string): string | undefined {
  const field = textField(map, name);
  return field ? field.value : fallback;
}
