import { defineRule, type Fix } from '#engine';
import {
  editInRule,
  type KubernetesDocument,
  type Mean,
  meansIn,
  type PromRule,
  promRulesOf,
  quantilesIn,
  spanInRule,
} from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/mean-latency-alert',
  guide: 'monitoring/latency-alerts',
  summary: 'Reports alerts on a mean latency in groups without an alert on a quantile.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    mean: '"{alert}" watches the mean: while one request in twenty is slow, it stays as it is and nobody is told.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      const rules = promRulesOf(object);
      for (const rule of rules) {
        if (!rule.rule.alert) continue;
        const [mean] = meansIn(rule.expression);
        if (!mean || rules.some(one => one.group === rule.group && quantilesIn(one.expression).length > 0)) continue;
        context.report({
          at: spanInRule(document, rule, mean.sum.nameSpan),
          message: 'mean',
          data: { alert: rule.name },
          fixes: [watchP95(document, rule, mean)],
        });
      }
    });
  },
});

function watchP95(document: KubernetesDocument, rule: PromRule, { binary, asQuantile }: Mean): Fix | undefined {
  const edit = asQuantile === undefined ? undefined : editInRule(document, rule, binary.span, asQuantile);
  return edit && { title: 'Watch the 95th percentile', safety: 'unsafe', edits: [edit] };
}
