import { defineRule } from '#engine';
import type { Comment, Document, Language, Problem } from '#languages';
import { applyEdits, createLineMap, edit, type Span, span } from '#text';

/**
 * A language small enough to see through: a `.sql` file of lines. `BROKEN` is a problem; `-- …` is a comment. For tests
 * of the hosts, which are to hold whatever the real languages do.
 */
export interface ToyDocument extends Document {
  /** Every word outside of comments, as a node. */
  readonly words: readonly { readonly text: string; readonly span: Span }[];
}

export const toyLanguage: Language<ToyDocument, object> = {
  kind: 'sql',
  detect: source => source.uri.endsWith('.sql'),
  parse: ({ uri, text }) => {
    const words = [...text.replace(/--.*/g, found => ' '.repeat(found.length)).matchAll(/\w+/g)].map(match => ({
      text: match[0],
      span: span(match.index, match.index + match[0].length),
    }));
    const comments = [...text.matchAll(/--(.*)/g)].map(
      (match): Comment => ({
        span: span(match.index, match.index + match[0].length),
        text: match[1]!,
        textStart: match.index + 2,
      }),
    );
    const problems = words
      .filter(word => word.text === 'BROKEN')
      .map((word): Problem => ({ span: word.span, message: 'Syntax error at "BROKEN"' }));
    return { kind: 'sql', uri, text, lines: createLineMap(text), problems, comments, opaque: [], words };
  },
  update: (previous, change) => toyLanguage.parse({ uri: previous.uri, text: applyEdits(previous.text, [change]) }),
  facts: () => ({}),
  ignores: {
    scopeAfter: (document, comment) => document.lines.lineSpanAt(comment.span.end + 1),
    headerEnd: () => 0,
    declared: () => [],
    writeHere: () => undefined,
    writeInFile: () => undefined,
  },
};

/** `bad` is an error with a safe fix, `risky` a warning with an unsafe one, `grow` makes a file. */
export const toyRules = [
  defineRule<'sql', { bad: string }>({
    id: 'sql/no-bad',
    guide: 'schema/constraints',
    summary: 'Reports the word "bad".',
    severity: 'error',
    recommended: true,
    fixable: 'safe',
    messages: { bad: 'The word "bad" stops the deployment.' },
    check(document, { report }) {
      for (const word of (document as unknown as ToyDocument).words)
        if (word.text === 'bad')
          report({
            at: word,
            message: 'bad',
            fixes: [{ title: 'Change to "good"', safety: 'safe', edits: [edit.replace(word.span, 'good')] }],
          });
    },
  }),
  defineRule<'sql', { risky: string }>({
    id: 'sql/no-risky',
    guide: 'migrations/reversible',
    summary: 'Reports the word "risky".',
    severity: 'warning',
    recommended: true,
    fixable: 'unsafe',
    messages: { risky: 'The word "risky" may lock the table.' },
    check(document, { report }) {
      for (const word of (document as unknown as ToyDocument).words) {
        if (word.text === 'risky')
          report({
            at: word,
            message: 'risky',
            fixes: [{ title: 'Change to "calm"', safety: 'unsafe', edits: [edit.replace(word.span, 'calm')] }],
          });
        if (word.text === 'grow')
          report({
            at: word,
            message: 'risky',
            fixes: [
              {
                title: 'Move to a file',
                safety: 'unsafe',
                edits: [edit.replace(word.span, 'grown')],
                creates: [{ uri: document.uri.replace(/[^/]+$/, 'made.sql'), text: 'SELECT 1;\n' }],
              },
            ],
          });
      }
    },
  }),
  defineRule<'sql', { meh: string }>({
    id: 'sql/no-meh',
    guide: 'schema/growth',
    summary: 'Reports the word "meh".',
    severity: 'info',
    recommended: true,
    fixable: 'no',
    messages: { meh: 'The word "meh" says nothing to readers.' },
    check(document, { report }) {
      for (const word of (document as unknown as ToyDocument).words)
        if (word.text === 'meh') report({ at: word, message: 'meh' });
    },
  }),
];
