import { memoised } from '../memo.ts';
import { isNonProductionNamed, isNonProductionPath } from './environment.ts';
import { selects } from './labels.ts';
import type { KubernetesObject } from './model.ts';
import { isScalable, scaleOf } from './scaling.ts';
import { indexOf, sharesNamespace, type UnitIndex, type UnitObject } from './unitIndex.ts';
import type { Unit } from './workloads.ts';

/**
 * The services of a unit that have several pods and no disruption budget, in the order of their files. What a budget
 * may select, as far as a template leaves that open, counts as having one.
 */
export const unbudgeted: (unit: Unit) => readonly UnitObject[] = memoised(unit => {
  const index = indexOf(unit);
  const budgets = index.having('budget');
  const targets = targetsOf(index);
  const found = index.objects.filter(one => {
    const { facts, podLabels, uri } = one;
    if (!podLabels || !facts.workload || facts.partial || !isScalable(facts)) return false;
    if (uri.includes('/templates/') || isNonProductionPath(uri) || isNonProductionNamed(facts, podLabels)) return false;
    if ((scaleOf(unit, one).minimum ?? 0) < 2) return false;
    if ((facts.pods?.ports.length ?? 0) === 0 && !targets.has(one)) return false;
    return budgets.every(
      budget =>
        !sharesNamespace(budget.facts.namespace, facts.namespace) ||
        (budget.facts.selector !== undefined && selects(budget.facts.selector, podLabels) === false),
    );
  });
  return found.sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.start - b.start));
});

/** What Services select. */
function targetsOf(index: UnitIndex): ReadonlySet<UnitObject> {
  const services = index.having('service');
  return new Set(
    services.flatMap(({ facts }) => (facts.selector ? index.podsOf(facts.selector, facts.namespace).objects : [])),
  );
}

/** Another budget for some of the pods of one, which stands before it; and one of the workloads that have both. */
export interface BudgetOverlap {
  readonly other: UnitObject;
  readonly workload: UnitObject;
}

/** The eviction API refuses to evict a pod of two budgets. */
export function budgetOverlap(object: KubernetesObject, uri: string, unit: Unit): BudgetOverlap | undefined {
  const selector = object.selector();
  if (!selector || object.partial) return undefined;
  const index = indexOf(unit);
  const budgets = index.having('budget');
  const mine = budgets.findIndex(one => one.uri === uri && one.start === object.span.start);
  const own = new Set(index.podsOf(selector, object.namespace).objects);
  for (const other of budgets.slice(0, Math.max(0, mine))) {
    const { facts } = other;
    if (!facts.selector || facts.partial || facts.name === object.name) continue;
    if (!sharesNamespace(facts.namespace, object.namespace)) continue;
    const workload = index.podsOf(facts.selector, facts.namespace).objects.find(one => own.has(one));
    if (workload) return { other, workload };
  }
  return undefined;
}
