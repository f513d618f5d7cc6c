import { defineRule } from '#engine';
import { budgetOf, budgetOverlap, isClosed, relatedTo } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/overlapping-disruption-budgets',
  guide: 'scaling/autoscaling',
  summary: 'Reports disruption budgets that select pods which another budget selects as well.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    two: 'Budgets "{other}" and "{name}" both select the pods of "{workload}": none of them can be evicted, so drains hang.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    for (const object of document.objects) {
      if (!budgetOf(object) || !object.nameNode) continue;
      const overlap = budgetOverlap(object, document.uri, unit);
      // Of a folder that nothing closes, two files may be two ways to do the same.
      if (!overlap || (overlap.other.uri !== document.uri && !isClosed(document.uri, unit))) continue;
      const { other, workload } = overlap;
      context.report({
        at: object.nameNode,
        message: 'two',
        data: {
          other: other.facts.name ?? '(templated)',
          name: object.name ?? '(templated)',
          workload: workload.facts.name ?? '(templated)',
        },
        related: [relatedTo(other, 'The other budget.'), relatedTo(workload, 'The pods of both.')],
      });
    }
  },
});
