import { defineRule } from '#engine';
import { type Key, type Model, redundantIndexes, removeBlockAttribute } from '#languages/prisma';

export default defineRule({
  id: 'prisma/redundant-index',
  guide: 'performance/indexed-access',
  summary: 'Reports indexes whose fields are the first ones of another index, key or unique constraint.',
  severity: 'info',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    redundant:
      'This index is never needed beside {beside}, which begins with the same fields: each write pays for both.',
  },

  check(document, context) {
    const visit = (model: Model): void => {
      for (const { key, beside } of redundantIndexes(model))
        context.report({
          at: { start: key.columns[0]!.span.start, end: key.columns.at(-1)!.span.end },
          message: 'redundant',
          data: { beside: written(beside) },
          fixes: [
            {
              title: 'Leave the index out',
              safety: 'unsafe',
              edits: [removeBlockAttribute(document, key.attribute)],
            },
          ],
        });
    };
    context.each(document.models, visit);
  },
});

function written({ items, columns, attribute }: Key): string {
  const names = columns.map(one => one.text).join(', ');
  return items ? `@@${attribute.name.text}([${names}])` : `@${attribute.name.text} of "${names}"`;
}
