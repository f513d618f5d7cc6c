import { asMap, asScalar, type MapNode, type Node, resolve } from '../yaml/index.ts';
import { annotationsNodeOf, annotationsOf } from './annotations.ts';
import { backendTrafficPolicyOf } from './custom/envoyGateway.ts';
import { virtualServiceOf } from './custom/istio.ts';
import { kongPluginOf } from './custom/kong.ts';
import { linkerdRateLimitOf } from './custom/linkerd.ts';
import { middlewareOf } from './custom/traefik.ts';
import { type Duration, parseDuration } from './durations.ts';
import { durationField, type Field, fieldOf, numberField } from './fields.ts';
import { routeOf } from './gatewayApi.ts';
import { ingressOf } from './ingresses.ts';
import type { KubernetesObject } from './model.ts';
import { isHostName, isInCluster, isLocalHost } from './networkNames.ts';

/** How many requests a gateway lets through. */
export interface RateLimit {
  /** The number, where it stands. */
  readonly requests: Field<number>;
  /** What one of it is in requests a minute. */
  readonly factor: number;
  readonly perMinute: number;
  /** `client`: each one, by address or identity. `everyone`: all together, or all at one proxy. */
  readonly per: 'client' | 'everyone';
}

/** The limits that an object sets; of several for the same requests, the tightest. Unknown numbers are left out. */
export function rateLimitsOf(object: KubernetesObject): readonly RateLimit[] {
  return [
    ...nginxLimits(object),
    ...traefikLimits(object),
    ...envoyGatewayLimits(object),
    ...kongLimits(object),
    ...linkerdLimits(object),
    ...istioLimits(object),
  ];
}

function limit(field: Field<number> | undefined, factor: number, per: RateLimit['per']): readonly RateLimit[] {
  if (!field?.value || field.value < 0 || !Number.isFinite(factor)) return [];
  return [{ requests: field, factor, perMinute: field.value * factor, per }];
}

/** Of several for the same requests; nothing where a template decides one of them. */
function tightest(
  fields: readonly (readonly [Field<number> | undefined, number])[],
  per: RateLimit['per'],
): readonly RateLimit[] {
  if (fields.some(([field]) => field && field.value === undefined)) return [];
  const limits = fields.flatMap(([field, factor]) => limit(field, factor, per));
  return limits.sort((a, b) => a.perMinute - b.perMinute).slice(0, 1);
}

/** By address of the client: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#rate-limiting */
function nginxLimits(object: KubernetesObject): readonly RateLimit[] {
  if (!ingressOf(object)) return [];
  const annotations = annotationsNodeOf(object);
  const numbered = (name: string) =>
    fieldOf(annotations, `nginx.ingress.kubernetes.io/${name}`, ({ text }) =>
      /^\d+$/.test(text) ? Number(text) : undefined,
    );
  return tightest(
    [
      [numbered('limit-rpm'), 1],
      [numbered('limit-rps'), 60],
    ],
    'client',
  );
}

/** By address of the client: https://doc.traefik.io/traefik/middlewares/http/ratelimit/ */
function traefikLimits(object: KubernetesObject): readonly RateLimit[] {
  const middleware = middlewareOf(object);
  const { period } = middleware ?? {};
  const seconds = period && /^\d+$/.test(period.text) ? Number(period.text) * 1000 : period?.value?.milliseconds;
  const milliseconds = period ? seconds : 1000;
  return milliseconds ? limit(middleware?.average, 60_000 / milliseconds, 'client') : [];
}

const PER_MINUTE: Readonly<Record<string, number>> = { Second: 60, Minute: 1, Hour: 1 / 60, Day: 1 / 1440 };

function envoyGatewayLimits(object: KubernetesObject): readonly RateLimit[] {
  const rules = backendTrafficPolicyOf(object)?.rateLimits ?? [];
  return rules.flatMap(({ scope, requests, unit, clientSelectors }) => {
    const factor = PER_MINUTE[unit?.value ?? ''];
    if (factor === undefined) return [];
    // Selectors that count each value for itself. Others make one class of clients, and say nothing of one of them.
    if (clientSelectors.some(isDistinct)) return limit(requests, factor, 'client');
    // A global limit for everyone is a matter of its own: see `sharedLimitsOf`.
    return clientSelectors.length === 0 && scope === 'local' ? limit(requests, factor, 'everyone') : [];
  });
}

function isDistinct(selector: MapNode): boolean {
  const items = selector.entries.flatMap(({ value }) => {
    const found = resolve(value);
    return found?.type === 'seq' ? found.items.flatMap(item => asMap(item) ?? []) : (asMap(found) ?? []);
  });
  return items.some(item => asScalar(item.get('type'))?.text === 'Distinct');
}

