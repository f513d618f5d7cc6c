import { defineRule, type Fix } from '#engine';
import { isNonProduction, isPatch, objectStoreOf, postgresClusterOf, veleroScheduleOf } from '#languages/kubernetes';
import { type MapNode, type Tree, treeEdits } from '#languages/yaml';

const DAY = 86_400_000;

export default defineRule({
  id: 'kubernetes/backup-without-retention',
  guide: 'reliability/backups',
  summary: 'Reports backups that are kept for ever, or for less than a day.',
  severity: 'info',
  recommended: false,
  fixable: 'unsafe',
  messages: {
    forever:
      'Without a retentionPolicy, backups and WAL of "{name}" are kept for ever: cost and personal data pile up.',
    short: 'Backups are deleted after {ttl}: a mistake that is found tomorrow can no longer be undone.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    if (isPatch(document, context.workspace.facts('kubernetes'))) return;
    context.each(document.objects, object => {
      if (object.partial || isNonProduction(document, object)) return;
      const ttl = veleroScheduleOf(object)?.ttl;
      if (ttl?.value && ttl.value.milliseconds < DAY) {
        const edit = treeEdits(document.tree).setScalar(ttl.node, '720h');
        const fixes: Fix[] = edit ? [{ title: 'Keep backups for 30 days', safety: 'unsafe', edits: [edit] }] : [];
        context.report({ at: ttl, message: 'short', data: { ttl: ttl.text }, fixes });
      }
      // The plugin keeps what its own ObjectStore says.
      const cluster = postgresClusterOf(object);
      const holder = cluster?.barmanObjectStore ? cluster.backup : objectStoreOf(object)?.spec;
      if (!holder || holder.open || holder.entry('retentionPolicy') || !object.nameNode) return;
      if (holder.get('retentionPolicy')) return;
      const data = { name: object.name ?? '(templated)' };
      context.report({ at: object.nameNode, message: 'forever', data, fixes: [thirtyDays(document.tree, holder)] });
    });
  },
});

function thirtyDays(tree: Tree, holder: MapNode): Fix | undefined {
  const edit = treeEdits(tree).addEntry(holder, 'retentionPolicy', '30d');
  return edit && { title: 'Keep backups for 30 days', safety: 'unsafe', edits: [edit] };
}
