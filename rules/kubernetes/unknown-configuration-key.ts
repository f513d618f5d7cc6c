import { defineRule } from '#engine';
import { isPatch, lostKeysOf, relatedTo } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';
import { contains } from '#text';

export default defineRule({
  id: 'kubernetes/unknown-configuration-key',
  guide: 'security/external-configuration',
  summary: 'Reports pods that take a key from a ConfigMap or Secret which does not have it.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    unknown: '{kind} "{name}" has no key "{key}": the pods of "{workload}" never start.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (isPatch(document, unit)) return;
    for (const object of document.objects) {
      for (const { type, name, key, near, source } of lostKeysOf(object, unit)) {
        // What an alias repeats is reported where it stands.
        if (!contains(object.span, key.span)) continue;
        const fixes = near.map(one => {
          const edit = treeEdits(document.tree).setScalar(key.node, one);
          return edit && { title: `Take the key ${one}`, safety: 'unsafe' as const, edits: [edit] };
        });
        context.report({
          at: key,
          message: 'unknown',
          data: {
            kind: type === 'secret' ? 'Secret' : 'ConfigMap',
            name,
            key: key.text,
            workload: object.name ?? '(templated)',
          },
          fixes,
          related: source ? [relatedTo(source, 'Its keys are here.')] : [],
        });
      }
    }
  },
});
