import { defineRule, type Fix } from '#engine';
import {
  addFieldBelow,
  fieldNaming,
  type Model,
  mergeSchema,
  modelWordsOf,
  type PrismaDocument,
  tokensNeverExpire,
} from '#languages/prisma';

export default defineRule({
  id: 'prisma/token-without-expiry',
  guide: 'security/short-lived-tokens',
  summary: 'Reports models of tokens, sessions or API keys without a field that says until when they are good.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing: 'Model "{model}" says nothing about when its tokens end, so one that leaks lets its thief in for ever.',
  },
  reads: ['prisma'],

  check(document, context) {
    const { provider } = mergeSchema(context.workspace.facts('prisma'));
    for (const model of document.models) {
      if (!/token|session|key|reset|verif|recover/i.test(model.name.text) || !model.closingBrace) continue;
      if (!tokensNeverExpire(modelWordsOf(model))) continue;
      context.report({
        at: model.name,
        message: 'missing',
        data: { model: model.name.text },
        fixes: [withExpiry(document, model, provider)],
      });
    }
  },
});

function withExpiry(document: PrismaDocument, model: Model, provider: string | undefined): Fix | undefined {
  const above = model.fields.findLast(one => one.type && !one.type.list && !one.relation() && !one.broken);
  const { name, map } = fieldNaming(model, ['expires', 'at']);
  const zoned = provider === 'postgresql' || provider === 'postgres' || provider === 'cockroachdb';
  const attributes = `${map}${zoned ? ' @db.Timestamptz(3)' : ''}`.trim();
  const edits = above && addFieldBelow(document, model, above, { name, type: 'DateTime', attributes });
  return edits && { title: `Add ${name}`, safety: 'unsafe', edits };
}
