import { defineRule } from '#engine';
import { blockingDrops, concurrentDrops, firstWords, openMigration } from '#languages/sql';

export default defineRule({
  id: 'sql/drop-index-not-concurrent',
  guide: 'migrations/concurrent-index',
  summary: 'Reports indexes that a migration drops without CONCURRENTLY from a table in use.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    known:
      'Index "{index}" is dropped without CONCURRENTLY, so queries on "{table}" wait behind the lock that it waits for.',
    unknown:
      'Index "{index}" is dropped without CONCURRENTLY, so queries on its table wait behind the lock that it waits for.',
  },
  reads: ['sql'],
  alsoKnownAs: [
    'squawk/require-concurrent-index-deletion',
    'strong_migrations/remove_index',
    'atlas/PG102',
    'django-migration-linter/DROP_INDEX',
  ],

  check(document, context) {
    if (document.statementsOf('dropIndex').length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    const drops = blockingDrops(migration);
    const builds = concurrentDrops(drops, migration);
    for (const { statement, index, table } of drops) {
      const at = firstWords(document, statement, statement.objectKeyword);
      const build = builds.get(statement);
      const title = statement.names.length > 1 ? 'Drop one by one, with CONCURRENTLY' : titles[build?.way ?? 'here'];
      const fixes = [build && { title, safety: 'unsafe' as const, ...build.change }];
      const name = index.name.text;
      if (table) context.report({ at, message: 'known', data: { index: name, table: table.name }, fixes });
      else context.report({ at, message: 'unknown', data: { index: name }, fixes });
    }
  },
});

const titles = {
  here: 'Add CONCURRENTLY',
  directive: 'Add CONCURRENTLY and leave the transaction',
  separate: 'Move to a migration of its own, with CONCURRENTLY',
  spread: 'Give each index a migration of its own, with CONCURRENTLY',
} as const;
