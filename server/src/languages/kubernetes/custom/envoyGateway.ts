import type { Located, Span } from '#text';
import { asMap, at, type MapNode } from '../../yaml/index.ts';
import { type Field, mapsIn, numberField, textField } from '../fields.ts';
import type { KubernetesObject } from '../model.ts';
import { type OutlierDetection, outlierDetectionOf } from './outliers.ts';
import { type PolicyTarget, policyTargetsOf, specOf } from './spec.ts';

const GROUP = 'gateway.envoyproxy.io';

/** https://gateway.envoyproxy.io/docs/api/extension_types/ */
export interface BackendTrafficPolicy {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly targets: readonly PolicyTarget[];
  /** `healthCheck.passive`: what breaks the circuit. */
  readonly passive: OutlierDetection | undefined;
  /** Limits of concurrency, and no breaker in spite of its name. */
  readonly circuitBreaker: MapNode | undefined;
  readonly consistentHash: MapNode | undefined;
  readonly rateLimits: readonly RateLimitRule[];
}

export interface RateLimitRule extends Located {
  readonly node: MapNode;
  readonly scope: 'global' | 'local';
  readonly requests: Field<number> | undefined;
  /** `Second`, `Minute`, `Hour`, `Day`. */
  readonly unit: Field<string> | undefined;
  /** Without any, all clients share one budget. */
  readonly clientSelectors: readonly MapNode[];
}

export function backendTrafficPolicyOf(object: KubernetesObject): BackendTrafficPolicy | undefined {
  const spec = specOf(object, GROUP, 'BackendTrafficPolicy');
  if (!spec) return undefined;
  return {
    object,
    spec,
    targets: policyTargetsOf(spec),
    passive: outlierDetectionOf(asMap(at(spec, 'healthCheck', 'passive')), 'consecutive5XxErrors'),
    circuitBreaker: asMap(spec.get('circuitBreaker')),
    consistentHash: asMap(at(spec, 'loadBalancer', 'consistentHash')),
    rateLimits: (['global', 'local'] as const).flatMap(scope =>
      mapsIn(at(spec, 'rateLimit', scope, 'rules')).map(node => limitOf(node, scope)),
    ),
  };
}

function limitOf(node: MapNode, scope: RateLimitRule['scope']): RateLimitRule {
  const limit = asMap(node.get('limit'));
  return {
    node,
    scope,
    requests: numberField(limit, 'requests'),
    unit: textField(limit, 'unit'),
    clientSelectors: mapsIn(node.get('clientSelectors')),
    get span(): Span {
      return node.span;
    },
  };
}

export interface SecurityPolicy {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  readonly targets: readonly PolicyTarget[];
  readonly providers: readonly JwtProvider[];
}

export interface JwtProvider extends Located {
  readonly node: MapNode;
  readonly name: Field<string> | undefined;
  readonly issuer: Field<string> | undefined;
  /** `remoteJWKS.uri`. */
  readonly jwksUri: Field<string> | undefined;
}

export function securityPolicyOf(object: KubernetesObject): SecurityPolicy | undefined {
  const spec = specOf(object, GROUP, 'SecurityPolicy');
  if (!spec) return undefined;
  return {
    object,
    spec,
    targets: policyTargetsOf(spec),
    providers: mapsIn(at(spec, 'jwt', 'providers')).map(node => ({
      node,
      name: textField(node, 'name'),
      issuer: textField(node, 'issuer'),
      jwksUri: textField(asMap(node.get('remoteJWKS')), 'uri'),
      get span(): Span {
        return node.span;
      },
    })),
  };
}

export interface ClientTrafficPolicy {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  /** `1.0` … `1.3`, `Auto`. */
  readonly minimumTls: Field<string> | undefined;
}

export function clientTrafficPolicyOf(object: KubernetesObject): ClientTrafficPolicy | undefined {
  const spec = specOf(object, GROUP, 'ClientTrafficPolicy');
  return spec && { object, spec, minimumTls: textField(asMap(spec.get('tls')), 'minVersion') };
}
