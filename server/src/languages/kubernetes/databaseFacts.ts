import { type ConnectionFacts, connectionFacts, type Setting, settingFacts } from './connectionSettings.ts';
import type { Cron } from './cron.ts';
import { readAsSixFields } from './cron.ts';
import { poolerOf, postgresClusterOf, scheduledBackupOf } from './custom/cloudNativePg.ts';
import { crunchyClusterOf, veleroScheduleOf, zalandoClusterOf } from './custom/databases.ts';
import { defined } from './factParts.ts';
import type { Field } from './fields.ts';
import { commandWordsOf } from './lifecycle.ts';
import type { KubernetesObject } from './model.ts';
import { type AlertFacts, alertFacts } from './promRules.ts';
import { cronJobOf } from './workload.ts';

/** What rules about databases, backups and alerts look up in other documents; see `ReferenceFacts`. */
export interface DatabaseFacts {
  readonly database?: DatabaseClusterFacts;
  readonly backup?: BackupFacts;
  readonly pooler?: {
    readonly cluster: string | undefined;
    readonly instances: number | undefined;
    /** `rw` or `ro`. */
    readonly type: string | undefined;
  };
  readonly job?: JobFacts;
  /** Of what makes pods: what it says of its connections to databases. */
  readonly connections?: ConnectionFacts;
  /** Of a ConfigMap. */
  readonly settings?: readonly Setting[];
  /** Of a PrometheusRule. */
  readonly alerts?: AlertFacts;
}

export interface DatabaseClusterFacts {
  readonly system: 'CloudNativePG' | 'Zalando' | 'Crunchy';
  readonly instances: number | undefined;
  /** Undefined where none is written (the server's default is 100) or a template decides. */
  readonly maxConnections: number | undefined;
  readonly maxConnectionsWritten: boolean;
  /** True where the cluster's own object puts PgBouncer in front of it. */
  readonly hasPooler: boolean;
}

/** A schedule that makes backups. */
export interface BackupFacts {
  readonly by: 'CloudNativePG' | 'Velero';
  /** Of CloudNativePG; undefined where a template decides. */
  readonly cluster: string | undefined;
  /** Of Velero: empty, every namespace. */
  readonly namespaces: readonly (string | undefined)[];
  /** See `Cron.longestGapDays`, as the operator reads the schedule; undefined where it is not known. */
  readonly longestGapDays: number | undefined;
  readonly suspended: boolean;
}

/** A CronJob. */
export interface JobFacts {
  readonly longestGapDays: number | undefined;
  readonly suspended: boolean;
  /** Name, images, commands and arguments in one text, in lower case. */
  readonly text: string;
}

export function databaseFacts(object: KubernetesObject): DatabaseFacts {
  const pooler = poolerOf(object);
  return {
    ...defined('database', clusterFacts(object)),
    ...defined('backup', backupFacts(object)),
    ...defined(
      'pooler',
      pooler && { cluster: pooler.cluster?.value, instances: pooler.instances?.value, type: pooler.type?.value },
    ),
    ...defined('job', jobFacts(object)),
    ...defined('connections', connectionFacts(object)),
    ...defined('settings', settingFacts(object)),
    ...defined('alerts', alertFacts(object)),
  };
}

function clusterFacts(object: KubernetesObject): DatabaseClusterFacts | undefined {
  const cnpg = postgresClusterOf(object);
  if (cnpg)
    return {
      system: 'CloudNativePG',
      instances: cnpg.instances?.value,
      maxConnections: cnpg.maxConnections?.value,
      maxConnectionsWritten: cnpg.maxConnections !== undefined || cnpg.parameters?.open === true,
      hasPooler: false,
    };
  const zalando = zalandoClusterOf(object);
  if (zalando)
    return {
      system: 'Zalando',
      instances: zalando.instances?.value,
      maxConnections: zalando.maxConnections?.value,
      maxConnectionsWritten: zalando.maxConnections !== undefined,
      hasPooler: zalando.connectionPooler?.value === true || zalando.poolerInstances !== undefined,
    };
  const crunchy = crunchyClusterOf(object);
  if (!crunchy) return undefined;
  return {
    system: 'Crunchy',
    instances: undefined,
    maxConnections: crunchy.maxConnections?.value,
    maxConnectionsWritten: crunchy.maxConnections !== undefined,
    hasPooler: crunchy.bouncer !== undefined,
  };
}

function backupFacts(object: KubernetesObject): BackupFacts | undefined {
  const scheduled = scheduledBackupOf(object);
  if (scheduled) {
    const cron = scheduled.schedule?.value;
    return {
      by: 'CloudNativePG',
      cluster: scheduled.cluster?.value,
      namespaces: [],
      longestGapDays: cron && readAsSixFields(cron)?.longestGapDays,
      suspended: scheduled.suspend?.value === true,
    };
  }
  const velero = veleroScheduleOf(object);
  if (!velero) return undefined;
  return {
    by: 'Velero',
    cluster: undefined,
    namespaces: velero.includedNamespaces.map(({ text }) => text).filter(text => text !== '*'),
    longestGapDays: gapOf(velero.schedule),
    suspended: velero.paused?.value === true,
  };
}

function gapOf(schedule: Field<Cron> | undefined): number | undefined {
  return schedule?.value?.longestGapDays;
}

function jobFacts(object: KubernetesObject): JobFacts | undefined {
  const job = cronJobOf(object);
  if (!job) return undefined;
  const pods = object.podSpec();
  const containers = pods ? [...pods.initContainers, ...pods.containers] : [];
  const words = containers.flatMap(one => [one.image ?? '', ...commandWordsOf(one).map(({ text }) => text)]);
  return {
    longestGapDays: gapOf(job.cron),
    suspended: job.suspend?.value === true,
    text: [object.name ?? '', ...words].join(' ').toLowerCase(),
  };
}
