import { defineRule, type Fix } from '#engine';
import {
  isPatch,
  type KubernetesObject,
  labelsIn,
  type Mismatch,
  meetLabels,
  mismatchesOf,
  missesOwnPods,
  templateLabelsOf,
} from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/selector-not-in-template',
  guide: 'reliability/health-endpoints',
  summary: 'Reports workloads whose selector does not select their own pods.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    other: '"{name}" selects {wanted}, and its own pods have {found}: the API server refuses the object.',
    none: '"{name}" selects {wanted}, and its own pods have no such label: the API server refuses the object.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: [
    'kube-linter/mismatching-selector',
    'kube-score/deployment-pod-selector-labels-match-template-metadata-labels',
  ],

  check(document, context) {
    if (isPatch(document, context.workspace.facts('kubernetes'))) return;
    context.each(document.objects, object => {
      const pods = missesOwnPods(object) ? object.podSpec() : undefined;
      if (!pods) return;
      for (const mismatch of mismatchesOf(labelsIn(object), pods.labels)) {
        const { entry, wanted, found } = mismatch;
        const name = object.name ?? '(templated)';
        if (found) {
          const edits = meetLabels(document.tree, [mismatch]);
          const title = `Select ${found.key}=${found.value}`;
          const data = { name, wanted, found: `${found.key}=${found.value}` };
          const fixes: (Fix | undefined)[] = [edits && { title, safety: 'unsafe', edits }];
          context.report({ at: entry.value, message: 'other', data, fixes });
        } else {
          const fixes = [labelPods(document.tree, object, mismatch)];
          context.report({ at: entry.value, message: 'none', data: { name, wanted }, fixes });
        }
      }
    });
  },
});

function labelPods(tree: Tree, object: KubernetesObject, { entry, wanted }: Mismatch): Fix | undefined {
  const { template, metadata, labels } = templateLabelsOf(object);
  if (entry.value.type !== 'scalar') return undefined;
  const edits = treeEdits(tree);
  const label = { [entry.key.text]: entry.value.text };
  const edit = labels
    ? edits.addEntry(labels, entry.key.text, entry.value.text)
    : metadata
      ? edits.addEntry(metadata, 'labels', label)
      : template && edits.addFirstEntry(template, 'metadata', { labels: label });
  return edit && { title: `Give the pods the label ${wanted}`, safety: 'unsafe', edits: [edit] };
}
