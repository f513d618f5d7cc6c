import { edit, type TextEdit } from '#text';
import type { Entry, MapNode, Node, SeqNode } from './node.ts';
import { columnAt, commonQuote, indentAt, keyQuoteIn, lineEndAt, ownIndent, valueQuoteIn } from './style.ts';
import type { Data } from './tree.ts';
import { type Style, writeBlock, writeBlockEntry, writeFlow, writeLines } from './write.ts';

/** Where a block mapping's first key starts, properties included, and the indentation of its keys. */
export function partsOf(text: string, map: MapNode): { readonly start: number; readonly indent: string } {
  const { start } = map.span;
  const own = map.entries.map(entry => ownIndent(text, entry.span.start)).find(indent => indent !== undefined);
  return { start, indent: own ?? ' '.repeat(columnAt(text, start)) };
}

/** A new line behind the last line of `after`. */
export function insertIntoBlock(
  text: string,
  map: MapNode,
  after: Entry,
  key: string,
  value: Data,
  style: Style,
): TextEdit | undefined {
  const { indent } = partsOf(text, map);
  if (/\t/.test(indent)) return undefined;
  const values = typeof value === 'string' ? valueQuoteIn(map) : 'plain';
  const written = writeBlockEntry(key, value, { ...style, quote: values }, indent, keyQuoteIn(map, key));
  return edit.insert(endOfLines(text, after.value, after.span.end), `${style.lineBreak}${indent}${written}`);
}

export function itemIntoBlock(text: string, seq: SeqNode, last: Node, value: Data, style: Style): TextEdit | undefined {
  const indent = ' '.repeat(columnAt(text, seq.span.start));
  const quote = typeof value === 'string' ? commonQuote(seq.items) : 'plain';
  const written = writeBlock([value], { ...style, quote }, indent);
  return edit.insert(endOfLines(text, last, last.span.end), `${style.lineBreak}${indent}${written}`);
}

/** The end of the last line of a node; blank lines that a block scalar keeps (`|+`) are its lines. */
function endOfLines(text: string, node: Node, end: number): number {
  const last = lastLeaf(node);
  const lineEnd = lineEndAt(text, end);
  const keeps =
    last.type === 'scalar' &&
    (last.style === 'literal' || last.style === 'folded') &&
    /^[|>]\d?\+/.test(text.slice(last.span.start, last.span.start + 3));
  if (!keeps) return lineEnd;
  const blanks = /^(?:\r?\n[ \t]*(?=\r?\n|$))*/.exec(text.slice(lineEnd));
  const kept = lineEnd + (blanks?.[0].length ?? 0);
  // A break at the very end of the text ends the last kept line; it is not a line of its own.
  return kept === text.length && text.endsWith('\n') ? kept - (text.endsWith('\r\n') ? 2 : 1) : kept;
}

function lastLeaf(node: Node): Node {
  if (node.type === 'map') return node.entries.length > 0 ? lastLeaf(node.entries.at(-1)!.value) : node;
  if (node.type === 'seq') return node.items.length > 0 ? lastLeaf(node.items.at(-1)!) : node;
  return node;
}

/** Writes what is to be inserted, with the given way to write data. */
type Write = (write: (data: Data) => string) => string;

/** Between brackets: on a line of its own where the neighbours have theirs. `after` undefined: as the first one. */
export function insertIntoFlow(
  text: string,
  node: MapNode | SeqNode,
  after: Entry | Node | undefined,
  write: Write,
  style: Style,
): TextEdit | undefined {
  const children: readonly (Entry | Node)[] = node.type === 'map' ? node.entries : node.items;
  const [first] = children;
  if (!first) return intoEmpty(text, node, write, style);
  const oneLine = write(data => writeFlow(data, style));
  const indent = ownIndent(text, first.span.start);
  if (indent === undefined) {
    if (!after) return edit.insert(first.span.start, `${oneLine}${style.comma}`);
    return edit.insert(after.span.end, `${style.comma}${oneLine}`);
  }
  const lines = style.json ? write(data => writeLines(data, style, indent)) : oneLine;
  if (!after) return edit.insert(first.span.start, `${lines},${style.lineBreak}${indent}`);
  return behindLine(text, after.span.end, `${style.lineBreak}${indent}${lines}`);
}

/** Puts a comma behind what ends at `at` and `lines` below it; a comment between the two keeps to its line. */
function behindLine(text: string, at: number, lines: string): TextEdit | undefined {
  const rest = text.slice(at, lineEndAt(text, at));
  const match = /^(\s*)(,?)(\s*(?:\/\/.*|\/\*.*\*\/|#.*)?)$/.exec(rest);
  if (!match) return edit.insert(at, `,${lines}`);
  const [, , comma, comment] = match;
  const end = at + rest.trimEnd().length;
  if (comma === ',') return edit.insert(end, `${lines},`);
  if (!comment?.trim()) return edit.insert(at, `,${lines}`);
  return edit.replace({ start: at, end }, `,${rest.trimEnd()}${lines}`);
}

function intoEmpty(text: string, node: MapNode | SeqNode, write: Write, style: Style): TextEdit | undefined {
  const { start, end } = node.span;
  const inside = { start: start + 1, end: end - 1 };
  if (text.slice(inside.start, inside.end).trim() !== '') return undefined;
  const isPretty = style.json && /\n/.test(text);
  if (!isPretty)
    return edit.replace(
      inside,
      write(data => writeFlow(data, style)),
    );
  const indent = indentAt(text, start);
  const inner = indent + style.step;
  return edit.replace(
    inside,
    `${style.lineBreak}${inner}${write(data => writeLines(data, style, inner))}${style.lineBreak}${indent}`,
  );
}
