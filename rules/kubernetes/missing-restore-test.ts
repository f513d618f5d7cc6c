import { defineRule } from '#engine';
import { firstDatabaseBackupIn, indexOf, isNonProduction, isRestoreTested } from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/missing-restore-test',
  guide: 'reliability/backups',
  summary: 'Reports databases that are backed up while nothing ever restores a backup, once a workspace.',
  severity: 'hint',
  recommended: true,
  fixable: 'no',
  messages: {
    untested:
      'Databases are backed up, and no scheduled job restores one: whether a backup can be used shows when it is needed.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const all = context.workspace.allFacts('kubernetes');
    const first = firstDatabaseBackupIn(all);
    if (first?.uri !== document.uri || isRestoreTested(indexOf(all))) return;
    const object = document.objects[first.index];
    if (!object?.nameNode || isNonProduction(document, object)) return;
    context.report({ at: object.nameNode, message: 'untested' });
  },
});
