import { defineRule } from '#engine';
import { isNonProduction, isPatch, mayDeclare, poolerInstancesOf } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/single-pooler',
  guide: 'scaling/connection-pooling',
  summary: 'Reports connection poolers with a single instance.',
  severity: 'info',
  recommended: true,
  fixable: 'safe',
  messages: {
    one: 'One instance of PgBouncer: whenever its node is drained, every connection to the database is cut.',
    missing: '"{name}" runs one instance of PgBouncer: whenever its node is drained, every connection is cut.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    if (document.template || isPatch(document, context.workspace.facts('kubernetes'))) return;
    for (const object of document.objects) {
      const found = poolerInstancesOf(object);
      if (!found || object.partial || isNonProduction(document, object)) continue;
      const { instances, map, key, at } = found;
      const edits = treeEdits(document.tree);
      if (instances?.value === 1) {
        const edit = edits.setScalar(instances.node, 2);
        context.report({ at, message: 'one', fixes: [edit && { title: 'Run 2', safety: 'safe', edits: [edit] }] });
      } else if (!mayDeclare(map, key)) {
        const edit = edits.addEntry(map, key, 2, map.entry('cluster'));
        const fixes = [edit && { title: 'Run 2', safety: 'safe' as const, edits: [edit] }];
        context.report({ at, message: 'missing', data: { name: object.name ?? '(unnamed)' }, fixes });
      }
    }
  },
});
