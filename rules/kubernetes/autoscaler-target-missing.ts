import { defineRule, type Fix } from '#engine';
import {
  type Autoscaler,
  autoscalerOf,
  isPatch,
  type LostTarget,
  lostTargetOf,
  relatedTo,
} from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/autoscaler-target-missing',
  guide: 'scaling/autoscaling',
  summary: 'Reports autoscalers whose target is there under another name, kind or API group.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    name: 'There is no {kind} "{target}" here, but "{meant}": autoscaler "{name}" scales nothing.',
    kind: '"{target}" is a {meant}, not a {kind}: autoscaler "{name}" scales nothing.',
    group: '{kind} "{target}" is in {meant}, not in {written}: autoscaler "{name}" scales nothing.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['kube-linter/dangling-horizontalpodautoscaler', 'kube-score/horizontalpodautoscaler-has-target'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (isPatch(document, unit)) return;
    for (const object of document.objects) {
      const autoscaler = autoscalerOf(object);
      const lost = autoscaler && lostTargetOf(autoscaler, unit);
      if (!autoscaler || !lost) continue;
      const { target } = autoscaler;
      const at = lost.field ?? target.kind ?? target.name;
      if (!at) continue;
      const data = {
        name: object.name ?? '(templated)',
        kind: target.kindName ?? '',
        target: target.name?.text ?? '',
        meant: lost.text,
      };
      const fixes = [writeTarget(document.tree, autoscaler, lost)];
      const related = [relatedTo(lost.meant, 'It is probably this one.')];
      if (lost.wrong === 'group') {
        const written = target.apiVersion ? `"${target.apiVersion.text}"` : '"v1"';
        context.report({ at, message: 'group', data: { ...data, written }, fixes, related });
      } else context.report({ at, message: lost.wrong, data, fixes, related });
    }
  },
});

function writeTarget(tree: Tree, { target }: Autoscaler, { field, text }: LostTarget): Fix | undefined {
  const edits = treeEdits(tree);
  const edit = field
    ? edits.setScalar(field.node, text)
    : target.node && edits.addFirstEntry(target.node, 'apiVersion', text);
  return edit && { title: `Write ${text}`, safety: 'unsafe', edits: [edit] };
}
