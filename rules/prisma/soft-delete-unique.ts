import { defineRule } from '#engine';
import { hasPartialIndexes, keysOverDeleted, mergeSchema, partialIndexes, withoutDeleted } from '#languages/prisma';

export default defineRule({
  id: 'prisma/soft-delete-unique',
  guide: 'system-design/partial-indexes',
  summary: 'Reports unique keys that deleted rows go on to occupy, because rows are only marked as deleted.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    key: 'The key over "{fields}" counts the rows that "{mark}" hides: nobody can use their values again.',
  },
  reads: ['prisma'],

  check(document, context) {
    const files = context.workspace.facts('prisma');
    if (!hasPartialIndexes(files)) return;
    const schema = mergeSchema(files);
    const partial = partialIndexes(document, files);
    for (const model of document.models)
      for (const found of keysOverDeleted(model, schema)) {
        const edits = partial && withoutDeleted(document, model, found, partial);
        context.report({
          at: found.key.columns[0]!,
          message: 'key',
          data: { fields: found.key.columns.map(one => one.text).join(', '), mark: found.mark.name.text },
          fixes: [edits && { title: 'Let the key leave deleted rows out', safety: 'unsafe', edits }],
        });
      }
  },
});
