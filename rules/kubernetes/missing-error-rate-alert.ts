import { defineRule, type Fix } from '#engine';
import { firstMonitor, indexOf, type KubernetesDocument, type KubernetesObject } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

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
    const everywhere = context.workspace.allFacts('kubernetes');
    const first = firstMonitor(everywhere);
    if (first?.uri !== document.uri) return;
    if (
      indexOf(everywhere)
        .having('alerts')
        .some(({ facts }) => facts.alerts.errors)
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
    metadata: { name: `${name}-errors`, ...(namespace === undefined ? {} : { namespace }) },
    spec: {
      groups: [
        {
          name: 'errors',
          rules: [
            {
              alert: 'ErrorRateHigh',
              expr: "sum by (job) (rate(http_requests_total{code=~'5..'}[5m])) / sum by (job) (rate(http_requests_total[5m])) > 0.01",
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
