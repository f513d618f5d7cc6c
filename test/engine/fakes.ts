import { type AnyRule, createEngine, defineRule, type Engine } from '#engine';
import type { Comment, Document, Language, Source } from '#languages';
import { applyEdits, createLineMap, type Span } from '#text';

/**
 * A language for tests of the engine, under the kind `sql`: every line is a statement, `#` starts a comment, a line with
 * `?` is a problem. Its lines keep their identity across edits, as the real languages' statements do.
 */
export interface LineDocument extends Document {
  readonly kind: 'sql';
  readonly statements: readonly Line[];
}

export interface Line {
  readonly text: string;
  readonly span: Span;
}

class KeptLine implements Line {
  base = 0;
  constructor(readonly text: string) {}
  get span(): Span {
    return { start: this.base, end: this.base + this.text.length };
  }
}

function read({ uri, text }: Source, kept: readonly Line[] = []): LineDocument {
  const pool = kept.filter((line): line is KeptLine => line instanceof KeptLine);
  const statements: KeptLine[] = [];
  const comments: Comment[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    if (line.startsWith('#'))
      comments.push({ span: { start: at, end: at + line.length }, text: line.slice(1), textStart: at + 1 });
    else if (line !== '') {
      const index = pool.findIndex(one => one.text === line);
      const own = index < 0 ? new KeptLine(line) : pool.splice(index, 1)[0]!;
      own.base = at;
      statements.push(own);
    }
    at += line.length + 1;
  }
  const problems = statements
    .filter(one => one.text.includes('?'))
    .map(one => ({ span: one.span, message: 'a question is no statement' }));
  return { kind: 'sql', uri, text, lines: createLineMap(text), statements, comments, problems, opaque: [] };
}

export const lineLanguage: Language<LineDocument, { words: readonly string[] }> = {
  kind: 'sql',
  detect: ({ uri }) => uri.endsWith('.sql'),
  parse: source => read(source),
  update: (previous, change) =>
    read({ uri: previous.uri, text: applyEdits(previous.text, [change]) }, previous.statements),
  facts: document => ({
    words: document.statements.filter(one => one.text.startsWith('let ')).map(one => one.text.slice(4)),
  }),
  ignores: {
    scopeAfter: (document, comment) => document.statements.find(one => one.span.start > comment.span.end)?.span,
    headerEnd: document => document.statements[0]?.span.start ?? document.text.length,
    declared: () => [],
    writeHere: (_document, at, rule, reason) => ({
      span: { start: at.start, end: at.start },
      text: `# plumbline-ignore ${rule}: ${reason}\n`,
    }),
    writeInFile: (_document, rule, reason) => ({
      span: { start: 0, end: 0 },
      text: `# plumbline-ignore-file ${rule}: ${reason}\n`,
    }),
  },
};

/** Reports every line that starts with `bad`; the fix says `good`. */
export function badLines(calls: string[] = [], id: `sql/${string}` = 'sql/bad-line'): AnyRule {
  return defineRule({
    id,
    guide: 'schema/constraints',
    summary: 'Reports a bad line.',
    severity: 'warning',
    recommended: true,
    fixable: 'safe',
    messages: { bad: '"{line}" is bad.' },
    options: { word: { type: 'choice', default: 'bad', choices: ['bad', 'worse'], description: 'What is bad.' } },
    check(document, { each, report, options }) {
      each(document.statements, line => {
        const { text } = line as unknown as Line;
        calls.push(text);
        if (!text.startsWith(options.word)) return;
        const span = { start: line.span.start, end: line.span.start + options.word.length };
        report({
          at: span,
          message: 'bad',
          data: { line: text },
          fixes: [{ title: 'Be good', safety: 'safe', edits: [{ span, text: 'good' }] }],
        });
      });
    },
  });
}

export function open(files: Readonly<Record<string, string>>, rules: readonly AnyRule[] = [badLines()]): Engine {
  return openWith(lineLanguage, files, rules);
}

/** The same with a language of one's own. */
export function openWith<D extends Document, F extends object>(
  language: Language<D, F>,
  files: Readonly<Record<string, string>>,
  rules: readonly AnyRule[] = [badLines()],
): Engine {
  const engine = createEngine({ languages: [language as unknown as Language], rules });
  for (const [path, text] of Object.entries(files)) {
    if (path.includes('.plumbline')) engine.setConfig(`file:///w/${path}`, text);
    else engine.setSource(`file:///w/${path}`, text);
  }
  return engine;
}

/** Findings of one file as `line rule severity message`. */
export function said(engine: Engine, path: string): string[] {
  const uri = `file:///w/${path}`;
  const lines = createLineMap(engine.textOf(uri) ?? '');
  return engine
    .findings(uri)
    .map(one => `${lines.positionAt(one.span.start).line + 1} ${one.rule} ${one.severity}: ${one.message}`);
}
