import { edit, type Span, type TextEdit } from '#text';
import { memoised } from '../memo.ts';
import { type AlertGroup, type AlertRule, prometheusRuleOf } from './custom/prometheus.ts';
import { parseDuration } from './durations.ts';
import type { KubernetesDocument, KubernetesObject } from './model.ts';
import { callsOf, type PromExpression, parsePromql, partsOf, selectorsIn } from './promql.ts';
import { sourceSpan } from './scalarSpans.ts';

/** A rule of a PrometheusRule whose expression could be read. */
export interface PromRule {
  readonly rule: AlertRule;
  readonly group: AlertGroup;
  readonly expression: PromExpression;
  /** The name of the alert or of the recorded metric. */
  readonly name: string;
}

/**
 * The rules of an object. An expression that a template writes is left out, and so is one that an alias takes over: it
 * is read where it stands.
 */
export const promRulesOf: (object: KubernetesObject) => readonly PromRule[] = memoised(object => {
  const groups = prometheusRuleOf(object)?.groups ?? [];
  return groups.flatMap(group =>
    group.rules.flatMap(rule => {
      const { expr } = rule;
      const expression = expr?.value === undefined ? undefined : parsePromql(expr.value);
      if (!expr || !expression || rule.node.entry('expr')?.value !== expr.node) return [];
      return { rule, group, expression, name: (rule.alert ?? rule.record)?.value ?? '(unnamed)' };
    }),
  );
});

/** Where a part of a rule's expression stands: exactly, or the key `expr` where that is not on one line. */
export function spanInRule({ text }: KubernetesDocument, { rule }: PromRule, part: Span): Span {
  const key = rule.expr!.key.span;
  const found = sourceSpan(text, rule.expr!.node, part);
  return found && !/[\r\n]/.test(text.slice(found.start, found.end)) ? found : key;
}

/**
 * Puts `written` in the place of a part of a rule's expression; an empty part is an insertion before it or, with
 * `after`, behind it. Undefined where quotes, flow style, an anchor or a comment in the expression forbid it.
 */
export function editInRule(
  { text, template }: KubernetesDocument,
  { rule }: PromRule,
  part: Span,
  written: string,
  place: 'instead' | 'before' | 'after' = 'instead',
): TextEdit | undefined {
  const { node } = rule.expr!;
  const found = sourceSpan(text, node, part);
  if (!found || template || node.anchor !== undefined) return undefined;
  // A plain text in a flow mapping ends at the first comma or bracket.
  if (node.style === 'plain' && rule.node.style === 'flow' && /[[\]{},]/.test(written)) return undefined;
  if ((node.style === 'double' && written.includes('"')) || (node.style === 'single' && written.includes("'")))
    return undefined;
  if (place === 'before') return edit.insert(found.start, written);
  if (place === 'after') return edit.insert(found.end, written);
  return text.slice(found.start, found.end).includes('#') ? undefined : edit.replace(found, written);
}

/** What the alerts of an object watch, as far as other documents ask. */
export interface AlertFacts {
  /** A quantile, or anything that is named after latency. */
  readonly latency: boolean;
  /** The share or number of requests that failed. */
  readonly errors: boolean;
  /** False where a template writes some of it: it may watch both. */
  readonly known: boolean;
}

const LATENCY = /latency|duration|response_?time|apdex/i;
const FAILURE = /error|fail|exception|5xx|unavailab/i;
const STATUS = /^(5|\(?5|\[5)/;

export function alertFacts(object: KubernetesObject): AlertFacts | undefined {
  const found = prometheusRuleOf(object);
  if (!found) return undefined;
  const written = found.groups.flatMap(group => group.rules);
  const alerting = promRulesOf(object);
  return {
    latency: alerting.some(({ expression }) => watchesLatency(expression)),
    errors: alerting.some(({ expression }) => watchesErrors(expression)),
    known: !object.partial && written.length > 0 && written.every(rule => rule.expr?.value !== undefined),
  };
}

function watchesLatency(expression: PromExpression): boolean {
  if (callsOf(expression, 'histogram_quantile').length > 0) return true;
  return selectorsIn(expression).some(
    ({ metric, matchers }) => LATENCY.test(metric) || matchers.some(one => one.label === 'quantile'),
  );
}

function watchesErrors(expression: PromExpression): boolean {
  return selectorsIn(expression).some(
    ({ metric, matchers }) =>
      FAILURE.test(metric) ||
      matchers.some(({ value, operator }) => (operator.startsWith('=') && STATUS.test(value)) || FAILURE.test(value)),
  );
}

/** What lasts by itself: no sample between two others says that a certificate has expired, or that a job is old. */
const LASTING = /expir|_age_|_ttl_|^ALERTS/i;

/** From this length on a window is a wait of its own: one sample in it raises nothing for long. */
const LONG_WINDOW_MS = 600_000;

/**
 * Whether an alert may fire at once: because there is nothing to see, always, or because of something that one sample
 * cannot bring about.
 */
export function needsNoWait(expression: PromExpression): boolean {
  const calls = partsOf(expression).flatMap(one => (one.type === 'call' ? one.name : []));
  if (calls.some(name => name === 'absent' || name === 'absent_over_time' || name === 'time')) return true;
  const selectors = selectorsIn(expression);
  return (
    selectors.some(({ metric }) => LASTING.test(metric)) ||
    selectors.every(({ range }) => (parseDuration(range ?? '0')?.milliseconds ?? 0) >= LONG_WINDOW_MS)
  );
}
