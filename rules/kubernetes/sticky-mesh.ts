import { defineRule, type Fix } from '#engine';
import { removeAll, type StickySetting, stickyMeshSettings } from '#languages/kubernetes';
import type { Tree } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/sticky-mesh',
  guide: 'performance/stateless-services',
  summary: 'Reports settings of a mesh or gateway that send a client to the same pod every time.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    sticky:
      '"{setting}" of "{name}" keeps each client at one pod: new pods get little of the load, and a lost pod loses its sessions.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      for (const setting of stickyMeshSettings(object))
        context.report({
          at: setting.node,
          message: 'sticky',
          data: { setting: setting.name, name: object.name ?? '(templated)' },
          fixes: [letGo(document.tree, setting)],
        });
    });
  },
});

function letGo(tree: Tree, { map, keys, holder }: StickySetting): Fix | undefined {
  const edits = removeAll(tree, map, keys, holder);
  return edits && { title: 'Let every pod answer every client', safety: 'unsafe', edits };
}
