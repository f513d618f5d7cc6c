import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Data,
  type Entry,
  type MapNode,
  type Node,
  parseTree,
  pathTo,
  type ScalarNode,
  type SeqNode,
  type Tree,
  treeEdits,
} from '#languages/yaml';
import { applyEdits, type TextEdit } from '#text';
import { manifests, oddities, openApi } from './corpus.ts';
import { said } from './plain.ts';

type Format = 'yaml' | 'json';

function at(tree: Tree, ...path: readonly (string | number)[]): Node {
  let node: Node | undefined = tree.documents[0]!.root;
  for (const key of path)
    node = typeof key === 'number' ? (node as SeqNode).items[key] : (node as MapNode).entry(key)?.value;
  return node!;
}

const mapAt = (tree: Tree, ...path: readonly (string | number)[]): MapNode => at(tree, ...path) as MapNode;

function edited(
  text: string,
  change: (tree: Tree) => TextEdit | undefined,
  format: Format = 'yaml',
): string | undefined {
  const edit = change(parseTree(text, format));
  return edit && applyEdits(text, [edit]);
}

describe('adds entries as the neighbours are written', () => {
  const add = (text: string, value: Data, path: (string | number)[] = [], format: Format = 'yaml', key = 'k') =>
    edited(text, tree => treeEdits(tree).addEntry(mapAt(tree, ...path), key, value), format);

  test.each<[string, string, Data, (string | number)[], string]>([
    ['block', 'a:\n  b: 1\nc: 2\n', 'v', ['a'], 'a:\n  b: 1\n  k: v\nc: 2\n'],
    ['no newline at the end', 'a: 1', 'v', [], 'a: 1\nk: v'],
    ['CRLF', 'a: 1\r\nb: 2\r\n', { x: 1 }, [], 'a: 1\r\nb: 2\r\nk:\r\n  x: 1\r\n'],
    [
      'behind a comment on the line',
      'a:\n  b: 1 # c\n  # more\nd: 2\n',
      1,
      ['a'],
      'a:\n  b: 1 # c\n  k: 1\n  # more\nd: 2\n',
    ],
    ['behind a block scalar', 'a:\n  b: |\n    x\n\nc: 1\n', true, ['a'], 'a:\n  b: |\n    x\n  k: true\n\nc: 1\n'],
    ['behind kept blank lines', 'a:\n  b: |+\n    x\n\nc: 1\n', true, ['a'], 'a:\n  b: |+\n    x\n\n  k: true\nc: 1\n'],
    ['in a list item', '- a: 1\n  b: 2\n', null, [0], '- a: 1\n  b: 2\n  k: null\n'],
    [
      'nested data',
      'a:\n    b: 1\n',
      { x: [{ w: 1, z: 'on' }], e: [], m: {} },
      ['a'],
      'a:\n    b: 1\n    k:\n        x:\n            - w: 1\n              z: "on"\n        e: []\n        m: {}\n',
    ],
    ['lists as the file has them', 'a:\n- 1\nb: 2\n', [1, 'x'], [], 'a:\n- 1\nb: 2\nk:\n- 1\n- x\n'],
    ['flow', 'a: { b: 1 }\n', 'x, y', ['a'], 'a: { b: 1, k: "x, y" }\n'],
    ['flow without blanks', 'a: {b: 1,c: 2}\n', { x: 1 }, ['a'], 'a: {b: 1,c: 2,k: {x: 1}}\n'],
    ['empty', 'a: {}\n', 1, ['a'], 'a: {k: 1}\n'],
    [
      'flow on lines',
      'a: {\n  b: 1, # c\n  d: 2 # e\n  }\n',
      1,
      ['a'],
      'a: {\n  b: 1, # c\n  d: 2, # e\n  k: 1\n  }\n',
    ],
    ['quoted neighbours', 'a: "x"\nb: "y"\n', 'z', [], 'a: "x"\nb: "y"\nk: "z"\n'],
    ['single quoted neighbours', "a: 'x'\n", "it's", [], "a: 'x'\nk: 'it''s'\n"],
    ['an empty value before it', 'a:\n  b:\nc: 1\n', 1, ['a'], 'a:\n  b:\n  k: 1\nc: 1\n'],
  ])('YAML: %s', (_, text, value, path, expected) => expect(add(text, value, path)).toBe(expected));

  test.each<[string, string, Data, (string | number)[], string]>([
    [
      'pretty',
      '{\n  "a": {\n    "b": 1\n  }\n}\n',
      { x: [1] },
      ['a'],
      '{\n  "a": {\n    "b": 1,\n    "k": {\n      "x": [\n        1\n      ]\n    }\n  }\n}\n',
    ],
    ['tabs', '{\n\t"a": 1\n}', { x: 1 }, [], '{\n\t"a": 1,\n\t"k": {\n\t\t"x": 1\n\t}\n}'],
    ['minified', '{"a":{"b":1},"c":2}', { x: [1, 2] }, ['a'], '{"a":{"b":1,"k":{"x":[1,2]}},"c":2}'],
    ['empty', '{\n  "a": {}\n}', 'v', ['a'], '{\n  "a": {\n    "k": "v"\n  }\n}'],
    ['a comment behind the last one', '{\n  "a": 1 // c\n}', 2, [], '{\n  "a": 1, // c\n  "k": 2\n}'],
  ])('JSON: %s', (_, text, value, path, expected) => expect(add(text, value, path, 'json')).toBe(expected));

  test('behind a given entry', () => {
    const behindFirst = (text: string, format: Format) =>
      edited(text, tree => treeEdits(tree).addEntry(mapAt(tree), 'k', 1, mapAt(tree).entries[0]), format);
    expect(behindFirst('a:\n  x: 1\n# of b\nb: 2\n', 'yaml')).toBe('a:\n  x: 1\nk: 1\n# of b\nb: 2\n');
    expect(behindFirst('{\n  "a": 1, // c\n  "b": 2\n}', 'json')).toBe('{\n  "a": 1, // c\n  "k": 1,\n  "b": 2\n}');
  });

  test('as the first one', () => {
    const first = (text: string, path: (string | number)[], format: Format = 'yaml') =>
      edited(text, tree => treeEdits(tree).addFirstEntry(mapAt(tree, ...path), 'k', 1), format);
    expect(first('# head\na: 1\n', [])).toBe('# head\nk: 1\na: 1\n');
    expect(first('a:\n  # of b\n  b: 1\n', ['a'])).toBe('a:\n  k: 1\n  # of b\n  b: 1\n');
    expect(first('- a: 1\n  b: 2\n', [0])).toBe('- k: 1\n  a: 1\n  b: 2\n');
    expect(first('{\n  "a": 1\n}', [], 'json')).toBe('{\n  "k": 1,\n  "a": 1\n}');
    expect(first('a: {b: 1}\n', ['a'])).toBe('a: {k: 1, b: 1}\n');
  });

  test('items', () => {
    const item = (text: string, value: Data, path: (string | number)[], format: Format = 'yaml') =>
      edited(text, tree => treeEdits(tree).addItem(at(tree, ...path) as SeqNode, value), format);
    expect(item('a:\n- x\nb: 1\n', { w: 1, v: 'y' }, ['a'])).toBe('a:\n- x\n- w: 1\n  v: "y"\nb: 1\n');
    expect(item('a:\n  - b: 1\n    c: 2', 'x', ['a'])).toBe('a:\n  - b: 1\n    c: 2\n  - x');
    expect(item('a: []\n', { w: 1 }, ['a'])).toBe('a: [{ w: 1 }]\n');
    expect(item('a: [1, 2]\n', 3, ['a'])).toBe('a: [1, 2, 3]\n');
    expect(item('{"a": [\n  1\n]}', 2, ['a'], 'json')).toBe('{"a": [\n  1,\n  2\n]}');
  });
});

