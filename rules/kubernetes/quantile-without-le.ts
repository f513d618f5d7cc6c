import { defineRule, type Fix } from '#engine';
import {
  editInRule,
  type KubernetesDocument,
  losesBuckets,
  type PromAggregation,
  type PromRule,
  promRulesOf,
  quantilesIn,
  spanInRule,
} from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/quantile-without-le',
  guide: 'monitoring/latency-alerts',
  summary: 'Reports histogram_quantile over an aggregation that takes the label le away.',
  severity: 'error',
  recommended: true,
  fixable: 'safe',
  messages: {
    lost: '"{operator}" takes "le" away, without which histogram_quantile is always empty: "{rule}" has no value, ever.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      for (const rule of promRulesOf(object)) {
        for (const quantile of quantilesIn(rule.expression)) {
          const lost = losesBuckets(quantile);
          if (!lost) continue;
          context.report({
            at: spanInRule(document, rule, lost.operatorSpan),
            message: 'lost',
            data: { operator: lost.operator, rule: rule.name },
            fixes: [keepLe(document, rule, lost)],
          });
        }
      }
    });
  },
});

function keepLe(
  document: KubernetesDocument,
  rule: PromRule,
  { grouping, operatorSpan }: PromAggregation,
): Fix | undefined {
  const kept = grouping && labelsWithLe(grouping.type, grouping.labels);
  const edit = grouping
    ? editInRule(document, rule, grouping.labelsSpan, `(${kept})`)
    : editInRule(document, rule, operatorSpan, ' by (le) ', 'after');
  return edit && { title: 'Keep the label le', safety: 'safe', edits: [edit] };
}

function labelsWithLe(type: 'by' | 'without', labels: readonly string[]): string {
  return (type === 'by' ? ['le', ...labels] : labels.filter(one => one !== 'le')).join(', ');
}
