import { defineRule } from '#engine';
import { relatedTo, scaleOf, singleNodeClaims } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/shared-single-node-volume',
  guide: 'performance/stateless-services',
  summary: 'Reports Deployments with several pods on a volume that one node at a time can have.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: {
    shared:
      'Up to {count} pods of "{name}" share volume "{claim}", which one node at a time can have: pods on other nodes never start.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    for (const object of document.objects) {
      if (object.kind !== 'Deployment' && !(object.group === 'argoproj.io' && object.kind === 'Rollout')) continue;
      const claims = singleNodeClaims(object, unit);
      if (claims.length === 0) continue;
      const { maximum } = scaleOf(unit, { facts: object.facts(), uri: document.uri });
      if (maximum === undefined || maximum < 2) continue;
      for (const { name, claim } of claims)
        context.report({
          at: name,
          message: 'shared',
          data: { count: maximum, name: object.name ?? '(templated)', claim: name.text },
          related: [relatedTo(claim, 'ReadWriteOnce: one node at a time.')],
        });
    }
  },
});