/** Global limits of Envoy Gateway that all clients share, where no other rule of the policy limits one of them. */
export function sharedLimitsOf(object: KubernetesObject): readonly { requests: Field<number>; unit: string }[] {
  const rules = backendTrafficPolicyOf(object)?.rateLimits ?? [];
  if (rules.some(({ clientSelectors, node }) => clientSelectors.length > 0 || node.open)) return [];
  return rules.flatMap(({ scope, requests, unit }) =>
    scope === 'global' && requests?.value ? { requests, unit: (unit?.value ?? 'unit').toLowerCase() } : [],
  );
}

/** https://developer.konghq.com/plugins/rate-limiting/reference/ */
function kongLimits(object: KubernetesObject): readonly RateLimit[] {
  const plugin = kongPluginOf(object);
  if (plugin?.plugin?.value !== 'rate-limiting') return [];
  const by = plugin.limitBy ? plugin.limitBy.value : 'consumer';
  const per = by === 'service' || by === 'path' ? 'everyone' : 'client';
  return tightest(
    [
      [plugin.perSecond, 60],
      [plugin.perMinute, 1],
      [plugin.perHour, 1 / 60],
    ],
    per,
  );
}

function linkerdLimits(object: KubernetesObject): readonly RateLimit[] {
  const policy = linkerdRateLimitOf(object);
  return policy?.identityPerSecond
    ? limit(policy.identityPerSecond, 60, 'client')
    : limit(policy?.totalPerSecond, 60, 'everyone');
}

/** The token buckets of Envoy's local rate limit: https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/ */
function istioLimits(object: KubernetesObject): readonly RateLimit[] {
  if (object.group !== 'networking.istio.io' || object.kind !== 'EnvoyFilter') return [];
  return mapsNamed(object.node.get('spec'), 'token_bucket').flatMap(bucket => {
    const interval: Duration | undefined = durationField(bucket, 'fill_interval')?.value ?? parseDuration('1s');
    return limit(numberField(bucket, 'tokens_per_fill'), 60_000 / (interval?.milliseconds ?? 0), 'everyone');
  });
}

function mapsNamed(node: Node | undefined, name: string): readonly MapNode[] {
  const found = resolve(node);
  if (found?.type === 'seq') return found.items.flatMap(item => mapsNamed(item, name));
  if (found?.type !== 'map') return [];
  return found.entries.flatMap(({ key, value }) =>
    key.text === name ? (asMap(value) ?? []) : value.type === 'alias' ? [] : mapsNamed(value, name),
  );
}

/** What an object has to do with the requests of the internet. */
export interface TrafficFacts {
  /** It limits how many there may be, or a firewall of the cloud in front of it does. */
  readonly limits: boolean;
  /** It lets them in: a route for a host that the internet can know. */
  readonly isPublic: boolean;
}

const LIMITING = /rate-?limit|limit-(rps|rpm|connections)|throttl|waf|armor|cloudflare|cloudfront/i;

export function trafficFacts(object: KubernetesObject): TrafficFacts | undefined {
  const isPublic = hostsOf(object).some(
    host => isHostName(host) && host.includes('.') && !isLocalHost(host) && !isInCluster(host),
  );
  const limits =
    rateLimitsOf(object).length > 0 ||
    sharedLimitsOf(object).length > 0 ||
    LIMITING.test(object.kind) ||
    kongPluginOf(object)?.plugin?.value?.startsWith('rate-limiting') === true ||
    middlewareOf(object)?.rateLimit !== undefined ||
    backendTrafficPolicyOf(object)?.spec.get('rateLimit') !== undefined ||
    object.kind === 'EnvoyFilter' ||
    annotationsOf(object).some(({ key, text }) => LIMITING.test(key.text) || LIMITING.test(text));
  return isPublic || limits ? { limits, isPublic } : undefined;
}

function hostsOf(object: KubernetesObject): readonly string[] {
  const ingress = ingressOf(object);
  if (ingress) return ingress.rules.flatMap(({ host }) => host?.value ?? []);
  const route = routeOf(object);
  if (route) return route.hostnames.flatMap(({ text }) => text ?? []);
  const virtual = virtualServiceOf(object);
  const gateways = virtual?.gateways.filter(({ text }) => text !== 'mesh') ?? [];
  return gateways.length > 0 ? virtual!.hosts.flatMap(({ text }) => text ?? []) : [];
}
