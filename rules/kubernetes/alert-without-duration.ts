import { defineRule } from '#engine';
import { isPatch, mayDeclare, needsNoWait, promRulesOf } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/alert-without-duration',
  guide: 'monitoring/latency-alerts',
  summary: 'Reports alerts without a "for".',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing: 'Alert "{alert}" has no "for": one bad sample, such as a restart, calls somebody out.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    if (document.template || isPatch(document, context.workspace.facts('kubernetes'))) return;
    for (const object of document.objects) {
      for (const { rule, expression, name } of promRulesOf(object)) {
        if (!rule.alert || mayDeclare(rule.node, 'for') || needsNoWait(expression)) continue;
        const edit = treeEdits(document.tree).addEntry(rule.node, 'for', '5m', rule.node.entry('expr'));
        context.report({
          at: rule.alert,
          message: 'missing',
          data: { alert: name },
          fixes: [edit && { title: 'Add for: 5m', safety: 'unsafe', edits: [edit] }],
        });
      }
    }
  },
});
