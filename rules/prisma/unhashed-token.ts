import { defineRule, type Fix } from '#engine';
import {
  isAdapterTable,
  type Model,
  mergeSchema,
  modelWordsOf,
  type PrismaDocument,
  renamedField,
  type TokenField,
  tokenFields,
} from '#languages/prisma';

/** Databases in which bytes can be unique without a length. */
const BYTES_ARE_KEYS: readonly string[] = ['postgresql', 'postgres', 'cockroachdb', 'sqlite'];

export default defineRule({
  id: 'prisma/unhashed-token',
  guide: 'security/short-lived-tokens',
  summary: 'Reports fields that keep tokens, API keys and secrets as they were issued.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    compared: '"{field}" keeps each token as it was issued, so whoever reads one backup can use them all.',
    used: '"{field}" keeps secrets as text: encrypt or hash them, or whoever reads one backup can use them all.',
  },
  reads: ['prisma'],

  check(document, context) {
    const { provider = '' } = mergeSchema(context.workspace.facts('prisma'));
    for (const model of document.models)
      for (const token of tokenFields(document, model)) {
        const isAdapters = isAdapterTable(modelWordsOf(model));
        context.report({
          at: token.field.name,
          message: token.kind,
          data: { field: token.field.name.text },
          ...(isAdapters || token.kind === 'used' ? { severity: 'info' as const } : {}),
          fixes: BYTES_ARE_KEYS.includes(provider) && !isAdapters ? [hashed(document, model, token)] : [],
        });
      }
  },
});

function hashed(document: PrismaDocument, model: Model, { field, kind }: TokenField): Fix | undefined {
  const renamed = kind === 'compared' ? renamedField(document, model, field, 'Bytes') : undefined;
  return renamed && { title: `Keep a digest, in ${renamed.name}`, safety: 'unsafe', edits: renamed.edits };
}
