import { defineRule } from '#engine';
import {
  columnsMade,
  comesFromPrisma,
  isAdapterTable,
  isSaidToBeHashed,
  keepsPasswords,
  openMigration,
  renamedDefinition,
  tableWordsOf,
} from '#languages/sql';

export default defineRule({
  id: 'sql/plaintext-password',
  guide: 'security/short-lived-tokens',
  summary: 'Reports columns that, by their name and type, keep passwords as they were typed.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    plaintext: 'By its name "{column}" keeps passwords as typed, so whoever reads one backup can log in as everyone.',
  },
  reads: ['sql', 'prisma'],

  check(document, context) {
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration || comesFromPrisma(migration, context.workspace.allFacts('prisma').keys())) return;
    for (const { item, table } of columnsMade(migration, keepsPasswords)) {
      if (item.origin === 'alterColumnType' || isSaidToBeHashed(document, item)) continue;
      const isAdapters = isAdapterTable(tableWordsOf(table));
      const renamed = isAdapters ? undefined : renamedDefinition(document, item, 'hash');
      context.report({
        at: item.column,
        message: 'plaintext',
        data: { column: item.column.text },
        ...(isAdapters ? { severity: 'info' as const } : {}),
        fixes: [renamed && { title: `Rename it to ${renamed.name}`, safety: 'unsafe', edits: renamed.edits }],
      });
    }
  },
});
