import { defineRule, type Fix } from '#engine';
import {
  absentFrom,
  isAdministrative,
  isAnalytics,
  isCursor,
  isOffset,
  listAnswer,
  type Operation,
  type Parameter,
  placesOf,
} from '#languages/openapi';
import { asMap, asScalar, treeEdits } from '#languages/yaml';

export default defineRule({
  id: 'openapi/offset-pagination',
  guide: 'performance/cursor-pagination',
  summary: 'Reports a list that is paged by offset or page number.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  alsoKnownAs: ['zally/160'],
  messages: {
    offset:
      'Pages are counted by "{name}": the database reads and drops all rows before them, and inserts shift rows between pages.',
    everywhere:
      '{count} of {total} paged lists count pages by "{name}": late pages get slow, and inserts shift rows between pages.',
  },
  check(document, { report }) {
    const paged = document.api.operations.filter(isPagedList);
    const { lacking, isHabit, everywhere } = absentFrom(document, paged, one => offsetOf(one) !== undefined);
    const parameters = parametersOf(lacking);
    // One list, or one shared parameter, is better pointed at itself.
    if (isHabit && parameters.length > 1) {
      if (everywhere && document.pathsEntry)
        report({
          at: document.pathsEntry.key,
          message: 'everywhere',
          data: { count: lacking.length, total: everywhere.total, name: parameters[0]!.name.text },
          severity: severityOf(lacking),
          related: placesOf(lacking, one => one.label),
        });
      return;
    }
    for (const parameter of parameters) {
      if (parameter.home.uri !== document.uri) continue;
      const users = lacking.filter(one => offsetOf(one) === parameter);
      report({
        at: parameter.name,
        message: 'offset',
        data: { name: parameter.name.text },
        severity: severityOf(users),
        fixes: () => [toCursor(parameter, users)],
      });
    }
  },
});

function isPagedList(operation: Operation): boolean {
  if (operation.deprecated || operation.internal || !listAnswer(operation)) return false;
  return operation.parametersAreKnown && operation.parameters.some(one => isOffset(one) || isCursor(one));
}

/** What counts its pages; undefined where a cursor is offered as well. */
function offsetOf(operation: Operation): Parameter | undefined {
  return operation.parameters.some(isCursor) ? undefined : operation.parameters.find(isOffset);
}

function parametersOf(operations: readonly Operation[]): readonly Parameter[] {
  return [...new Set(operations.flatMap(one => offsetOf(one) ?? []))];
}

/** Jumping to a page is what readers of a report do, and administrators. */
function severityOf(users: readonly Operation[]): 'warning' | 'hint' {
  return users.every(one => isAnalytics(one) || isAdministrative(one)) ? 'hint' : 'warning';
}

/** The parameter becomes a cursor, and the answer tells the next one where it is an object of its own. */
function toCursor(parameter: Parameter, users: readonly Operation[]): Fix | undefined {
  const { node, name, schema } = parameter;
  if (!schema || !parameter.ownsSchema) return undefined;
  const write = treeEdits(parameter.home.tree);
  const type = schema.node.entry('type');
  const written = asScalar(type?.value);
  if (!type || !written) return undefined;
  const description = asScalar(node.get('description'));
  const gone = ['format', 'minimum', 'maximum', 'exclusiveMinimum', 'default', 'example', 'examples', 'multipleOf'];
  const edits = [
    write.setScalar(name, 'cursor'),
    ...(description ? [write.setScalar(description, 'Opaque cursor from the previous page')] : []),
    write.setScalar(written, 'string'),
    write.addEntry(schema.node, 'maxLength', 512, type),
    ...[...new Set([schema.node, node])].flatMap(map =>
      gone.flatMap(key => {
        const entry = map.entry(key);
        return entry ? [write.removeEntry(map, entry)] : [];
      }),
    ),
  ];
  if (edits.some(one => one === undefined)) return undefined;
  const next = users.length === 1 ? nextCursor(users[0]!) : undefined;
  return {
    title: `Page by "cursor" instead of "${name.text}"`,
    safety: 'unsafe',
    edits: [...edits.flatMap(one => one ?? []), ...(next ? [next] : [])],
  };
}

function nextCursor(
  operation: Operation,
): { uri: string; span: { start: number; end: number }; text: string } | undefined {
  const answer = listAnswer(operation);
  const properties = asMap(answer?.envelope?.node.get('properties'));
  if (!answer?.envelope || !properties || answer.envelope.name !== undefined) return undefined;
  const edit = treeEdits(answer.envelope.home.tree).addEntry(properties, 'next_cursor', { type: 'string' });
  return edit && { ...edit, uri: answer.envelope.home.uri };
}
