import { defineRule } from '#engine';
import { readAsSixFields, scheduledBackupOf } from '#languages/kubernetes';
import { treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'kubernetes/backup-schedule-fields',
  guide: 'reliability/backups',
  summary: 'Reports schedules with five fields where CloudNativePG reads six, seconds first.',
  severity: 'error',
  recommended: true,
  fixable: 'safe',
  messages: {
    shifted:
      'CloudNativePG reads "{schedule}" with the seconds first: it backs up {count} times a day, and at other hours than meant.',
    once: 'CloudNativePG reads "{schedule}" with the seconds first: it backs up at another time than the one that is meant.',
    refused: 'CloudNativePG reads "{schedule}" with the seconds first, cannot make sense of it, and never backs up.',
  },

  check(document, context) {
    context.each(document.objects, object => {
      const schedule = scheduledBackupOf(object)?.schedule;
      const cron = schedule?.value;
      const first = cron?.fields[0];
      if (!schedule || !cron || !first || cron.fields.length !== 5) return;
      const count = readAsSixFields(cron)?.runsPerDay;
      const meant = `${schedule.text.slice(0, first.span.start)}0 ${schedule.text.slice(first.span.start)}`;
      const edit = treeEdits(document.tree).setScalar(schedule.node, meant);
      const fixes = [edit && { title: 'Add 0 for the seconds', safety: 'safe' as const, edits: [edit] }];
      const data = { schedule: schedule.text };
      if (count === undefined) context.report({ at: schedule, message: 'refused', data, fixes });
      else if (count === 1) context.report({ at: schedule, message: 'once', data, fixes });
      else context.report({ at: schedule, message: 'shifted', data: { ...data, count }, fixes });
    });
  },
});
