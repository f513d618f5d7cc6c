import { describe, expect, it } from 'vitest';
import { type AnyRule, createEngine, defineRule, isNamed } from '#engine';
import type { Hints, Language } from '#languages';
import { kubernetesLanguage } from '#languages/kubernetes';
import { type LineDocument, lineLanguage, openWith, said } from './fakes.ts';

interface LineFacts {
  readonly words: readonly string[];
  readonly foreign?: readonly string[];
}

/** `*.lock` holds words that documents of the folder may use; `foreign:` lines name folders that are not read. */
function lines(read: string[] = []): Language<LineDocument, LineFacts> {
  return {
    ...lineLanguage,
    detect: source => lineLanguage.detect(source) && !source.hints?.foreignSql,
    parse: source => {
      read.push(`${source.uri.split('/').at(-1)} ${source.hints?.sqlDialect ?? '-'}`);
      return lineLanguage.parse(source);
    },
    companions: {
      names: ['words.txt', '*.lock'],
      facts: ({ text }) => (text === '' ? undefined : { words: text.split('\n') }),
      hints: ({ words }) =>
        new Map(
          words.flatMap((word): [string, Hints][] => {
            const [how, folder] = word.split(' ');
            if (how === 'foreign') return [[`file:///w/${folder}`, { foreignSql: true }]];
            return how === 'mysql' ? [[`file:///w/${folder}`, { sqlDialect: 'mysql' }]] : [];
          }),
        ),
    },
  };
}

/** Says which words all facts hold. */
const words: AnyRule = defineRule({
  id: 'sql/words',
  guide: 'schema/constraints',
  summary: 'Reports the words.',
  severity: 'warning',
  recommended: true,
  fixable: 'no',
  messages: { said: '{words}.' },
  reads: ['sql'],
  check(document, { workspace, report }) {
    const all = [...workspace.facts('sql').values()].flatMap(one => (one as unknown as LineFacts).words);
    report({ at: document.statements[0]!, message: 'said', data: { words: all.join(' ') } });
  },
});

const open = (files: Readonly<Record<string, string>>, read: string[] = []) => openWith(lines(read), files, [words]);

describe('companions', () => {
  it('are facts, and no documents', () => {
    const engine = open({ 'words.txt': 'a\nb', 'a.sql': 'one' });
    expect(said(engine, 'a.sql')).toEqual(['1 sql/words warning: a b.']);
    expect(engine.uris()).toEqual(['file:///w/a.sql']);
    expect(engine.kindOf('file:///w/words.txt')).toBeUndefined();
    expect(engine.textOf('file:///w/words.txt')).toBe('a\nb');
  });

  it('change findings when they change and when they go', () => {
    const engine = open({ 'a.sql': 'one', 'x.lock': 'a' });
    const uri = 'file:///w/x.lock';
    engine.changeSource(uri, [{ span: { start: 1, end: 1 }, text: 'b' }]);
    expect(said(engine, 'a.sql')).toEqual(['1 sql/words warning: ab.']);
    engine.removeSource(uri);
    expect(said(engine, 'a.sql')).toEqual(['1 sql/words warning: .']);
  });

  it('change nothing when they say the same', () => {
    const engine = open({ 'a.sql': 'one', 'x.lock': 'a' });
    const before = engine.findings('file:///w/a.sql');
    engine.setSource('file:///w/x.lock', 'a');
    expect(engine.findings('file:///w/a.sql')).toBe(before);
  });

  it('of two kinds may speak about one folder', () => {
    const read: string[] = [];
    const engine = createEngine({ languages: [lines(read), kubernetesLanguage as never], rules: [] });
    engine.setSource('file:///w/words.txt', 'mysql chart');
    engine.setSource('file:///w/chart/Chart.yaml', 'apiVersion: v2\nname: x\nversion: 1.0.0\n');
    engine.setSource('file:///w/chart/values.yaml', 'replicaCount: 1\n');
    engine.setSource('file:///w/chart/a.sql', 'one');
    expect(engine.kindOf('file:///w/chart/values.yaml')).toBe('kubernetes');
    expect(read).toEqual(['a.sql mysql']);
  });

  it('say whether a text is of use', () => {
    const engine = open({ 'x.lock': 'a', 'empty.lock': '', 'other.txt': 'a', 'a.sql': 'one' });
    const used = ['x.lock', 'empty.lock', 'other.txt', 'a.sql'].filter(name => engine.reads(`file:///w/${name}`));
    expect(used).toEqual(['x.lock', 'a.sql']);
    expect(engine.companionNames()).toEqual(['*.lock', 'words.txt']);
    expect(engine.companionNames(['prisma'])).toEqual([]);
  });

  it('are not kept when they are large', () => {
    const engine = open({ 'x.lock': 'a'.repeat(300_000), 'a.sql': 'one' });
    expect(engine.textOf('file:///w/x.lock')).toBeUndefined();
    expect(engine.reads('file:///w/x.lock')).toBe(true);
  });

  it('decide how the texts of a folder are read, the innermost one first', () => {
    const read: string[] = [];
    const engine = open({ 'db/a.sql': 'one', 'db/x.lock': 'mysql db', 'b.sql': 'one', 'db/in/c.sql': 'one' }, read);
    expect(read).toEqual(['a.sql -', 'a.sql mysql', 'b.sql -', 'c.sql mysql']);
    engine.setSource('file:///w/db/in/y.lock', 'foreign db/in');
    expect(engine.kindOf('file:///w/db/in/c.sql')).toBeUndefined();
    engine.removeSource('file:///w/db/in/y.lock');
    expect(engine.kindOf('file:///w/db/in/c.sql')).toBe('sql');
    engine.removeSource('file:///w/db/x.lock');
    expect(read.slice(-2).sort()).toEqual(['a.sql -', 'c.sql -']);
  });

  it('have less to say than the config', () => {
    const read: string[] = [];
    open({ '.plumbline.json': '{"sql":{"dialect":"sqlite"}}', 'db/x.lock': 'mysql db', 'db/a.sql': 'one' }, read);
    expect(read).toEqual(['a.sql sqlite']);
  });
});

describe('isNamed', () => {
  it.each([
    ['words.txt', true],
    ['a.sql.conf', true],
    ['xwords.txt', false],
    ['a.conf', false],
  ])('%s: %s', (name, expected) => expect(isNamed(name, ['words.txt', '*.sql.conf'])).toBe(expected));
});
