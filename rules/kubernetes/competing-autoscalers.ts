import { defineRule } from '#engine';
import { autoscalerOf, competitorsOf, isClosed, relatedTo } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/competing-autoscalers',
  guide: 'scaling/autoscaling',
  summary: 'Reports workloads that two autoscalers scale at once.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    two: '{kind} "{other}" scales "{target}" as well: each one undoes what the other one does.',
    vertical:
      'VerticalPodAutoscaler "{other}" sizes the pods of "{target}" by the same CPU or memory: each one undoes what the other one does.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    for (const object of document.objects) {
      const autoscaler = autoscalerOf(object);
      const target = autoscaler?.target.name;
      if (!autoscaler || !target) continue;
      // Of a folder that nothing closes, two files may be two ways to do the same.
      const there = competitorsOf(autoscaler, document.uri, unit).filter(
        ({ other }) => other.uri === document.uri || isClosed(document.uri, unit),
      );
      const [first] = there;
      if (!first) continue;
      const { other, kind } = first;
      const data = { other: other.facts.name ?? '(templated)', target: target.text };
      const related = there.map(one => relatedTo(one.other, 'The other one.'));
      if (kind === 'VerticalPodAutoscaler') context.report({ at: target, message: 'vertical', data, related });
      else context.report({ at: target, message: 'two', data: { ...data, kind }, related });
    }
  },
});
