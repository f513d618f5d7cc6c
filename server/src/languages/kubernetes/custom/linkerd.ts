import { asMap, type MapNode } from '../../yaml/index.ts';
import { annotationOf, annotationsNodeOf } from '../annotations.ts';
import { type Duration, parseDuration } from '../durations.ts';
import { type Field, fieldOf, numberField, textField } from '../fields.ts';
import type { KubernetesObject } from '../model.ts';
import { specOf } from './spec.ts';

/**
 * The circuit breaker that annotations of a Service switch on. Linkerd takes 7 failures and 1 s where nothing is written:
 * https://linkerd.io/2/reference/circuit-breaking/
 */
export interface FailureAccrual {
  /** `consecutive`; the only one there is. */
  readonly mode: Field<string>;
  readonly maxFailures: Field<number> | undefined;
  readonly minPenalty: Field<Duration> | undefined;
}

export const failureAccrualDefaults = { maxFailures: 7, minPenaltyMilliseconds: 1000 } as const;
export const failureAccrualAnnotations = {
  mode: 'balancer.linkerd.io/failure-accrual',
  maxFailures: 'balancer.linkerd.io/failure-accrual-consecutive-max-failures',
  minPenalty: 'balancer.linkerd.io/failure-accrual-consecutive-min-penalty',
} as const;

export function failureAccrualOf(object: KubernetesObject): FailureAccrual | undefined {
  if (object.group !== '' || object.kind !== 'Service') return undefined;
  const mode = annotationOf(object, failureAccrualAnnotations.mode);
  if (!mode) return undefined;
  const annotations = annotationsNodeOf(object);
  return {
    mode,
    maxFailures: fieldOf(annotations, failureAccrualAnnotations.maxFailures, ({ text }) =>
      /^\d+$/.test(text) ? Number(text) : undefined,
    ),
    minPenalty: fieldOf(annotations, failureAccrualAnnotations.minPenalty, ({ text }) => parseDuration(text)),
  };
}

/** HTTPLocalRateLimitPolicy. */
export interface LinkerdRateLimit {
  readonly object: KubernetesObject;
  readonly spec: MapNode;
  /** All clients together. */
  readonly totalPerSecond: Field<number> | undefined;
  /** Each client. */
  readonly identityPerSecond: Field<number> | undefined;
  readonly targetName: Field<string> | undefined;
}

export function linkerdRateLimitOf(object: KubernetesObject): LinkerdRateLimit | undefined {
  const spec = specOf(object, 'policy.linkerd.io', 'HTTPLocalRateLimitPolicy');
  if (!spec) return undefined;
  return {
    object,
    spec,
    totalPerSecond: numberField(asMap(spec.get('total')), 'requestsPerSecond'),
    identityPerSecond: numberField(asMap(spec.get('identity')), 'requestsPerSecond'),
    targetName: textField(asMap(spec.get('targetRef')), 'name'),
  };
}
