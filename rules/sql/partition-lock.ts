import { defineRule, type Fix } from '#engine';
import { attachInstead, openMigration, type PartitionLock, partitionLocks, runConcurrently } from '#languages/sql';

export default defineRule({
  id: 'sql/partition-lock',
  guide: 'migrations/online-schema-change',
  summary: 'Reports partitions that are made, attached or detached in a way that locks the whole partitioned table.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    create: 'PARTITION OF locks all of "{parent}" for everybody until the transaction ends; ATTACH PARTITION does not.',
    attach:
      'Without a CHECK that proves its bounds, ATTACH reads all of "{partition}" while it is locked for everybody.',
    default:
      'All rows of the default partition "{rest}" are read for this, and until then nobody can read or write them.',
    detach: 'DETACH PARTITION without CONCURRENTLY locks all of "{parent}" for everybody until the transaction ends.',
  },
  reads: ['sql'],
  alsoKnownAs: [
    'squawk/require-concurrent-partition-detach',
    'atlas/PG108',
    'migrationpilot/MP072',
    'migrationpilot/MP046',
  ],

  check(document, context) {
    if (document.statementsOf('createTable', 'alterTable').length === 0) return;
    const { postgresVersion } = context.settings.sql;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (migration?.dialect !== 'postgresql' || migration.first) return;
    const fixOf = (lock: PartitionLock): Fix | undefined => {
      if (lock.type === 'create') {
        const edits = attachInstead(migration, lock);
        return edits && { title: 'Make a table and attach it', safety: 'unsafe', edits };
      }
      if (lock.type !== 'detach' || !lock.mayBeConcurrent || postgresVersion < 14) return undefined;
      const slug = `detach_${lock.partition.name.text}`;
      const change = runConcurrently(migration, lock.statement, lock.partition.span.end, ' CONCURRENTLY', slug);
      return change && { title: 'Add CONCURRENTLY', safety: 'unsafe', ...change };
    };
    for (const lock of partitionLocks(migration)) {
      const { span: at } = lock;
      const fixes = [fixOf(lock)];
      const data = { parent: lock.parent.name.text, partition: lock.partition.name.text };
      if (lock.type === 'default') context.report({ at, message: 'default', data: { rest: lock.defaultPartition } });
      else context.report({ at, message: lock.type, data, fixes });
    }
  },
});
