import { defineRule, type Fix } from '#engine';
import { type CircuitBreaker, circuitBreakersOf, isExplained } from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

const OPEN_MILLISECONDS = 30_000;

export default defineRule({
  id: 'kubernetes/circuit-breaker-open-time',
  guide: 'reliability/circuit-breaker',
  summary: 'Reports circuit breakers that try again after another time than 30 seconds.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    short:
      'The circuit breaker of "{target}" tries again after {time}, not 30s: calls come back before a restart can be over.',
    long: 'The circuit breaker of "{target}" tries again after {time}, not 30s: a recovered endpoint stays out for longer.',
    implied:
      'By default, Linkerd tries "{target}" again after 1s, not 30s: calls come back before a restart can be over.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      for (const breaker of circuitBreakersOf(object)) {
        const { openTime, target } = breaker;
        const open = openTime.effective?.milliseconds;
        if (open === undefined || open === OPEN_MILLISECONDS) continue;
        const at = openTime.field ?? breaker.key;
        if (isExplained(document, at.span)) continue;
        const fixes = [thirtySeconds(document.tree, breaker)];
        if (openTime.field)
          context.report({
            at,
            message: open < OPEN_MILLISECONDS ? 'short' : 'long',
            data: { target, time: openTime.field.text },
            fixes,
          });
        else context.report({ at, message: 'implied', data: { target }, fixes });
      }
    });
  },
});

function thirtySeconds(tree: Tree, { node, openTime }: CircuitBreaker): Fix | undefined {
  const edits = treeEdits(tree);
  const edit = openTime.field
    ? edits.setScalar(openTime.field.node, '30s')
    : edits.addEntry(node, openTime.name, '30s');
  return edit && { title: 'Try again after 30s', safety: 'unsafe', edits: [edit] };
}
