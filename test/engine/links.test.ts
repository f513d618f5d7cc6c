import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBaseline, type Engine, fixAll } from '#engine';
import { openWith, said } from './fakes.ts';
import { linkedLanguage, unmet } from './linked.ts';

const uri = (name: string): string => `file:///w/${name}`;

function open(files: Readonly<Record<string, string>>, read: string[] = []): Engine {
  return openWith(linkedLanguage(read), files, [unmet]);
}

function type(engine: Engine, name: string, before: string, after: string): void {
  const start = engine.textOf(uri(name))!.indexOf(before);
  engine.changeSource(uri(name), [{ span: { start, end: start + before.length }, text: after }]);
}

const names = (engine: Engine): readonly string[] => engine.uris().map(one => one.split('/').at(-1)!);

describe('documents that belong together', () => {
  it('are read where something leads to them, over any number of files, in any order', () => {
    for (const order of [
      ['a.sql', 'b.sql', 'c.sql', 'd.sql'],
      ['d.sql', 'c.sql', 'b.sql', 'a.sql'],
    ]) {
      const texts: Record<string, string> = {
        'a.sql': 'root\nuse b.sql\n',
        'b.sql': 'use c.sql\n',
        'c.sql': 'need x\n',
        'd.sql': 'need y\n',
      };
      const engine = open(Object.fromEntries(order.map(name => [name, texts[name]!])));
      expect(names(engine)).toEqual(['a.sql', 'b.sql', 'c.sql']);
      expect(said(engine, 'c.sql')).toEqual(['1 sql/unmet warning: "x" is given by none of 3.']);
      expect(engine.status(uri('d.sql')).kind).toBeUndefined();
    }
  });

  it('say what they miss, and take it when it comes', () => {
    const engine = open({ 'a.sql': 'root\nuse b.sql\n' });
    expect(engine.missingParts()).toEqual([uri('b.sql')]);
    engine.setSource(uri('b.sql'), 'use c.sql\n');
    expect(engine.missingParts()).toEqual([uri('c.sql')]);
    engine.setSource(uri('c.sql'), '');
    expect(engine.missingParts()).toEqual([]);
    engine.removeSource(uri('b.sql'));
    expect(engine.missingParts()).toEqual([uri('b.sql')]);
    expect(names(engine)).toEqual(['a.sql']);
  });

  it('are checked anew when one of them is edited', () => {
    const engine = open({ 'a.sql': 'root\nuse b.sql\nneed x\n', 'b.sql': 'need y\n', 'z.sql': 'root\nneed x\n' });
    const stranger = engine.findings(uri('z.sql'));
    type(engine, 'b.sql', 'need y', 'give x\nneed y');
    expect(said(engine, 'a.sql')).toEqual([]);
    type(engine, 'a.sql', 'need x', 'give y');
    expect(said(engine, 'b.sql')).toEqual([]);
    type(engine, 'b.sql', 'give x\n', '');
    expect(said(engine, 'a.sql')).toEqual([]);
    expect(engine.findings(uri('z.sql'))).toBe(stranger);
  });

  it('keep their findings while nothing of theirs changes', () => {
    const engine = open({ 'a.sql': 'root\nuse b.sql\n', 'b.sql': 'need y\n', 'z.sql': 'root\n' });
    const before = engine.findings(uri('b.sql'));
    engine.setSource(uri('z.sql'), 'root\nneed x\n');
    expect(engine.findings(uri('b.sql'))).toBe(before);
  });

  it('are nobody’s again when the last reference goes, and those behind them', () => {
    const engine = open({ 'a.sql': 'root\nuse b.sql\n', 'b.sql': 'use c.sql\n', 'c.sql': 'need x\n' });
    type(engine, 'a.sql', 'use b', 'use _');
    expect(names(engine)).toEqual(['a.sql']);
    expect(engine.findings(uri('c.sql'))).toEqual([]);
    type(engine, 'a.sql', 'use _', 'use b');
    expect(said(engine, 'c.sql')).toHaveLength(1);
  });

  it('may lead to each other', () => {
    const engine = open({
      'a.sql': 'root\nuse b.sql\n',
      'b.sql': 'use c.sql\nuse a.sql\n',
      'c.sql': 'use b.sql\nuse c.sql\nneed x\n',
    });
    expect(said(engine, 'c.sql')).toEqual(['3 sql/unmet warning: "x" is given by none of 3.']);
    type(engine, 'a.sql', 'use b.sql\n', '');
    expect(names(engine)).toEqual(['a.sql']);
    expect(engine.missingParts()).toEqual([]);
  });

  it('that only claim each other are nobody’s', () => {
    const engine = open({ 'a.sql': 'root\nuse b.sql\n', 'b.sql': 'use c.sql\n', 'c.sql': 'use b.sql\nneed x\n' });
    engine.removeSource(uri('a.sql'));
    expect(names(engine)).toEqual([]);
    engine.setSource(uri('z.sql'), 'root\nuse c.sql\n');
    expect(names(engine)).toEqual(['b.sql', 'c.sql', 'z.sql']);
    type(engine, 'z.sql', 'root\n', '');
    expect(names(engine)).toEqual([]);
  });

  it('may be a chain of any length', () => {
    const length = 5000;
    const files = Array.from({ length }, (_, at) => [`${at}.sql`, `${at === 0 ? 'root\n' : ''}use ${at + 1}.sql\n`]);
    const engine = open({});
    for (const [name, text] of files.reverse()) engine.setSource(uri(name!), text!);
    expect(engine.uris()).toHaveLength(length);
    expect(engine.missingParts()).toEqual([uri(`${length}.sql`)]);
  });

  it('follow a file to its new name', () => {
    const engine = open({ 'a.sql': 'root\nuse b.sql\n', 'b.sql': 'need x\n' });
    engine.removeSource(uri('b.sql'));
    engine.setSource(uri('c.sql'), 'need x\n');
    expect(names(engine)).toEqual(['a.sql']);
    type(engine, 'a.sql', 'use b', 'use c');
    expect(said(engine, 'c.sql')).toHaveLength(1);
  });

  it('become documents of their own when they say so, and parts again', () => {
    const engine = open({ 'a.sql': 'root\nuse b.sql\ngive x\n', 'b.sql': 'need x\n' });
    expect(said(engine, 'b.sql')).toEqual([]);
    type(engine, 'b.sql', 'need x', 'root\nneed x');
    expect(said(engine, 'b.sql')).toEqual(['2 sql/unmet warning: "x" is given by none of 1.']);
    type(engine, 'a.sql', 'use b', 'use _');
    type(engine, 'b.sql', 'root\n', '');
    expect(names(engine)).toEqual(['a.sql']);
  });

  it('are not read again when a reference comes and goes between the same files', () => {
    const read: string[] = [];
    const engine = open({ 'a.sql': 'root\nuse b.sql\n', 'b.sql': 'need x\n' }, read);
    read.length = 0;
    type(engine, 'a.sql', 'use b.sql', 'use b.sql\nneed y');
    type(engine, 'b.sql', 'need x', 'need z');
    expect(read).toEqual([]);
  });
});

