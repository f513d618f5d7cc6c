import { defineRule, type Fix } from '#engine';
import {
  type Api,
  type ApiEvent,
  absentFrom,
  addEnvelope,
  eventId,
  eventsPlace,
  isContract,
  placesOf,
} from '#languages/openapi';

export default defineRule({
  id: 'openapi/event-without-idempotency-key',
  guide: 'system-design/event-contract',
  summary: 'Reports an event without an id by which its receiver could know it again.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing:
      '"{event}" carries no event id: brokers and webhooks deliver twice, and its receiver cannot know it again.',
    everywhere:
      '{count} of {total} events carry no event id: they are delivered twice now and then, and receivers act twice.',
  },
  check(document, { report }) {
    if (!document.complete) return;
    const { api } = document;
    const { single, everywhere, lacking } = absentFrom(document, api.events.filter(isContract), one => !eventId(one), {
      place: eventsPlace(api)?.key,
    });
    if (everywhere)
      report({
        ...everywhere,
        message: 'everywhere',
        fixes: () => [addIds(api, lacking)],
        related: placesOf(lacking, one => one.name),
      });
    for (const event of single)
      report({
        at: event.at,
        message: 'missing',
        data: { event: event.name.slice(0, 50) },
        fixes: () => [addIds(api, [event])],
      });
  },
});

function addIds(api: Api, events: readonly ApiEvent[]): Fix | undefined {
  const edits = addEnvelope(api, events, 'id');
  const what = events.length === 1 ? 'an event id' : `event ids to all ${events.length} of them`;
  return edits && { title: `Add ${what}`, safety: 'unsafe', edits };
}
