import { defineRule, type Fix } from '#engine';
import {
  editInRule,
  isLatency,
  type KubernetesDocument,
  type PromRule,
  promRulesOf,
  type Quantile,
  quantilesIn,
  spanInRule,
} from '#languages/kubernetes';

const WANTED = 0.95;

export default defineRule({
  id: 'kubernetes/latency-alert-not-p95',
  guide: 'monitoring/latency-alerts',
  summary: 'Reports latency alerts on another quantile than the 95th percentile.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    lower:
      '"{alert}" watches p{percent}: slowness that hits fewer than {share} % of the requests goes unseen; watch p95.',
    higher: '"{alert}" watches p{percent}, which a handful of requests can raise; the agreed measure is p95.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      const alerts = promRulesOf(object).filter(({ rule }) => rule.alert);
      for (const alert of alerts) {
        for (const one of quantilesIn(alert.expression)) {
          const { quantile } = one;
          if (quantile === undefined || quantile === WANTED || !isLatency(one)) continue;
          // Beside an alert on p95, others are for other purposes.
          const inGroup = alerts.filter(({ group }) => group === alert.group);
          if (inGroup.some(other => quantilesIn(other.expression).some(two => two.quantile === WANTED))) continue;
          const percent = Number((quantile * 100).toFixed(4));
          const data = { alert: alert.name, percent, share: Number((100 - percent).toFixed(4)) };
          const finding = {
            at: spanInRule(document, alert, one.quantileSpan),
            fixes: [watchP95(document, alert, one)],
          };
          if (quantile < WANTED) context.report({ ...finding, message: 'lower', data });
          else context.report({ ...finding, message: 'higher', data, severity: 'hint' });
        }
      }
    });
  },
});

function watchP95(document: KubernetesDocument, rule: PromRule, { quantileSpan }: Quantile): Fix | undefined {
  const edit = editInRule(document, rule, quantileSpan, String(WANTED));
  return edit && { title: 'Watch p95', safety: 'unsafe', edits: [edit] };
}
