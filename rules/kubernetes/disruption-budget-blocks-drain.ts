import { defineRule, type Fix } from '#engine';
import { budgetOf, type DisruptionBudget, expectedPods, isNonProduction, podsOf } from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/disruption-budget-blocks-drain',
  guide: 'scaling/autoscaling',
  summary: 'Reports disruption budgets that never let a single pod go.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    all: 'Budget "{name}" needs {needed} of {pods}: no pod may ever be evicted, so nodes cannot be drained or upgraded.',
    none: '{field} {value} of budget "{name}" lets no pod be evicted, ever: nodes cannot be drained or upgraded.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['kube-linter/pdb-max-unavailable', 'kube-linter/pdb-min-available', 'polaris/pdbDisruptionsIsZero'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    for (const object of document.objects) {
      const budget = budgetOf(object);
      if (!budget || isNonProduction(document, object)) continue;
      const name = object.name ?? '(templated)';
      const { minAvailable, maxUnavailable } = budget;
      const fixes = [oneAtATime(document.tree, budget)];
      const absolute =
        minAvailable?.value === '100%' ? minAvailable : isZero(maxUnavailable) ? maxUnavailable : undefined;
      if (absolute) {
        const data = { name, field: absolute.key.text, value: absolute.text };
        context.report({ at: absolute, message: 'none', data, fixes });
        continue;
      }
      const pods = minAvailable && expectedPods(budget, unit);
      const needed = pods && podsOf(minAvailable.value, pods, 'up');
      if (!minAvailable || !pods || needed === undefined || needed < pods) continue;
      const data = { name, needed, pods: pods === 1 ? '1 pod' : `${pods} pods` };
      context.report({ at: minAvailable, message: 'all', data, fixes });
    }
  },
});

function isZero(field: DisruptionBudget['maxUnavailable']): boolean {
  return field?.value === 0 || field?.value === '0%' || field?.value === '0';
}

function oneAtATime(tree: Tree, { spec, minAvailable, maxUnavailable }: DisruptionBudget): Fix | undefined {
  const edits = treeEdits(tree);
  const title = 'Let one pod go at a time';
  if (maxUnavailable) {
    const edit = minAvailable ? undefined : edits.setScalar(maxUnavailable.node, 1);
    return edit && { title, safety: 'unsafe', edits: [edit] };
  }
  const entry = spec.entry('minAvailable');
  const renamed = entry && edits.renameKey(entry, 'maxUnavailable');
  const set = minAvailable && edits.setScalar(minAvailable.node, 1);
  return renamed && set && { title, safety: 'unsafe', edits: [renamed, set] };
}
