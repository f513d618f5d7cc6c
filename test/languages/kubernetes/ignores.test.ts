import { describe, expect, it } from 'vitest';
import { kubernetesLanguage } from '#languages/kubernetes';
import { applyEdits } from '#text';
import { read, workload } from './support.ts';

const { ignores } = kubernetesLanguage;
const TEXT = workload(
  '- name: api\n  image: api:1\n  livenessProbe:\n    tcpSocket: {port: 1}\n- name: web\n  image: web:1',
);

/** What a comment put above (or behind) the line that holds `line` covers. */
function covered(line: string, text = TEXT, trailing = false): string {
  const at = text.indexOf(line);
  const start = text.lastIndexOf('\n', at) + 1;
  const indent = /^[ ]*/.exec(text.slice(start))![0];
  const end = text.indexOf('\n', at);
  const written = trailing
    ? `${text.slice(0, end)} # mark${text.slice(end)}`
    : `${text.slice(0, start)}${indent}# mark\n${text.slice(start)}`;
  const document = read(written);
  const comment = document.comments.find(one => one.text.trim() === 'mark')!;
  const scope = ignores.scopeAfter(document, comment);
  return scope ? written.slice(scope.start, scope.end).trim() : 'nothing';
}

describe('a comment', () => {
  it('above a key covers its subtree', () => {
    expect(covered('livenessProbe:')).toBe('livenessProbe:\n            tcpSocket: {port: 1}');
    expect(covered('image: api:1')).toBe('image: api:1');
    expect(covered('app: api')).toBe('app: api');
  });

  it('above a container covers all of it', () => {
    expect(covered('- name: api')).toMatch(/^name: api[\s\S]*port: 1}$/);
    expect(covered('- name: web')).toBe('name: web\n          image: web:1');
  });

  it('above the first key covers the document', () => {
    expect(covered('apiVersion')).toBe(TEXT.trim());
    expect(covered('kind: Pod', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n')).toBe('kind: Pod');
    const two = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n---\n${TEXT}`;
    expect(covered('apiVersion: apps', two)).toBe(TEXT.trim());
  });

  it('behind a line covers what the line starts', () => {
    expect(covered('image: api:1', TEXT, true)).toBe('image: api:1');
    expect(covered('- name: web', TEXT, true)).toMatch(/^name: web/);
  });

  it('with nothing after it covers nothing', () => {
    const document = read(`${TEXT}# mark\n`);
    expect(ignores.scopeAfter(document, document.comments.at(-1)!)).toBeUndefined();
  });

  it('is in the header before the first key', () => {
    const document = read(`# a\n---\n${TEXT}# b\n`);
    const [a, b] = document.comments;
    expect(a!.span.start).toBeLessThan(ignores.headerEnd(document));
    expect(b!.span.start).toBeGreaterThan(ignores.headerEnd(document));
  });
});

describe('an annotation', () => {
  const annotated = (value: string) =>
    read(
      TEXT.replace('  name: api\n', `  name: api\n  annotations:\n    plumbline.dev/ignore: ${value}\n    other: x\n`),
    );

  it('covers its object, one rule a line', () => {
    const document = annotated('|-\n      kubernetes/a: one\n      kubernetes/b: two: three');
    const found = ignores.declared(document);
    expect(found.map(({ rule, reason }) => [rule, reason])).toEqual([
      ['kubernetes/a', 'one'],
      ['kubernetes/b', 'two: three'],
    ]);
    for (const { rule, ruleSpan, scope } of found) {
      expect(document.text.slice(ruleSpan.start, ruleSpan.end)).toBe(rule);
      expect(scope).toEqual(document.objects[0]!.span);
    }
    const left = applyEdits(document.text, [found[0]!.removal]);
    expect(ignores.declared(read(left)).map(one => one.rule)).toEqual(['kubernetes/b']);
  });

  it('goes as a whole with its last rule', () => {
    const document = annotated('"kubernetes/a: why"');
    const [only] = ignores.declared(document);
    const left = applyEdits(document.text, [only!.removal]);
    expect(left).not.toContain('plumbline.dev');
    expect(left).toContain('other: x');
  });
});

describe('writing an ignore', () => {
  it('puts a comment above the finding, that covers it', () => {
    const document = read(TEXT);
    const container = document.objects[0]!.podSpec()!.containers[1]!;
    const edit = ignores.writeHere(document, container.nameNode!.span, 'kubernetes/x', 'why')!;
    const after = applyEdits(TEXT, [edit]);
    expect(after).toContain('        # plumbline-ignore kubernetes/x: why\n        - name: web');
    const again = read(after);
    expect(ignores.scopeAfter(again, again.comments[0]!)).toEqual(again.objects[0]!.podSpec()!.containers[1]!.span);
  });

  it.each([
    '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}, "spec": {}}',
    '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x", "annotations": {"a": "b"}}, "spec": {}}',
    '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x", "annotations": {"plumbline.dev/ignore": "kubernetes/y: z"}}, "spec": {}}',
  ])('annotates JSON: %s', text => {
    const document = read(text, 'deploy/app.json');
    const edit = ignores.writeHere(document, document.objects[0]!.nameNode!.span, 'kubernetes/x', 'why')!;
    const after = applyEdits(text, [edit]);
    const found = ignores.declared(read(after, 'deploy/app.json'));
    expect(found.at(-1)).toMatchObject({ rule: 'kubernetes/x', reason: 'why' });
    expect(() => JSON.parse(after)).not.toThrow();
    expect(ignores.writeInFile(document, 'kubernetes/x', 'why')).toBeUndefined();
  });

  it('puts a comment at the head for the whole file', () => {
    const edit = ignores.writeInFile(read(TEXT), 'kubernetes/x', 'why')!;
    expect(applyEdits(TEXT, [edit])).toBe(`# plumbline-ignore-file kubernetes/x: why\n${TEXT}`);
    const windows = TEXT.replaceAll('\n', '\r\n');
    expect(applyEdits(windows, [ignores.writeInFile(read(windows), 'kubernetes/x', 'why')!])).toBe(
      `# plumbline-ignore-file kubernetes/x: why\r\n${windows}`,
    );
  });
});
