import { defineRule, option } from '#engine';
import { exactAmount, inexactAmounts, mergeSchema } from '#languages/prisma';

export default defineRule({
  id: 'prisma/float-money',
  guide: 'schema/growth',
  summary: 'Reports amounts of money in fields of the type Float or in columns of the type money.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    float: 'The amounts in "{field}" are Float: sums are off by fractions, and equal amounts compare as different.',
    money:
      'The amounts in "{field}" are of type money: a setting of the server decides on their currency and decimals.',
  },
  options: {
    except: option.strings({
      default: [],
      description: 'Fields that hold estimates, where a fraction more or less is fine.',
    }),
  },
  reads: ['prisma'],

  check(document, context) {
    const { provider } = mergeSchema(context.workspace.facts('prisma'));
    for (const model of document.models)
      for (const amount of inexactAmounts(model, provider)) {
        const { name, type } = amount.field;
        if (context.options.except.includes(name.text)) continue;
        context.report({
          at: type!,
          message: amount.kind,
          data: { field: name.text },
          fixes: [
            {
              title: 'Use Decimal with four decimals',
              safety: 'unsafe',
              edits: exactAmount(document.text, model, amount),
            },
          ],
        });
      }
  },
});
