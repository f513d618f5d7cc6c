import { describe, expect, it } from 'vitest';
import { createEngine, defineRule } from '#engine';
import { kubernetesLanguage } from '#languages/kubernetes';
import { read, workload } from './support.ts';

/** 200 documents on some 10,000 lines. */
const DOCUMENTS = 200;
const lines = Array.from({ length: 35 }, (_, index) => `    - name: V${index}\n      value: "${index}"\n`).join('');
const one = (index: number): string =>
  workload(`- name: c${index}\n  image: shop/c:1\n  env:\n${lines.replace(/^ {2}/gm, '')}`).replace(
    'name: api',
    `name: app-${index}`,
  );
const text = Array.from({ length: DOCUMENTS }, (_, index) => one(index)).join('---\n');
const at = (needle: string): number => text.indexOf(needle) + needle.length;

const EDITS = [
  ['a letter in a value', { span: { start: at('name: app-100'), end: at('name: app-100') }, text: 'x' }],
  ['a line', { span: { start: at('name: c100\n'), end: at('name: c100\n') }, text: '          tty: true\n' }],
  ['a quote that opens', { span: { start: at('name: c100\n') - 1, end: at('name: c100\n') - 1 }, text: ' "' }],
  ['a deletion', { span: { start: at('name: app-100') - 3, end: at('name: app-100') }, text: '' }],
] as const;

describe('a keystroke in a long file', () => {
  it('is measured on a long file', () => {
    expect(text.split('\n').length).toBeGreaterThan(10_000);
    expect(read(text).objects).toHaveLength(DOCUMENTS);
  });

  it.each(EDITS)('%s re-reads its own document only', (_, change) => {
    const before = read(text);
    const old = new Set(before.objects);
    const facts = new Set(kubernetesLanguage.facts(before).objects);
    const after = kubernetesLanguage.update(before, change);
    const fresh = after.objects.filter(object => !old.has(object));
    expect(after.objects).toHaveLength(DOCUMENTS);
    expect(fresh).toHaveLength(1);
    expect(kubernetesLanguage.facts(after).objects.filter(object => !facts.has(object))).toHaveLength(1);
    expect(after.objects.at(-1)?.name).toBe(`app-${DOCUMENTS - 1}`);
    const { start, end } = after.objects.at(-1)!.nameNode!.span;
    expect(after.text.slice(start, end)).toBe(`app-${DOCUMENTS - 1}`);
  });

  it('asks a rule about its own document only', () => {
    const visited: string[] = [];
    const rule = defineRule({
      id: 'kubernetes/counted',
      guide: 'a/b',
      summary: 'Counts what it is asked about.',
      severity: 'info',
      recommended: true,
      fixable: 'no',
      messages: { seen: 'Seen.' },
      check: (document, context) =>
        context.each(document.objects, object => {
          visited.push(object.name ?? '');
          context.report({ at: object.nameNode ?? object, message: 'seen' });
        }),
    });
    const engine = createEngine({ languages: [kubernetesLanguage as never], rules: [rule as never] });
    engine.setSource('file:///shop/deploy/all.yaml', text);
    expect(engine.findings('file:///shop/deploy/all.yaml')).toHaveLength(DOCUMENTS);
    visited.length = 0;
    engine.changeSource('file:///shop/deploy/all.yaml', [EDITS[0][1]]);
    expect(engine.findings('file:///shop/deploy/all.yaml')).toHaveLength(DOCUMENTS);
    expect(visited).toEqual(['app-100x']);
  });
});
