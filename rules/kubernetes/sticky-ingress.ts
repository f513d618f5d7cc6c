import { defineRule, type Fix } from '#engine';
import { isForSockets, removeAll, type StickySetting, stickyIngressSettings } from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/sticky-ingress',
  guide: 'performance/stateless-services',
  summary: 'Reports settings of an ingress controller that send a client to the same pod every time.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: {
    sticky:
      '"{setting}" of "{name}" keeps each client at one pod: new pods get little of the load, and a lost pod loses its sessions.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      for (const setting of stickyIngressSettings(object))
        context.report({
          at: setting.node,
          message: 'sticky',
          ...(isForSockets(object) ? { severity: 'info' as const } : {}),
          data: { setting: setting.name, name: object.name ?? '(templated)' },
          fixes: [letGo(document.tree, setting)],
        });
    });
  },
});

function letGo(tree: Tree, { node, map, keys, holder, rest }: StickySetting): Fix | undefined {
  const part = rest === undefined ? undefined : treeEdits(tree).setScalar(node, rest);
  const edits = rest === undefined ? removeAll(tree, map, keys, holder) : part && [part];
  return edits && { title: 'Let every pod answer every client', safety: 'safe', edits };
}
