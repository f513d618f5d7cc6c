import { defineRule } from '#engine';
import { misplacedVersionOf } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/wrong-api-group',
  guide: 'reliability/health-endpoints',
  summary: 'Reports objects whose apiVersion names a group that does not have their kind.',
  severity: 'error',
  recommended: true,
  fixable: 'safe',
  messages: {
    wrong: '"{version}" has no {kind}: the API server refuses the object, so it is never deployed.',
  },
  alsoKnownAs: ['kube-score/stable-version', 'kubeconform/missing-schema'],

  check(document, context) {
    context.each(document.objects, object => {
      const found = misplacedVersionOf(object);
      if (!found) return;
      const { node, written, served } = found;
      const edit = treeEdits(document.tree).setScalar(node, served);
      context.report({
        at: node,
        message: 'wrong',
        data: { version: written, kind: object.kind },
        fixes: [edit && { title: `Write ${served}`, safety: 'safe', edits: [edit] }],
      });
    });
  },
});
