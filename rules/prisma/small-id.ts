import { defineRule, option } from '#engine';
import { mergeSchema, namesLookup, smallKey, widenKey } from '#languages/prisma';

/** Where an Int has 32 bits; SQLite's keys have 64. */
const SMALL: readonly string[] = ['postgresql', 'postgres', 'mysql', 'sqlserver', 'cockroachdb'];

export default defineRule({
  id: 'prisma/small-id',
  guide: 'schema/growth',
  summary: 'Reports primary keys that count in 32 bits.',
  severity: 'info',
  recommended: false,
  fixable: 'unsafe',
  messages: {
    small: 'Key "{field}" ends at {limit}: every later create fails, and widening it then rewrites "{table}".',
  },
  options: {
    except: option.strings({
      default: [],
      description: 'Models that stay small, besides those that are named like a lookup.',
    }),
  },
  reads: ['prisma'],

  check(document, context) {
    const schema = mergeSchema(context.workspace.facts('prisma'));
    if (!SMALL.includes(schema.provider ?? '')) return;
    for (const model of document.models) {
      const name = model.name.text;
      const key = smallKey(model);
      if (!key || namesLookup(name) || context.options.except.includes(name)) continue;
      const edits = widenKey(document, model, key.field, schema);
      context.report({
        at: key.field.type!,
        message: 'small',
        data: { field: key.field.name.text, limit: key.limit, table: model.table },
        fixes: [edits && { title: 'Count in 64 bits', safety: 'unsafe', edits }],
      });
    }
  },
});
