import { describe, expect, it } from 'vitest';
import { asMap, asScalar, type MapNode } from '#languages/yaml';
import { maskActions } from '../../../server/src/languages/yaml/mask.ts';
import { read } from './support.ts';

/** The spec of a template's object, given without indentation. */
function spec(lines: string): MapNode {
  const body = lines.replace(/^(?=.)/gm, '  ');
  const document = read(`apiVersion: v1\nkind: X\nmetadata:\n  name: x\nspec:\n${body}`, 'c/templates/x.yaml');
  expect(document.tree.problems).toEqual([]);
  const found = asMap(document.tree.documents[0] && asMap(document.tree.documents[0].root)?.get('spec'));
  if (!found) throw new Error('no mapping was read');
  return found;
}

describe('masked templates', () => {
  it('are as long as the text, line for line', () => {
    const text =
      'a: {{ if .x }}1{{ else }}2{{ end }}\r\nb: |\r\n    {{- range .y }}\r\n  c\r\n    {{- end }}\r\n{{/* a\r\nb */}}\r\n';
    const { text: masked } = maskActions(text);
    expect(masked).toHaveLength(text.length);
    expect(masked.split('\n').map(line => line.length)).toEqual(text.split('\n').map(line => line.length));
    expect(masked).not.toContain('{{');
  });

  it.each([
    ['a: {{ .x }}\n'],
    ['a: "{{ .x }}:{{ .y }}"\n'],
    ['a: {{ if .x }}""{{ else }}{{ .y }}{{ end }}\n'],
    ['a: {{ if .x }}1{{ end }}\n'],
    ['a: "{{ if .x }}1{{ end }}"\n'],
    ['a: |- {{ .x | nindent 4 }}\n'],
    ['a: |-{{ .x | nindent 4 }}\n'],
    ['a: {{- toYaml .x | nindent 4 }}\n'],
    ['a:\n  {{- toYaml .x | nindent 4 }}\n'],
    ['a: {{ include "x" (dict "a" "}}") }}\n'],
    ['a: {{ printf `{{ .x }}` }}\n'],
    ['a: "{{ ternary (printf \\"%s-b\\" .x) \\"\\" .y }}"\n'],
  ])('%j is unknown', lines => {
    const found = spec(lines);
    expect(found.entry('a')).toBeDefined();
    const value = found.get('a');
    expect(asScalar(value)?.value).toBeUndefined();
    expect(value === undefined || (value.type === 'scalar' && value.unknown)).toBe(true);
  });

  it.each([
    ['labels: {{- include "l" . | nindent 4 }}\n  app: x\n'],
    ['labels:\n  {{- include "l" . | nindent 4 }}\n  app: x\n'],
    ['labels:\n  app: x\n  {{- with .x }}{{ toYaml . | nindent 4 }}{{ end }}\n'],
    ['labels:\n  {{ if .y }}tier: z{{ end }}\n  app: x\n'],
    ['labels:\n  app: x\n{{ toYaml .x | indent 4 }}\n'],
    ['labels:\n  app: x\n  {{- range $k, $v := .x }}\n  {{ $k }}: {{ $v }}\n  {{- end }}\n'],
  ])('%j keeps what is written and claims no absence', lines => {
    const labels = asMap(spec(lines).get('labels'));
    expect(asScalar(labels?.get('app'))?.value).toBe('x');
    expect(labels?.open).toBe(true);
  });

  it.each([
    ['run: |\n    {{- if .x }}\n  sleep 1\n    {{- end }}\nb: 1\n'],
    ['run: |\n  {{- if eq .x "a long condition" }}\n  sleep 1\n  {{- end }}\nb: 1\n'],
    ['run: >-\n{{- if eq .x "a long condition" }}\n  sleep 1\n{{- end }}\nb: 1\n'],
    ['- run: |\n    {{- with .x }}\n    sleep {{ . }}\n    {{- end }}\n  b: 1\n'],
  ])('%j: a block scalar may begin with an action', lines => {
    const document = read(
      `apiVersion: v1\nkind: X\nmetadata:\n  name: x\nspec:\n${lines.replace(/^(?=.)/gm, '  ')}`,
      'c/templates/x.yaml',
    );
    expect(document.tree.problems).toEqual([]);
    expect(document.text).toContain('sleep');
  });

  it('both branches stay where they are on lines of their own', () => {
    const found = spec('{{- if .x }}\na: 1\n{{- else }}\na: 2\n{{- end }}\nb: 3\n');
    expect(found.entries.map(({ key }) => key.text)).toEqual(['a', 'a', 'b']);
  });

  it.each(['a: {{ .x', 'a: {{ if .x }}1{{ else', '{{ if', 'a: |\n  {{', 'a: "{{ .x }}', '{{- if .x }}\n'])(
    '%j, half-typed, is no trouble',
    lines =>
      expect(
        () => read(`apiVersion: v1\nkind: X\nmetadata:\n  name: x\nspec:\n  ${lines}`, 'c/templates/x.yaml').objects,
      ).not.toThrow(),
  );
});
