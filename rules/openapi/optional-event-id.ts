import { defineRule, type Fix } from '#engine';
import { type ApiEvent, type EventField, eventId, isContract } from '#languages/openapi';
import { asMap, asSeq, treeEdits } from '#languages/yaml';

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
  },
  check(document, { report }) {
    const said = new Set<number>();
    for (const event of document.api.events) {
      const field = isContract(event) ? eventId(event) : undefined;
      if (!field || field.required || field.home.uri !== document.uri || field.owner?.isUnknown) continue;
      const { start } = field.at.span;
      // Shared by several events, it is written once.
      if (said.has(start)) continue;
      said.add(start);
      report({ at: field.at, message: 'optional', data: { field: field.name }, fixes: () => [demand(event, field)] });
    }
  },
});

function demand(event: ApiEvent, field: EventField): Fix | undefined {
  const write = treeEdits(field.home.tree);
  const parameter = event.operation?.parameters.find(one => one.name === field.at);
  const title = `Require "${field.name}"`;
  if (parameter) {
    const edit = parameter.node.entry('required')
      ? undefined
      : write.addEntry(parameter.node, 'required', true, parameter.node.entry('in'));
    return edit && { title, safety: 'safe', edits: [edit] };
  }
  const node = field.owner?.node;
  const properties = node?.entry('properties');
  // Where it is a part of allOf, the part that has the property should demand it: that is not ours to find.
  if (!node || !asMap(properties?.value)?.entries.some(one => one.key === field.at)) return undefined;
  const required = asSeq(node.get('required'));
  const edit = required
    ? write.addItem(required, field.name)
    : write.addEntry(node, 'required', [field.name], node.entry('type'));
  return edit && { title, safety: 'safe', edits: [edit] };
}
