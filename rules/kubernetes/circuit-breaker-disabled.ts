import { defineRule } from '#engine';
import { circuitBreakersOf } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/circuit-breaker-disabled',
  guide: 'reliability/circuit-breaker',
  summary: 'Reports outlier detection that counts 0 failures, which switches it off.',
  severity: 'error',
  recommended: true,
  fixable: 'safe',
  messages: {
    off: '"{field}: 0" switches the circuit breaker of "{target}" off: an endpoint that only fails keeps its share of the calls.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      for (const { mesh, failures, countsOtherwise, target } of circuitBreakersOf(object)) {
        // What Linkerd makes of 0 is nowhere said.
        if (mesh === 'Linkerd' || failures.field?.value !== 0 || countsOtherwise) continue;
        const edit = treeEdits(document.tree).setScalar(failures.field.node, 5);
        context.report({
          at: failures.field,
          message: 'off',
          data: { field: failures.name, target },
          fixes: [edit && { title: 'Open after 5 failures in a row', safety: 'safe', edits: [edit] }],
        });
      }
    });
  },
});
