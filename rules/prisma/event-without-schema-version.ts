import { defineRule } from '#engine';
import { addFieldBelow, eventModelOf, fieldNaming, type Model } from '#languages/prisma';

export default defineRule({
  id: 'prisma/event-without-schema-version',
  guide: 'system-design/event-contract',
  summary: 'Reports a model of events or messages without a schema version.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: {
    missing:
      'Model "{model}" has no schema version, so readers cannot tell events of an old form from those of a new one.',
  },

  check(document, context) {
    const visit = (model: Model): void => {
      const events = eventModelOf(model);
      // Without a payload there is nothing whose form could change.
      if (!events?.hasPayload || events.hasVersion) return;
      const above = model.fields.find(field => field.attribute('id')) ?? model.fields[0];
      const { name, map } = fieldNaming(model, ['schema', 'version']);
      const edits =
        above && addFieldBelow(document, model, above, { name, type: 'Int', attributes: `@default(1)${map}` });
      context.report({
        at: model.name,
        message: 'missing',
        data: { model: model.name.text },
        fixes: [edits && { title: `Add ${name}`, safety: 'safe', edits }],
      });
    };
    context.each(document.models, visit);
  },
});
