import { defineRule, type Fix } from '#engine';
import {
  addFieldAttribute,
  addFieldBelow,
  eventModelOf,
  type Field,
  fieldNaming,
  type Model,
  mergeSchema,
  type PrismaDocument,
} from '#languages/prisma';

/** Databases in which a unique column may be NULL in many rows. */
const MANY_NULLS: readonly string[] = ['postgresql', 'postgres', 'cockroachdb', 'mysql', 'sqlite'];

export default defineRule({
  id: 'prisma/event-without-idempotency-key',
  guide: 'system-design/event-contract',
  summary: 'Reports a model of events or messages without a unique idempotency key.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing:
      'Model "{model}" has no unique idempotency key, so an event that is sent again is stored and handled twice.',
    notUnique: '"{field}" is not unique, so an event that is sent again is stored and handled twice.',
  },
  reads: ['prisma'],

  check(document, context) {
    const schema = mergeSchema(context.workspace.facts('prisma'));
    for (const model of document.models) {
      const events = eventModelOf(model);
      if (!events || events.deduplicates) continue;
      const severity = events.hasPayload ? 'warning' : 'info';
      const key = events.unusedKey;
      if (key)
        context.report({
          at: key.name,
          message: 'notUnique',
          data: { field: key.name.text },
          severity,
          fixes: [makeUnique(document, model, key)],
        });
      else
        context.report({
          at: model.name,
          message: 'missing',
          data: { model: model.name.text },
          severity,
          fixes: addKey(document, model, MANY_NULLS.includes(schema.provider ?? '')),
        });
    }
  },
});

/** Not where a native type is given: some of them cannot be unique. */
function makeUnique(document: PrismaDocument, model: Model, field: Field): Fix | undefined {
  if (field.attributes.some(one => one.name.text.startsWith('db.') || one.name.text === 'unique')) return undefined;
  return {
    title: `Make "${field.name.text}" unique`,
    safety: 'unsafe',
    edits: addFieldAttribute(document, model, field, '@unique'),
  };
}

/** The required column first; then, for a table that has rows already, the optional one. */
function addKey(document: PrismaDocument, model: Model, manyNulls: boolean): readonly (Fix | undefined)[] {
  const { name, map } = fieldNaming(model, ['idempotency', 'key']);
  const attributes = `@unique${map}`;
  const above = model.fields.find(field => field.attribute('id')) ?? model.fields[0];
  if (!above || model.field(name)) return [];
  const fix = (type: string, title: string): Fix | undefined => {
    const edits = addFieldBelow(document, model, above, { name, type, attributes });
    return edits && { title, safety: 'unsafe', edits };
  };
  return [
    fix('String', `Add ${name}`),
    manyNulls ? fix('String?', `Add ${name}, optional for a table that has rows`) : undefined,
  ];
}
