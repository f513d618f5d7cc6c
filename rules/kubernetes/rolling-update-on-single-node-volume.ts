import { defineRule, type Fix } from '#engine';
import {
  isBoundToOneNode,
  isNonProduction,
  isPatch,
  relatedTo,
  scaleOf,
  singleNodeClaims,
  type Workload,
  workloadOf,
} from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/rolling-update-on-single-node-volume',
  guide: 'performance/stateless-services',
  summary: 'Reports rolling updates of a pod whose volume one node at a time can have.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    rolling:
      'A rollout of "{name}" starts the new pod before the old one ends: on another node it waits for volume "{claim}" for ever.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (isPatch(document, unit)) return;
    for (const object of document.objects) {
      const workload = object.kind === 'Deployment' && !object.partial ? workloadOf(object) : undefined;
      const at = workload?.strategy.typeField ?? object.nameNode;
      if (!workload || !at || !startsFirst(workload) || isBoundToOneNode(workload.pods)) continue;
      if (isNonProduction(document, object)) continue;
      const [claim] = singleNodeClaims(object, unit);
      // Several pods are another rule's.
      const { maximum } = scaleOf(unit, { facts: object.facts(), uri: document.uri });
      if (!claim || maximum !== 1) continue;
      context.report({
        at,
        message: 'rolling',
        data: { name: object.name ?? '(templated)', claim: claim.name.text },
        fixes: [recreate(document.tree, workload)],
        related: [relatedTo(claim.claim, 'ReadWriteOnce: one node at a time.')],
      });
    }
  },
});

/** Without a surge the old pod ends first. */
function startsFirst({ strategy: { type, maxSurge } }: Workload): boolean {
  return type === 'RollingUpdate' && maxSurge?.value !== 0 && maxSurge?.value !== '0%';
}

function recreate(tree: Tree, { spec, strategy }: Workload): Fix | undefined {
  const edits = treeEdits(tree);
  const title = 'End the old pod first';
  if (!spec.entry('strategy')) {
    const edit = edits.addEntry(
      spec,
      'strategy',
      { type: 'Recreate' },
      spec.entry('replicas') ?? spec.entry('selector'),
    );
    return edit && { title, safety: 'unsafe', edits: [edit] };
  }
  // Recreate has no settings: the API refuses those of a rolling update beside it.
  const { node, typeField } = strategy;
  if (!node || node.entry('rollingUpdate')) return undefined;
  const edit = typeField ? edits.setScalar(typeField.node, 'Recreate') : edits.addEntry(node, 'type', 'Recreate');
  return edit && { title, safety: 'unsafe', edits: [edit] };
}
