import { defineRule } from '#engine';
import { leadingFlag, mayLeadWithFlag, objectName, openMigration, partialIndexes } from '#languages/sql';

export default defineRule({
  id: 'sql/full-index-on-flag',
  guide: 'system-design/partial-indexes',
  summary: 'Reports indexes over all rows that begin with a flag or a deletion time.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    flag: 'Index begins with "{column}", which has two values: each write pays for it, and few reads gain by it.',
    deleted: 'Index begins with "{column}", which is NULL in every live row: each write pays for rows nobody reads.',
  },
  reads: ['sql'],

  check(document, context) {
    if (document.indexes.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    // MySQL and MariaDB have no partial indexes.
    if (!migration || (migration.dialect !== 'postgresql' && migration.dialect !== 'sqlite')) return;
    const indexes = mayLeadWithFlag(document.indexes).filter(one => migration.isUp(one));
    const visit = (statement: (typeof indexes)[number]): void => {
      const { table } = statement;
      if (!table) return;
      const tableOf = () => migration.tableBefore(statement, objectName(table));
      const flag = leadingFlag(statement, tableOf, migration.dialect);
      if (!flag) return;
      context.report({
        at: flag.item,
        message: flag.kind === 'boolean' ? 'flag' : 'deleted',
        data: { column: flag.name },
        fixes: partialIndexes(document, statement, flag, tableOf()).map(({ rows, edits }) => ({
          title: `Index only the rows where ${rows}`,
          safety: 'unsafe' as const,
          edits,
        })),
      });
    };
    context.each(indexes, visit, migration.around);
  },
});
