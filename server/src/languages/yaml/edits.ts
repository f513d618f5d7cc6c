import { edit, overlaps, type Span, type TextEdit } from '#text';
import { insertIntoBlock, insertIntoFlow, itemIntoBlock, partsOf } from './insert.ts';
import type { Entry, MapNode, Node, ScalarNode } from './node.ts';
import { pathTo, type Step } from './places.ts';
import { removeFromBlock, removeFromFlow, removeTailFromFlow } from './remove.ts';
import { scalarValue } from './scalars.ts';
import { keyQuoteIn, lineStartAt, ownIndent, styleOf } from './style.ts';
import type { Data, Tree, TreeEdits } from './tree.ts';
import { type Quote, type Style, writeBlock, writeKey, writeScalar } from './write.ts';

/** Edits of one version of a tree. */
export function treeEdits(tree: Tree): TreeEdits {
  const { text } = tree;
  const style = (): Style => styleOf(tree);

  const isClean = (span: Span): boolean => !tree.opaque.some(one => overlaps(one, span)) && !isBroken(tree, span);

  /** An insertion is no overlap: an action right at it counts all the same. */
  const checked = (one: TextEdit | undefined): TextEdit | undefined => {
    if (!one) return undefined;
    const { start, end } = one.span;
    return isClean({ start: Math.max(0, start - 1), end: end + 1 }) ? one : undefined;
  };

  const isEditable = (node: Node): boolean => {
    // A pair in a flow sequence (`[a: b]`) has no brackets to write into.
    if (node.type === 'map' && node.style === 'flow' && text[node.span.start] !== '{') return false;
    const path = pathTo(tree, node.span);
    return path.some(step => step.node === node) && !isShared(text, path, node);
  };

  /** Behind a collection, a template may go on writing into it. */
  const isFollowedByAction = (at: number): boolean => {
    const next = nextContent(text, at);
    return tree.opaque.some(one => one.start >= at && one.start <= next);
  };

  const removeEntry: TreeEdits['removeEntry'] = (map, entry) => {
    if (!isEditable(map) || !map.entries.includes(entry) || isFollowedByAction(entry.span.end)) return undefined;
    if (map.style === 'flow') return checked(removeFromFlow(text, map, entry));
    return checked(removeFromBlock(text, map, entry, parentEntry(tree, map)));
  };

  return {
    addEntry: (map, key, value, after) => {
      if (!isEditable(map) || map.entry(key)) return undefined;
      const last = after ?? map.entries.at(-1);
      if (last && (!map.entries.includes(last) || isFollowedByAction(last.span.end) || isHoled(last.value)))
        return undefined;
      if (map.style === 'block') return checked(last && insertIntoBlock(text, map, last, key, value, style()));
      return checked(insertIntoFlow(text, map, last, writerFor(map, key, value, style()), style()));
    },
    addFirstEntry: (map, key, value) => {
      if (!isEditable(map) || map.entry(key)) return undefined;
      const [first] = map.entries;
      if (map.style === 'block') return checked(first && beforeFirst(tree, map, first, key, value, style()));
      return checked(insertIntoFlow(text, map, undefined, writerFor(map, key, value, style()), style()));
    },
    addItem: (seq, value) => {
      if (!isEditable(seq)) return undefined;
      const last = seq.items.at(-1);
      if (last && (isFollowedByAction(last.span.end) || isHoled(last))) return undefined;
      if (seq.style === 'block') return checked(last && itemIntoBlock(text, seq, last, value, style()));
      return checked(insertIntoFlow(text, seq, last, writeItem(value), style()));
    },
    removeEntry,
    removeEntries: (map, entries) => {
      const gone = new Set(entries);
      if (!isEditable(map) || map.entries.every(one => gone.has(one))) return undefined;
      const kept = map.entries.findLastIndex(one => !gone.has(one));
      const tail = map.style === 'flow' ? map.entries.slice(kept + 1) : [];
      const edits = entries.flatMap(one => (tail.includes(one) ? [] : [removeEntry(map, one)]));
      if (tail[0])
        edits.push(
          isFollowedByAction(tail.at(-1)!.span.end) ? undefined : checked(removeTailFromFlow(text, map, tail[0])),
        );
      const made = edits.flatMap(one => one ?? []);
      return made.length === edits.length ? made : undefined;
    },
    setScalar: (scalar, value) => {
      if (scalar.unknown || !isEditable(scalar)) return undefined;
      return checked(replaceScalar(tree, scalar, value, style()));
    },
    renameKey: (entry, key) => {
      const { key: old } = entry;
      if (old.unknown || old.style === 'missing' || old.text === '<<' || !isEditable(entry.value)) return undefined;
      const inFlow = tree.format === 'json' || isInFlow(pathTo(tree, old.span));
      return checked(edit.replace(old.span, writeKey(key, style(), inFlow, quoteOf(old))));
    },
    appendDocument: data => (tree.format === 'json' ? undefined : appendDocument(tree, data, style())),
    addCommentAbove: (at, comment) =>
      tree.format === 'json' ? undefined : checked(commentAbove(tree, at, comment, style())),
  };
}

