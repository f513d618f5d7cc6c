import { lineBreakOf } from '#text';
import { memoised } from '../memo.ts';
import type { Entry, MapNode, Node, ScalarNode } from './node.ts';
import type { Tree } from './tree.ts';
import type { Quote, Style } from './write.ts';

/** How far the search for examples of a file's habits goes. */
const MOST_NODES = 400;

/** The habits of a file, learnt from the first examples in it: once, for all fixes in it. */
export const styleOf: (tree: Tree) => Style = memoised(learnStyle);

function learnStyle(tree: Tree): Style {
  const json = tree.format === 'json';
  let step: string | undefined;
  let indentsSequences: boolean | undefined;
  let colon: string | undefined;
  let comma: string | undefined;
  /** How many strings are in single quotes, less those in double ones. */
  let singles = 0;
  let seen = 0;
  const countQuotes = (node: Node): void => {
    if (node.type === 'scalar') singles += node.style === 'single' ? 1 : node.style === 'double' ? -1 : 0;
  };
  const visit = (node: Node, indent: string): void => {
    countQuotes(node);
    if (seen++ > MOST_NODES || (node.type !== 'map' && node.type !== 'seq')) return;
    if (node.type === 'seq') {
      for (const item of node.items) {
        if (seen > MOST_NODES) return;
        visit(item, indentAt(tree.text, item.span.start));
      }
      return;
    }
    if (node.style === 'flow' && comma === undefined) comma = commaOf(tree.text, node.entries);
    for (const entry of node.entries) {
      if (seen > MOST_NODES) return;
      countQuotes(entry.key);
      if (node.style === 'flow') colon ??= colonOf(tree.text, entry);
      const inner = firstChild(entry.value);
      const below = inner === undefined ? undefined : ownIndent(tree.text, inner);
      if (below !== undefined && entry.value.type === 'map' && below.length > indent.length)
        step ??= below.slice(indent.length);
      if (entry.value.type === 'seq' && entry.value.style === 'block')
        indentsSequences ??= columnAt(tree.text, entry.value.span.start) > columnAt(tree.text, entry.key.span.start);
      visit(entry.value, below ?? indent);
    }
  };
  for (const { root } of tree.documents) {
    if (seen > MOST_NODES) break;
    const first = json && root ? firstChild(root) : undefined;
    const rootIndent = first === undefined ? undefined : ownIndent(tree.text, first);
    if (rootIndent) step ??= rootIndent;
    if (root) visit(root, rootIndent ?? '');
  }
  return {
    json,
    lineBreak: lineBreakOf(tree.text),
    step: step ?? '  ',
    indentsSequences: indentsSequences ?? true,
    colon: colon ?? ': ',
    comma: comma ?? (json && colon === ':' ? ',' : ', '),
    quote: json ? 'double' : 'plain',
    needed: singles > 0 ? 'single' : 'double',
  };
}

function firstChild(node: Node): number | undefined {
  if (node.type === 'map') return node.entries[0]?.span.start;
  return node.type === 'seq' ? node.items[0]?.span.start : undefined;
}

function colonOf(text: string, { key, value }: Entry): string | undefined {
  const between = text.slice(key.span.end, value.span.start);
  return /^[ ]?:[ ]?$/.test(between) && value.type !== 'alias' ? between : undefined;
}

function commaOf(text: string, entries: readonly Entry[]): string | undefined {
  for (let index = 1; index < entries.length; index++) {
    const between = text.slice(entries[index - 1]!.span.end, entries[index]!.span.start);
    if (/^,[ ]?$/.test(between)) return between;
  }
  return undefined;
}

/** What stands before an offset on its line, if that is nothing but blanks. */
export function ownIndent(text: string, at: number): string | undefined {
  const before = beforeOnLine(text, at);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/** The blanks at the start of the line that holds an offset. */
export function indentAt(text: string, at: number): string {
  return /^[ \t]*/.exec(beforeOnLine(text, at))![0];
}

/** 0-based, in UTF-16 units; a byte order mark does not count. */
export function columnAt(text: string, at: number): number {
  return beforeOnLine(text, at).length;
}

function beforeOnLine(text: string, at: number): string {
  return text.slice(lineStartAt(text, at), at).replace('\ufeff', '');
}

export function lineStartAt(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** The end of the line that holds an offset, before its break. */
export function lineEndAt(text: string, at: number): number {
  const next = text.indexOf('\n', at);
  const end = next < 0 ? text.length : next;
  return end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
}

/** How the values of a mapping's entries are quoted where they need not be; plain where there is no habit. */
export function valueQuoteIn(map: MapNode): Quote {
  return commonQuote(map.entries.map(entry => entry.value));
}

/** How a new key is quoted: a status code (`429`) as other numbers among the keys are. */
export function keyQuoteIn(map: MapNode, key: string): Quote {
  if (/^[1-9]\d*$/.test(key) && map.entries.some(entry => typeof entry.key.value === 'number')) return 'bare';
  return commonQuote(map.entries.map(entry => entry.key));
}

export function commonQuote(nodes: readonly Node[]): Quote {
  const texts = nodes.filter((node): node is ScalarNode => node.type === 'scalar' && typeof node.value === 'string');
  const [first] = texts;
  if (!first || texts.some(one => one.style !== first.style)) return 'plain';
  return first.style === 'single' || first.style === 'double' ? first.style : 'plain';
}
