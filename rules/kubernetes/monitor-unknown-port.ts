import { defineRule, type Fix } from '#engine';
import {
  isPatch,
  type KubernetesDocument,
  type Monitor,
  type MonitorEndpoint,
  type MonitoredPort,
  monitorablePorts,
  monitoredIn,
  monitorOf,
  nearest,
  relatedTo,
} from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/monitor-unknown-port',
  guide: 'monitoring/metrics',
  summary: 'Reports monitors that scrape a port which the Services or pods they select do not name.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    service: 'No port of Service "{object}" is named "{port}": nothing is scraped, and no error says so.',
    pods: 'No container port of "{object}" is named "{port}": nothing is scraped, and no error says so.',
    number: '"port" takes the name of a port, not {port}: the API server refuses this monitor.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['kube-linter/dangling-servicemonitor'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (isPatch(document, unit)) return;
    for (const object of document.objects) {
      const monitor = monitorOf(object);
      if (!monitor) continue;
      const monitored = monitoredIn(monitor, unit);
      const known = monitorablePorts(monitored);
      for (const endpoint of monitor.endpoints) {
        const port = endpoint.port?.value;
        if (!endpoint.port || port === undefined || endpoint.node.entry('port')?.value !== endpoint.port.node) continue;
        const fixes = fixesFor(document, monitor, endpoint, known ?? []);
        if (typeof port === 'number') context.report({ at: endpoint.port, message: 'number', data: { port }, fixes });
        else if (known && !known.some(({ name }) => name === port)) {
          // The same selector may find more in another directory.
          const elsewhere = monitorablePorts(monitoredIn(monitor, context.workspace.allFacts('kubernetes')));
          const [first] = monitored.objects;
          if (!first || !elsewhere || elsewhere.some(({ name }) => name === port)) continue;
          context.report({
            at: endpoint.port,
            message: monitor.of === 'services' ? 'service' : 'pods',
            data: { object: first.facts.name ?? '(unnamed)', port },
            fixes,
            related: monitored.objects.slice(0, 3).map(one => relatedTo(one, 'What it selects.')),
          });
        }
      }
    }
  },
});

/** The name of the port with that number, the nearest one, or the only one there is. */
function fixesFor(
  { tree }: KubernetesDocument,
  { of }: Monitor,
  { node, port }: MonitorEndpoint,
  known: readonly MonitoredPort[],
): readonly (Fix | undefined)[] {
  const names = [...new Set(known.flatMap(({ name }) => name ?? []))];
  const numbered = known.flatMap(one => (String(one.number) === port?.text ? (one.name ?? []) : []));
  const near = nearest(port?.text ?? '', names, name => name);
  const meant = [numbered, near, names].find(all => all.length > 0);
  if (port && meant?.length === 1) {
    const edit = treeEdits(tree).setScalar(port.node, meant[0]!);
    return [edit && { title: `Scrape port "${meant[0]}"`, safety: 'unsafe', edits: [edit] }];
  }
  const entry = node.entry('port');
  const key = of === 'services' ? 'targetPort' : 'portNumber';
  if (!entry || typeof port?.value !== 'number' || node.entry(key)) return [];
  const edit = treeEdits(tree).renameKey(entry, key);
  return [edit && { title: `Write ${key}`, safety: 'unsafe', edits: [edit] }];
}