function isBroken(tree: Tree, span: Span): boolean {
  return tree.problems.some(problem => problem.span.start <= span.end && span.start <= problem.span.end);
}

/** True where some alias repeats what is to be changed. */
function isShared(text: string, path: readonly Step[], node: Node): boolean {
  const upTo = path.findIndex(step => step.node === node);
  return path.slice(0, upTo + 1).some(step => {
    const name = step.node.anchor;
    return name !== undefined && text.includes(`*${name}`);
  });
}

function isInFlow(path: readonly Step[]): boolean {
  return path.some(({ node }) => (node.type === 'map' || node.type === 'seq') && node.style === 'flow');
}

function isHoled(node: Node): boolean {
  return node.type === 'scalar' && node.style === 'missing' && node.unknown;
}

/** The entry whose value a collection is; undefined for an item and for a root. */
function parentEntry(tree: Tree, node: Node): Entry | undefined {
  return pathTo(tree, node.span).find(step => step.node === node)?.entry;
}

function nextContent(text: string, at: number): number {
  const found = /\S/.exec(text.slice(at));
  return found ? at + found.index : text.length;
}

function quoteOf({ style }: ScalarNode): Quote {
  return style === 'single' || style === 'double' ? style : 'plain';
}

function writerFor(map: MapNode, key: string, value: Data, style: Style): ReturnType<typeof writeItem> {
  const quote = style.json ? 'double' : keyQuoteIn(map, key);
  return write =>
    `${writeKey(key, style, true, quote)}${style.colon.trim() === ':' ? style.colon : ': '}${write(value)}`;
}

function writeItem(value: Data): (write: (data: Data) => string) => string {
  return write => write(value);
}

/** Above the first key; comments right above that key keep to it, those above a document keep to the document. */
function beforeFirst(
  tree: Tree,
  map: MapNode,
  first: Entry,
  key: string,
  value: Data,
  style: Style,
): TextEdit | undefined {
  const { text } = tree;
  const { start, indent } = partsOf(text, map);
  const written = insertIntoBlock(text, map, first, key, value, style)?.text.slice(
    style.lineBreak.length + indent.length,
  );
  if (written === undefined || start > first.key.span.start) return undefined;
  const isRoot = tree.documents.some(({ root }) => root === map);
  let at = start;
  if (!isRoot && ownIndent(text, start) !== undefined)
    for (let line = lineStartAt(text, at); line > 0; ) {
      const above = lineStartAt(text, line - 1);
      if (!text.startsWith(`${indent}#`, above)) break;
      line = above;
      at = above + indent.length;
    }
  return edit.insert(at, `${written}${style.lineBreak}${indent}`);
}

function replaceScalar(
  tree: Tree,
  scalar: ScalarNode,
  value: string | number | boolean,
  style: Style,
): TextEdit | undefined {
  const { text } = tree;
  const inFlow = style.json || isInFlow(pathTo(tree, scalar.span));
  const written = writeScalar(value, style, inFlow, quoteOf(scalar));
  // A tag says what the text means: the new one must mean what is wanted, too.
  if (scalar.tag !== undefined && scalarValue(String(value), scalar.style, scalar.tag) !== value) return undefined;
  if (scalar.style !== 'missing') return edit.replace(scalar.span, written);
  const { start } = scalar.span;
  // Without an indicator before it (`? key`, a flow `{a}`), there is no place for a value.
  if (text[start - 1] !== ':' && text[start - 1] !== '-') return undefined;
  return edit.insert(start, ` ${written}`);
}

function appendDocument({ text, opaque, problems }: Tree, data: Data, style: Style): TextEdit | undefined {
  if (opaque.some(one => one.end > text.trimEnd().length)) return undefined;
  if (problems.some(problem => problem.span.end >= text.trimEnd().length)) return undefined;
  const { lineBreak } = style;
  const endsLine = text === '' || text.endsWith('\n');
  const start = text.trim() === '' ? '' : `---${lineBreak}`;
  const body = writeBlock(data, style, '');
  return edit.insert(text.length, `${endsLine ? '' : lineBreak}${start}${body}${endsLine ? lineBreak : ''}`);
}

function commentAbove(tree: Tree, at: Span, comment: string, style: Style): TextEdit | undefined {
  const { text } = tree;
  const holder = pathTo(tree, at).findLast(step => step.entry || step.node.type !== 'alias');
  if (!holder) return undefined;
  const start = holder.entry ? holder.entry.span.start : holder.node.span.start;
  const lineStart = lineStartAt(text, start);
  const before = text.slice(lineStart, start);
  // Dashes and node properties may precede it on its line, other content may not.
  const blanks = /^\ufeff?( *)(?:- +)*(?:[&!]\S* +)*$/.exec(before)?.[1];
  if (blanks === undefined) return undefined;
  const from = before.startsWith('\ufeff') ? lineStart + 1 : lineStart;
  return edit.insert(from, `${blanks}# ${comment.replace(/[\r\n]+/g, ' ')}${style.lineBreak}`);
}
