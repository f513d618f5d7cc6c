import { defineRule } from '#engine';
import {
  isDefaulted,
  isPatch,
  isSizedElsewhere,
  isWellKnownSidecar,
  requestedOf,
  resourcesOf,
  serviceWorkloads,
  unmeasured,
  writeResources,
} from '#languages/kubernetes';

/** What to begin with, until somebody has measured. */
const FIRST: Readonly<Record<string, string>> = { cpu: '100m', memory: '128Mi' };

export default defineRule({
  id: 'kubernetes/missing-resource-requests',
  guide: 'reliability/memory-bounds',
  summary: 'Reports containers of services that request no CPU or no memory.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing:
      'Container "{container}" requests no {resources}: it is put on nodes without room, and is the first to be evicted.',
    cpu: 'Container "{container}" requests no CPU: it is put on busy nodes, and gets next to nothing while its neighbours work.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: [
    'kube-linter/unset-cpu-requirements',
    'kube-linter/unset-memory-requirements',
    'kube-score/container-resources',
    'checkov/CKV_K8S_10',
    'checkov/CKV_K8S_12',
    'polaris/cpuRequestsMissing',
    'polaris/memoryRequestsMissing',
    'trivy/KSV-0015',
    'trivy/KSV-0016',
  ],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (document.template || isPatch(document, unit)) return;
    for (const { object } of serviceWorkloads(document, unit)) {
      const facts = object.facts();
      if (isSizedElsewhere({ facts }, unit)) continue;
      // What an autoscaler cannot measure is reported there.
      const reported = unmeasured(unit, facts);
      for (const container of object.podSpec()?.containers ?? []) {
        const resources = resourcesOf(container);
        if (!container.nameNode || !resources.known || container.idle) continue;
        if (container.image !== undefined && isWellKnownSidecar(container.image)) continue;
        const missing = Object.keys(FIRST).filter(
          one => !requestedOf(resources, one) && !reported.has(one) && !isDefaulted({ facts }, one, unit),
        );
        if (missing.length === 0) continue;
        const sizes = Object.fromEntries(missing.map(one => [one, FIRST[one]!]));
        const edit = writeResources(document.tree, container, 'requests', sizes);
        const fixes = [
          edit && { title: `Request ${Object.values(sizes).join(' and ')}`, safety: 'unsafe' as const, edits: [edit] },
        ];
        const at = container.nameNode;
        const name = container.shownName;
        const shown = missing.includes('cpu') ? 'CPU and no memory' : 'memory';
        if (missing.includes('memory'))
          context.report({ at, message: 'missing', data: { container: name, resources: shown }, fixes });
        else context.report({ at, message: 'cpu', data: { container: name }, fixes });
      }
    }
  },
});
