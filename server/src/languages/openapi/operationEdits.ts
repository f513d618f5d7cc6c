import type { TextEdit } from '#text';
import { asMap, asSeq, type Data, type Entry, type MapNode, treeEdits } from '../yaml/index.ts';
import type { Operation } from './model.ts';

/** An edit of the file that it names. */
export interface FileEdit extends TextEdit {
  readonly uri: string;
}

/** The edits at one place, and what it shares with others. */
export interface Placed {
  readonly own: readonly FileEdit[];
  readonly shared: readonly FileEdit[];
}

/**
 * The edits of several places, each once, though several paths may lead to one: what they share is written behind all
 * others, since at the end of a file several may come together. Undefined where one cannot be written safely.
 */
export function together(places: readonly (Placed | undefined)[]): readonly FileEdit[] | undefined {
  const edits = new Map<string, FileEdit>();
  const add = (one: FileEdit): unknown => edits.set(`${one.uri} ${one.span.start} ${one.text}`, one);
  for (const place of places) {
    if (!place) return undefined;
    place.own.forEach(add);
  }
  for (const place of places) place?.shared.forEach(add);
  return [...edits.values()];
}

/** Adds parameters behind those of an operation, or as its first ones. Undefined where that cannot be written safely. */
export function addParameters(operation: Operation, parameters: readonly Data[]): readonly FileEdit[] | undefined {
  const { node, home } = operation;
  const write = treeEdits(home.tree);
  const entry = node.entry('parameters');
  const list = asSeq(entry?.value);
  if (entry && !list) return undefined;
  const edits = list
    ? parameters.map(one => write.addItem(list, one))
    : [write.addEntry(node, 'parameters', parameters, beforeResponses(node))];
  return complete(edits, home.uri);
}

/** Adds a response among those of an operation, in the order of the status codes. */
export function addResponse(operation: Operation, code: string, response: Data): FileEdit | undefined {
  const { home, responsesEntry } = operation;
  const list = asMap(responsesEntry?.value);
  if (!list || list.entry(code)) return undefined;
  const write = treeEdits(home.tree);
  const isStatus = /^[1-5]/;
  const before = list.entries.findLast(({ key }) => isStatus.test(key.text) && key.text.toUpperCase() < code);
  const isFirst = !before && list.entries.some(({ key }) => isStatus.test(key.text));
  const edit = isFirst ? write.addFirstEntry(list, code, response) : write.addEntry(list, code, response, before);
  return edit && { ...edit, uri: home.uri };
}

/** Keys that say what is asked stand before those that say what is answered. */
function beforeResponses(node: MapNode): Entry | undefined {
  const at = node.entries.findIndex(entry => /^(?:requestBody|responses)$/.test(entry.key.text));
  return at > 0 ? node.entries[at - 1] : node.entries.at(-1);
}

function complete(edits: readonly (TextEdit | undefined)[], uri: string): readonly FileEdit[] | undefined {
  const made = edits.flatMap(one => (one ? [{ ...one, uri }] : []));
  return made.length === edits.length ? made : undefined;
}
