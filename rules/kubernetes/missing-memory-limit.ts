import { defineRule } from '#engine';
import {
  bytesOf,
  isDefaulted,
  isPatch,
  isSizedElsewhere,
  isWellKnownSidecar,
  type Resources,
  resourcesOf,
  serviceWorkloads,
  writeResources,
} from '#languages/kubernetes';

const MIB = 1024 * 1024;

export default defineRule({
  id: 'kubernetes/missing-memory-limit',
  guide: 'reliability/memory-bounds',
  summary: 'Reports containers of services without a memory limit.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing: 'Container "{container}" has no memory limit: when it leaks, its node runs full and kills its neighbours.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: [
    'kube-linter/unset-memory-requirements',
    'kube-score/container-resources',
    'checkov/CKV_K8S_13',
    'polaris/memoryLimitsMissing',
    'trivy/KSV-0018',
  ],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (document.template || isPatch(document, unit)) return;
    for (const { object } of serviceWorkloads(document, unit)) {
      const facts = object.facts();
      if (isDefaulted({ facts }, 'memory', unit, 'limits') || isSizedElsewhere({ facts }, unit)) continue;
      for (const container of object.podSpec()?.containers ?? []) {
        const resources = resourcesOf(container);
        if (!container.nameNode || !resources.known || resources.limits.has('memory') || container.idle) continue;
        if (container.image !== undefined && isWellKnownSidecar(container.image)) continue;
        const size = sizeFor(resources);
        const edit = writeResources(document.tree, container, 'limits', { memory: size });
        context.report({
          at: container.nameNode,
          message: 'missing',
          data: { container: container.shownName },
          fixes: [edit && { title: `Limit its memory to ${size}`, safety: 'unsafe', edits: [edit] }],
        });
      }
    }
  },
});

/** Twice what is requested, as far as that is known. */
function sizeFor({ requests }: Resources): string {
  const requested = requests.get('memory')?.value;
  const mebibytes = requested ? Math.ceil((bytesOf(requested) * 2) / MIB) : 512;
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}
