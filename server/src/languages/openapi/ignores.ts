import type { Span, TextEdit } from '#text';
import type { Comment, DeclaredIgnore, IgnoreSyntax } from '../contract.ts';
import { asMap, asScalar, type Entry, type MapNode, type Node, scopeAt, treeEdits } from '../yaml/index.ts';
import type { OpenApiDocument } from './model.ts';

const FIELD = 'x-plumbline-ignore';

/** Mappings whose keys are names that the author chose: an `x-` field in them would be one more name. */
const NAMED =
  /^(properties|patternProperties|schemas|definitions|parameters|headers|examples|content|links|mapping|variables|scopes|securitySchemes|securityDefinitions|requestBodies|pathItems|encoding|channels|messages|operations)$/;

export const openApiIgnores: IgnoreSyntax<OpenApiDocument> = {
  scopeAfter: (document: OpenApiDocument, comment: Comment): Span | undefined =>
    scopeAt(document.tree, comment.span.end),
  headerEnd: document => document.root?.span.start ?? document.text.length,
  declared: document =>
    document.text.includes(FIELD) && document.root ? declaredIn(document, document.root, true) : [],
  writeHere: (document, at, rule, reason) => {
    if (document.tree.format === 'yaml')
      return treeEdits(document.tree).addCommentAbove(at, `plumbline-ignore ${rule}: ${reason}`);
    const target = document.root && objectAt(document.root, at);
    return target && addField(document, target, rule, reason);
  },
  writeInFile: (document, rule, reason) => {
    if (document.tree.format === 'json') return document.root && addField(document, document.root, rule, reason);
    const start = document.text.startsWith('\ufeff') ? 1 : 0;
    return {
      span: { start, end: start },
      text: `# plumbline-ignore-file ${rule}: ${reason}${document.text.includes('\r\n') ? '\r\n' : '\n'}`,
    };
  },
};

function addField(document: OpenApiDocument, target: MapNode, rule: string, reason: string): TextEdit | undefined {
  const edits = treeEdits(document.tree);
  const present = asMap(target.entry(FIELD)?.value);
  return present ? edits.addEntry(present, rule, reason) : edits.addFirstEntry(target, FIELD, { [rule]: reason });
}

/** The smallest object around `at` that allows `x-` fields; for a key, the object that it names. */
function objectAt(root: MapNode, at: Span): MapNode {
  let best = root;
  let node: Node | undefined = root;
  let name = '';
  while (node) {
    if (node.type === 'map') {
      if (!NAMED.test(name)) best = node;
      const next: Entry | undefined = node.entries.find(
        entry => entry.span.start <= at.start && at.start < entry.span.end,
      );
      name = next?.key.text ?? '';
      node = next?.value;
    } else if (node.type === 'seq')
      node = node.items.find(item => item.span.start <= at.start && at.start < item.span.end);
    else node = undefined;
  }
  return best;
}

function declaredIn(document: OpenApiDocument, node: Node, isRoot: boolean): DeclaredIgnore[] {
  if (node.type === 'seq') return node.items.flatMap(item => declaredIn(document, item, false));
  if (node.type !== 'map') return [];
  return node.entries.flatMap(entry => {
    if (entry.key.text !== FIELD) return declaredIn(document, entry.value, false);
    const list = asMap(entry.value);
    return (list?.entries ?? []).flatMap(one => declaredBy(document, node, entry, list!, one, isRoot));
  });
}

function declaredBy(
  document: OpenApiDocument,
  owner: MapNode,
  field: Entry,
  list: MapNode,
  one: Entry,
  isRoot: boolean,
): DeclaredIgnore[] {
  const edits = treeEdits(document.tree);
  const removal = list.entries.length === 1 ? edits.removeEntry(owner, field) : edits.removeEntry(list, one);
  if (!removal) return [];
  const scope = isRoot ? { start: 0, end: document.text.length } : withKey(document, owner);
  return [{ rule: one.key.text, ruleSpan: one.key.span, reason: asScalar(one.value)?.text ?? '', scope, removal }];
}

/** The span of an object together with the key that names it: absences are reported on that key. */
function withKey(document: OpenApiDocument, owner: MapNode): Span {
  const { span } = owner;
  const entry = document.root && entryHolding(document.root, owner);
  return entry ? { start: Math.min(entry.key.span.start, span.start), end: span.end } : span;
}

function entryHolding(node: Node, owner: MapNode): Entry | undefined {
  if (node.type === 'seq') return firstOf(node.items, item => within(item, owner) && entryHolding(item, owner));
  if (node.type !== 'map') return undefined;
  return firstOf(node.entries, entry =>
    entry.value === owner ? entry : within(entry.value, owner) && entryHolding(entry.value, owner),
  );
}

function within(outer: Node, inner: Node): boolean {
  return outer.span.start <= inner.span.start && inner.span.end <= outer.span.end;
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | false | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}
