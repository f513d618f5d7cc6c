import { defineRule } from '#engine';
import { dataDirectoriesOf, isNonProduction, scaleOf } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/local-state',
  guide: 'performance/stateless-services',
  summary: 'Reports Deployments with several pods that each keep data in a directory of their own.',
  severity: 'info',
  recommended: false,
  fixable: 'no',
  messages: {
    local:
      'Each of the {count} pods of "{name}" has a {path} of its own, which ends with it: clients see the data of one pod at a time.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    for (const object of document.objects) {
      if (object.kind !== 'Deployment' || isNonProduction(document, object)) continue;
      const directories = dataDirectoriesOf(object);
      if (directories.length === 0) continue;
      const { maximum } = scaleOf(unit, { facts: object.facts(), uri: document.uri });
      if (maximum === undefined || maximum < 2) continue;
      for (const path of directories)
        context.report({
          at: path,
          message: 'local',
          data: { count: maximum, name: object.name ?? '(templated)', path: path.text },
        });
    }
  },
});
