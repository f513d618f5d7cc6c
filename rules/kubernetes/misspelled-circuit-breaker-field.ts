import { defineRule, type Fix } from '#engine';
import { type CircuitBreaker, circuitBreakersOf } from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/misspelled-circuit-breaker-field',
  guide: 'reliability/circuit-breaker',
  summary: 'Reports fields of a circuit breaker that its mesh does not know and drops in silence.',
  severity: 'error',
  recommended: true,
  fixable: 'safe',
  messages: {
    dropped:
      '{mesh} spells "{written}" as "{meant}" and drops it in silence: the circuit breaker of "{target}" keeps its default.',
    deprecated:
      'Istio has deprecated "{written}" and no longer reads it: the circuit breaker of "{target}" keeps its default of 5.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      for (const breaker of circuitBreakersOf(object)) {
        const { mesh, target } = breaker;
        for (const { entry, meant } of breaker.misspelled) {
          const written = entry.key.text;
          const fixes = [spelled(document.tree, breaker, entry, meant)];
          if (written === 'consecutiveErrors')
            context.report({ at: entry.key, message: 'deprecated', data: { written, target }, fixes });
          else context.report({ at: entry.key, message: 'dropped', data: { mesh, written, meant, target }, fixes });
        }
      }
    });
  },
});

function spelled(
  tree: Tree,
  { node }: CircuitBreaker,
  entry: CircuitBreaker['misspelled'][number]['entry'],
  meant: string,
): Fix | undefined {
  const edits = treeEdits(tree);
  // Where both stand, the right one is what counts.
  if (node.entry(meant)) {
    const removal = edits.removeEntry(node, entry);
    return removal && { title: `Remove "${entry.key.text}"`, safety: 'safe', edits: [removal] };
  }
  const renaming = edits.renameKey(entry, meant);
  return renaming && { title: `Rename to "${meant}"`, safety: 'safe', edits: [renaming] };
}
