import { defineRule } from '#engine';
import { isAdapterTable, modelWordsOf, passwordFields, renamedField } from '#languages/prisma';

export default defineRule({
  id: 'prisma/plaintext-password',
  guide: 'security/short-lived-tokens',
  summary: 'Reports fields that, by their name and type, keep passwords as they were typed.',
  severity: 'error',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    plaintext: 'By its name "{field}" keeps passwords as typed, so whoever reads one backup can log in as everyone.',
  },

  check(document, context) {
    for (const model of document.models)
      for (const field of passwordFields(document, model)) {
        const isAdapters = isAdapterTable(modelWordsOf(model));
        const renamed = isAdapters ? undefined : renamedField(document, model, field);
        context.report({
          at: field.name,
          message: 'plaintext',
          data: { field: field.name.text },
          ...(isAdapters ? { severity: 'info' as const } : {}),
          fixes: [renamed && { title: `Rename it to ${renamed.name}`, safety: 'unsafe', edits: renamed.edits }],
        });
      }
  },
});
