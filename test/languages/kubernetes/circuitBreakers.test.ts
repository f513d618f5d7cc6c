import { describe, expect, it } from 'vitest';
import { circuitBreakersOf, isExplained } from '#languages/kubernetes';
import { read, readOne } from './support.ts';

const rule = (policy: string): string => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: payments }
spec:
  host: payments
  trafficPolicy: ${policy}
`;

describe('circuitBreakersOf', () => {
  it('takes the defaults of Envoy where nothing is written', () => {
    const [breaker, ...others] = circuitBreakersOf(readOne(rule('{ outlierDetection: {} }')));
    expect(others).toEqual([]);
    expect(breaker?.failures.effective).toBe(5);
    expect(breaker?.openTime.effective?.milliseconds).toBe(30_000);
    expect(breaker?.maxEjectionPercent?.effective).toBe(10);
    expect(breaker?.countsOtherwise).toBe(false);
  });

  it('knows nothing of what a template fills, and takes no default beside it', () => {
    const [breaker] = circuitBreakersOf(
      readOne(rule('{ outlierDetection: { consecutive5xxErrors: "${FAILURES}", maxEjectionPercent: 7 } }')),
    );
    expect(breaker?.failures.field).toBeDefined();
    expect(breaker?.failures.effective).toBeUndefined();
    expect(breaker?.maxEjectionPercent?.effective).toBe(7);
  });

  it('finds those of ports and subsets, each once', () => {
    const found = circuitBreakersOf(
      readOne(`apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: payments }
spec:
  host: payments
  trafficPolicy:
    outlierDetection: &od { consecutive5xxErrors: 1 }
    portLevelSettings:
      - outlierDetection: { consecutive5xxErrors: 2 }
  subsets:
    - trafficPolicy: { outlierDetection: *od }
    - trafficPolicy: { outlierDetection: { consecutive5xxErrors: 3 } }
`),
    );
    expect(found.map(({ failures }) => failures.effective)).toEqual([1, 2, 3]);
  });

  it('reads the annotations of Linkerd, texts as they are', () => {
    const [breaker] = circuitBreakersOf(
      readOne(`apiVersion: v1
kind: Service
metadata:
  name: payments
  annotations:
    balancer.linkerd.io/failure-accrual: consecutive
    balancer.linkerd.io/failure-accrual-consecutive-max-failures: "9"
`),
    );
    expect(breaker?.failures.effective).toBe(9);
    expect(breaker?.openTime.effective?.milliseconds).toBe(1000);
    expect(breaker?.maxEjectionPercent).toBeUndefined();
  });

  it('knows Envoy Gateway by its group, and its own spelling', () => {
    const text = (group: string): string => `apiVersion: ${group}/v1alpha1
kind: BackendTrafficPolicy
metadata: { name: payments }
spec:
  targetRefs: [{ kind: HTTPRoute, name: shop }]
  healthCheck: { passive: { consecutive5XxErrors: 4, consecutive5xxErrors: 9 } }
`;
    const [breaker] = circuitBreakersOf(readOne(text('gateway.envoyproxy.io')));
    expect(breaker?.failures.effective).toBe(4);
    expect(breaker?.targets).toEqual(['shop']);
    expect(breaker?.misspelled.map(({ meant }) => meant)).toEqual(['consecutive5XxErrors']);
    expect(circuitBreakersOf(readOne(text('gateway.shop.io')))).toEqual([]);
  });
});

describe('isExplained', () => {
  const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: a } # not about data
data:
  # about one
  one: 1
  two: 2
  three: 3 # about three
  # plumbline-ignore kubernetes/x: four
  four: 4
`;

  it.each([
    ['one: 1', true],
    ['two: 2', false],
    ['three: 3', true],
    ['four: 4', false],
    ['data:', false],
  ])('%s', (line, expected) => {
    const start = text.lastIndexOf(line);
    expect(isExplained(read(text), { start, end: start + line.length })).toBe(expected);
    expect(isExplained(read(text.replaceAll('\n', '\r\n')), crlf(text, line))).toBe(expected);
  });

  function crlf(of: string, line: string): { start: number; end: number } {
    const start = of.replaceAll('\n', '\r\n').lastIndexOf(line);
    return { start, end: start + line.length };
  }
});
