import { defineRule, type Fix } from '#engine';
import {
  blockingBuilds,
  type ConcurrentBuild,
  concurrentBuilds,
  firstWords,
  leavingIndexes,
  type MigrationChange,
  objectName,
  openMigration,
  perPartitionBuild,
} from '#languages/sql';

export default defineRule({
  id: 'sql/index-not-concurrent',
  guide: 'migrations/concurrent-index',
  summary: 'Reports indexes that a migration builds without CONCURRENTLY on a table in use.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    named: 'Index "{index}" is built without CONCURRENTLY, so every write to "{table}" waits until it is done.',
    unnamed: 'This index is built without CONCURRENTLY, so every write to "{table}" waits until it is done.',
    partitioned: 'Index on all partitions of "{table}" at once: every write to any of them waits until it is done.',
  },
  reads: ['sql'],
  alsoKnownAs: [
    'squawk/require-concurrent-index-creation',
    'strong_migrations/add_index',
    'eugene/E6',
    'atlas/PG101',
    'pgfence/create-index-not-concurrent',
  ],

  check(document, context) {
    if (document.indexes.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    const blocking = blockingBuilds(migration);
    const stateOf = (one: (typeof blocking)[number]) => one.table && migration.tableBefore(one, objectName(one.table));
    // Drops leave as well: counted together, no two new migrations take one number.
    const builds = concurrentBuilds(leavingIndexes(migration), migration);
    for (const statement of blocking) {
      const at = firstWords(document, statement, statement.indexKeyword);
      const table = statement.table?.name.text ?? '';
      const state = stateOf(statement);
      if (state?.partitioned) {
        const change = perPartitionBuild(statement, migration, state);
        const fixes = [change && asFix('Build the index partition by partition', change)];
        context.report({ at, message: 'partitioned', data: { table }, fixes });
        continue;
      }
      const build = builds.get(statement);
      const fixes = [build && asFix(titles[build.way], build.change)];
      const index = statement.name?.name.text;
      if (index === undefined) context.report({ at, message: 'unnamed', data: { table }, fixes });
      else context.report({ at, message: 'named', data: { table, index }, fixes });
    }
  },
});

const titles: Readonly<Record<ConcurrentBuild['way'], string>> = {
  here: 'Add CONCURRENTLY',
  directive: 'Add CONCURRENTLY and leave the transaction',
  separate: 'Move to a migration of its own, with CONCURRENTLY',
  spread: 'Give each index a migration of its own, with CONCURRENTLY',
};

function asFix(title: string, { edits, creates }: MigrationChange): Fix {
  return { title, safety: 'unsafe', edits, creates };
}
