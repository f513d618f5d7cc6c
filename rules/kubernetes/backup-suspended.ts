import { defineRule } from '#engine';
import { backupSchedulesOf, isNonProduction } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/backup-suspended',
  guide: 'reliability/backups',
  summary: 'Reports backups that are suspended.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: {
    suspended: '"{field}: true" stops the backups of "{name}": what is lost from now on cannot be restored.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      const suspend = backupSchedulesOf(object)?.suspend;
      if (suspend?.value !== true || isNonProduction(document, object)) return;
      const edit = treeEdits(document.tree).setScalar(suspend.node, false);
      context.report({
        at: suspend,
        message: 'suspended',
        data: { field: suspend.key.text, name: object.name ?? '(templated)' },
        fixes: [edit && { title: 'Go on backing up', safety: 'safe', edits: [edit] }],
      });
    });
  },
});
