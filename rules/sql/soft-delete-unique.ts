import { defineRule } from '#engine';
import { comesFromPrisma, keysOverDeleted, openMigration } from '#languages/sql';

export default defineRule({
  id: 'sql/soft-delete-unique',
  guide: 'system-design/partial-indexes',
  summary: 'Reports unique keys that deleted rows go on to occupy, because rows are only marked as deleted.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    key: 'UNIQUE over "{columns}" counts the rows that "{mark}" hides: nobody can use their values again.',
    mark: 'The rows that "{mark}" hides stay in the unique key over "{columns}": nobody can use their values again.',
  },
  reads: ['sql', 'prisma'],

  check(document, context) {
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    // MySQL and MariaDB have no partial indexes.
    if (!migration || (migration.dialect !== 'postgresql' && migration.dialect !== 'sqlite')) return;
    if (comesFromPrisma(migration, context.workspace.allFacts('prisma').keys())) return;
    for (const { at, by, columns, mark, edits } of keysOverDeleted(migration))
      context.report({
        at,
        message: by,
        data: { columns: columns.join(', '), mark },
        fixes: [edits && { title: 'Let the key leave deleted rows out', safety: 'unsafe', edits }],
      });
  },
});
