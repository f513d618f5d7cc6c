import { defineRule, type Fix } from '#engine';
import {
  type Api,
  type ApiEvent,
  absentFrom,
  type EventField,
  eventId,
  eventsPlace,
  type FileEdit,
  isContract,
  isTakenIn,
  placesOf,
} from '#languages/openapi';
import { asSeq, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'openapi/optional-event-id',
  guide: 'system-design/event-contract',
  summary: 'Reports an event id that may be missing.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: {
    optional:
      '"{field}" may be missing from the event, so its receiver needs another way to know it again, and has none.',
    everywhere:
      '{count} of {total} event ids may be missing from their events, whose receivers then cannot know them again.',
  },
  check(document, { report }) {
    const { single, everywhere, lacking } = absentFrom(document, idsOf(document.api), one => one.optional.length > 0, {
      place: eventsPlace(document.api)?.key,
    });
    if (everywhere)
      report({
        ...everywhere,
        message: 'everywhere',
        fixes: () => [demandAll(lacking)],
        related: placesOf(lacking, one => one.event.name),
      });
    for (const id of single)
      report({ at: id.at, message: 'optional', data: { field: id.name }, fixes: () => [demandAll([id])] });
  },
});

type Field = EventField & { readonly event: ApiEvent };

/** An id is written once, though several events may have it, each in a schema of its own. */
interface EventId extends Field {
  readonly optional: readonly Field[];
}

function idsOf(api: Api): readonly EventId[] {
  const found = new Map<object, Field[]>();
  for (const event of api.events) {
    const field = isContract(event) ? eventId(event) : undefined;
    if (!field || isTakenIn(api, field)) continue;
    const known = found.get(field.at);
    if (!known) found.set(field.at, [{ ...field, event }]);
    else if (known.every(one => one.owner !== field.owner)) known.push({ ...field, event });
  }
  return [...found.values()].map(fields => ({ ...fields[0]!, optional: fields.filter(one => !one.required) }));
}

function demandAll(ids: readonly EventId[]): Fix | undefined {
  const optional = ids.flatMap(one => one.optional);
  const edits = optional.flatMap(one => demand(one) ?? []);
  if (edits.length < optional.length) return undefined;
  return {
    title: ids.length === 1 ? `Require "${ids[0]!.name}"` : `Require all ${ids.length} of them`,
    safety: 'safe',
    edits,
  };
}

function demand({ event, at, home, owner, name }: Field): FileEdit | undefined {
  const parameter = event.operation?.parameters.find(one => one.name === at);
  if (parameter) {
    const { node } = parameter;
    const edit = node.entry('required')
      ? undefined
      : treeEdits(home.tree).addEntry(node, 'required', true, node.entry('in'));
    return edit && { ...edit, uri: home.uri };
  }
  // Where a part of `allOf` has the property, the whole demands it: others may share the part.
  if (!owner) return undefined;
  const write = treeEdits(owner.home.tree);
  const required = owner.node.entry('required');
  const list = asSeq(required?.value);
  if (required && !list) return undefined;
  const edit = list
    ? write.addItem(list, name)
    : write.addEntry(owner.node, 'required', [name], owner.node.entry('type'));
  return edit && { ...edit, uri: owner.home.uri };
}
