import { defineRule, type Fix } from '#engine';
import {
  isForeign,
  isNonProduction,
  isSingleton,
  keepsState,
  needsItsNode,
  podsOf,
  scaleOf,
  serviceWorkloads,
  type Workload,
  workloadOf,
} from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/rollout-with-downtime',
  guide: 'scaling/autoscaling',
  summary: 'Reports services whose rollout stops every pod before a new one is ready.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    recreate: 'Recreate stops every pod of "{name}" before a new one starts: each rollout is an outage.',
    unavailable: 'maxUnavailable {value} lets a rollout stop {pods} of "{name}" at once: each one is an outage.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    for (const { object, main } of serviceWorkloads(document, unit)) {
      const workload = workloadOf(object);
      if (!workload || object.kind !== 'Deployment' || isForeign(main) || isNonProduction(document, object)) continue;
      // What has a volume or a part of its node to itself cannot run twice.
      if (keepsState(object) || needsItsNode(workload.pods) || isSingleton(object.facts())) continue;
      const { typeField, maxUnavailable } = workload.strategy;
      const name = object.name ?? '(templated)';
      if (typeField?.value === 'Recreate') {
        context.report({ at: typeField, message: 'recreate', data: { name }, fixes: [roll(document.tree, workload)] });
        continue;
      }
      const { minimum } = scaleOf(unit, { facts: object.facts(), uri: document.uri });
      if (!maxUnavailable || minimum === undefined || minimum < 1 || minimum > 2) continue;
      const stopped = podsOf(maxUnavailable.value, minimum, 'down');
      if (stopped === undefined || stopped < minimum) continue;
      const data = { name, value: maxUnavailable.text, pods: minimum === 1 ? 'the only pod' : 'both pods' };
      context.report({ at: maxUnavailable, message: 'unavailable', data, fixes: [keepAll(document.tree, workload)] });
    }
  },
});

function roll(tree: Tree, { strategy: { typeField } }: Workload): Fix | undefined {
  const edit = typeField && treeEdits(tree).setScalar(typeField.node, 'RollingUpdate');
  return edit && { title: 'Start new pods before old ones stop', safety: 'unsafe', edits: [edit] };
}

/** Both numbers must not be 0: nothing could ever be replaced. */
function keepAll(tree: Tree, { strategy: { maxUnavailable, maxSurge } }: Workload): Fix | undefined {
  if (!maxUnavailable || maxSurge?.value === 0 || maxSurge?.value === '0%') return undefined;
  const edit = treeEdits(tree).setScalar(maxUnavailable.node, 0);
  return edit && { title: 'Start new pods before old ones stop', safety: 'unsafe', edits: [edit] };
}
