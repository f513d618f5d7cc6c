import { defineRule } from '#engine';
import { autoscalerOf, relatedTo, requestGaps } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/autoscaler-without-request',
  guide: 'scaling/autoscaling',
  summary: 'Reports autoscalers that measure the share of a request which their pods do not make.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    without:
      'Autoscaler "{name}" measures a share of the {resource} request, and container "{container}" has none: it never scales.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    for (const object of document.objects) {
      const autoscaler = autoscalerOf(object);
      if (!autoscaler) continue;
      for (const { resource, field, container, target } of requestGaps(autoscaler, unit)) {
        const at = field ?? object.nameNode;
        if (!at) continue;
        const name = object.name ?? '(templated)';
        const shown = resource === 'cpu' ? 'CPU' : resource;
        context.report({
          at,
          message: 'without',
          data: { name, resource: shown, container: container.name ?? '(templated)' },
          related: [relatedTo(target, `It requests no ${shown}.`, container.place)],
        });
      }
    }
  },
});