describe('removes, sets, renames', () => {
  const remove = (text: string, path: (string | number)[], key: string, format: Format = 'yaml') =>
    edited(text, tree => treeEdits(tree).removeEntry(mapAt(tree, ...path), mapAt(tree, ...path).entry(key)!), format);
  const set = (text: string, value: string | number | boolean, path: (string | number)[], format: Format = 'yaml') =>
    edited(text, tree => treeEdits(tree).setScalar(at(tree, ...path) as ScalarNode, value), format);

  test('takes several away whose edits would meet one by one', () => {
    const removeAll = (text: string, keys: readonly string[], format: Format = 'yaml') => {
      const tree = parseTree(text, format);
      const map = mapAt(tree);
      const edits = treeEdits(tree).removeEntries(
        map,
        keys.flatMap(key => map.entry(key) ?? []),
      );
      return edits && applyEdits(text, edits);
    };
    expect(removeAll('{ a: 1, b: 2, c: 3 }\n', ['b', 'c'])).toBe('{ a: 1 }\n');
    expect(removeAll('{ a: 1, b: 2, c: 3, d: 4 }\n', ['a', 'b', 'd'])).toBe('{ c: 3 }\n');
    expect(removeAll('{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n', ['b', 'c'], 'json')).toBe('{\n  "a": 1\n}\n');
    expect(removeAll('{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n', ['a', 'b'], 'json')).toBe('{\n  "c": 3\n}\n');
    expect(removeAll('a: 1\nb: 2 # c\nc: 3\nd: 4\n', ['b', 'c'])).toBe('a: 1\nd: 4\n');
    expect(removeAll('{ a: 1, b: 2, # two\n  c: 3 }\n', ['b', 'c'])).toBeUndefined();
    expect(removeAll('{ a: 1, b: 2 }\n', ['a', 'b'])).toBeUndefined();
  });

  test('takes the line away, and leaves no key without its mapping', () => {
    expect(remove('a: 1\n# of b\nb: 2 # c\nd: 3\n', [], 'b')).toBe('a: 1\n# of b\nd: 3\n');
    expect(remove('a: 1\nb:\n  c: |\n    x\n    y\n', [], 'b')).toBe('a: 1\n');
    expect(remove('a: 1\nb: 2', [], 'b')).toBe('a: 1');
    expect(remove('a: 1\r\nb: 2\r\n', [], 'a')).toBe('b: 2\r\n');
    expect(remove('- a: 1\n  b: 2\n', [0], 'a')).toBe('- b: 2\n');
    expect(remove('a:\n  b: 1\nc: 2\n', ['a'], 'b')).toBe('a: {}\nc: 2\n');
    expect(remove('a: {b: 1, c: 2}\n', ['a'], 'b')).toBe('a: {c: 2}\n');
    expect(remove('a: {b: 1, c: 2}\n', ['a'], 'c')).toBe('a: {b: 1}\n');
    expect(remove('a: {b: 1}\n', ['a'], 'b')).toBe('a: {}\n');
    expect(remove('{\n  "a": 1,\n  "b": 2\n}', [], 'b', 'json')).toBe('{\n  "a": 1\n}');
    expect(remove('{\n  "a": 1, // c\n  "b": 2\n}', [], 'b', 'json')).toBe('{\n  "a": 1 // c\n}');
    expect(remove('{\n  "a": 1, // c\n  "b": 2\n}', [], 'a', 'json')).toBe('{\n  "b": 2\n}');
  });

  test('keeps quotes, writes them where the text needs them', () => {
    expect(set('a: x # c\n', 'y z', ['a'])).toBe('a: y z # c\n');
    expect(set('a: "x"\n', 'y', ['a'])).toBe('a: "y"\n');
    expect(set("a: 'x'\n", 'y', ['a'])).toBe("a: 'y'\n");
    expect(set('a:\nb: 1\n', 3, ['a'])).toBe('a: 3\nb: 1\n');
    expect(set('a: # c\n', true, ['a'])).toBe('a: true # c\n');
    expect(set('{"a": 1}', 'x"y', ['a'], 'json')).toBe('{"a": "x\\"y"}');
    for (const text of [
      'yes',
      'on',
      '1.0',
      '0777',
      '',
      '*x',
      '- a',
      'a: b',
      'a #b',
      '~',
      'null',
      '{x',
      '@x',
      ' x',
      '2020-01-01',
      '1:30',
      '=',
      'x:',
      '%x',
      '!x',
      '&x',
      "'x",
      '`x',
      '?',
      '0x1f',
      '1e3',
      '\t',
      'a\nb',
    ])
      expect(set('a: x\n', text, ['a'])).toBe(`a: ${JSON.stringify(text)}\n`);
    for (const text of [
      'a',
      'http://x/y',
      'a-b',
      '-a',
      'a#b',
      'v1',
      '1.2.3-rc',
      'x y',
      "it's",
      'é😀',
      '/path',
      '10Mi',
      '250m',
    ]) {
      expect(set('a: x\n', text, ['a'])).toMatch(/^a: [^\n]+\n$/);
      expect(said(parseTree(set('a: x\n', text, ['a'])!, 'yaml').documents[0]!.root)).toEqual({ map: [['a', text]] });
    }
  });

  test('renames', () => {
    const rename = (text: string, key: string) =>
      edited(text, tree => treeEdits(tree).renameKey(mapAt(tree).entries[0]!, key));
    expect(rename('a: 1\n', 'b')).toBe('b: 1\n');
    expect(rename('"a": 1\n', 'b')).toBe('"b": 1\n');
    expect(rename('a: 1\n', 'on')).toBe('"on": 1\n');
  });

  test('appends documents and comments', () => {
    const append = (text: string) => edited(text, tree => treeEdits(tree).appendDocument({ a: { b: [1] } }));
    expect(append('x: 1\n')).toBe('x: 1\n---\na:\n  b:\n    - 1\n');
    expect(append('x: 1')).toBe('x: 1\n---\na:\n  b:\n    - 1');
    const comment = (text: string, marker: string, format: Format = 'yaml') =>
      edited(
        text,
        tree =>
          treeEdits(tree).addCommentAbove(
            { start: text.indexOf(marker), end: text.indexOf(marker) + marker.length },
            'why',
          ),
        format,
      );
    expect(comment('a:\n  b: 1\n', 'b')).toBe('a:\n  # why\n  b: 1\n');
    expect(comment('a:\n  - n: 1\n    v: 2\n', 'n')).toBe('a:\n  # why\n  - n: 1\n    v: 2\n');
    expect(comment('a:\n  - xyz\n', 'xyz')).toBe('a:\n  # why\n  - xyz\n');
    expect(comment('\ufeffa: 1\r\n', 'a')).toBe('\ufeff# why\r\na: 1\r\n');
    expect(comment('a: {b: 1}\n', 'b')).toBeUndefined();
    expect(comment('{"a": 1}', 'a', 'json')).toBeUndefined();
  });
});

