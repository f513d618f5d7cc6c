import { defineRule, type Fix } from '#engine';
import {
  editInRule,
  type KubernetesDocument,
  type PromRule,
  type PromSelector,
  promRulesOf,
  quantilesIn,
  rawBuckets,
  spanInRule,
} from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/quantile-without-rate',
  guide: 'monitoring/latency-alerts',
  summary: 'Reports histogram_quantile over raw buckets, without rate or increase.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    raw: '"{metric}" counts since the process started: the quantile of all that time hides what is slow now.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      for (const rule of promRulesOf(object)) {
        for (const quantile of quantilesIn(rule.expression)) {
          const raw = rawBuckets(quantile);
          if (!raw) continue;
          context.report({
            at: spanInRule(document, rule, raw.nameSpan),
            message: 'raw',
            data: { metric: raw.metric },
            fixes: [takeRate(document, rule, raw)],
          });
        }
      }
    });
  },
});

/** Around the selector; one that `offset` or `@` follows takes its range before that. */
function takeRate(document: KubernetesDocument, rule: PromRule, raw: PromSelector): Fix | undefined {
  const before = editInRule(document, rule, raw.vectorSpan, 'rate(', 'before');
  const after = editInRule(document, rule, raw.vectorSpan, '[5m])', 'after');
  if (!before || !after || raw.shifted) return undefined;
  return { title: 'Take the rate over 5 minutes', safety: 'unsafe', edits: [before, after] };
}
