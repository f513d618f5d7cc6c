import { describe, expect, test } from 'vitest';
import {
  asMap,
  at,
  entryAt,
  type MapNode,
  numberAt,
  parseTree,
  type ScalarNode,
  type SeqNode,
  scopeAt,
  textAt,
} from '#languages/yaml';
import { paths, said } from './plain.ts';

const read = (text: string, format: 'yaml' | 'json' = 'yaml') => parseTree(text, format);
const rootOf = (text: string, format: 'yaml' | 'json' = 'yaml') => asMap(read(text, format).documents[0]!.root)!;

describe('anchors, aliases, merge keys', () => {
  test('merge keys are looked into, own keys win, earlier sources win', () => {
    const root = rootOf(
      'a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 3\nd:\n  <<: *b\n  <<: *a\ne: {<<: {w: 4}}\n',
    );
    expect(['x', 'y', 'z'].map(key => numberAt(root, 'c', key))).toEqual([3, 1, 2]);
    expect(numberAt(root, 'd', 'y')).toBe(2);
    expect(numberAt(root, 'e', 'w')).toBe(4);
    expect(asMap(root.get('c'))!.entry('y')).toBeUndefined();
    expect(asMap(root.get('c'))!.open).toBe(false);
  });
  test('a merge of something unknown leaves the mapping open', () => {
    expect(asMap(rootOf('c:\n  <<: *gone\n').get('c'))!.open).toBe(true);
    expect(asMap(rootOf('c:\n  <<: {{ .x }}\n  a: 1\n').get('c'))!.open).toBe(true);
  });
  test('the last anchor of a name before the alias counts, within its document', () => {
    const tree = read('a: &x 1\nb: *x\nc: &x 2\nd: *x\n---\ne: *x\n');
    const root = asMap(tree.documents[0]!.root)!;
    expect([numberAt(root, 'b'), numberAt(root, 'd')]).toEqual([1, 2]);
    expect(asMap(tree.documents[1]!.root)!.get('e')?.type).toBe('alias');
  });
  test('loops lead nowhere', () => {
    const root = rootOf('a: &x\n  b: *x\n  <<: *x\n');
    expect(at(root, 'a', 'b', 'b')).toBeUndefined();
    expect(at(root, 'a', 'gone')).toBeUndefined();
  });
  test('an alias bomb costs nothing', () => {
    const lines = ['a0: &a0 {x: 1}'];
    for (let index = 1; index < 40; index++)
      lines.push(
        `a${index}: &a${index}\n  <<: [${Array(9)
          .fill(`*a${index - 1}`)
          .join(', ')}]\n  l: [${Array(9)
          .fill(`*a${index - 1}`)
          .join(', ')}]`,
      );
    const root = rootOf(`${lines.join('\n')}\n`);
    expect(numberAt(root, 'a39', 'x')).toBe(1);
    expect(at(root, 'a39', 'gone')).toBeUndefined();
    expect(asMap(root.get('a39'))!.open).toBe(false);
  });
});

describe('values', () => {
  test('an entry of the same name: the last one counts, all are there', () => {
    const root = rootOf('a: 1\na: 2\n');
    expect(root.entries).toHaveLength(2);
    expect(numberAt(root, 'a')).toBe(2);
    expect(read('a: 1\na: 2\n').problems).toEqual([]);
  });
  test('what a template or an application fills in is unknown', () => {
    const unknown = ['${X}', 'a-$(X)', '<% x %>', '((secret))', '!Ref x', '!vault |\n  x', '{{ .x }}', '"{{ .x }}:1"'];
    for (const text of unknown) {
      const value = rootOf(`a: ${text}\n`).get('a') as ScalarNode;
      expect([text, value.unknown, value.value]).toEqual([text, true, undefined]);
    }
    for (const text of ['$x', '100$', 'a(b)', '!!str x', '{a: 1}', '"<"'])
      expect(JSON.stringify(said(rootOf(`a: ${text}\n`)))).not.toContain('unknown');
  });
  test('a missing value is no value', () => {
    const root = rootOf('a:\nb: ~\n');
    expect(root.get('a')).toBeUndefined();
    expect(root.entry('a')!.value).toMatchObject({ style: 'missing', value: null });
    expect(textAt(root, 'b')).toBeUndefined();
  });
  test('wide mappings answer quickly', () => {
    const root = rootOf(Array.from({ length: 3000 }, (_, index) => `k${index}: ${index}\n`).join(''));
    expect(
      Array.from({ length: 3000 }, (_, index) => numberAt(root, `k${index}`)).every((value, index) => value === index),
    ).toBe(true);
  });
});

