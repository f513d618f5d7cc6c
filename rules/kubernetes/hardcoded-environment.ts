import { defineRule, type Fix } from '#engine';
import {
  allContainers,
  type EnvEntry,
  environmentIn,
  envOf,
  isOverlayPath,
  type KubernetesObject,
  secretIn,
} from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';
import { contains } from '#text';

export default defineRule({
  id: 'kubernetes/hardcoded-environment',
  guide: 'security/external-configuration',
  summary: 'Reports addresses of one environment that are written into a manifest for all of them.',
  severity: 'info',
  recommended: false,
  fixable: 'unsafe',
  messages: {
    environment:
      '"{name}" leads to "{host}" of "{environment}": every environment that uses this manifest talks to it.',
    address: '"{name}" leads to the address "{host}": another cluster has something else there, or nothing.',
  },

  check(document, context) {
    if (isOverlayPath(document.uri)) return;
    context.each(document.objects, object => {
      for (const container of allContainers(object.podSpec())) {
        for (const entry of envOf(container)) {
          const [name, value] = [entry.name.value, entry.value];
          if (name === undefined || value?.value === undefined || !contains(container.span, value.span)) continue;
          const found = environmentIn(value.value);
          // A url with a password is another rule's.
          if (!found || secretIn(name, value.value) !== undefined) continue;
          const { host, environment } = found;
          const fixes = [takeFromConfig(document.tree, object, entry, name)];
          if (environment === undefined) context.report({ at: value, message: 'address', data: { name, host }, fixes });
          else context.report({ at: value, message: 'environment', data: { name, host, environment }, fixes });
        }
      }
    });
  },
});

function takeFromConfig(tree: Tree, { name: owner }: KubernetesObject, entry: EnvEntry, name: string): Fix | undefined {
  const { node } = entry;
  const written = node.entry('value');
  const before = node.entry('name');
  if (owner === undefined || !written || !before) return undefined;
  const { addEntry, removeEntry } = treeEdits(tree);
  const source = { configMapKeyRef: { name: `${owner}-config`, key: name } };
  const edits = [removeEntry(node, written), addEntry(node, 'valueFrom', source, before)];
  if (edits.includes(undefined)) return undefined;
  return { title: 'Read it from a ConfigMap', safety: 'unsafe', edits: edits.flatMap(edit => edit ?? []) };
}
