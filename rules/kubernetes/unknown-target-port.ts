import { defineRule } from '#engine';
import { isPatch, lostPortsOf, relatedTo } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/unknown-target-port',
  guide: 'reliability/health-endpoints',
  summary: 'Reports Services that send to a named port which none of their pods has.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    unknown: 'No container that Service "{name}" selects has a port "{port}": requests to it have nowhere to go.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['kube-linter/dangling-service', 'kube-score/service-targets-pod'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (isPatch(document, unit)) return;
    for (const object of document.objects) {
      for (const { field, pods, meant } of lostPortsOf(object, unit)) {
        const edit = meant === undefined ? undefined : treeEdits(document.tree).setScalar(field.node, meant);
        context.report({
          at: field,
          message: 'unknown',
          data: { name: object.name ?? '(templated)', port: field.text },
          fixes: [edit && { title: `Send to ${meant}`, safety: 'unsafe', edits: [edit] }],
          related: pods.map(one => relatedTo(one, 'It selects these pods.')),
        });
      }
    }
  },
});
