import type { Span } from '#text';
import {
  callsOf,
  type PromAggregation,
  type PromBinary,
  type PromCall,
  type PromExpression,
  type PromSelector,
  partsOf,
  selectorsIn,
} from './promql.ts';

/** `histogram_quantile(0.95, …)` */
export interface Quantile {
  readonly call: PromCall;
  /** Undefined where it is no number. */
  readonly quantile: number | undefined;
  readonly quantileSpan: Span;
  readonly histogram: PromExpression;
}

export function quantilesIn(expression: PromExpression): readonly Quantile[] {
  return callsOf(expression, 'histogram_quantile').flatMap(call => {
    const [quantile, histogram] = call.args;
    if (!quantile || !histogram) return [];
    return {
      call,
      quantile: quantile.type === 'number' ? quantile.value : undefined,
      quantileSpan: quantile.span,
      histogram,
    };
  });
}

/** Aggregations that keep series as they are. */
const SELECTING = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio']);

/**
 * The aggregation that takes the label `le` away from classic buckets; undefined where none does, and where something
 * else (a join, `label_replace`) may bring it back. Native histograms have no buckets with labels.
 */
export function losesBuckets({ histogram }: Quantile): PromAggregation | undefined {
  if (!selectorsIn(histogram).some(isBucket)) return undefined;
  return losing(histogram);
}

function losing(expression: PromExpression): PromAggregation | undefined {
  if (expression.type === 'call') {
    if (expression.name.startsWith('label_')) return undefined;
    return expression.args.length === 1 ? losing(expression.args[0]!) : undefined;
  }
  if (expression.type !== 'aggregation') return undefined;
  const { grouping, operand, operator } = expression;
  const keeps =
    SELECTING.has(operator) ||
    (grouping?.type === 'by' && grouping.labels.includes('le')) ||
    (grouping?.type === 'without' && !grouping.labels.includes('le'));
  if (operator === 'count_values') return undefined;
  return keeps ? operand && losing(operand) : expression;
}

/** Functions of a range of samples, over which counters become rates. */
function isRaw(expression: PromExpression): PromSelector | undefined {
  if (expression.type === 'selector')
    return isBucket(expression) && expression.range === undefined ? expression : undefined;
  if (expression.type === 'aggregation') return expression.operand && isRaw(expression.operand);
  return undefined;
}

/** The buckets that are read as they stand, counted since the process started. Recorded series (`job:x:rate`) are rates. */
export function rawBuckets({ histogram }: Quantile): PromSelector | undefined {
  return isRaw(histogram);
}

function isBucket({ metric }: PromSelector): boolean {
  return metric.endsWith('_bucket') && !metric.includes(':');
}

/** A mean out of the sum and the count of a histogram or summary. */
export interface Mean {
  readonly binary: PromBinary;
  /** Name of the sum, its ending included. */
  readonly sum: PromSelector;
  /** The sum of the same histogram with its buckets; undefined where the expression is not of the usual form. */
  readonly asQuantile: string | undefined;
}

const LATENCY_SUM = /_(duration|latency)\w*_sum$/;

/** Means of latencies. */
export function meansIn(expression: PromExpression): readonly Mean[] {
  return partsOf(expression).flatMap(binary => {
    if (binary.type !== 'binary' || binary.operator !== '/') return [];
    const sum = selectorsIn(binary.left).find(({ metric }) => LATENCY_SUM.test(metric));
    const base = sum?.metric.replace(/_sum$/, '');
    if (!sum || !selectorsIn(binary.right).some(({ metric }) => metric === `${base}_count`)) return [];
    return { binary, sum, asQuantile: asQuantile(binary.left, base!) };
  });
}

/** `sum by (x) (rate(a_sum[5m]))` as the 95th percentile of the same. */
function asQuantile(expression: PromExpression, base: string): string | undefined {
  const { by, rate } =
    expression.type === 'aggregation' && expression.operator === 'sum'
      ? { by: expression.grouping, rate: expression.operand }
      : { by: undefined, rate: expression };
  if (rate?.type !== 'call' || !/^(rate|increase|irate)$/.test(rate.name) || by?.type === 'without') return undefined;
  const [selector] = rate.args;
  if (selector?.type !== 'selector' || selector.range === undefined || selector.shifted) return undefined;
  // A text in quotes may not fit into the scalar's own quotes; `editInRule` sees to that.
  const matchers = selector.matchers.map(({ label, operator, value }) => `${label}${operator}"${value}"`).join(', ');
  const buckets = `${rate.name}(${base}_bucket${matchers && `{${matchers}}`}[${selector.range}])`;
  if (rate === expression) return `histogram_quantile(0.95, ${buckets})`;
  return `histogram_quantile(0.95, sum by (${['le', ...(by?.labels ?? [])].join(', ')}) (${buckets}))`;
}

const LATENCY = /latency|duration|response_?time|_(seconds|milliseconds|ms)(_bucket)?$/i;

/** Disks, queues and watches of the platform: their makers say which quantile tells when they are ill. */
const PLATFORM =
  /^(etcd|apiserver|kubelet|kube|coredns|scheduler|workqueue|rest_client|storage_operation|prometheus|alertmanager|thanos|cortex|loki|tempo|mimir|node)_/;
const PLATFORM_JOB = /etcd|apiserver|kubelet|scheduler/;

/** Whether it is a high quantile of how long something took; what certificates have left is no latency. */
export function isLatency({ histogram, quantile }: Quantile): boolean {
  if (quantile === undefined || quantile < 0.5 || quantile >= 1) return false;
  return selectorsIn(histogram).some(
    ({ metric, matchers }) =>
      LATENCY.test(metric) &&
      !/expir/i.test(metric) &&
      !PLATFORM.test(metric) &&
      !matchers.some(({ label, value }) => label === 'job' && PLATFORM_JOB.test(value)),
  );
}
