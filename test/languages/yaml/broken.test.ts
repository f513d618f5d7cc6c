import { describe, expect, test } from 'vitest';
import { parseTree, updateTree } from '#languages/yaml';
import { longItem, manifests, oddities, openApi } from './corpus.ts';
import { paths, treeShape } from './plain.ts';

const json = JSON.stringify(
  {
    openapi: '3.0.3',
    paths: Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `/a${index}`,
        { get: { tags: ['x'], responses: { 200: { description: 'y' } } } },
      ]),
    ),
  },
  null,
  2,
);

/** The share of keys and items that are still found with a line put in. */
function kept(text: string, format: 'yaml' | 'json', line: (indent: string) => string): number {
  const lines = text.split('\n');
  const before = paths(parseTree(text, format));
  let found = 0;
  let asked = 0;
  for (let at = 7; at < lines.length - 1; at += 29) {
    const indent = /^ *(?:- )?/.exec(lines[at]!)![0].replace('-', ' ');
    const broken = [...lines.slice(0, at), line(indent), ...lines.slice(at)].join('\n');
    const after = new Set(paths(parseTree(broken, format)));
    asked += before.length;
    found += before.filter(path => after.has(path)).length;
  }
  return found / asked;
}

describe('a broken line hides nothing but itself', () => {
  const kinds: [string, (indent: string) => string][] = [
    ['a word', indent => `${indent}foo`],
    ['an open double quote', indent => `${indent}foo: "bar`],
    ['an open single quote', indent => `${indent}foo: 'bar`],
    ['an open bracket', indent => `${indent}foo: [bar`],
    ['an open brace', indent => `${indent}foo: {bar`],
    ['two colons', indent => `${indent}foo: bar: baz`],
    ['a tab', indent => `${indent}\tfoo: 1`],
    ['a word at column 0', () => 'foo'],
    ['an alias of nothing', indent => `${indent}foo: *gone`],
    ['an indicator', indent => `${indent}@foo`],
  ];
  for (const [name, line] of kinds)
    test(name, () => {
      expect(kept(openApi(12), 'yaml', line)).toBeGreaterThan(0.985);
      expect(kept(manifests(6), 'yaml', line)).toBeGreaterThan(0.95);
    });
  const jsonKinds: [string, (indent: string) => string][] = [
    ['an open string', indent => `${indent}"foo`],
    ['a name', indent => `${indent}"foo"`],
    ['a colon', indent => `${indent}"foo":`],
    ['an open value', indent => `${indent}"foo": "bar`],
    ['a word', indent => `${indent}foo`],
    ['a comma', indent => `${indent},`],
    ['an open brace', indent => `${indent}"foo": {`],
    ['an open bracket', indent => `${indent}"foo": [`],
  ];
  for (const [name, line] of jsonKinds)
    test(`JSON: ${name}`, () => {
      // Right above a closing bracket, a new opening one at its column takes that bracket for its own.
      expect(kept(json, 'json', line)).toBeGreaterThan(name === 'an open brace' ? 0.9 : 0.95);
    });

  test('one problem for a broken place, on it', () => {
    const text = openApi(3).replace('      operationId: getThing1\n', '      operationId: "getThing1\n');
    const { problems } = parseTree(text, 'yaml');
    expect(problems.map(one => [text.slice(one.span.start, one.span.end), one.message])).toEqual([
      ['"getThing1', 'A quote or bracket stays open'],
    ]);
  });
});

describe('never throws', () => {
  test('every prefix, by itself and as it is typed', () => {
    for (const text of [openApi(1), manifests(1), ...oddities, json.slice(0, 900)]) {
      let typed = parseTree('', 'yaml');
      for (let end = 1; end <= text.length; end++) {
        typed = updateTree(typed, { span: { start: end - 1, end: end - 1 }, text: text[end - 1]! });
        if (end % 9 === 0) expect(treeShape(typed)).toEqual(treeShape(parseTree(text.slice(0, end), 'yaml')));
        parseTree(text.slice(0, end), 'json');
      }
    }
  });
  test('long texts with a line dropped', () => {
    for (const text of [openApi(12), longItem(60)]) {
      const lines = text.split('\n');
      for (let at = 0; at < lines.length; at += 11) {
        const tree = parseTree([...lines.slice(0, at), ...lines.slice(at + 1)].join('\n'), 'yaml');
        expect(tree.documents.length).toBeGreaterThan(0);
      }
    }
  });
  test('deep nesting is given up on with a problem', () => {
    for (const text of [
      '['.repeat(10_000),
      '{"a":'.repeat(10_000),
      '- '.repeat(10_000),
      `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
      'a: '.repeat(10_000),
    ])
      for (const format of ['yaml', 'json'] as const) {
        const tree = parseTree(text, format);
        expect(tree.problems.length).toBeGreaterThan(0);
        expect(() => treeShape(tree)).not.toThrow();
      }
    const steep = Array.from({ length: 1500 }, (_, depth) => `${' '.repeat(depth)}k:`).join('\n');
    expect(() => treeShape(parseTree(steep, 'yaml'))).not.toThrow();
  });
  test('odd characters', () => {
    for (const text of [
      '\0',
      'a: \0\nb: 1\n',
      '\u0007: x',
      '\ud800',
      'a: "\ud800"',
      '\u2028',
      '\r',
      'a: 1\rb: 2\r',
      '\ufeff\ufeffa: 1',
      '\ufeff---\na: 1\n',
      '%',
      '&',
      '*',
      '!',
      '|',
      '>',
      '?',
      '-',
      ':',
      '"',
      "'",
      '`',
      '@',
    ])
      for (const format of ['yaml', 'json'] as const) expect(parseTree(text, format).text).toBe(text);
  });
});
