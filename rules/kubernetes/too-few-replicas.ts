import { defineRule, type Fix, option } from '#engine';
import {
  fixedReplicasIn,
  isClosed,
  isForeign,
  isNonProduction,
  isPatch,
  isSingleton,
  keepsState,
  scaleOf,
  serviceWorkloads,
  type Unit,
  type Workload,
  workloadOf,
} from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/too-few-replicas',
  guide: 'scaling/autoscaling',
  summary: 'Reports services that run a single pod and have no autoscaler.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    few: '"{name}" runs {pods} and has no autoscaler: every restart, rollout and node drain is an outage.',
    implied:
      '"{name}" has no replicas, which means 1 pod, and no autoscaler: every restart, rollout and node drain is an outage.',
  },
  options: {
    minimum: option.integer({
      default: 2,
      minimum: 2,
      maximum: 1000,
      description: 'Pods that a service without an autoscaler must have.',
    }),
  },
  reads: ['kubernetes'],
  alsoKnownAs: [
    'kube-linter/minimum-three-replicas',
    'kube-score/deployment-replicas',
    'polaris/deploymentMissingReplicas',
  ],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (isPatch(document, unit)) return;
    const { minimum } = context.options;
    for (const { field, name } of fixedReplicasIn(document, unit)) {
      if (field.value === undefined || field.value < 1 || field.value >= minimum) continue;
      const edit = treeEdits(document.tree).setScalar(field.node, minimum);
      context.report({
        at: field,
        message: 'few',
        data: { name, pods: podCount(field.value) },
        fixes: [edit && { title: `Run ${minimum} pods`, safety: 'unsafe', edits: [edit] }],
      });
    }
    for (const { object, main } of serviceWorkloads(document, unit)) {
      const workload = workloadOf(object);
      if (!workload?.scalable || isForeign(main) || isNonProduction(document, object)) continue;
      const facts = object.facts();
      const { autoscalers, maybeScaled, overridden } = scaleOf(unit, { facts, uri: document.uri });
      if (autoscalers.length > 0 || maybeScaled || overridden || object.partial) continue;
      if (isSingleton(facts) || keepsState(object) || workload.strategy.type === 'Recreate') continue;
      const { replicas } = workload;
      const name = object.name ?? '(templated)';
      const fixes = [moreReplicas(document.tree, workload, minimum)];
      // With 0, somebody has switched it off.
      if (replicas?.value !== undefined && replicas.value > 0 && replicas.value < minimum) {
        context.report({ at: replicas, message: 'few', data: { name, pods: podCount(replicas.value) }, fixes });
      } else if (!replicas && object.nameNode && isWhole(document, workload, unit)) {
        context.report({ at: object.nameNode, message: 'implied', severity: 'info', data: { name }, fixes });
      }
    }
  },
});

function podCount(count: number): string {
  return count === 1 ? '1 pod' : `${count} pods`;
}

/** Whether nothing else may say how many there are: an autoscaler of a unit that shows only a part of itself, a template. */
function isWhole(
  document: { readonly uri: string; readonly template: boolean },
  { spec }: Workload,
  unit: Unit,
): boolean {
  return !document.template && !spec.open && isClosed(document.uri, unit);
}

function moreReplicas(tree: Tree, { spec, replicas }: Workload, minimum: number): Fix | undefined {
  const edits = treeEdits(tree);
  const edit = replicas ? edits.setScalar(replicas.node, minimum) : edits.addFirstEntry(spec, 'replicas', minimum);
  return edit && { title: `Run ${minimum} pods`, safety: 'unsafe', edits: [edit] };
}