describe('leaves alone what is not safe', () => {
  const add = (text: string, ...path: (string | number)[]) =>
    edited(text, tree => treeEdits(tree).addEntry(mapAt(tree, ...path), 'k', 1));
  test('anchored mappings that aliases share', () => {
    expect(add('a: &x\n  b: 1\nc: *x\n', 'a')).toBeUndefined();
    expect(add('a: &x\n  b:\n    c: 1\nd: *x\n', 'a', 'b')).toBeUndefined();
    expect(add('a: &x\n  b: 1\n', 'a')).toBeDefined();
  });
  test('templates', () => {
    expect(edited('a: {{ .x }}\n', tree => treeEdits(tree).setScalar(at(tree, 'a') as ScalarNode, 1))).toBeUndefined();
    expect(edited('a: x-${y}\n', tree => treeEdits(tree).setScalar(at(tree, 'a') as ScalarNode, 1))).toBeUndefined();
    expect(add('a:\n  {{- if .x }}\n  b: 1\n  {{- end }}\n', 'a')).toBeUndefined();
    expect(add('a:\n  b:\n    {{- toYaml .x | nindent 4 }}\n', 'a')).toBeUndefined();
    expect(add('a:\n  b: {{ .x }}\n  c: 1\n', 'a')).toBeDefined();
  });
  test('broken places', () => expect(add('a:\n  b: 1\n  c: "x\nd: 1\n', 'a')).toBeUndefined());
  test('a key that is there', () =>
    expect(edited('k: 1\n', tree => treeEdits(tree).addEntry(mapAt(tree), 'k', 1))).toBeUndefined());
});

