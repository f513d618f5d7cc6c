import { defineRule, type Fix } from '#engine';
import {
  columnsMade,
  comesFromPrisma,
  constraintOf,
  isAdapterTable,
  isSaidToBeHashed,
  type MadeColumn,
  mayKeepTokens,
  openMigration,
  renamedDefinition,
  type SqlDocument,
  tableWordsOf,
  tokenKind,
} from '#languages/sql';

export default defineRule({
  id: 'sql/unhashed-token',
  guide: 'security/short-lived-tokens',
  summary: 'Reports columns that keep tokens, API keys and secrets as they were issued.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    compared: '"{column}" keeps each token as it was issued, so whoever reads one backup can use them all.',
    used: '"{column}" keeps secrets as text: encrypt or hash them, or whoever reads one backup can use them all.',
  },
  reads: ['sql', 'prisma'],

  check(document, context) {
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration || comesFromPrisma(migration, context.workspace.allFacts('prisma').keys())) return;
    for (const made of columnsMade(migration, mayKeepTokens)) {
      const { item, table } = made;
      const kind = tokenKind(item, table);
      if (!kind || item.origin === 'alterColumnType' || isSaidToBeHashed(document, item)) continue;
      const isAdapters = isAdapterTable(tableWordsOf(table));
      context.report({
        at: item.column,
        message: kind,
        data: { column: item.column.text },
        ...(kind === 'used' || isAdapters ? { severity: 'info' as const } : {}),
        fixes: kind === 'compared' && !isAdapters && migration.dialect === 'postgresql' ? [hashed(document, made)] : [],
      });
    }
  },
});

/** Not where a default or a CHECK is about the text. */
function hashed(document: SqlDocument, { item }: MadeColumn): Fix | undefined {
  const { definition } = item;
  if (!definition || constraintOf(definition, 'default') || constraintOf(definition, 'check')) return undefined;
  const renamed = renamedDefinition(document, item, 'hash', 'bytea');
  return renamed && { title: `Keep a digest, in ${renamed.name}`, safety: 'unsafe', edits: renamed.edits };
}
