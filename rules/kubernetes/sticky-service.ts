import { defineRule, type Fix } from '#engine';
import { isThirdParty, removeAll, type Service, serviceOf } from '#languages/kubernetes';
import type { Tree } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/sticky-service',
  guide: 'performance/stateless-services',
  summary: 'Reports Services that send a client to the same pod every time.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: {
    sticky:
      'Service "{name}" keeps each client at one pod: new pods get none of the load, and a lost pod loses its sessions.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    for (const object of document.objects) {
      const service = serviceOf(object);
      const affinity = service?.sessionAffinity;
      if (!service || affinity?.value !== 'ClientIP' || service.headless || isThirdParty(service, unit)) continue;
      context.report({
        at: affinity,
        message: 'sticky',
        data: { name: object.name ?? '(templated)' },
        fixes: [spread(document.tree, service)],
      });
    }
  },
});

function spread(tree: Tree, { spec }: Service): Fix | undefined {
  const keys = ['sessionAffinity', 'sessionAffinityConfig'].filter(key => spec.entry(key));
  const edits = removeAll(tree, spec, keys);
  return edits && { title: 'Let every pod answer every client', safety: 'safe', edits };
}