/** Every mapping of a tree with its path of entries, for choosing from. */
function mapsOf(tree: Tree): MapNode[] {
  const found: MapNode[] = [];
  const visit = (node: Node | undefined): void => {
    if (node?.type === 'seq') node.items.forEach(visit);
    if (node?.type !== 'map') return;
    found.push(node);
    for (const one of node.entries) visit(one.value);
  };
  for (const { root } of tree.documents) visit(root);
  return found;
}

/** What the tree says, with a mapping said otherwise. */
function saidWith(tree: Tree, changed: MapNode, entries: readonly unknown[]): unknown {
  const say = (node: Node | undefined): unknown => {
    if (node === changed) return { map: entries };
    if (node?.type === 'seq') return node.items.map(say);
    if (node?.type === 'map') return { map: node.entries.map(one => [one.key.text, say(one.value)]) };
    return said(node);
  };
  return tree.documents.map(({ root }) => say(root));
}

const entriesSaid = (map: MapNode, without?: Entry): unknown[] =>
  map.entries.filter(one => one !== without).map(one => [one.key.text, said(one.value)]);

describe('an edit changes what it says and nothing else', () => {
  const json = `${JSON.stringify({ a: { b: [{ c: 1, d: 'x' }, {}], e: null }, f: { g: {}, h: [1, [2]] } }, null, 2)}\n`;
  const texts: [string, Format][] = [
    [openApi(3), 'yaml'],
    [openApi(14).replaceAll('\n', '\r\n'), 'yaml'],
    [manifests(3), 'yaml'],
    [json, 'json'],
    [json.replaceAll('\n', '\r\n'), 'json'],
    [JSON.stringify(JSON.parse(json)), 'json'],
    ...oddities.map((text): [string, Format] => [text, 'yaml']),
  ];
  const data: fc.Arbitrary<Data> = fc.letrec<{ any: Data }>(tie => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.oneof(
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.string({ unit: 'grapheme', maxLength: 12 }),
        fc.constantFrom('yes', '1.0', '*a', 'a: b', '- x', '# c', 'x #y', ' ', 'a\nb\n', "it's", '"q"'),
      ),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$|^[a-z: #'-]{1,6}$/), tie('any'), { maxKeys: 3 }),
    ),
  })).any;
  const saidData = (value: Data): unknown => {
    if (Array.isArray(value)) return value.map(saidData);
    if (typeof value === 'object' && value !== null)
      return { map: Object.entries(value).map(([key, one]) => [key, saidData(one as Data)]) };
    return Object.is(value, -0) ? 0 : value;
  };
  const check = (text: string, format: Format, edit: TextEdit | undefined, expected: unknown): void => {
    if (!edit) return;
    const tree = parseTree(applyEdits(text, [edit]), format, { mask: false });
    expect(tree.problems.map(one => one.message)).toEqual([]);
    expect(tree.documents.map(({ root }) => said(root))).toEqual(expected);
  };

  test('addEntry, addFirstEntry, removeEntry, addItem', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat(), data, ([text, format], which, nth, value) => {
        fc.pre(!JSON.stringify(value).includes('{{'));
        const tree = parseTree(text, format, { mask: false });
        const maps = mapsOf(tree);
        const map = maps[which % Math.max(1, maps.length)];
        if (!map) return;
        const edits = treeEdits(tree);
        const added = ['new', saidData(value)];
        const index = nth % Math.max(1, map.entries.length);
        const entry = map.entries[index];
        const before = entriesSaid(map);
        check(text, format, edits.addFirstEntry(map, 'new', value), saidWith(tree, map, [added, ...before]));
        if (!entry) return;
        check(
          text,
          format,
          edits.addEntry(map, 'new', value, entry),
          saidWith(tree, map, [...before.slice(0, index + 1), added, ...before.slice(index + 1)]),
        );
        check(text, format, edits.removeEntry(map, entry), saidWith(tree, map, entriesSaid(map, entry)));
        const list = entry.value;
        if (list.type === 'seq') {
          const item = [entry.key.text, [...(said(list) as unknown[]), saidData(value)]];
          check(
            text,
            format,
            edits.addItem(list, value),
            saidWith(
              tree,
              map,
              before.map((one, at) => (at === index ? item : one)),
            ),
          );
        }
        if (typeof value !== 'object' && entry.value.type === 'scalar' && pathTo(tree, entry.value.span).length > 0)
          check(
            text,
            format,
            edits.setScalar(entry.value, value),
            saidWith(
              tree,
              map,
              before.map((one, at) => (at === index ? [entry.key.text, saidData(value)] : one)),
            ),
          );
      }),
      { numRuns: 1500, seed: 3 },
    );
  });
});
