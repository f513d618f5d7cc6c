import { defineRule } from '#engine';
import { addAlert, monitorWithoutAlert } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/missing-error-rate-alert',
  guide: 'monitoring/metrics',
  summary: 'Reports workspaces that monitor services and have no alert on failing requests, once.',
  severity: 'hint',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing:
      'Services are monitored here, but no rule watches failing requests: customers notice first when calls fail.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const object = monitorWithoutAlert(document, context.workspace.allFacts('kubernetes'), 'errors');
    if (!object?.nameNode) return;
    const edit = addAlert(document, object, 'errors', ALERT);
    const fixes = [edit && ({ title: 'Add a PrometheusRule', safety: 'unsafe', edits: [edit] } as const)];
    context.report({ at: object.nameNode, message: 'missing', fixes });
  },
});

const ALERT = {
  alert: 'ErrorRateHigh',
  expr: "sum by (job) (rate(http_requests_total{code=~'5..'}[5m])) / sum by (job) (rate(http_requests_total[5m])) > 0.01",
  for: '5m',
  labels: { severity: 'warning' },
};
