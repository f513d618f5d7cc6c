import { defineRule } from '#engine';
import { fullIndex, hasLiveReads, openMigration, writtenName } from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/full-index-on-soft-deleted-table',
  guide: 'system-design/partial-indexes',
  summary: 'Reports indexes that hold deleted rows although the queries of the workspace only read the others.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    deleted:
      'Index also holds rows of "{table}" whose "{column}" is set: each write pays for rows the queries leave out.',
  },
  reads: ['sql'],

  check(document, context) {
    if (document.indexes.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    // MySQL and MariaDB have no partial indexes.
    if (!migration || (migration.dialect !== 'postgresql' && migration.dialect !== 'sqlite')) return;
    const all = context.workspace.allFacts('sql');
    if (!hasLiveReads(all)) return;
    for (const statement of document.indexes) {
      const { table, name, indexKeyword } = statement;
      const found = table && migration.isUp(statement) ? fullIndex(statement, migration, all) : undefined;
      if (!table || !found) continue;
      const { column, value } = found.read;
      // SQLite uses a partial index only where the query repeats its condition as it is written.
      if (value === 'false' && migration.dialect === 'sqlite') continue;
      const condition = value === 'null' ? `${writtenName(column)} IS NULL` : `NOT ${writtenName(column)}`;
      context.report({
        at: name ?? indexKeyword,
        message: 'deleted',
        data: { table: table.name.text, column },
        fixes: [
          {
            title: `Index only the rows where ${column} is ${value}`,
            safety: 'unsafe',
            // WHERE is the last clause of CREATE INDEX, in PostgreSQL and in SQLite.
            edits: [edit.insert(statement.span.end, ` WHERE ${condition}`)],
          },
        ],
      });
    }
  },
});
