import { defineRule, type Fix } from '#engine';
import {
  crunchyClusterOf,
  indexOf,
  isBackupText,
  isClosed,
  isNonProduction,
  isPatch,
  type PostgresCluster,
  postgresClusterOf,
  sharesNamespace,
  type UnitIndex,
  walArchivingOf,
} from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/database-without-base-backup',
  guide: 'reliability/backups',
  summary: 'Reports PostgreSQL clusters that no schedule makes base backups of.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    unscheduled:
      'No ScheduledBackup names cluster "{name}": archived WAL alone restores nothing without a base backup to start from.',
    repos: 'No repo of cluster "{name}" has schedules: pgBackRest makes no base backup but the first one.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    const unit = context.workspace.facts('kubernetes');
    if (isPatch(document, unit)) return;
    for (const object of document.objects) {
      const { name, nameNode } = object;
      if (object.partial || !nameNode || name === undefined || isNonProduction(document, object)) continue;
      const crunchy = crunchyClusterOf(object);
      const isUnscheduled = crunchy?.repos.every(({ node, schedules }) => schedules.length === 0 && !node.open);
      if (crunchy?.reposKnown && crunchy.repos.length > 0 && isUnscheduled)
        context.report({ at: nameNode, message: 'repos', data: { name } });
      const cluster = postgresClusterOf(object);
      if (cluster?.isReplica !== false || walArchivingOf(cluster) !== true) continue;
      const all = indexOf(context.workspace.allFacts('kubernetes'));
      // Where no backup of the kind is anywhere, and the unit is not closed, they may be kept elsewhere.
      const isVisible = isClosed(document.uri, unit) || all.ofKind('postgresql.cnpg.io', 'ScheduledBackup').length > 0;
      if (!isVisible || isBackedUp(all, name, object.namespace)) continue;
      const fix = scheduled(document.tree, cluster, name, object.namespace);
      context.report({ at: nameNode, message: 'unscheduled', data: { name }, fixes: [fix] });
    }
  },
});

/** Also by Velero, which takes whole namespaces, or by a job of one's own. */
function isBackedUp(all: UnitIndex, name: string, namespace: string | undefined): boolean {
  const isMeant = all.having('backup').some(({ facts }) => {
    const { by, cluster, namespaces } = facts.backup;
    if (by === 'CloudNativePG')
      return (cluster === undefined || cluster === name) && sharesNamespace(facts.namespace, namespace);
    return namespaces.length === 0 || namespace === undefined || namespaces.includes(namespace);
  });
  return (
    isMeant || all.having('job').some(({ facts }) => isBackupText(facts.job.text) && facts.job.text.includes(name))
  );
}

function scheduled(
  tree: Tree,
  { plugins }: PostgresCluster,
  name: string,
  namespace: string | undefined,
): Fix | undefined {
  const plugin = plugins.find(({ isWalArchiver }) => isWalArchiver)?.name?.value;
  const method =
    plugin === undefined
      ? { method: 'barmanObjectStore' }
      : { method: 'plugin', pluginConfiguration: { name: plugin } };
  const edit = treeEdits(tree).appendDocument({
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'ScheduledBackup',
    metadata: { name: `${name}-daily`, ...(namespace === undefined ? {} : { namespace }) },
    spec: { schedule: '0 0 2 * * *', backupOwnerReference: 'self', cluster: { name }, ...method },
  });
  return edit && { title: 'Add a daily ScheduledBackup', safety: 'unsafe', edits: [edit] };
}
