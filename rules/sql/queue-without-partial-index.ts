import { defineRule } from '#engine';
import { addIndex, indexName, openMigration, unservedQueues } from '#languages/sql';

export default defineRule({
  id: 'sql/queue-without-partial-index',
  guide: 'system-design/partial-indexes',
  summary: 'Reports outboxes, queues and tables of jobs without an index over the rows that are still open.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing:
      'No partial index of "{table}" holds the open rows alone: each poll by "{column}" reads past all that are done.',
  },
  reads: ['sql'],

  check(document, context) {
    if (document.createdTables.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration || (migration.dialect !== 'postgresql' && migration.dialect !== 'sqlite')) return;
    for (const { statement, name, column, open, order } of unservedQueues(migration)) {
      const index = {
        table: name,
        name: indexName(name, [], 'pending_idx'),
        unique: false,
        columns: order,
        where: open,
      };
      const change = addIndex(migration, statement, index, 0);
      context.report({
        at: name.name,
        message: 'missing',
        data: { table: name.name.text, column },
        fixes: [change && { title: `Index the rows where ${open}`, safety: 'unsafe', ...change }],
      });
    }
  },
});
