import { defineRule, type Fix } from '#engine';
import {
  type Api,
  type ApiEvent,
  absentFrom,
  addEnvelope,
  eventsPlace,
  hasSchemaVersion,
  isContract,
  placesOf,
} from '#languages/openapi';

export default defineRule({
  id: 'openapi/event-without-schema-version',
  guide: 'system-design/event-contract',
  summary: 'Reports an event that does not say which version of its schema it has.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    missing:
      '"{event}" does not say which version of its schema it has, so a changed field breaks its receivers unseen.',
    everywhere:
      '{count} of {total} events do not say which version of their schema they have: changed fields break receivers unseen.',
  },
  check(document, { report }) {
    if (!document.complete) return;
    const { api } = document;
    const events = api.events.filter(isContract);
    const { single, everywhere, lacking } = absentFrom(document, events, one => !hasSchemaVersion(one), {
      place: eventsPlace(api)?.key,
    });
    if (everywhere)
      report({
        ...everywhere,
        message: 'everywhere',
        fixes: () => [addVersions(api, lacking)],
        related: placesOf(lacking, one => one.name),
      });
    for (const event of single)
      report({
        at: event.at,
        message: 'missing',
        data: { event: event.name.slice(0, 50) },
        fixes: () => [addVersions(api, [event])],
      });
  },
});

function addVersions(api: Api, events: readonly ApiEvent[]): Fix | undefined {
  const edits = addEnvelope(api, events, 'version');
  const what = events.length === 1 ? 'a schema version' : `schema versions to all ${events.length} of them`;
  return edits && { title: `Add ${what}`, safety: 'unsafe', edits };
}
