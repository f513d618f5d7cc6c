import { type AnyRule, defineRule } from '#engine';
import type { Language } from '#languages';
import { type LineDocument, lineLanguage } from './fakes.ts';

/**
 * Lines that belong together over files: `use b.sql` leads to another file, `give x` and `need x` are what they say.
 * A file whose first line is `root` stands by itself; any other one is read only where a `use` leads to it.
 */
export interface LinkedDocument extends LineDocument {
  readonly isPart: boolean;
  /** All files of the whole that it belongs to, the root first. */
  readonly whole: readonly LineDocument[];
}

interface LinkedFacts {
  readonly isPart: boolean;
  readonly uses: readonly string[];
}

const wordsAfter = (document: LineDocument, verb: string): readonly string[] =>
  document.statements.flatMap(({ text }) => (text.startsWith(`${verb} `) ? [text.slice(verb.length + 1)] : []));

const uriOf = (name: string): string => `file:///w/${name}`;

/** @param read gets the name of each file that is read from its start */
export function linkedLanguage(read: string[] = []): Language<LinkedDocument, LinkedFacts> {
  const linked = new WeakMap<LineDocument, LinkedDocument>();
  const widened = (document: LineDocument): LinkedDocument => ({
    ...document,
    isPart: document.statements[0]?.text !== 'root',
    whole: [],
  });
  const reach = (start: string, all: ReadonlyMap<string, LinkedFacts>): readonly string[] => {
    const found = new Set([start]);
    for (const uri of found) for (const name of all.get(uri)?.uses ?? []) found.add(uriOf(name));
    return [...found];
  };
  return {
    ...(lineLanguage as unknown as Language<LinkedDocument, LinkedFacts>),
    detect: ({ uri, text, hints }) =>
      uri.endsWith('.sql') && (text.startsWith('root\n') || hints?.openApiFragment === true),
    parse: source => {
      read.push(source.uri.split('/').at(-1)!);
      return widened(lineLanguage.parse(source));
    },
    update: (document, change) => widened(lineLanguage.update(document, change)),
    facts: document => ({ isPart: document.isPart, uses: wordsAfter(document, 'use') }),
    claims: ({ uses }) => uses.map(uriOf),
    link: (document, all, documentOf) => {
      const roots = [...all].filter(([, facts]) => !facts.isPart).map(([uri]) => uri);
      const root = document.isPart ? roots.sort().find(uri => reach(uri, all).includes(document.uri)) : document.uri;
      const whole = root === undefined ? [] : reach(root, all).flatMap(uri => documentOf(uri) ?? []);
      const known = linked.get(document);
      const isSame = known?.whole.length === whole.length && whole.every((one, index) => one === known.whole[index]);
      if (known && isSame) return known;
      const made = { ...document, whole };
      linked.set(document, made);
      return made;
    },
    usesOf: ({ uri, whole, isPart }) =>
      (isPart ? whole : []).flatMap(user =>
        user.statements
          .filter(({ text }) => text === `use ${uri.split('/').at(-1)}`)
          .map(({ span }) => ({ uri: user.uri, span, message: 'Used here.' })),
      ),
  };
}

/** Reports what a file needs and no file of its whole gives. */
export const unmet: AnyRule = defineRule({
  id: 'sql/unmet',
  guide: 'schema/constraints',
  summary: 'Reports what nobody gives.',
  severity: 'warning',
  recommended: true,
  fixable: 'safe',
  messages: { unmet: '"{word}" is given by none of {count}.' },
  check(document, { report }) {
    const { whole, statements, uri } = document as unknown as LinkedDocument;
    const given = new Set(whole.flatMap(one => wordsAfter(one, 'give')));
    const root = whole[0];
    for (const { text, span } of statements) {
      const word = text.slice('need '.length);
      if (!text.startsWith('need ') || given.has(word)) continue;
      const end = root?.text.length ?? 0;
      const edit = { span: { start: end, end }, text: `give ${word}\n` };
      report({
        at: span,
        message: 'unmet',
        data: { word, count: whole.length },
        fixes: [
          { title: 'Give it', safety: 'safe', edits: [root && root.uri !== uri ? { ...edit, uri: root.uri } : edit] },
        ],
      });
    }
  },
});
