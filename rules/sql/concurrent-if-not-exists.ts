import { defineRule, type Fix } from '#engine';
import { dropsBuildFirst, maskedBuilds, openMigration, withBlanksBefore } from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/concurrent-if-not-exists',
  guide: 'migrations/concurrent-index',
  summary: 'Reports concurrent index builds with IF NOT EXISTS, which a failed build makes pass without an index.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    masked:
      'IF NOT EXISTS passes over the invalid "{index}" that a failed build leaves, so "{table}" stays without its index.',
  },
  reads: ['sql'],
  alsoKnownAs: ['migrationpilot/MP070'],

  check(document, context) {
    if (!document.indexes.some(one => one.concurrently && one.ifNotExists)) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    for (const { statement, guard, index, table } of maskedBuilds(migration)) {
      const removal = edit.remove(withBlanksBefore(document, guard.span));
      const drop = dropsBuildFirst(statement, migration);
      const fixes: Fix[] = drop
        ? [{ title: 'Drop what a failed build left, then build', safety: 'unsafe', edits: [drop, removal] }]
        : [{ title: 'Remove IF NOT EXISTS', safety: 'unsafe', edits: [removal] }];
      context.report({ at: guard, message: 'masked', data: { index, table }, fixes });
    }
  },
});
