import { defineRule } from '#engine';
import { isPatch, lacksProbe, type Probe, serviceWorkloads, type TrafficPort } from '#languages/kubernetes';
import { type Data, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/missing-liveness-probe',
  guide: 'reliability/health-endpoints',
  summary: 'Reports containers that serve traffic without a livenessProbe.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing: 'Container "{container}" has no livenessProbe: a process that hangs stays hung until somebody notices.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: [
    'kube-linter/no-liveness-probe',
    'kube-score/pod-probes',
    'checkov/CKV_K8S_8',
    'polaris/livenessProbeMissing',
  ],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (document.template || isPatch(document, unit)) return;
    for (const workload of serviceWorkloads(document, unit)) {
      const { main, port } = workload;
      if (!port || !main.nameNode || !lacksProbe(workload, 'liveness')) continue;
      const probe = probeFor(port, main.probe('readiness'));
      const after = ['ports', 'image'].flatMap(key => main.node.entry(key) ?? [])[0];
      const edit = probe && treeEdits(document.tree).addEntry(main.node, 'livenessProbe', probe.data, after);
      context.report({
        at: main.nameNode,
        message: 'missing',
        data: { container: main.shownName },
        fixes: [edit && { title: probe.title, safety: 'unsafe', edits: [edit] }],
      });
    }
  },
});

/** What does not speak HTTP is alive while it accepts connections. Never what readiness asks already. */
function probeFor(
  { name, number, protocol }: TrafficPort,
  readiness: Probe | undefined,
): { title: string; data: Data } | undefined {
  const port = name ?? number;
  const ready = readiness?.handler;
  if (port === undefined) return undefined;
  if (protocol === 'grpc' || protocol === 'other') {
    if (ready?.type === 'tcpSocket') return undefined;
    return { title: 'Add a livenessProbe on the socket', data: { tcpSocket: { port } } };
  }
  if (ready?.type === 'httpGet' && ready.path === '/health/live') return undefined;
  const scheme = protocol === 'https' ? { scheme: 'HTTPS' } : {};
  return {
    title: 'Add a livenessProbe on /health/live',
    data: { httpGet: { path: '/health/live', port, ...scheme } },
  };
}