describe('findings in a part', () => {
  const files = { 'a.sql': 'root\nuse b.sql\n', 'b.sql': 'need x\n' };

  it('name the places that use it', () => {
    const engine = open(files);
    const related = [{ uri: uri('a.sql'), span: { start: 5, end: 14 }, message: 'Used here.' }];
    expect(engine.findings(uri('b.sql'))[0]?.related).toEqual(related);
    type(engine, 'a.sql', 'use', 'give q\nuse');
    expect(engine.findings(uri('b.sql'))[0]?.related[0]?.span).toEqual({ start: 12, end: 21 });
  });

  it('heed the comments, the config and the baseline of their own file', () => {
    const ignored = open({ ...files, 'b.sql': '# plumbline-ignore sql/unmet: on purpose\nneed x\n' });
    expect(said(ignored, 'b.sql')).toEqual([]);
    expect(ignored.status(uri('b.sql'))).toMatchObject({ kind: 'sql', suppressed: [{ reason: 'on purpose' }] });
    const off = { overrides: [{ files: ['b.sql'], rules: { 'sql/unmet': 'off' } }] };
    expect(said(open({ ...files, '.plumbline.json': JSON.stringify(off) }), 'b.sql')).toEqual([]);
    const excluded = open({ ...files, '.plumbline.json': JSON.stringify({ files: { exclude: ['b.sql'] } }) });
    expect(excluded.status(uri('b.sql')).skipped).toContain('excluded');
    expect(said(excluded, 'b.sql')).toEqual([]);
    const known = open({ ...files, '.plumbline.json': '{"baseline":"known.json"}' });
    known.setWanted(
      uri('known.json'),
      JSON.stringify(createBaseline(new Map([['b.sql', known.findings(uri('b.sql'))]]))),
    );
    expect(said(known, 'b.sql')).toEqual([]);
    expect(known.status(uri('b.sql')).baselined).toHaveLength(1);
  });

  it('are fixed over files, and the engine is left as it was', () => {
    const engine = open(files);
    const { text, others, converged } = fixAll(engine, uri('b.sql'), { safety: 'safe' });
    expect({ text, others: [...others], converged }).toEqual({
      text: 'need x\n',
      others: [[uri('a.sql'), 'root\nuse b.sql\ngive x\n']],
      converged: true,
    });
    expect(engine.textOf(uri('a.sql'))).toBe(files['a.sql']);
    expect(said(engine, 'b.sql')).toHaveLength(1);
  });
});

describe('after any edits', () => {
  const NAMES = ['a.sql', 'b.sql', 'c.sql', 'd.sql'];
  const line = fc.oneof(
    fc.constantFrom('root', 'give x', 'need x', 'need y', 'give y', 'what?'),
    fc.constantFrom(...NAMES).map(name => `use ${name}`),
  );
  const text = fc.array(line, { maxLength: 4 }).map(lines => lines.map(one => `${one}\n`).join(''));
  const step = fc.record({ name: fc.constantFrom(...NAMES), text: fc.option(text), asked: fc.boolean() });

  it('everything is as if it had been read just now', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), steps => {
        const engine = open({});
        const texts = new Map<string, string>();
        for (const { name, text: after, asked } of steps) {
          if (after === null) {
            texts.delete(name);
            engine.removeSource(uri(name));
          } else {
            const before = texts.get(name);
            if (before === undefined) engine.setSource(uri(name), after);
            else engine.changeSource(uri(name), [{ span: { start: 0, end: before.length }, text: after }]);
            texts.set(name, after);
          }
          if (asked) for (const one of NAMES) engine.findings(uri(one));
        }
        const fresh = open(Object.fromEntries([...texts].sort()));
        const state = (one: Engine) => NAMES.map(name => [one.kindOf(uri(name)), one.findings(uri(name))]);
        expect(state(engine)).toEqual(state(fresh));
        expect([...engine.missingParts()].sort()).toEqual([...fresh.missingParts()].sort());
      }),
      { numRuns: 300 },
    );
  });
});
