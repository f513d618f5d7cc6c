import type { Located, Span } from '#text';
import type { MapNode } from '../../yaml/index.ts';
import type { Duration } from '../durations.ts';
import { booleanField, durationField, type Field, numberField } from '../fields.ts';

/**
 * When a proxy stops sending to an endpoint, and for how long: Istio's `outlierDetection` and the passive health check of
 * Envoy Gateway. Both take 5 failures, 30 s, an interval of 10 s (Envoy Gateway 3 s) and 10 percent where nothing is written:
 * https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
 * https://gateway.envoyproxy.io/docs/api/extension_types/#passivehealthcheck
 */
export interface OutlierDetection extends Located {
  readonly node: MapNode;
  /** `consecutive5xxErrors`; with Envoy Gateway `consecutive5XxErrors`. */
  readonly failures: Field<number> | undefined;
  readonly gatewayFailures: Field<number> | undefined;
  readonly openTime: Field<Duration> | undefined;
  readonly interval: Field<Duration> | undefined;
  readonly maxEjectionPercent: Field<number> | undefined;
  /** Of Envoy Gateway. */
  readonly alwaysEjectsOne: Field<boolean> | undefined;
}

export const outlierDefaults = { failures: 5, openMilliseconds: 30_000, maxEjectionPercent: 10 } as const;

/** `spelling`: how the system writes the number of failures. */
export function outlierDetectionOf(
  node: MapNode | undefined,
  spelling: 'consecutive5xxErrors' | 'consecutive5XxErrors' = 'consecutive5xxErrors',
): OutlierDetection | undefined {
  if (!node) return undefined;
  return {
    node,
    failures: numberField(node, spelling),
    gatewayFailures: numberField(node, 'consecutiveGatewayErrors'),
    openTime: durationField(node, 'baseEjectionTime'),
    interval: durationField(node, 'interval'),
    maxEjectionPercent: numberField(node, 'maxEjectionPercent'),
    alwaysEjectsOne: booleanField(node, 'alwaysEjectOneEndpoint'),
    get span(): Span {
      return node.span;
    },
  };
}
