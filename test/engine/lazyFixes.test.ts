import { expect, it } from 'vitest';
import { type AnyRule, defineRule } from '#engine';
import { type Line, open } from './fakes.ts';

const URI = 'file:///w/a.sql';

/** Reports every bad line; its fixes are made late, and every making is written down. */
function lateRule(made: string[]): AnyRule {
  return defineRule({
    id: 'sql/late-line',
    guide: 'schema/constraints',
    summary: 'Reports a bad line and thinks about it later.',
    severity: 'warning',
    recommended: true,
    fixable: 'safe',
    messages: { bad: 'This is bad.' },
    check(document, { report }) {
      for (const line of document.statements as unknown as readonly Line[])
        if (line.text.startsWith('bad'))
          report({
            at: line,
            message: 'bad',
            fixes: () => {
              made.push(line.text);
              if (line.text.includes('hopeless')) throw new Error('no idea');
              return [{ title: 'Be good', safety: 'safe', edits: [{ span: line.span, text: 'good' }] }];
            },
          });
    },
  });
}

it('makes fixes when they are asked for, once, and for the text of that time', () => {
  const made: string[] = [];
  const engine = open({ 'a.sql': 'fine\nbad one\n' }, [lateRule(made)]);
  expect(engine.findings(URI)).toHaveLength(1);
  expect(made).toEqual([]);
  engine.changeSource(URI, [{ span: { start: 0, end: 0 }, text: 'new\n' }]);
  const [finding] = engine.findings(URI);
  expect(made).toEqual([]);
  expect(finding!.fixes[0]!.edits[0]!.span).toEqual({ start: 9, end: 16 });
  expect(finding!.fixes).toBe(finding!.fixes);
  expect(made).toEqual(['bad one']);
});

it('keeps them late where the severity is another, and in a copy as data', () => {
  const made: string[] = [];
  const config = JSON.stringify({ rules: { 'sql/late-line': 'error' } });
  const engine = open({ '.plumbline.json': config, 'a.sql': 'bad one\n' }, [lateRule(made)]);
  const [finding] = engine.findings(URI);
  expect([finding!.severity, made]).toEqual(['error', []]);
  expect(structuredClone(finding!).fixes).toEqual(finding!.fixes);
});

it('answers anew after an edit, since late fixes belong to their text', () => {
  const engine = open({ 'a.sql': 'bad one\nfine\n' }, [lateRule([])]);
  const before = engine.findings(URI);
  expect(engine.findings(URI)).toBe(before);
  engine.changeSource(URI, [{ span: { start: 8, end: 12 }, text: 'good' }]);
  expect(engine.findings(URI)).not.toBe(before);
});

it('offers none where the rule fails to make them', () => {
  const engine = open({ 'a.sql': 'bad hopeless\n' }, [lateRule([])]);
  expect(engine.findings(URI)[0]!.fixes).toEqual([]);
});
