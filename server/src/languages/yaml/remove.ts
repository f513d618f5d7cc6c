import { edit, type TextEdit } from '#text';
import type { Entry, MapNode } from './node.ts';
import { lineEndAt, lineStartAt, ownIndent } from './style.ts';

/** Takes an entry of a block mapping away with its lines. `parent`: the entry whose value the mapping is. */
export function removeFromBlock(
  text: string,
  map: MapNode,
  entry: Entry,
  parent: Entry | undefined,
): TextEdit | undefined {
  const index = map.entries.indexOf(entry);
  if (map.entries.length === 1) return leaveEmpty(text, map, entry, parent);
  const { start, end } = entry.span;
  const lineEnd = lineEndAt(text, end);
  if (ownIndent(text, start) === undefined) {
    // On the line of a dash: the next key moves up there.
    const next = map.entries[index + 1];
    if (index !== 0 || !next || /\S/.test(text.slice(lineEnd, next.span.start)) || entry.key.anchor !== undefined)
      return undefined;
    return map.span.start === start ? edit.remove({ start, end: next.span.start }) : undefined;
  }
  const lineStart = lineStartAt(text, start) + (text.startsWith('\ufeff') && lineStartAt(text, start) === 0 ? 1 : 0);
  if (lineEnd === text.length && lineStart > 0) {
    const before = text[lineStart - 2] === '\r' ? lineStart - 2 : lineStart - 1;
    return edit.remove({ start: before, end: lineEnd });
  }
  const breakEnd = text[lineEnd] === '\r' ? lineEnd + 2 : lineEnd + 1;
  return edit.remove({ start: lineStart, end: Math.min(breakEnd, text.length) });
}

/** `key: {}` says that nothing is there, a key alone says null. */
function leaveEmpty(text: string, map: MapNode, entry: Entry, parent: Entry | undefined): TextEdit | undefined {
  if (map.anchor !== undefined || map.tag !== undefined) return undefined;
  const { end } = entry.span;
  const { start } = map.span;
  if (!parent) return edit.replace({ start, end }, '{}');
  const colon = text.indexOf(':', parent.key.span.end);
  const between = text.slice(colon + 1, start);
  return colon < 0 || colon > start || between.trim() !== ''
    ? undefined
    : edit.replace({ start: colon + 1, end }, ' {}');
}

/** Takes an entry away from between brackets, with one comma. */
export function removeFromFlow(text: string, map: MapNode, entry: Entry): TextEdit | undefined {
  const index = map.entries.indexOf(entry);
  const previous = map.entries[index - 1];
  const next = map.entries[index + 1];
  const { start, end } = entry.span;
  if (next) {
    const between = text.slice(end, next.span.start);
    const ownLine = ownIndent(text, start) !== undefined && ownIndent(text, next.span.start) !== undefined;
    if (!ownLine) return hasComment(between) ? undefined : edit.remove({ start, end: next.span.start });
    if (!/^\s*,/.test(text.slice(end, lineEndAt(text, end)))) return undefined;
    return edit.remove({ start, end: start + lineBelow(text, start, end) });
  }
  if (!previous) {
    const inside = { start: map.span.start + 1, end: map.span.end - 1 };
    return hasComment(text.slice(inside.start, start)) || hasComment(text.slice(end, inside.end))
      ? undefined
      : edit.remove(inside);
  }
  const between = text.slice(previous.span.end, start);
  const hasTrailingComma = /^\s*,/.test(text.slice(end, map.span.end));
  if (hasTrailingComma) {
    const comma = text.indexOf(',', end) + 1;
    return hasComment(between) ? undefined : edit.replace({ start: previous.span.end, end: comma }, ',');
  }
  return edit.replace({ start: previous.span.end, end }, between.replace(',', '').trimEnd());
}

/** Takes the entries from `first` to the last one away from between brackets, with the comma before them. */
export function removeTailFromFlow(text: string, map: MapNode, first: Entry): TextEdit | undefined {
  const previous = map.entries[map.entries.indexOf(first) - 1];
  const last = map.entries.at(-1);
  if (!previous || !last || first === last) return removeFromFlow(text, map, first);
  const { end: start } = previous.span;
  const { end } = last.span;
  const hasTrailingComma = /^\s*,/.test(text.slice(end, map.span.end));
  if (hasComment(text.slice(start, end)) || hasTrailingComma) return undefined;
  return edit.remove({ start, end });
}

/** How far it is from an entry's start to the text on the line below the entry's last line. */
function lineBelow(text: string, start: number, end: number): number {
  const lineEnd = lineEndAt(text, end);
  const below = /^\r?\n[ \t]*/.exec(text.slice(lineEnd));
  return lineEnd + (below?.[0].length ?? 0) - start;
}

function hasComment(text: string): boolean {
  return /#|\/\/|\/\*/.test(text);
}
