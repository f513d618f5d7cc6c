import { defineRule } from '#engine';
import { isPatch, lostBackendPorts, relatedTo } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/unknown-backend-port',
  guide: 'reliability/health-endpoints',
  summary: 'Reports routes to a port that their Service does not have.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    unknown: 'Service "{service}" has no port {port}: every request that is routed here fails.',
    target:
      '{port} is the port of the pods, not of Service "{service}" before them: every request that is routed here fails.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['kube-linter/dangling-ingress', 'kube-score/ingress-targets-service', 'istioctl/IST0101'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (isPatch(document, unit)) return;
    for (const object of document.objects) {
      for (const { port, service, isTarget, meant } of lostBackendPorts(object, unit)) {
        const edit = meant === undefined ? undefined : treeEdits(document.tree).setScalar(port.node, meant);
        context.report({
          at: port,
          message: isTarget ? 'target' : 'unknown',
          data: { service: service.facts.name ?? '(templated)', port: port.text },
          fixes: [edit && { title: `Send to port ${meant}`, safety: 'unsafe', edits: [edit] }],
          related: [relatedTo(service, 'The Service.')],
        });
      }
    }
  },
});
