import { defineRule, type Fix } from '#engine';
import { type CircuitBreaker, circuitBreakersOf, isExplained } from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

const FAILURES = 5;

export default defineRule({
  id: 'kubernetes/circuit-breaker-threshold',
  guide: 'reliability/circuit-breaker',
  summary: 'Reports circuit breakers that open after another number than 5 consecutive failures.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    late: 'The circuit breaker of "{target}" opens after {failures}, not 5: callers run into a broken endpoint for longer.',
    early: 'The circuit breaker of "{target}" opens after {failures}, not 5: a hiccup takes a healthy endpoint out.',
    implied:
      'By default, Linkerd opens the circuit of "{target}" after 7 failures in a row, not 5: callers run into a broken endpoint for longer.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      for (const breaker of circuitBreakersOf(object)) {
        const { failures, target } = breaker;
        const count = failures.effective;
        // 0 is off, which is another rule's; somebody who counts gateway errors has thought about it.
        if (count === undefined || count === 0 || count === FAILURES || breaker.countsOtherwise) continue;
        const at = failures.field ?? breaker.key;
        if (isExplained(document, at.span)) continue;
        const fixes = [fiveFailures(document.tree, breaker)];
        if (failures.field)
          context.report({
            at,
            message: count > FAILURES ? 'late' : 'early',
            ...(count > 20 ? { severity: 'warning' } : {}),
            data: { target, failures: count === 1 ? '1 failure' : `${count} failures in a row` },
            fixes,
          });
        else context.report({ at, message: 'implied', data: { target }, fixes });
      }
    });
  },
});

function fiveFailures(tree: Tree, { mesh, node, failures }: CircuitBreaker): Fix | undefined {
  const edits = treeEdits(tree);
  const value = mesh === 'Linkerd' ? String(FAILURES) : FAILURES;
  const edit = failures.field
    ? edits.setScalar(failures.field.node, value)
    : edits.addEntry(node, failures.name, value);
  return edit && { title: 'Open after 5 failures in a row', safety: 'unsafe', edits: [edit] };
}
