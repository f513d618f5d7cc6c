import { defineRule } from '#engine';
import { isPatch, lacksProbe, serviceWorkloads, type TrafficPort } from '#languages/kubernetes';
import { type Data, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/missing-readiness-probe',
  guide: 'reliability/health-endpoints',
  summary: 'Reports containers that serve traffic without a readinessProbe.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing:
      'Container "{container}" serves traffic without a readinessProbe: requests reach pods that cannot answer yet.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: [
    'kube-linter/no-readiness-probe',
    'kube-score/pod-probes',
    'checkov/CKV_K8S_9',
    'polaris/readinessProbeMissing',
  ],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (document.template || isPatch(document, unit)) return;
    for (const workload of serviceWorkloads(document, unit)) {
      const { main, port } = workload;
      if (!port || !main.nameNode || !lacksProbe(workload, 'readiness')) continue;
      const probe = probeFor(port);
      const after = ['livenessProbe', 'startupProbe', 'ports', 'image'].flatMap(key => main.node.entry(key) ?? [])[0];
      const edit = probe && treeEdits(document.tree).addEntry(main.node, 'readinessProbe', probe.data, after);
      context.report({
        at: main.nameNode,
        message: 'missing',
        data: { container: main.shownName },
        fixes: [edit && { title: probe.title, safety: 'unsafe', edits: [edit] }],
      });
    }
  },
});

function probeFor({ name, number, protocol }: TrafficPort): { title: string; data: Data } | undefined {
  const port = name ?? number;
  if (port === undefined || protocol === 'other') return undefined;
  if (protocol === 'grpc')
    return number === undefined ? undefined : { title: 'Add a gRPC readinessProbe', data: { grpc: { port: number } } };
  const scheme = protocol === 'https' ? { scheme: 'HTTPS' } : {};
  return {
    title: 'Add a readinessProbe on /health/ready',
    data: { httpGet: { path: '/health/ready', port, ...scheme } },
  };
}
