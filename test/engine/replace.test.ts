import { describe, expect, it } from 'vitest';
import { type AnyRule, defineRule } from '#engine';
import { badLines, type Line, open, said } from './fakes.ts';

const worst: AnyRule = defineRule({
  id: 'sql/worst-line',
  guide: 'schema/constraints',
  summary: 'Reports a line that is bad beyond all others.',
  severity: 'error',
  recommended: true,
  fixable: 'no',
  messages: { worst: 'This is the worst.' },
  replaces: ['sql/bad-line'],
  check(document, { report }) {
    for (const line of document.statements as unknown as readonly Line[])
      if (line.text.includes('worst')) report({ at: line, message: 'worst', covers: line });
  },
});

describe('a rule that replaces another', () => {
  it('says it alone, and takes the fixes over', () => {
    const engine = open({ 'a.sql': 'bad worst\nbad\n' }, [badLines(), worst]);
    expect(said(engine, 'a.sql')).toEqual([
      '1 sql/worst-line error: This is the worst.',
      '2 sql/bad-line warning: "bad" is bad.',
    ]);
    expect(engine.findings('file:///w/a.sql')[0]!.fixes.map(one => one.title)).toEqual(['Be good']);
  });

  it('leaves the word to the other where it is off', () => {
    const config = JSON.stringify({ rules: { 'sql/worst-line': 'off' } });
    const engine = open({ '.plumbline.json': config, 'a.sql': 'bad worst\n' }, [badLines(), worst]);
    expect(said(engine, 'a.sql')).toEqual(['1 sql/bad-line warning: "bad worst" is bad.']);
  });

  it('silences the other also where a comment ignores it', () => {
    const ignore = '# plumbline-ignore sql/worst-line: known\n';
    const engine = open({ 'a.sql': `${ignore}bad worst\n` }, [badLines(), worst]);
    expect(said(engine, 'a.sql')).toEqual([]);
  });
});
