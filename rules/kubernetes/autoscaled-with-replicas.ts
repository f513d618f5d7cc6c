import { defineRule } from '#engine';
import { relatedTo, replicasOf, scaleOf } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/autoscaled-with-replicas',
  guide: 'scaling/autoscaling',
  summary: 'Reports workloads that give a number of replicas although an autoscaler decides it.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: {
    both: 'Autoscaler "{scaler}" decides how many pods "{name}" has, and every deployment sets it back to {replicas}.',
  },
  reads: ['kubernetes'],
  alsoKnownAs: ['kube-score/deployment-targeted-by-hpa-does-not-have-replicas-configured'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    for (const object of document.objects) {
      const given = replicasOf(object);
      // A number of 0 switches the autoscaler off.
      if (!given?.field.value || object.name === undefined) continue;
      const { spec, field: replicas } = given;
      const [scaler] = scaleOf(unit, { facts: object.facts(), uri: document.uri }).autoscalers;
      if (!scaler) continue;
      const entry = spec.entry('replicas');
      const edit = entry && treeEdits(document.tree).removeEntry(spec, entry);
      context.report({
        at: replicas,
        message: 'both',
        data: { scaler: scaler.facts.name ?? '(templated)', name: object.name, replicas: given.field.value },
        fixes: [edit && { title: 'Leave the number to the autoscaler', safety: 'safe', edits: [edit] }],
        related: [relatedTo(scaler, 'The autoscaler.')],
      });
    }
  },
});
