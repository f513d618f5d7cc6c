import { defineRule, type Fix } from '#engine';
import {
  type BackupSchedules,
  backupSchedulesOf,
  type Cron,
  combinedGapDays,
  dailyAt,
  type Field,
  indexOf,
  isBackupText,
  isNonProduction,
  type UnitIndex,
} from '#languages/kubernetes';
import { type Tree, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/backup-less-than-daily',
  guide: 'reliability/backups',
  summary: 'Reports backups that are made less often than once a day.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    rare: 'Up to {days} days pass between backups of "{name}": so much is lost, or has to be replayed while everybody waits.',
    never: '"{schedule}" is a date that never comes: no backup of "{name}" is ever made.',
  },
  reads: ['kubernetes'],

  check(document, context) {
    for (const object of document.objects) {
      const found = backupSchedulesOf(object);
      const [first] = found?.schedules ?? [];
      if (!found || !first || isNonProduction(document, object)) continue;
      const days = combinedGapDays(found.schedules.map(({ value }) => value));
      if (days === undefined || days <= 1) continue;
      const all = indexOf(context.workspace.allFacts('kubernetes'));
      if (hasDailyBeside(all, found)) continue;
      const data = { name: found.target ?? object.name ?? '(templated)' };
      const fixes = [daily(document.tree, first)];
      if (Number.isFinite(days)) context.report({ at: first, message: 'rare', data: { ...data, days }, fixes });
      else context.report({ at: first, message: 'never', data: { ...data, schedule: first.text }, fixes });
    }
  },
});

/** A weekly or monthly one for the archive may stand beside the daily one of the same target. */
function hasDailyBeside(all: UnitIndex, { by, target }: BackupSchedules): boolean {
  const isDaily = (days: number | undefined): boolean => days === undefined || days <= 1;
  if (by === 'job')
    return all.having('job').some(({ facts: { job } }) => isBackupText(job.text) && isDaily(job.longestGapDays));
  return all
    .having('backup')
    .some(
      ({ facts: { backup } }) =>
        backup.by === by && isDaily(backup.longestGapDays) && (target === undefined || backup.cluster === target),
    );
}

function daily(tree: Tree, schedule: Field<Cron>): Fix | undefined {
  const written = schedule.value && dailyAt(schedule.text, schedule.value);
  const edit = written === undefined ? undefined : treeEdits(tree).setScalar(schedule.node, written);
  return edit && { title: `Back up daily: "${written}"`, safety: 'unsafe', edits: [edit] };
}