describe('templates', () => {
  const CHART = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "x.name" . }}
  labels:
    {{- include "x.labels" . | nindent 4 }}
    app: web
spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicas }}
  {{- end }}
  template:
    spec:
      {{- with .Values.pullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image }}:{{ .Values.tag }}"
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
          {{- range .Values.env }}
          {{- end }}
        - name: plain
          ports: []
`;
  test('offsets stay true, actions are opaque, what they may write into is open', () => {
    const tree = read(CHART);
    const root = asMap(tree.documents[0]!.root)!;
    expect(tree.problems).toEqual([]);
    expect(tree.opaque.map(({ start, end }) => CHART.slice(start, end))).toEqual(CHART.match(/\{\{.*?\}\}/g));
    const open = (...path: string[]): boolean => (at(root, ...path) as MapNode).open;
    expect([open('metadata'), open('metadata', 'labels'), open('spec'), root.open]).toEqual([
      false,
      true,
      false,
      false,
    ]);
    const containers = at(root, 'spec', 'template', 'spec', 'containers') as SeqNode;
    const [first, second] = containers.items as readonly [MapNode, MapNode];
    expect([first.open, second.open, containers.open]).toEqual([true, false, false]);
    expect(first.get('resources')).toMatchObject({ unknown: true });
    const name = at(root, 'metadata', 'name') as ScalarNode;
    expect(CHART.slice(name.span.start, name.span.end)).toBe('{{ include "x.name" . }}');
  });
  test('an action that is being typed ends with its line', () => {
    const tree = read('a: {{ .x\nb: 1\nc: {{ "}}" }}\n');
    expect(said(tree.documents[0]!.root)).toMatchObject({
      map: [
        ['a', { unknown: 'H____' }],
        ['b', 1],
        ['c', {}],
      ],
    });
  });
  test('flow mappings keep their brackets, text without a mask its braces', () => {
    expect(paths(read('a: {b: {{ .x }}}\nc: 1\n'))).toEqual(['0/a', '0/a/b', '0/c']);
    expect(textAt(parseTree('{"a": "x"}', 'json').documents[0]!.root, 'a')).toBe('x');
  });
});

describe('comments', () => {
  test('stand outside of scalars', () => {
    const text =
      '# one\na: "x # no" # two\nb: |\n  # no\n  x\n# three\nc: x#no\nd: [1, # four\n  2]\ne: | # five\n  y\n';
    const tree = read(text);
    expect(tree.comments.map(one => one.text)).toEqual([' one', ' two', ' three', ' four', ' five']);
    for (const { span, textStart, text: inner } of tree.comments) {
      expect(text.slice(span.start, span.end)).toBe(`#${inner}`);
      expect(textStart).toBe(span.start + 1);
    }
  });
  test('in JSON', () => {
    const text = '{ // one\n  "a": "// no", /* two */ "b": 1\n}';
    expect(read(text, 'json').comments.map(one => [one.text, text.slice(one.textStart, one.span.end)])).toEqual([
      [' one', ' one'],
      [' two ', ' two */'],
    ]);
  });
  test('speak of what follows, or of what stands before them', () => {
    const text =
      '# doc\na:\n  # of b\n  b:\n    c: 1 # of c\n  # of items\n  items:\n    # of first\n    - x: 1\n      # of y\n      y: 2\n    - z # of z\n# end\n---\n# second\nd: 1\n';
    const tree = read(text);
    const scope = (comment: string): string | undefined => {
      const found = scopeAt(tree, text.indexOf(comment) + comment.length);
      return found && text.slice(found.start, found.end);
    };
    expect(scope('# doc')).toMatch(/^a:[\s\S]*- z$/);
    expect(scope('# of b')).toBe('b:\n    c: 1');
    expect(scope('# of c')).toBe('c: 1');
    expect(scope('# of first')).toBe('x: 1\n      # of y\n      y: 2');
    expect(scope('# of y')).toBe('y: 2');
    expect(scope('# of z')).toBe('z');
    expect(scope('# second')).toBe('d: 1');
    const key = text.indexOf('y: 2');
    expect(entryAt(tree, { start: key, end: key + 1 })?.key.text).toBe('y');
  });
});
