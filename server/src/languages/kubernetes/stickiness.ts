import { asMap, type MapNode, type ScalarNode } from '../yaml/index.ts';
import { annotationsNodeOf, annotationsOf } from './annotations.ts';
import { backendTrafficPolicyOf } from './custom/envoyGateway.ts';
import { destinationRuleOf } from './custom/istio.ts';
import { booleanField, type Field, textField } from './fields.ts';
import { routeOf } from './gatewayApi.ts';
import { ingressOf } from './ingresses.ts';
import type { KubernetesObject } from './model.ts';

/** A setting that sends a client to the same pod every time. */
export interface StickySetting {
  /** As a message names it: the annotation without what stands before its slash. */
  readonly name: string;
  readonly node: ScalarNode;
  /** What takes it away: entries of a mapping, with the entry that holds the mapping. */
  readonly map: MapNode;
  readonly keys: readonly string[];
  readonly holder: { readonly map: MapNode; readonly key: string } | undefined;
  /** What is left of a value of which only a part says so; undefined: nothing. */
  readonly rest: string | undefined;
}

interface StickyAnnotation {
  readonly key: string;
  /** Values that say so; undefined: any. */
  readonly value?: RegExp;
  /** Beginnings of the annotations that say how. */
  readonly details: readonly string[];
}

/** https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/ and its like of each controller. */
const ANNOTATIONS: readonly StickyAnnotation[] = [
  {
    key: 'nginx.ingress.kubernetes.io/affinity',
    value: /^cookie$/,
    details: ['nginx.ingress.kubernetes.io/session-cookie-', 'nginx.ingress.kubernetes.io/affinity-'],
  },
  {
    key: 'nginx.ingress.kubernetes.io/upstream-hash-by',
    // A hash of the address asked for shares a cache; one of the client makes it stick.
    value: /\$(binary_)?remote_addr|\$cookie_|\$http_x_(forwarded_for|real_ip)/,
    details: ['nginx.ingress.kubernetes.io/upstream-hash-by-'],
  },
  { key: 'haproxy.org/cookie-persistence', details: ['haproxy.org/cookie-persistence-'] },
  {
    key: 'haproxy-ingress.github.io/affinity',
    value: /^cookie$/,
    details: ['haproxy-ingress.github.io/session-cookie-'],
  },
  {
    key: 'traefik.ingress.kubernetes.io/service.sticky.cookie',
    value: /^true$/,
    details: ['traefik.ingress.kubernetes.io/service.sticky.cookie.'],
  },
  { key: 'traefik.ingress.kubernetes.io/affinity', value: /^true$/, details: [] },
];

/** Lists of `key=value` for the target groups of an AWS load balancer. */
const TARGET_GROUPS = new Set([
  'alb.ingress.kubernetes.io/target-group-attributes',
  'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes',
]);

/** What annotations of an Ingress or Service, or the BackendConfig of GKE, say of it. */
export function stickyIngressSettings(object: KubernetesObject): readonly StickySetting[] {
  const annotations = annotationsNodeOf(object);
  const metadata = asMap(object.node.get('metadata'));
  const written = annotationsOf(object);
  const found = written.flatMap(field => {
    const known = ANNOTATIONS.find(({ key, value }) => key === field.key.text && said(field, value));
    if (!known || !annotations || !metadata) return [];
    const details = written.filter(({ key }) => known.details.some(start => key.text.startsWith(start)));
    const keys = [field.key.text, ...details.map(({ key }) => key.text)];
    return settingOf(field, annotations, keys, { map: metadata, key: 'annotations' }, undefined);
  });
  const attributes = written.flatMap(field => {
    const parts = (field.value ?? '').split(',').map(one => one.trim());
    if (!TARGET_GROUPS.has(field.key.text) || !parts.includes('stickiness.enabled=true')) return [];
    const rest = parts.filter(one => !one.startsWith('stickiness.')).join(',');
    if (!annotations || !metadata) return [];
    const holder = { map: metadata, key: 'annotations' };
    return settingOf(field, annotations, [field.key.text], holder, rest === '' ? undefined : rest);
  });
  return [...found, ...attributes, ...backendConfigSettings(object)];
}

