import { defineRule, type Fix } from '#engine';
import {
  allContainers,
  type EnvEntry,
  envOf,
  helmValuesOf,
  isPlaceholder,
  type KubernetesObject,
  secretIn,
} from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';
import { contains, type Span } from '#text';

export default defineRule({
  id: 'kubernetes/secret-in-env',
  guide: 'security/external-configuration',
  summary: 'Reports secrets that are written out as the value of an environment variable.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    name: 'The value of "{name}" stands in the manifest: whoever reads the repository or the pod has the secret.',
    connection:
      'The connection in "{name}" holds a password: whoever reads the repository or the pod can connect with it.',
    key: 'The value of "{name}" is a key as its issuer gave it out: whoever reads the repository can use it.',
  },
  alsoKnownAs: ['kube-linter/env-var-secret', 'kubescape/C-0012', 'trivy/KSV-0109'],

  check(document, context) {
    for (const section of helmValuesOf(document)?.sections ?? []) {
      if (section.enabled === false) continue;
      for (const { name, value } of section.env) {
        const kind = value.value === undefined || isPlaceholder(value.value) ? undefined : secretIn(name, value.value);
        if (kind && isOnOneLine(document.text, value.span))
          context.report({ at: value, message: kind, data: { name } });
      }
    }
    context.each(document.objects, object => {
      for (const container of allContainers(object.podSpec())) {
        for (const entry of envOf(container)) {
          const [name, value] = [entry.name.value, entry.value];
          if (name === undefined || value?.value === undefined || !contains(container.span, value.span)) continue;
          const kind = secretIn(name, value.value);
          if (!kind) continue;
          context.report({
            at: isOnOneLine(document.text, value.span) ? value : entry.name,
            message: kind,
            data: { name },
            fixes: [takeFromSecret(document.tree, object, entry, name)],
          });
        }
      }
    });
  },
});

function isOnOneLine(text: string, { start, end }: Span): boolean {
  return !text.slice(start, end).includes('\n');
}

/** The Secret has to be there before: its name is the one that people look for first. */
function takeFromSecret(
  tree: Tree,
  { name: owner }: KubernetesObject,
  { node, value }: EnvEntry,
  name: string,
): Fix | undefined {
  const written = node.entry('value');
  const before = node.entry('name');
  if (owner === undefined || !value || !written || !before) return undefined;
  const { addEntry, removeEntry } = treeEdits(tree);
  const source = { secretKeyRef: { name: `${owner}-secrets`, key: name.toLowerCase().replace(/_/g, '-') } };
  const edits = [removeEntry(node, written), addEntry(node, 'valueFrom', source, before)];
  if (edits.includes(undefined)) return undefined;
  return { title: 'Read it from a Secret', safety: 'unsafe', edits: edits.flatMap(edit => edit ?? []) };
}
