import { defineRule } from '#engine';
import { addAlert, monitorWithoutAlert } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/missing-latency-alert',
  guide: 'monitoring/latency-alerts',
  summary: 'Reports workspaces that monitor services and have no alert on latency, once.',
  severity: 'hint',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing: 'Services are monitored here, but no rule watches latency: customers notice first when they become slow.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const object = monitorWithoutAlert(document, context.workspace.allFacts('kubernetes'), 'latency');
    if (!object?.nameNode) return;
    const edit = addAlert(document, object, 'latency', ALERT);
    const fixes = [edit && ({ title: 'Add a PrometheusRule', safety: 'unsafe', edits: [edit] } as const)];
    context.report({ at: object.nameNode, message: 'missing', fixes });
  },
});

const ALERT = {
  alert: 'LatencyHigh',
  expr: 'histogram_quantile(0.95, sum by (le, job) (rate(http_request_duration_seconds_bucket[5m]))) > 0.5',
  for: '5m',
  labels: { severity: 'warning' },
};
