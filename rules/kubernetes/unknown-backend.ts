import { defineRule } from '#engine';
import { isPatch, lostBackends, relatedTo } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/unknown-backend',
  guide: 'reliability/health-endpoints',
  summary: 'Reports routes to a Service that is not there while one of nearly the same name is.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    unknown: 'There is no Service "{name}" here, but "{meant}": every request that is routed here fails.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['kube-linter/dangling-ingress', 'kube-score/ingress-targets-service', 'istioctl/IST0101'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (isPatch(document, unit)) return;
    for (const object of document.objects) {
      for (const { backend, name, service, meant } of lostBackends(object, unit)) {
        const edit = treeEdits(document.tree).setScalar(backend.service.node, meant);
        const near = service.facts.name ?? meant;
        context.report({
          at: backend.service,
          message: 'unknown',
          data: { name, meant: near },
          fixes: [edit && { title: `Send to ${near}`, safety: 'unsafe', edits: [edit] }],
          related: [relatedTo(service, 'This Service is near.')],
        });
      }
    }
  },
});
