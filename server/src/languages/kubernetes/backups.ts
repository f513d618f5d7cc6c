import { memoised } from '../memo.ts';
import { type Cron, parseCron } from './cron.ts';
import { type PostgresCluster, scheduledBackupOf } from './custom/cloudNativePg.ts';
import { crunchyClusterOf, veleroScheduleOf } from './custom/databases.ts';
import { isForeignPath, isNonProductionNamed, isNonProductionPath } from './environment.ts';
import type { Field } from './fields.ts';
import type { KubernetesObject, ObjectFacts } from './model.ts';
import type { UnitIndex } from './unitIndex.ts';
import { cronJobOf } from './workload.ts';
import type { Unit } from './workloads.ts';

/** The schedules by which one object has backups made. */
export interface BackupSchedules {
  readonly by: 'CloudNativePG' | 'Velero' | 'Crunchy' | 'job';
  /** Of Crunchy several; those that cannot be read have no value. */
  readonly schedules: readonly Field<Cron>[];
  /** `suspend`, `paused`. */
  readonly suspend: Field<boolean> | undefined;
  /** The cluster that is backed up, where the object names it. */
  readonly target: string | undefined;
}

export function backupSchedulesOf(object: KubernetesObject): BackupSchedules | undefined {
  const scheduled = scheduledBackupOf(object);
  if (scheduled) {
    const { schedule, suspend, cluster } = scheduled;
    // Five fields mean something else than what is written: `backup-schedule-fields` says so.
    const isShifted = schedule?.value?.fields.length === 5;
    return {
      by: 'CloudNativePG',
      schedules: schedule && !isShifted ? [schedule] : [],
      suspend,
      target: cluster?.value,
    };
  }
  const velero = veleroScheduleOf(object);
  if (velero)
    return {
      by: 'Velero',
      schedules: velero.schedule ? [velero.schedule] : [],
      suspend: velero.paused,
      target: undefined,
    };
  const crunchy = crunchyClusterOf(object);
  if (crunchy) {
    const schedules = crunchy.repos.flatMap(repo => repo.schedules);
    return { by: 'Crunchy', schedules, suspend: undefined, target: object.name };
  }
  const job = cronJobOf(object);
  if (!job || !isBackupText(object.facts().job?.text ?? '')) return undefined;
  return { by: 'job', schedules: job.cron ? [job.cron] : [], suspend: job.suspend, target: undefined };
}

const TOOLS =
  /\b(pg_dump(all)?|pg_basebackup|mysqldump|mariadb-dump|mongodump|pgbackrest\b.*\bbackup|barman\b.*\bbackup|wal-g\b.*\b(backup|wal)-push|restic\b.*\bbackup)\b/;

/** Whether the name, images and words of a job, in lower case, say that it makes backups. What restores makes none. */
export function isBackupText(text: string): boolean {
  return TOOLS.test(text) && !/restor|recover/.test(text);
}

/** Whether the WAL of a cluster goes to an archive; undefined where a template decides. */
export function walArchivingOf({ spec, plugins, backup, barmanObjectStore }: PostgresCluster): boolean | undefined {
  const archives = plugins.map(({ isWalArchiver, enabled }) =>
    isWalArchiver === undefined || enabled === undefined ? undefined : isWalArchiver && enabled,
  );
  if (barmanObjectStore || archives.includes(true)) return true;
  const written = spec.get('plugins');
  const isKnown = !spec.open && !backup?.open && (written === undefined || (written.type === 'seq' && !written.open));
  const isWritten = backup?.entry('barmanObjectStore') !== undefined || (spec.entry('backup') && !backup);
  return isKnown && !isWritten && !archives.includes(undefined) ? false : undefined;
}

/**
 * The longest time without any of several schedules, in whole days; undefined where one cannot be read, or where how
 * they interleave is not known.
 */
export function combinedGapDays(schedules: readonly (Cron | undefined)[]): number | undefined {
  const known = schedules.filter(one => one !== undefined);
  if (known.length === 0 || known.length < schedules.length) return undefined;
  const least = Math.min(...known.map(({ longestGapDays }) => longestGapDays));
  if (least <= 1 || known.length === 1) return least;
  // Days of the week can be put together, all else is too seldom written to be worth it.
  const weekdays = known.map(({ fields }) => {
    const [day, month, weekday] = fields.slice(-3).map(({ text }) => text);
    return day === '*' && month === '*' ? weekday : undefined;
  });
  if (weekdays.includes(undefined)) return undefined;
  return parseCron(`0 0 * * ${weekdays.join(',')}`)?.longestGapDays;
}

/** A schedule that runs every day, at the times of day at which this one runs; undefined where it has none. */
export function dailyAt(text: string, { fields, descriptor }: Cron): string | undefined {
  if (descriptor !== undefined) return descriptor.startsWith('@every') ? '@every 24h' : '@daily';
  const [day] = fields.slice(-3);
  return day && `${text.slice(0, day.span.start)}* * *`;
}

/** An object of the workspace: the one at `index` of the document's objects. */
export interface ObjectPlace {
  readonly uri: string;
  readonly index: number;
}

/** The first object, by its file's name, that has a database backed up: a ScheduledBackup, else a cluster or a job. */
export const firstDatabaseBackupIn: (all: Unit) => ObjectPlace | undefined = memoised(findFirst);

function findFirst(all: Unit): ObjectPlace | undefined {
  const uris = [...all.keys()].filter(uri => !isForeignPath(uri) && !isNonProductionPath(uri)).sort();
  const isScheduled = ({ backup }: ObjectFacts): boolean => backup?.by === 'CloudNativePG';
  const isOther = ({ backsUpDatabase, job }: ObjectFacts): boolean =>
    backsUpDatabase === true || (job !== undefined && isBackupText(job.text));
  for (const isMeant of [isScheduled, isOther]) {
    for (const uri of uris) {
      const index = all.get(uri)!.objects.findIndex(one => isMeant(one) && !isNonProductionNamed(one, undefined));
      if (index >= 0) return { uri, index };
    }
  }
  return undefined;
}

export function isRestoreTested(all: UnitIndex): boolean {
  return all.having('restores').length > 0;
}
