import type { TextEdit } from '#text';
import { asMap, asScalar, type Entry, type MapNode, treeEdits } from '../yaml/index.ts';
import { listAnswer } from './lists.ts';
import type { Operation, Parameter } from './model.ts';
import type { FileEdit } from './operationEdits.ts';

/** Of a number: what a cursor has no use for. */
const GONE = new Set([
  ...['format', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'enum'],
  ...['default', 'example', 'examples'],
]);

/** The parameter becomes a cursor; the bound of its text takes the place of the first one of its number. */
export function cursorEdits({ node, name, schema, ownsSchema, home }: Parameter): readonly FileEdit[] | undefined {
  const type = schema?.node.entry('type');
  const written = asScalar(type?.value);
  if (!schema || !type || !written || !ownsSchema) return undefined;
  const write = treeEdits(home.tree);
  const description = asScalar(node.get('description'));
  const [old, ...others] = goneFrom(schema.node);
  const replaced = asScalar(old?.value);
  const edits = [
    write.setScalar(name, 'cursor'),
    ...(description ? [write.setScalar(description, 'Opaque cursor from the previous page')] : []),
    write.setScalar(written, 'string'),
    ...(old && replaced
      ? [write.renameKey(old, 'maxLength'), write.setScalar(replaced, 512), ...without(schema.node, others)]
      : [write.addEntry(schema.node, 'maxLength', 512, type), ...without(schema.node, old ? [old, ...others] : [])]),
    ...(schema.node === node ? [] : without(node, goneFrom(node))),
  ];
  const made = edits.flatMap(one => (one ? [{ ...one, uri: home.uri }] : []));
  return made.length === edits.length ? made : undefined;

  function without(map: MapNode, entries: readonly Entry[]): readonly (TextEdit | undefined)[] {
    return entries.length === 0 ? [] : (write.removeEntries(map, entries) ?? [undefined]);
  }
}

function goneFrom(map: MapNode): readonly Entry[] {
  return map.entries.filter(one => GONE.has(one.key.text));
}

/** The answer tells the next one, where it is an object that is written for this operation alone. */
export function addNextCursor(operation: Operation): FileEdit | undefined {
  const envelope = listAnswer(operation)?.envelope;
  const properties = asMap(envelope?.node.entry('properties')?.value);
  if (!envelope || !properties || envelope.home.uri !== operation.home.uri) return undefined;
  if (properties.span.start < operation.span.start || properties.span.end > operation.span.end) return undefined;
  if (properties.entry('next_cursor')) return undefined;
  const edit = treeEdits(envelope.home.tree).addEntry(properties, 'next_cursor', { type: 'string' });
  return edit && { ...edit, uri: envelope.home.uri };
}
