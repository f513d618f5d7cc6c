import { describe, expect, it } from 'vitest';
import { type AnyRule, createBaseline, defineRule, fixAll } from '#engine';
import { type Line, open, said } from './fakes.ts';

const URI = 'file:///w/a.sql';

/** Each fix takes one letter away, so that it takes a round each. */
const shorter: AnyRule = defineRule({
  id: 'sql/long-line',
  guide: 'schema/constraints',
  summary: 'Reports a long line.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: { long: '"{line}" is long.' },
  check(document, { report }) {
    for (const line of document.statements as unknown as Line[]) {
      if (line.text.length <= 3) continue;
      const last = { start: line.span.end - 1, end: line.span.end };
      report({
        at: last,
        message: 'long',
        data: { line: line.text },
        fixes: [{ title: 'Cut', safety: 'safe', edits: [{ span: last, text: '' }] }],
      });
    }
  },
});

describe('fix all', () => {
  it('repeats until nothing is left, and leaves the engine as it was', () => {
    const engine = open({ 'a.sql': 'abcdef\nxy\n' }, [shorter]);
    const result = fixAll(engine, URI, { safety: 'safe' });
    expect(result).toMatchObject({ text: 'abc\nxy\n', converged: true });
    expect(result.applied).toHaveLength(3);
    expect(engine.textOf(URI)).toBe('abcdef\nxy\n');
  });

  it('says so when it does not come to an end', () => {
    const text = `${'a'.repeat(40)}\n`;
    expect(fixAll(open({ 'a.sql': text }, [shorter]), URI, { safety: 'safe' }).converged).toBe(false);
  });

  it('lets the rules make their files one after the other, each seeing those of the one before', () => {
    /** Moves its lines to a file named after how many files there are. */
    const moves = (word: string): AnyRule =>
      defineRule({
        id: `sql/${word}`,
        guide: 'schema/constraints',
        summary: 'Reports a word.',
        severity: 'warning',
        recommended: true,
        fixable: 'safe',
        messages: { found: 'A word.' },
        reads: ['sql'],
        check(document, { report, workspace }) {
          for (const line of document.statements as unknown as Line[]) {
            if (line.text !== word) continue;
            const file = { uri: `file:///w/${workspace.allFacts('sql').size}.sql`, text: 'x\n' };
            const edits = [{ span: line.span, text: 'x' }];
            report({ at: line, message: 'found', fixes: [{ title: 'Move', safety: 'safe', edits, creates: [file] }] });
          }
        },
      });
    const engine = open({ 'a.sql': 'one\ntwo\n' }, [moves('one'), moves('two')]);
    const { created } = fixAll(engine, URI, { safety: 'safe', createFiles: true });
    expect([...created.keys()]).toEqual(['file:///w/1.sql', 'file:///w/2.sql']);
  });

  it('leaves unsafe fixes alone unless asked, and takes one rule where only that is wanted', () => {
    const unsafe: AnyRule = {
      ...shorter,
      id: 'sql/unsafe-line',
      fixable: 'unsafe',
      check: (document: never, context: never) => {
        const inner = context as { report: (finding: { fixes: { safety: string }[] }) => void };
        const report = (finding: { fixes: { safety: string }[] }) =>
          inner.report({ ...finding, fixes: finding.fixes.map(one => ({ ...one, safety: 'unsafe' })) });
        (shorter.check as (document: never, context: never) => void)(document, {
          ...(context as object),
          report,
        } as never);
      },
    };
    const engine = open({ 'a.sql': 'abcd\n' }, [unsafe]);
    expect(fixAll(engine, URI, { safety: 'safe' }).text).toBe('abcd\n');
    expect(fixAll(engine, URI, { safety: 'unsafe' }).text).toBe('abc\n');
    expect(fixAll(engine, URI, { safety: 'unsafe', rule: 'sql/other' }).text).toBe('abcd\n');
  });

  it('makes files only when asked, never over one that is there', () => {
    const moves: AnyRule = defineRule({
      id: 'sql/moved-line',
      guide: 'schema/constraints',
      summary: 'Reports a line that should move.',
      severity: 'warning',
      recommended: true,
      fixable: 'unsafe',
      messages: { move: '"{line}" should move.' },
      check(document, { report }) {
        for (const line of document.statements as unknown as Line[]) {
          if (!line.text.startsWith('move')) continue;
          const creates = [{ uri: 'file:///w/b.sql', text: `${line.text.slice(5)}\n` }];
          report({
            at: line.span,
            message: 'move',
            data: { line: line.text },
            fixes: [{ title: 'Move', safety: 'unsafe', edits: [{ span: line.span, text: '' }], creates }],
          });
        }
      },
    });
    const engine = open({ 'a.sql': 'move abc\n' }, [moves]);
    expect(fixAll(engine, URI, { safety: 'unsafe' }).applied).toEqual([]);
    const made = fixAll(engine, URI, { safety: 'unsafe', createFiles: true });
    expect([made.text, [...made.created]]).toEqual(['\n', [['file:///w/b.sql', 'abc\n']]]);
    expect(engine.uris()).toEqual([URI]);
    expect(fixAll(engine, URI, { safety: 'unsafe', createFiles: true, exists: () => true }).applied).toEqual([]);
  });
});

describe('a baseline', () => {
  it('hides what it knows, as often as it knows it, wherever it moved', () => {
    const files = { 'a.sql': 'abcd\n', '.plumbline.json': '{"baseline":"known.json"}' };
    const engine = open(files, [shorter]);
    const baseline = createBaseline(new Map([['a.sql', engine.findings(URI)]]));
    engine.setWanted('file:///w/known.json', JSON.stringify(baseline));
    expect(said(engine, 'a.sql')).toEqual([]);
    expect(engine.status(URI).baselined).toHaveLength(1);
    engine.setSource(URI, 'xy\nabcd\nabcd\nnew line\n');
    expect(said(engine, 'a.sql').map(one => one.split(' ')[0])).toEqual(['3', '4']);
  });
});
