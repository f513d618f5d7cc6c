import { asMap, type Entry, type MapNode, type ScalarNode } from '../yaml/index.ts';
import { annotationsNodeOf } from './annotations.ts';
import { type BackendTrafficPolicy, backendTrafficPolicyOf } from './custom/envoyGateway.ts';
import { type DestinationRule, destinationRuleOf } from './custom/istio.ts';
import {
  type FailureAccrual,
  failureAccrualAnnotations,
  failureAccrualDefaults,
  failureAccrualOf,
} from './custom/linkerd.ts';
import { type OutlierDetection, outlierDefaults } from './custom/outliers.ts';
import type { Duration } from './durations.ts';
import { type Field, flagOf, numberField } from './fields.ts';
import type { KubernetesObject } from './model.ts';

/**
 * What takes a failing endpoint out for a while: `outlierDetection` of an Istio DestinationRule, `healthCheck.passive`
 * of an Envoy Gateway BackendTrafficPolicy (its `circuitBreaker` only limits concurrency), `failure-accrual` of a
 * Service under Linkerd.
 */
export interface CircuitBreaker {
  readonly mesh: 'Istio' | 'Envoy Gateway' | 'Linkerd';
  readonly object: KubernetesObject;
  /** The mapping that holds its fields; with Linkerd the annotations. */
  readonly node: MapNode;
  /** Where it is switched on: `outlierDetection`, `passive`, the annotation. */
  readonly key: ScalarNode;
  /** What is called through it: a host, a route or Service; `(templated)` where a template names it. */
  readonly target: string;
  /** Hosts (Istio) or names of routes (Envoy Gateway) that it is for, as far as they are known. */
  readonly targets: readonly string[];
  /** Failures in a row that open it. */
  readonly failures: BreakerSetting<number>;
  /** How long it stays open. */
  readonly openTime: BreakerSetting<Duration>;
  /** The share of endpoints that it may take out at once; undefined with Linkerd, which has no limit. */
  readonly maxEjectionPercent: BreakerSetting<number> | undefined;
  /** True where it (also) counts something else: gateway errors, failures to connect, a share of failures. */
  readonly countsOtherwise: boolean;
  /** True where it takes out one endpoint in any case; undefined where unknown. */
  readonly alwaysEjectsOne: boolean | undefined;
  /** Fields that the API server drops or the proxy ignores, with the name that was meant. */
  readonly misspelled: readonly { readonly entry: Entry; readonly meant: string }[];
}

export interface BreakerSetting<T> {
  /** Of the field or annotation. */
  readonly name: string;
  readonly field: Field<T> | undefined;
  /** With the default where nothing is written; undefined where a template decides. */
  readonly effective: T | undefined;
}

/** The breakers that an object's own text configures; what an alias or merge shares is found where it stands. */
export function circuitBreakersOf(object: KubernetesObject): readonly CircuitBreaker[] {
  const rule = destinationRuleOf(object);
  if (rule) return inDestinationRule(object, rule);
  const policy = backendTrafficPolicyOf(object);
  if (policy) return inTrafficPolicy(object, policy);
  const accrual = failureAccrualOf(object);
  return accrual ? inService(object, accrual) : [];
}

const ISTIO_NAMES: Readonly<Record<string, string>> = {
  consecutiveErrors: 'consecutive5xxErrors',
  consecutive5XxErrors: 'consecutive5xxErrors',
};
const ENVOY_NAMES: Readonly<Record<string, string>> = { consecutive5xxErrors: 'consecutive5XxErrors' };

function inDestinationRule(object: KubernetesObject, { host, policies }: DestinationRule): readonly CircuitBreaker[] {
  return policies.flatMap(policy => {
    const key = ownKey(policy.node, 'outlierDetection');
    if (!policy.outlierDetection || !key) return [];
    const { node } = policy.outlierDetection;
    const local = flagOf(node, 'splitExternalLocalOriginErrors', false) !== false;
    return {
      ...outlierSettings(policy.outlierDetection, key, 'consecutive5xxErrors'),
      mesh: 'Istio',
      object,
      target: host?.value ?? '(templated)',
      targets: host?.value === undefined ? [] : [host.value],
      countsOtherwise:
        isPositive(node, 'consecutiveGatewayErrors') || (local && isPositive(node, 'consecutiveLocalOriginFailures')),
      // Istio has no field for it.
      alwaysEjectsOne: false,
      misspelled: misspelledIn(node, ISTIO_NAMES),
    };
  });
}

