import { defineRule, type Fix } from '#engine';
import { firstMonitor, indexOf, type KubernetesDocument, type KubernetesObject } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

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
    const everywhere = context.workspace.allFacts('kubernetes');
    const first = firstMonitor(everywhere);
    if (first?.uri !== document.uri) return;
    if (
      indexOf(everywhere)
        .having('alerts')
        .some(({ facts }) => facts.alerts.latency)
    )
      return;
    const object = document.objects.find(one => one.span.start === first.start);
    if (!object?.nameNode) return;
    context.report({ at: object.nameNode, message: 'missing', fixes: [addAlert(document, object)] });
  },
});

function addAlert({ tree, template }: KubernetesDocument, { name, namespace }: KubernetesObject): Fix | undefined {
  if (name === undefined || template) return undefined;
  const edit = treeEdits(tree).appendDocument({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: `${name}-latency`, ...(namespace === undefined ? {} : { namespace }) },
    spec: {
      groups: [
        {
          name: 'latency',
          rules: [
            {
              alert: 'LatencyHigh',
              expr: 'histogram_quantile(0.95, sum by (le, job) (rate(http_request_duration_seconds_bucket[5m]))) > 0.5',
              for: '5m',
              labels: { severity: 'warning' },
            },
          ],
        },
      ],
    },
  });
  return edit && { title: 'Add a PrometheusRule', safety: 'unsafe', edits: [edit] };
}
