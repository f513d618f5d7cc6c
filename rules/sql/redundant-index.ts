import { defineRule } from '#engine';
import { comesFromPrisma, dropOlderIndex, openMigration, redundantIndexes, withoutIndex } from '#languages/sql';

export default defineRule({
  id: 'sql/redundant-index',
  guide: 'performance/indexed-access',
  summary: 'Reports indexes whose columns are the first ones of another index, key or unique constraint.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    built: 'This index is never needed beside {beside}, which begins with the same columns: each write pays for both.',
    older: 'Beside this index, "{older}" on the same first columns is never needed: each write pays for both.',
  },
  reads: ['sql', 'prisma'],
  alsoKnownAs: ['splinter/0009_duplicate_index'],

  check(document, context) {
    if (document.indexes.length === 0) return;
    const migration = openMigration(document, context.workspace.facts('sql'), context.settings.sql);
    if (!migration || comesFromPrisma(migration, context.workspace.allFacts('prisma').keys())) return;
    let separated = 0;
    for (const found of redundantIndexes(migration)) {
      const { statement } = found;
      const at = statement.name ?? statement.indexKeyword;
      if (found.type === 'built') {
        const change = withoutIndex(migration, statement);
        context.report({
          at,
          message: 'built',
          data: { beside: found.beside },
          fixes: [change && { title: 'Leave the index out', safety: 'unsafe', ...change }],
        });
        continue;
      }
      const older = found.older.name ?? '';
      const change = dropOlderIndex(migration, found, separated);
      if (change) separated++;
      context.report({
        at,
        message: 'older',
        data: { older },
        fixes: [change && { title: `Drop "${older}" in a migration of its own`, safety: 'unsafe', ...change }],
      });
    }
  },
});