function inTrafficPolicy(
  object: KubernetesObject,
  { spec, passive, targets }: BackendTrafficPolicy,
): readonly CircuitBreaker[] {
  const key = ownKey(asMap(spec.get('healthCheck')), 'passive');
  if (!passive || !key) return [];
  const { node } = passive;
  return [
    {
      ...outlierSettings(passive, key, 'consecutive5XxErrors'),
      mesh: 'Envoy Gateway',
      object,
      target: targets[0]?.name ?? object.name ?? '(templated)',
      targets: targets.flatMap(({ kind, name }) => (kind === 'HTTPRoute' || kind === 'GRPCRoute' ? (name ?? []) : [])),
      countsOtherwise: isPositive(node, 'consecutiveGatewayErrors') || isPositive(node, 'failurePercentageThreshold'),
      alwaysEjectsOne: flagOf(node, 'alwaysEjectOneEndpoint', false),
      misspelled: misspelledIn(node, ENVOY_NAMES),
    },
  ];
}

/** Both are Envoy's, with the same defaults. */
function outlierSettings(
  { node, failures, openTime, maxEjectionPercent }: OutlierDetection,
  key: ScalarNode,
  failuresName: string,
): Pick<CircuitBreaker, 'node' | 'key' | 'failures' | 'openTime' | 'maxEjectionPercent'> {
  return {
    node,
    key,
    failures: setting(node, failuresName, failures, outlierDefaults.failures),
    openTime: setting(node, 'baseEjectionTime', openTime, duration(outlierDefaults.openMilliseconds)),
    maxEjectionPercent: setting(node, 'maxEjectionPercent', maxEjectionPercent, outlierDefaults.maxEjectionPercent),
  };
}

function inService(
  object: KubernetesObject,
  { mode, maxFailures, minPenalty }: FailureAccrual,
): readonly CircuitBreaker[] {
  const node = annotationsNodeOf(object);
  const key = node?.entry(failureAccrualAnnotations.mode)?.key;
  if (!node || !key || mode.value !== 'consecutive') return [];
  const { maxFailures: most, minPenaltyMilliseconds } = failureAccrualDefaults;
  return [
    {
      mesh: 'Linkerd',
      object,
      node,
      key,
      target: object.name ?? '(templated)',
      targets: [],
      failures: setting(node, failureAccrualAnnotations.maxFailures, maxFailures, most),
      openTime: setting(node, failureAccrualAnnotations.minPenalty, minPenalty, duration(minPenaltyMilliseconds)),
      maxEjectionPercent: undefined,
      countsOtherwise: false,
      alwaysEjectsOne: true,
      misspelled: [],
    },
  ];
}

/** Where a mapping stands in this very text: neither an alias nor merged in. */
function ownKey(map: MapNode | undefined, name: string): ScalarNode | undefined {
  const entry = map?.entry(name);
  return entry?.value.type === 'map' ? entry.key : undefined;
}

function setting<T>(node: MapNode, name: string, field: Field<T> | undefined, fallback: T): BreakerSetting<T> {
  return { name, field, effective: field ? field.value : node.open ? undefined : fallback };
}

function duration(milliseconds: number): Duration {
  return { milliseconds, unit: 's' };
}

/** Also where a template fills it. */
function isPositive(node: MapNode, name: string): boolean {
  const field = numberField(node, name);
  return field !== undefined && field.value !== 0;
}

function misspelledIn(node: MapNode, names: Readonly<Record<string, string>>): CircuitBreaker['misspelled'] {
  return node.entries.flatMap(entry => {
    const meant = Object.hasOwn(names, entry.key.text) ? names[entry.key.text] : undefined;
    return meant === undefined ? [] : { entry, meant };
  });
}
