import { defineRule, type Fix } from '#engine';
import {
  hasMonitors,
  isClosed,
  isPatch,
  isScraped,
  type KubernetesDocument,
  type KubernetesObject,
  metricsPortsOf,
  podsAskToBeScraped,
  selectorOf,
  servicesSelecting,
  type Unit,
} from '#languages/kubernetes';
import { type Data, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/unscraped-metrics',
  guide: 'monitoring/metrics',
  summary: 'Reports metrics ports that no monitor reads in workspaces that have monitors.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    unscraped: 'No ServiceMonitor or PodMonitor reads "{port}" of "{name}": its metrics are missing when it fails.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    const everywhere = context.workspace.allFacts('kubernetes');
    if (document.template || isPatch(document, unit) || !hasMonitors(everywhere) || !isClosed(document.uri, unit))
      return;
    for (const object of document.objects) {
      const pods = object.podSpec();
      const running = object.group === 'batch' || object.partial ? undefined : object.facts().workload;
      const [port] = pods && running ? pods.containers.flatMap(metricsPortsOf) : [];
      if (!port?.value || podsAskToBeScraped(object) || isScraped(object, unit, everywhere)) continue;
      context.report({
        at: port,
        message: 'unscraped',
        data: { port: port.value, name: object.name ?? '(unnamed)' },
        fixes: [addMonitor(document, object, unit, port.value)],
      });
    }
  },
});

function addMonitor({ tree }: KubernetesDocument, object: KubernetesObject, unit: Unit, port: string): Fix | undefined {
  const number = object.podSpec()?.containers.flatMap(one => one.port(port) ?? [])[0]?.number;
  const service = servicesSelecting(object.podSpec()!.labels, object.namespace, unit).find(
    ({ facts }) => facts.labels.values.size > 0 && !facts.labels.open,
  );
  const named = service?.facts.service?.ports.find(one => one.target === port || one.target === number)?.name;
  const labels = named === undefined ? undefined : labelsIn(service!.facts.labels.values);
  const selector = labels ? { matchLabels: labels } : selectorOf(object);
  if (!selector || object.name === undefined) return undefined;
  const kind = labels ? 'ServiceMonitor' : 'PodMonitor';
  const edit = treeEdits(tree).appendDocument({
    apiVersion: 'monitoring.coreos.com/v1',
    kind,
    metadata: { name: object.name, ...(object.namespace === undefined ? {} : { namespace: object.namespace }) },
    spec: labels ? { selector, endpoints: [{ port: named! }] } : { selector, podMetricsEndpoints: [{ port }] },
  });
  return edit && { title: `Add a ${kind}`, safety: 'unsafe', edits: [edit] };
}

function labelsIn(values: ReadonlyMap<string, string | undefined>): Data | undefined {
  const known = [...values].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return known.length === values.size ? Object.fromEntries(known) : undefined;
}
