import { defineRule, type Fix } from '#engine';
import { type Autoscaler, autoscalerOf, autoscalingIn, isNonProduction } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';
import type { TextEdit } from '#text';

const MINIMUM = 2;

export default defineRule({
  id: 'kubernetes/autoscaler-minimum',
  guide: 'scaling/autoscaling',
  summary: 'Reports autoscalers that may leave a service with a single pod.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: {
    low: 'Autoscaler "{name}" goes down to {minimum} pod: while that one restarts or moves, nobody answers.',
    missing:
      'Autoscaler "{name}" has no minReplicas, which means 1: while that one pod restarts or moves, nobody answers.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: [
    'kube-linter/hpa-minimum-three-replicas',
    'kube-score/horizontalpodautoscaler-replicas',
    'polaris/hpaMinAvailability',
  ],

  check(document, context) {
    for (const { autoscaling, name } of autoscalingIn(document, context.workspace.facts('kubernetes'))) {
      const { minimum: field, maximum } = autoscaling;
      if (field?.value !== 1) continue;
      const isRoom = maximum === undefined || (maximum.value ?? 0) >= MINIMUM;
      const edit = isRoom ? treeEdits(document.tree).setScalar(field.node, MINIMUM) : undefined;
      context.report({ at: field, message: 'low', data: { name, minimum: 1 }, fixes: [edit && keepTwo(edit)] });
    }
    context.each(document.objects, object => {
      const autoscaler = autoscalerOf(object);
      if (!autoscaler || isNonProduction(document, object)) return;
      const { minimumField, minimum, maximum, spec } = autoscaler;
      // 0 is somebody's decision: nothing runs while nothing is asked for.
      if (minimum !== 1 || (!minimumField && isUnsaid(autoscaler))) return;
      const at = minimumField ?? object.nameNode;
      if (!at) return;
      const edits = treeEdits(document.tree);
      const isRoom = maximum !== undefined && maximum >= MINIMUM;
      const before = spec.entry('scaleTargetRef');
      const edit = !isRoom
        ? undefined
        : minimumField
          ? edits.setScalar(minimumField.node, MINIMUM)
          : edits.addEntry(spec, 'minReplicas', MINIMUM, before);
      const name = object.name ?? '(templated)';
      const fixes = [edit && keepTwo(edit)];
      if (minimumField) context.report({ at, message: 'low', data: { name, minimum }, fixes });
      else context.report({ at, message: 'missing', data: { name }, fixes });
    });
  },
});

/** What is a part of an autoscaler leaves the number to the rest of it. */
function isUnsaid({ object, target, maximumField }: Autoscaler): boolean {
  return object.partial || !target.node || !maximumField;
}

function keepTwo(edit: TextEdit): Fix {
  return { title: `Keep at least ${MINIMUM} pods`, safety: 'safe', edits: [edit] };
}
