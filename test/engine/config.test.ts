import { describe, expect, it } from 'vitest';
import { badLines, open, said } from './fakes.ts';

const strict = { ...badLines([], 'sql/strict-line'), recommended: false };

describe('config', () => {
  it('sets severities, turns rules off, and takes an exact id before a glob', () => {
    const text = 'bad\n';
    expect(said(open({ 'a.sql': text, '.plumbline.json': '{"rules":{"sql/bad-line":"error"}}' }), 'a.sql')).toEqual([
      '1 sql/bad-line error: "bad" is bad.',
    ]);
    expect(said(open({ 'a.sql': text, '.plumbline.json': '{"rules":{"sql/*":"off"}}' }), 'a.sql')).toEqual([]);
    expect(
      said(open({ 'a.sql': text, '.plumbline.json': '{"rules":{"sql/bad-line":"hint","sql/*":"off"}}' }), 'a.sql'),
    ).toHaveLength(1);
  });

  it('gives options', () => {
    const engine = open({
      'a.sql': 'bad\nworse\n',
      '.plumbline.jsonc': '{ // ours\n "rules": {"sql/bad-line": ["warning", {"word": "worse"}]} }',
    });
    expect(said(engine, 'a.sql')).toEqual(['2 sql/bad-line warning: "worse" is bad.']);
  });

  it('the nearest file counts, whole', () => {
    const engine = open(
      {
        'a.sql': 'bad\n',
        'deep/b.sql': 'bad\n',
        '.plumbline.json': '{"rules":{"sql/bad-line":"off"}}',
        'deep/.plumbline.yaml': 'rules:\n  sql/strict-line: info\n',
      },
      [badLines(), strict],
    );
    expect(said(engine, 'a.sql')).toEqual([]);
    expect(said(engine, 'deep/b.sql')).toEqual([
      '1 sql/bad-line warning: "bad" is bad.',
      '1 sql/strict-line info: "bad" is bad.',
    ]);
  });

  it('extends presets and files, each base before what extends it', () => {
    const rules = [badLines(), strict];
    expect(said(open({ 'a.sql': 'bad\n', '.plumbline.json': '{"extends":[]}' }, rules), 'a.sql')).toEqual([]);
    expect(
      said(open({ 'a.sql': 'bad\n', '.plumbline.json': '{"extends":["plumbline:strict"]}' }, rules), 'a.sql'),
    ).toHaveLength(2);
    const engine = open(
      { 'a.sql': 'bad\n', '.plumbline.json': '{"extends":["./team.json"],"rules":{"sql/strict-line":"hint"}}' },
      rules,
    );
    expect(engine.wantedFiles()).toEqual(['file:///w/team.json']);
    engine.setWanted('file:///w/team.json', '{"extends":[],"rules":{"sql/bad-line":"info","sql/strict-line":"error"}}');
    expect(said(engine, 'a.sql')).toEqual([
      '1 sql/bad-line info: "bad" is bad.',
      '1 sql/strict-line hint: "bad" is bad.',
    ]);
  });

  it('survives bases that extend each other', () => {
    const engine = open({ 'a.sql': 'bad\n', '.plumbline.json': '{"extends":["./b.json"]}' });
    engine.setWanted('file:///w/b.json', '{"extends":["./.plumbline.json", "plumbline:recommended"]}');
    expect(said(engine, 'a.sql')).toHaveLength(1);
  });

  it('overrides by glob, relative to its own folder, the later one last', () => {
    const config =
      '{"overrides":[{"files":["old/**"],"rules":{"sql/bad-line":"off"}},{"files":["old/keep.sql"],"rules":{"sql/bad-line":"hint"}}]}';
    const engine = open({ 'a.sql': 'bad\n', 'old/b.sql': 'bad\n', 'old/keep.sql': 'bad\n', '.plumbline.json': config });
    expect(['a.sql', 'old/b.sql', 'old/keep.sql'].map(path => said(engine, path))).toEqual([
      ['1 sql/bad-line warning: "bad" is bad.'],
      [],
      ['1 sql/bad-line hint: "bad" is bad.'],
    ]);
  });

  it('leaves files out, and says so', () => {
    const engine = open({ 'gen/a.sql': 'bad\n', '.plumbline.json': '{"files":{"exclude":["gen/**"]}}' });
    expect(engine.findings('file:///w/gen/a.sql')).toEqual([]);
    expect(engine.status('file:///w/gen/a.sql').skipped).toContain('excluded');
  });

  it('explains a severity by the place that says it', () => {
    const engine = open({ 'a.sql': 'bad\n', '.plumbline.json': '{"rules":{"sql/bad-line":"error"}}' });
    expect(engine.explain('file:///w/a.sql', 'sql/bad-line')).toMatchObject({
      severity: 'error',
      from: { uri: 'file:///w/.plumbline.json', span: { start: 10, end: 24 } },
    });
  });
});

describe('findings in a config', () => {
  const wrong: readonly [string, string, string][] = [
    ['{"ruels":{}}', 'config/unknown-key', 'Did you mean "rules"?'],
    ['{"rules":{"sql/bad-lin":"error"}}', 'config/unknown-rule', 'Did you mean "sql/bad-line"?'],
    ['{"rules":{"sql/bad-line":"fatal"}}', 'config/invalid-value', 'A severity is one of'],
    ['{"rules":{"sql/bad-line":["error",{"wrd":"bad"}]}}', 'config/unknown-option', 'has no option "wrd"'],
    ['{"rules":{"sql/bad-line":["error",{"word":"ugly"}]}}', 'config/invalid-value', 'one of bad, worse'],
    ['{"sql":{"postgresVersion":9}}', 'config/invalid-value', 'from 12 to 18'],
    ['{"extends":["plumbline:recomended"]}', 'config/invalid-value', 'There is no preset'],
    ['{"rules": {', 'config/broken', 'cannot be read'],
  ];
  it.each(wrong)('%s', (text, rule, message) => {
    const engine = open({ '.plumbline.json': text });
    const [finding, ...others] = engine.findings('file:///w/.plumbline.json');
    expect(finding?.rule).toBe(rule);
    expect(finding?.message).toContain(message);
    expect(others).toEqual([]);
  });

  it('come with a fix that puts the name right', () => {
    const engine = open({ '.plumbline.json': '{"ruels":{}}' });
    const [fix] = engine.findings('file:///w/.plumbline.json')[0]!.fixes;
    expect(fix).toMatchObject({ title: 'Change to "rules"', edits: [{ text: '"rules"' }] });
  });

  it('do not stop the linting: the last good config counts on', () => {
    const engine = open({ 'a.sql': 'bad\n', '.plumbline.json': '{"rules":{"sql/bad-line":"error"}}' });
    engine.setConfig('file:///w/.plumbline.json', '{"rules":{"sql/bad-line":');
    expect(said(engine, 'a.sql')).toEqual(['1 sql/bad-line error: "bad" is bad.']);
  });
});
