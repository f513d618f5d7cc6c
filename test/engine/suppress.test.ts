import { describe, expect, it } from 'vitest';
import type { ForeignIgnore } from '#languages';
import { applyEdits } from '#text';
import { badLines, type LineDocument, lineLanguage, open, openWith, said } from './fakes.ts';

const URI = 'file:///w/a.sql';

function fixed(text: string, pick = 0): string {
  const engine = open({ 'a.sql': text });
  const fix = engine.findings(URI).flatMap(one => one.fixes)[pick]!;
  return applyEdits(text, fix.edits);
}

describe('ignore comments', () => {
  it('cover the next statement, with a reason that the status keeps', () => {
    const engine = open({ 'a.sql': '# plumbline-ignore sql/bad-line: for now\nbad one\nbad two\n' });
    expect(said(engine, 'a.sql')).toEqual(['3 sql/bad-line warning: "bad two" is bad.']);
    expect(engine.status(URI).suppressed).toMatchObject([
      { reason: 'for now', finding: { message: '"bad one" is bad.' } },
    ]);
  });

  it('cover the file from its header', () => {
    expect(said(open({ 'a.sql': '# plumbline-ignore-file sql/bad-line: old\nbad one\nbad two\n' }), 'a.sql')).toEqual(
      [],
    );
  });

  it('below the header cover nothing, and are unused', () => {
    expect(
      said(open({ 'a.sql': 'fine\n# plumbline-ignore-file sql/bad-line: old\nbad\n' }), 'a.sql').map(
        one => one.split(' ')[1],
      ),
    ).toEqual(['ignore/unused', 'sql/bad-line']);
  });

  it('need a reason, and suppress without one all the same', () => {
    expect(
      said(open({ 'a.sql': '# plumbline-ignore sql/bad-line\nbad\n' }), 'a.sql').map(one => one.split(' ')[1]),
    ).toEqual(['ignore/missing-reason']);
    expect(
      said(open({ 'a.sql': '# plumbline-ignore sql/bad-line: <reason>\nbad\n' }), 'a.sql').map(
        one => one.split(' ')[1],
      ),
    ).toEqual(['ignore/missing-reason']);
  });

  it('that cover nothing are reported, with a fix that takes them away', () => {
    const text = 'fine\n# plumbline-ignore sql/bad-line: was bad\nfine too\n';
    expect(said(open({ 'a.sql': text }), 'a.sql')).toEqual([
      '2 ignore/unused warning: This ignore covers no finding of "sql/bad-line", so it would hide the next one.',
    ]);
    expect(fixed(text)).toBe('fine\nfine too\n');
  });

  it('lose only the name that covers nothing', () => {
    const rules = [badLines(), badLines([], 'sql/other-line')];
    const text = '# plumbline-ignore sql/bad-line, sql/other-line: both\nbad\n';
    expect(said(open({ 'a.sql': text }, rules), 'a.sql')).toEqual([]);
    expect(fixed('# plumbline-ignore sql/bad-line, sql/nonsense: both\nbad\n')).toBe(
      '# plumbline-ignore sql/bad-line: both\nbad\n',
    );
  });

  it('for a rule that is off are not unused', () => {
    const engine = open({
      'a.sql': '# plumbline-ignore sql/bad-line: x\nfine\n',
      '.plumbline.json': '{"rules":{"*":"off"}}',
    });
    expect(said(engine, 'a.sql')).toEqual([]);
  });

  it('for an unknown rule are reported, with the rule that was meant', () => {
    const text = '# plumbline-ignore sql/bad-lime: typo\nbad\n';
    expect(said(open({ 'a.sql': text }), 'a.sql')[0]).toContain('Did you mean "sql/bad-line"?');
    expect(fixed(text)).toBe('# plumbline-ignore sql/bad-line: typo\nbad\n');
  });

  it('know the names that a rule had before', () => {
    const renamed = { ...badLines(), formerly: ['sql/ugly-line'] };
    expect(said(open({ 'a.sql': '# plumbline-ignore sql/ugly-line: x\nbad\n' }, [renamed]), 'a.sql')).toEqual([]);
  });

  it('are written for a finding, here or for the file, and then ask for their reason', () => {
    const engine = open({ 'a.sql': 'fine\nbad\n' });
    const [here, file] = engine.ignoreFixes(engine.findings(URI)[0]!);
    for (const [fix, expected] of [
      [here, 'fine\n# plumbline-ignore sql/bad-line: <reason>\nbad\n'],
      [file, '# plumbline-ignore-file sql/bad-line: <reason>\nfine\nbad\n'],
    ] as const) {
      const text = applyEdits('fine\nbad\n', [fix!.edit]);
      expect(text).toBe(expected);
      expect(said(open({ 'a.sql': text }), 'a.sql').map(one => one.split(' ')[1])).toEqual(['ignore/missing-reason']);
    }
  });
});

describe('ignores for other linters', () => {
  const alias = { ...badLines(), alsoKnownAs: ['peer/no-bad'] };
  const language = {
    ...lineLanguage,
    ignores: {
      ...lineLanguage.ignores,
      foreign: {
        all: (document: LineDocument): ForeignIgnore[] =>
          document.comments.flatMap((comment): ForeignIgnore[] => {
            const [, names] = /^ peer-ignore ?(.*)$/.exec(comment.text) ?? [];
            const scope = document.statements.find(one => one.span.start > comment.span.end)?.span;
            if (names === undefined || !scope) return [];
            const named = names === '' ? undefined : names.split(' ').map(one => `peer/${one}`);
            return [
              { directive: 'peer-ignore', names: named, span: comment.span, scope, covers: 'statement', reason: '' },
            ];
          }),
        convert: (_document: LineDocument, { span }: ForeignIgnore, rules: string, reason: string) => [
          { span, text: `# plumbline-ignore ${rules}: ${reason}` },
        ],
      },
    },
  };
  const say = (text: string): string[] => said(openWith(language, { 'a.sql': text }, [alias]), 'a.sql');
  const note =
    '1 ignore/foreign info: "peer-ignore" hides "sql/bad-line" here too; a plumbline-ignore comment says which rule, and why.';

  it('hide what the rule of that name finds, and say so', () => {
    expect(say('# peer-ignore no-bad\nbad\nbad\n')).toEqual([note, '3 sql/bad-line warning: "bad" is bad.']);
    expect(say('# peer-ignore NO-BAD\nbad\n')).toEqual([note]);
    expect(say('# peer-ignore no-*\nbad\n')).toEqual([note]);
    expect(say('# peer-ignore\nbad\n')).toEqual([note]);
  });

  it('are never unused, and other names hide nothing', () => {
    expect(say('# peer-ignore no-bad\nfine\n')).toEqual([]);
    expect(say('# peer-ignore no-worse\nbad\n')).toEqual(['2 sql/bad-line warning: "bad" is bad.']);
  });

  it('leave the word to an ignore of ours', () =>
    expect(say('# peer-ignore no-bad\n# plumbline-ignore sql/bad-line: ours\nbad\n')).toEqual([]));

  it('are converted into one of ours, which asks for nothing more', () => {
    const text = '# peer-ignore no-bad\nbad\n';
    const engine = openWith(language, { 'a.sql': text }, [alias]);
    expect(engine.status(URI).suppressed).toMatchObject([{ reason: 'peer-ignore' }]);
    const after = applyEdits(text, engine.findings(URI)[0]!.fixes[0]!.edits);
    expect(after).toBe('# plumbline-ignore sql/bad-line: was peer-ignore\nbad\n');
    expect(say(after)).toEqual([]);
  });
});
