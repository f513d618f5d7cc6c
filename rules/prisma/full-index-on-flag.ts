import { defineRule } from '#engine';
import { flagIndexes, partialFlagIndexes, partialIndexes } from '#languages/prisma';

export default defineRule({
  id: 'prisma/full-index-on-flag',
  guide: 'system-design/partial-indexes',
  summary:
    'Reports indexes over all rows that begin with a flag or a deletion time, where Prisma can write partial ones.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    flag: 'Index begins with "{field}", which has two values: each write pays for it, and few reads gain by it.',
    deleted: 'Index begins with "{field}", which is null in every live row: each write pays for rows nobody reads.',
  },
  reads: ['prisma'],

  check(document, context) {
    const partial = partialIndexes(document, context.workspace.facts('prisma'));
    if (!partial) return;
    for (const model of document.models)
      for (const found of flagIndexes(model)) {
        context.report({
          at: found.key.columns[0]!,
          message: found.kind === 'boolean' ? 'flag' : 'deleted',
          data: { field: found.flag.name.text },
          fixes: partialFlagIndexes(model, found, partial).map(({ rows, edits }) => ({
            title: `Index only the rows where ${rows}`,
            safety: 'unsafe' as const,
            edits,
          })),
        });
      }
  },
});
