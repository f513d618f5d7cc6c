import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTree, type Tree, updateTree } from '#languages/yaml';
import { applyEdits, type TextEdit } from '#text';
import { longItem, manifests, oddities, openApi } from './corpus.ts';
import { treeShape } from './plain.ts';

const SNIPPETS = [
  '',
  'x',
  ' ',
  '\n',
  '  ',
  ':',
  ': ',
  '- ',
  '#',
  ' # c',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  '|',
  '&a ',
  '*a',
  '---\n',
  '...\n',
  '\t',
  '{{ x }}',
  '{{',
  '}}',
  '{{- if .a }}\n',
  ',',
  'key: value\n',
  '\r\n',
  '\ufeff',
  '<<: *a\n',
  '?',
  '\n\n\n',
  '  deeper:\n    a: 1\n',
  '"k": 1,\n',
  '// c\n',
  '/*',
  '*/',
];

interface Keystroke {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const keystroke: fc.Arbitrary<Keystroke> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }) },
    { weight: 1, arbitrary: fc.integer({ min: 4, max: 3000 }) },
  ),
  insert: fc.constantFrom(...SNIPPETS),
});

function editOf(text: string, { at, remove, insert }: Keystroke): TextEdit {
  const start = Math.floor(at * text.length);
  return { span: { start, end: Math.min(text.length, start + remove) }, text: insert };
}

function expectSameAsFresh(format: 'yaml' | 'json', text: string, edits: readonly Keystroke[], mask?: boolean): void {
  let tree = parseTree(text, format, mask === undefined ? {} : { mask });
  for (const one of edits) {
    const edit = editOf(tree.text, one);
    const expected = applyEdits(tree.text, [edit]);
    tree = updateTree(tree, edit);
    expect(tree.text).toBe(expected);
    expect(treeShape(tree)).toEqual(treeShape(parseTree(expected, format, mask === undefined ? {} : { mask })));
  }
}

const prettyJson = (paths: number): string =>
  `${JSON.stringify({ openapi: '3.0.3', info: { title: 'x' }, paths: Object.fromEntries(Array.from({ length: paths }, (_, index) => [`/v1/a${index}`, { get: { parameters: [{ name: 'id', in: 'query' }], responses: { 200: { description: 'a "b" é' } } } }])), tags: Array.from({ length: 60 }, (_, index) => ({ name: `t${index}` })) }, null, 2)}\n`;

describe('a tree after edits says what a fresh one says', () => {
  const texts: readonly [string, string, 'yaml' | 'json'][] = [
    ['OpenAPI', openApi(20), 'yaml'],
    ['manifests', manifests(8), 'yaml'],
    ['a long item', longItem(70), 'yaml'],
    [
      'a long manifest',
      manifests(1) + Array.from({ length: 150 }, (_, index) => `data${index}: *labels0\n`).join(''),
      'yaml',
    ],
    ['CRLF', openApi(12).replaceAll('\n', '\r\n'), 'yaml'],
    ['JSON', prettyJson(20), 'json'],
  ];
  for (const [name, text, format] of texts)
    test(name, () => {
      fc.assert(
        fc.property(fc.array(keystroke, { minLength: 1, maxLength: 5 }), edits =>
          expectSameAsFresh(format, text, edits),
        ),
        { numRuns: 40, seed: 7 },
      );
    });
  test('small texts', () => {
    fc.assert(
      fc.property(fc.constantFrom(...oddities), fc.array(keystroke, { minLength: 1, maxLength: 4 }), (text, edits) => {
        expectSameAsFresh('yaml', text, edits);
        expectSameAsFresh('json', text, edits, true);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});

function typeAt(tree: Tree, marker: string, insert: string): Tree {
  const start = tree.text.indexOf(marker);
  return updateTree(tree, { span: { start, end: start }, text: insert });
}

describe('identity', () => {
  const root = (tree: Tree, document = 0) => {
    const node = tree.documents[document]!.root;
    if (node?.type !== 'map') throw new Error('a mapping is expected');
    return node;
  };
  const pathsOf = (tree: Tree) => {
    const node = root(tree).get('paths');
    if (node?.type !== 'map') throw new Error('a mapping is expected');
    return node;
  };

  test('entries that the edit did not touch stay the same objects, moved', () => {
    const before = parseTree(openApi(40), 'yaml');
    const entries = pathsOf(before).entries;
    const starts = entries.map(one => one.span.start);
    const after = typeAt(before, 'operationId: getThing20', '# long comment\n      ');
    const kept = pathsOf(after).entries.filter((one, index) => one === entries[index]);
    expect(kept.length).toBeGreaterThan(30);
    expect(pathsOf(after).entries[39]!.span.start).toBe(starts[39]! + 21);
    expect(pathsOf(after)).not.toBe(pathsOf(before));
    expect(root(after).entry('components')).toBe(root(before).entry('components'));
  });

  test('documents that the edit did not touch stay the same objects', () => {
    const before = parseTree(manifests(9), 'yaml');
    const documents = before.documents;
    const after = typeAt(before, 'name: web-4', ' ');
    expect(after.documents.map((one, index) => one === documents[index])).toEqual([
      true,
      true,
      true,
      true,
      false,
      true,
      true,
      true,
      true,
    ]);
    const { span } = after.documents[8]!;
    expect(after.text.slice(span.start, span.end)).toContain('name: web-8');
  });

  test('a node is another one when what its alias stands for is', () => {
    const text = `a: &x {k: 1}\n${Array.from({ length: 900 }, (_, index) => `k${index}: ${index}\n`).join('')}z: *x\n`;
    const before = parseTree(text, 'yaml');
    const alias = root(before).entry('z');
    const far = root(before).entry('k500');
    const elsewhere = typeAt(before, 'k50:', '#');
    expect(root(elsewhere).entry('z')).toBe(alias);
    const after = typeAt(elsewhere, 'k: 1', 'j: 2, ');
    expect(root(after).entry('z')).not.toBe(alias);
    expect(root(after).entry('k500')).toBe(far);
    expect(root(after).get('z')).toBe(root(after).get('a'));
  });

  test('so is a long collection that such a node stands in the middle of', () => {
    const long = (name: string): string => Array.from({ length: 400 }, (_, at) => `  ${name}${at}: ${at}\n`).join('');
    const text = `a: &x\n  k: 1\n${long('b')}long:\n${long('c')}  z: *x\n${long('d')}`;
    const before = parseTree(text, 'yaml');
    const collection = root(before).get('long');
    const after = typeAt(before, 'k: 1', 'j: 2\n  ');
    expect(root(after).get('long')).not.toBe(collection);
    expect(treeShape(after)).toEqual(treeShape(parseTree(after.text, 'yaml')));
  });

  test('a keystroke in a JSON member keeps the others', () => {
    const before = parseTree(prettyJson(60), 'json');
    const entries = pathsOf(before).entries;
    const after = typeAt(before, '"/v1/a30"', '"x": 1,\n');
    const kept = pathsOf(after).entries.filter(one => entries.includes(one));
    expect(kept.length).toBeGreaterThan(40);
    expect(root(after).entry('tags')).toBe(root(before).entry('tags'));
  });
});
