import { defineRule } from '#engine';
import { addItemBehind, columnNamed, comesFromPrisma, eventTables, openMigration } from '#languages/sql';

export default defineRule({
  id: 'sql/event-without-schema-version',
  guide: 'system-design/event-contract',
  summary: 'Reports a table of events or messages without a schema version.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing:
      'Table "{table}" has no schema version, so readers cannot tell events of an old form from those of a new one.',
  },
  reads: ['sql', 'prisma'],

  check(document, context) {
    if (document.createdTables.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration || comesFromPrisma(migration, context.workspace.allFacts('prisma').keys())) return;
    for (const { statement, name, hasVersion, hasPayload } of eventTables(migration)) {
      const [first] = statement.columns;
      // Without a payload there is nothing whose form could change.
      if (hasVersion || !hasPayload || !first) continue;
      const column = columnNamed(document, statement, 'schema', 'version');
      const edits = addItemBehind(document, statement, first, `${column} integer NOT NULL DEFAULT 1`);
      context.report({
        at: name.name,
        message: 'missing',
        data: { table: name.name.text },
        fixes: [edits && { title: `Add ${column.replace(/["`]/g, '')}`, safety: 'unsafe', edits }],
      });
    }
  },
});
