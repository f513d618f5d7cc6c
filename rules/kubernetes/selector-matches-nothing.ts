import { defineRule, type Fix } from '#engine';
import {
  isPatch,
  type Mismatch,
  meetLabels,
  mismatchesOf,
  missedSelectionOf,
  relatedTo,
  type UnitObject,
} from '#languages/kubernetes';
import type { Tree } from '#languages/yaml';

/** As many candidates are offered; none is preferred to another. */
const OFFERED = 3;

export default defineRule({
  id: 'kubernetes/selector-matches-nothing',
  guide: 'reliability/health-endpoints',
  summary: 'Reports Services, budgets and policies whose selector misses the pods that it was meant for.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    nothing: '{kind} "{name}" selects no pods, so {effect}: "{workload}" has {difference}.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['kube-linter/dangling-service', 'kube-score/service-targets-pod', 'kube-linter/dangling-networkpolicy'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (isPatch(document, unit)) return;
    for (const object of document.objects) {
      const missed = missedSelectionOf(object, unit);
      const [first] = missed?.candidates ?? [];
      if (!missed || !first) continue;
      const mismatches = mismatchesOf(missed.labels, first.podLabels!);
      const [mismatch] = mismatches;
      if (!mismatch) continue;
      const offered = missed.candidates.slice(0, OFFERED);
      context.report({
        at: mismatch.entry.value,
        message: 'nothing',
        data: {
          kind: object.kind,
          name: object.name ?? '(templated)',
          effect: missed.effect,
          workload: first.facts.name ?? '(templated)',
          difference: differenceOf(mismatch),
        },
        fixes: offered.map(one => selectPods(document.tree, one, mismatchesOf(missed.labels, one.podLabels!))),
        related: offered.map(one => relatedTo(one, 'These pods are near.')),
      });
    }
  },
});

function differenceOf({ wanted, found }: Mismatch): string {
  return found ? `${found.key}=${found.value}, not ${wanted}` : `no ${wanted}`;
}

function selectPods(tree: Tree, { facts }: UnitObject, mismatches: readonly Mismatch[]): Fix | undefined {
  const edits = meetLabels(tree, mismatches);
  return edits && { title: `Select the pods of ${facts.name ?? ''}`, safety: 'unsafe', edits };
}
