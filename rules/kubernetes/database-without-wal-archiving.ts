import { defineRule } from '#engine';
import {
  isNonProduction,
  isPatch,
  type PostgresCluster,
  postgresClusterOf,
  walArchivingOf,
  type ZalandoCluster,
  zalandoClusterOf,
} from '#languages/kubernetes';

export default defineRule({
  id: 'kubernetes/database-without-wal-archiving',
  guide: 'reliability/backups',
  summary: 'Reports PostgreSQL clusters whose write-ahead log is archived nowhere.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: {
    missing: 'Cluster "{name}" archives no WAL: with its volumes, everything since the last dump is gone.',
    snapshots:
      'Cluster "{name}" has volume snapshots and archives no WAL: what came after the last snapshot cannot be restored.',
    off: '"{variable}" turns WAL archiving of cluster "{name}" off: with its volumes, everything since the last dump is gone.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    if (isPatch(document, context.workspace.facts('kubernetes'))) return;
    context.each(document.objects, object => {
      if (object.partial || !object.nameNode || isNonProduction(document, object)) return;
      const cluster = postgresClusterOf(object);
      const name = object.name ?? '(templated)';
      if (cluster && isUnarchived(cluster))
        context.report({
          at: object.nameNode,
          message: cluster.volumeSnapshot ? 'snapshots' : 'missing',
          data: { name },
        });
      for (const { field, variable } of switchesOf(zalandoClusterOf(object)))
        context.report({ at: field, message: 'off', data: { name, variable } });
    });
  },
});

/** A replica of another cluster archives where that one does. */
function isUnarchived(cluster: PostgresCluster): boolean {
  return cluster.isReplica === false && walArchivingOf(cluster) === false;
}

/** Where nothing is written, the operator's own configuration may archive. */
function switchesOf(cluster: ZalandoCluster | undefined) {
  return (cluster?.env ?? []).flatMap(({ name, value: field }) => {
    if (name === undefined || field?.value === undefined) return [];
    const isTarget = /^(WAL_S3_BUCKET|WAL_GS_BUCKET|WALG_\w+_PREFIX)$/.test(name) && field.value === '';
    const isSwitch = name === 'USE_WALG_BACKUP' && field.value === 'false';
    return isTarget || isSwitch ? { field, variable: `${name}=${field.value}` } : [];
  });
}
