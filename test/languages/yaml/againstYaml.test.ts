import { describe, expect, test } from 'vitest';
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { type Node, parseTree } from '#languages/yaml';
import { longItem, manifests, oddities, openApi } from './corpus.ts';

/** What both readers must agree on: kinds, keys, places of scalars, decoded texts and values. */
function ours(node: Node | undefined): unknown {
  if (!node) return 'nothing';
  if (node.type === 'alias') return ['alias', node.name];
  if (node.type === 'seq') return ['seq', ...node.items.map(ours)];
  if (node.type === 'map') return ['map', ...node.entries.map(one => [ours(one.key), ours(one.value)])];
  if (node.style === 'missing') return 'nothing';
  if (node.unknown && node.style === 'plain' && /^[[{]/.test(node.text)) return 'collection';
  return [node.text, node.unknown ? 'unknown' : String(node.value), node.span.start, node.span.end];
}

function theirs(node: unknown, text: string, isKey = false): unknown {
  if (isAlias(node)) return ['alias', node.source];
  if (isKey && (isMap(node) || isSeq(node))) return 'collection';
  if (isSeq(node)) return ['seq', ...node.items.map(one => theirs(one, text))];
  if (isMap(node)) return ['map', ...node.items.map(one => [theirs(one.key, text, true), theirs(one.value, text)])];
  if (!isScalar(node)) return 'nothing';
  const [start, end] = node.range!;
  const length = text.slice(start, end).trimEnd().length;
  if (length === 0) return 'nothing';
  const decoded = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
  const value = node.tag && /^!./.test(node.tag) && !node.tag.startsWith('!!') ? 'unknown' : String(node.value);
  return [decoded, value, start, start + length];
}

function compare(text: string): void {
  const tree = parseTree(text, 'yaml', { mask: false });
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' });
  const expected = Array.isArray(documents) ? documents.map(one => theirs(one.contents, text)) : [];
  const actual = tree.documents.map(({ root }) => ours(root));
  expect(tree.problems.map(problem => problem.message)).toEqual([]);
  expect(actual).toEqual(expected.length === 0 ? ['nothing'] : expected);
}

describe('reads what the yaml package reads', () => {
  for (const text of oddities) test(JSON.stringify(text).slice(0, 70), () => compare(text));
  for (const lineBreak of ['\n', '\r\n']) {
    const written = (text: string): string => text.replaceAll('\n', lineBreak);
    const name = lineBreak === '\n' ? 'LF' : 'CRLF';
    test(`an OpenAPI document, ${name}`, () => compare(written(openApi(60))));
    test(`manifests, ${name}`, () => compare(written(manifests(12))));
    test(`a long item, ${name}`, () => compare(written(longItem(150))));
  }
  test('one document of many manifests in a list', () =>
    compare(
      `apiVersion: v1\nkind: List\nitems:\n${manifests(9)
        .split('---\n')
        .map(one => one.replace(/^(?=.)/gm, '  ').replace('  ', '- '))
        .join('')}`,
    ));
});
