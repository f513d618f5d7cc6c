import { describe, expect, it } from 'vitest';
import { type AnyRule, defineRule } from '#engine';
import { badLines, open, said } from './fakes.ts';

const A = 'file:///w/a.sql';

describe('findings', () => {
  it('are sorted by position and keep their array while nothing changed', () => {
    const engine = open({ 'a.sql': 'fine\nbad one\nbad two\n' });
    expect(said(engine, 'a.sql')).toEqual([
      '2 sql/bad-line warning: "bad one" is bad.',
      '3 sql/bad-line warning: "bad two" is bad.',
    ]);
    expect(engine.findings(A)).toBe(engine.findings(A));
    const before = engine.findings(A);
    engine.setConfig('file:///w/.plumbline.json', '{}');
    expect(engine.findings(A)).toBe(before);
  });

  it('visit only the lines that changed, and move with them', () => {
    const calls: string[] = [];
    const engine = open({ 'a.sql': 'bad one\nbad two\n' }, [badLines(calls)]);
    engine.findings(A);
    calls.length = 0;
    engine.changeSource(A, [{ span: { start: 0, end: 0 }, text: 'new\n' }]);
    expect(said(engine, 'a.sql')).toEqual([
      '2 sql/bad-line warning: "bad one" is bad.',
      '3 sql/bad-line warning: "bad two" is bad.',
    ]);
    expect(engine.findings(A).map(one => one.fixes[0]!.edits[0]!.span.start)).toEqual([4, 12]);
    expect(calls).toEqual(['new']);
  });

  it('of a rule that throws are one finding that names it, and the others go on', () => {
    const broken: AnyRule = {
      ...badLines([], 'sql/broken'),
      check: () => {
        throw new Error('no such column');
      },
    };
    const engine = open({ 'a.sql': 'bad one\n' }, [broken, badLines()]);
    expect(said(engine, 'a.sql')).toEqual([
      '1 engine/rule-failed warning: The rule "sql/broken" failed on this file (no such column); the other rules ran. Please report it.',
      '1 sql/bad-line warning: "bad one" is bad.',
    ]);
  });

  it('include what cannot be read', () => {
    expect(said(open({ 'a.sql': 'why?\n' }), 'a.sql')).toEqual(['1 syntax/sql error: a question is no statement']);
  });

  it('look at the facts of other files, and again only when those change', () => {
    let runs = 0;
    const rule = defineRule({
      id: 'sql/count-words',
      guide: 'schema/constraints',
      summary: 'Reports how many words there are.',
      severity: 'info',
      recommended: true,
      fixable: 'no',
      reads: ['sql'],
      messages: { words: 'There are {count} words.' },
      check(document, { report, workspace }) {
        runs++;
        const count = [...workspace.facts('sql').values()].flatMap(
          one => (one as unknown as { words: string[] }).words,
        ).length;
        report({ at: { start: 0, end: Math.min(3, document.text.length) }, message: 'words', data: { count } });
      },
    });
    const engine = open({ 'a.sql': 'let x\n', 'b.sql': 'let y\n' }, [rule]);
    expect(said(engine, 'a.sql')).toEqual(['1 sql/count-words info: There are 2 words.']);
    engine.changeSource('file:///w/b.sql', [{ span: { start: 0, end: 0 }, text: '# a comment\n' }]);
    engine.findings(A);
    expect(runs).toBe(1);
    engine.setSource('file:///w/b.sql', 'let y\nlet z\n');
    expect(said(engine, 'a.sql')).toEqual(['1 sql/count-words info: There are 3 words.']);
    engine.removeSource('file:///w/b.sql');
    expect(said(engine, 'a.sql')).toEqual(['1 sql/count-words info: There are 1 words.']);
  });
});

describe('a text that no language reads', () => {
  it('has a status and no findings', () => {
    const engine = open({ 'a.txt': 'bad' });
    expect(engine.findings('file:///w/a.txt')).toEqual([]);
    expect(engine.status('file:///w/a.txt').skipped).toBe('not a document that Plumbline reads');
  });
});

describe('a judge', () => {
  it('speaks when it is asked, and its word goes with the text', () => {
    const engine = open({ 'a.sql': 'fine\n' });
    expect(engine.judge(A)).toBe(false);
  });
});