function said({ value }: Field<string>, wanted: RegExp | undefined): boolean {
  return value !== undefined && value !== '' && (wanted === undefined || wanted.test(value));
}

function settingOf(
  { key, node }: Field<string>,
  map: MapNode,
  keys: readonly string[],
  holder: StickySetting['holder'],
  rest: string | undefined,
): StickySetting {
  return { name: key.text.replace(/^.*\//, ''), node, map, keys, holder, rest };
}

/** https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration#session_affinity */
function backendConfigSettings({ group, kind, node }: KubernetesObject): readonly StickySetting[] {
  const spec = asMap(node.get('spec'));
  const affinity = asMap(spec?.get('sessionAffinity'));
  const type = textField(affinity, 'affinityType');
  if (group !== 'cloud.google.com' || kind !== 'BackendConfig' || !spec || !type?.value || type.value === 'NONE')
    return [];
  return [settingOf(type, spec, ['sessionAffinity'], undefined, undefined)];
}

/** What a service mesh, a route or a gateway's policy says of it. */
export function stickyMeshSettings(object: KubernetesObject): readonly StickySetting[] {
  return [...destinationSettings(object), ...persistenceSettings(object), ...envoySettings(object)];
}

/** A hash of a header is for caches; one of a cookie or an address makes a client stick. */
function destinationSettings(object: KubernetesObject): readonly StickySetting[] {
  return (destinationRuleOf(object)?.policies ?? []).flatMap(({ node, consistentHash }) => {
    const balancer = asMap(node.get('loadBalancer'));
    const cookie = consistentHash?.entry('httpCookie')?.key;
    const address = booleanField(consistentHash, 'useSourceIp');
    const at = cookie ?? (address?.value === true ? address.key : undefined);
    if (!at || !balancer) return [];
    const holder = { map: node, key: 'loadBalancer' };
    return { name: at.text, node: at, map: balancer, keys: ['consistentHash'], holder, rest: undefined };
  });
}

const X_GROUPS = new Set([
  'gateway.networking.x-k8s.io/XBackendTrafficPolicy',
  'gateway.networking.k8s.io/BackendLBPolicy',
]);

function persistenceSettings(object: KubernetesObject): readonly StickySetting[] {
  const spec = X_GROUPS.has(`${object.group}/${object.kind}`) ? asMap(object.node.get('spec')) : undefined;
  const maps = [...(routeOf(object)?.rules ?? []).map(({ node }) => node), ...(spec ? [spec] : [])];
  return maps.flatMap(map => {
    const key = map.entry('sessionPersistence')?.key;
    return key ? { name: key.text, node: key, map, keys: [key.text], holder: undefined, rest: undefined } : [];
  });
}

function envoySettings(object: KubernetesObject): readonly StickySetting[] {
  const policy = backendTrafficPolicyOf(object);
  const type = textField(policy?.consistentHash, 'type');
  if (!policy || !type || (type.value !== 'Cookie' && type.value !== 'SourceIP')) return [];
  const name = `consistentHash ${type.value}`;
  return [{ name, node: type.node, map: policy.spec, keys: ['loadBalancer'], holder: undefined, rest: undefined }];
}

/** Whether an Ingress is for connections that stay open anyway. */
export function isForSockets(object: KubernetesObject): boolean {
  const paths = (ingressOf(object)?.rules ?? []).flatMap(rule => rule.paths.map(({ path }) => path?.value ?? ''));
  return [object.name ?? '', ...paths].some(one => /web-?sockets?|socket\.?io|(^|[-/])wss?($|[-/])/i.test(one));
}
