import { defineRule, type Fix } from '#engine';
import {
  addItemBehind,
  columnNamed,
  comesFromPrisma,
  type EventTable,
  eventTables,
  isFilledHere,
  type Migration,
  openMigration,
} from '#languages/sql';
import { edit } from '#text';

export default defineRule({
  id: 'sql/event-without-idempotency-key',
  guide: 'system-design/event-contract',
  summary: 'Reports a table of events or messages without a unique idempotency key.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing:
      'Table "{table}" has no unique idempotency key, so an event that is sent again is stored and handled twice.',
    notUnique: '"{column}" is not unique, so an event that is sent again is stored and handled twice.',
  },
  reads: ['sql', 'prisma'],

  check(document, context) {
    if (document.createdTables.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration || comesFromPrisma(migration, context.workspace.allFacts('prisma').keys())) return;
    for (const events of eventTables(migration)) {
      // The unique keys of a partitioned table need the column that it is partitioned by, so they tell nothing apart.
      if (events.deduplicates || events.table.partitioned) continue;
      const severity = events.hasPayload ? 'warning' : 'info';
      const { statement, name, unusedKey } = events;
      const column = statement.columns.find(one => one.name.text === unusedKey?.name);
      if (unusedKey)
        context.report({
          at: column?.name ?? name.name,
          message: 'notUnique',
          data: { column: unusedKey.name },
          severity,
          fixes: [
            column && {
              title: `Make "${unusedKey.name}" unique`,
              safety: 'unsafe',
              edits: [edit.insert(column.span.end, ' UNIQUE')],
            },
          ],
        });
      else
        context.report({
          at: name.name,
          message: 'missing',
          data: { table: name.name.text },
          severity,
          fixes: [withKey(migration, events)],
        });
    }
  },
});

function withKey(migration: Migration, { statement, name }: EventTable): Fix | undefined {
  const [first] = statement.columns;
  if (!first || isFilledHere(migration, name)) return undefined;
  const column = columnNamed(migration.document, statement, 'idempotency', 'key');
  const type = migration.dialect === 'mysql' || migration.dialect === 'mariadb' ? 'varchar(255)' : 'text';
  const edits = addItemBehind(migration.document, statement, first, `${column} ${type} NOT NULL UNIQUE`);
  return edits && { title: `Add ${column.replace(/["`]/g, '')}`, safety: 'unsafe', edits };
}
