import { defineRule, type Fix } from '#engine';
import {
  type IdleConstraint,
  idleConstraints,
  isNonProduction,
  isPatch,
  type KubernetesObject,
  meetLabels,
  selectorOf,
} from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';
import { contains } from '#text';

export default defineRule({
  id: 'kubernetes/ineffective-topology-spread',
  guide: 'scaling/autoscaling',
  summary: 'Reports rules that should keep pods apart and count other pods than their own.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    other: 'This {rule} counts pods with other labels than those of "{name}": it keeps none of its pods apart.',
    none: 'This spread constraint has no labelSelector, so it counts no pods: it keeps none of "{name}" apart.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (isPatch(document, unit)) return;
    for (const object of document.objects) {
      const pods = object.partial ? undefined : object.podSpec();
      if (!pods || isNonProduction(document, object)) continue;
      for (const idle of idleConstraints(object, pods, unit)) {
        if (!contains(object.span, idle.at.span)) continue;
        const name = object.name ?? '(templated)';
        const fixes = [countOwnPods(document.tree, object, idle)];
        if (!idle.constraint.selector) context.report({ at: idle.at, message: 'none', data: { name }, fixes });
        else {
          const rule = idle.type === 'spread' ? 'spread constraint' : 'anti-affinity';
          context.report({ at: idle.at, message: 'other', data: { name, rule }, fixes });
        }
      }
    }
  },
});

function countOwnPods(tree: Tree, object: KubernetesObject, idle: IdleConstraint): Fix | undefined {
  const { constraint, mismatches } = idle;
  const title = 'Count its own pods';
  if (constraint.selector) {
    const edits = meetLabels(tree, mismatches);
    return edits && { title, safety: 'unsafe', edits };
  }
  const selector = selectorOf(object);
  const edit = selector && treeEdits(tree).addEntry(constraint.node, 'labelSelector', selector);
  return edit && { title, safety: 'unsafe', edits: [edit] };
}
