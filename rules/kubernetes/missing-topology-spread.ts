import { defineRule, type Fix } from '#engine';
import {
  antiAffinityOf,
  isNonProduction,
  isPatch,
  scaleOf,
  selectorOf,
  serviceWorkloads,
  spreadConstraintsOf,
  type Workload,
  workloadOf,
} from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/missing-topology-spread',
  guide: 'scaling/autoscaling',
  summary: 'Reports services with several pods that nothing keeps on different nodes.',
  severity: 'hint',
  recommended: false,
  fixable: 'unsafe',
  messages: {
    missing: 'Nothing keeps the {count} pods of "{name}" apart: all of them may run on one node, and fall with it.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: [
    'kube-linter/no-anti-affinity',
    'polaris/topologySpreadConstraint',
    'kube-score/deployment-has-host-podantiaffinity',
  ],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (document.template || isPatch(document, unit)) return;
    for (const { object } of serviceWorkloads(document, unit)) {
      const workload = workloadOf(object);
      if (!workload?.scalable || !object.nameNode || object.partial || isNonProduction(document, object)) continue;
      const { minimum } = scaleOf(unit, { facts: object.facts(), uri: document.uri });
      if (minimum === undefined || minimum < 2 || isSpread(workload)) continue;
      context.report({
        at: object.nameNode,
        message: 'missing',
        data: { count: minimum, name: object.name ?? '(templated)' },
        fixes: [spread(document.tree, workload)],
      });
    }
  },
});

function isSpread({ pods }: Workload): boolean {
  return pods.node.open || spreadConstraintsOf(pods).length > 0 || antiAffinityOf(pods).length > 0;
}

function spread(tree: Tree, { object, pods }: Workload): Fix | undefined {
  const labelSelector = selectorOf(object);
  const constraint = labelSelector && {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector,
  };
  const edit = constraint && treeEdits(tree).addFirstEntry(pods.node, 'topologySpreadConstraints', [constraint]);
  return edit && { title: 'Spread the pods over the nodes', safety: 'unsafe', edits: [edit] };
}
