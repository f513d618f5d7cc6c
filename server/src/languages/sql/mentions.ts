import type { Expression, Statement } from './model.ts';
import { tokensOf } from './queries/index.ts';
import { Reader } from './statements/reader.ts';

/** The source of an expression in one line, without comments: two of the same text mean the same. */
export function sourceOf(expression: Expression | undefined): string | undefined {
  return expression?.text.replace(/\s+/g, ' ').trim();
}

/** Every name in a piece of SQL, each once; keywords and types are among them. */
export function mentionsOf(text: string | undefined, dialect: Statement['dialect']): readonly string[] {
  if (text === undefined) return [];
  const reader = looseReader(text, dialect);
  const found = new Set<string>();
  while (!reader.done) {
    const name = reader.name();
    if (name) found.add(name.text);
    else reader.advance();
  }
  return [...found];
}

/** A piece of SQL with one name written in place of another. */
export function withRenamed(text: string, from: string, to: string, dialect: Statement['dialect']): string {
  const folds = dialect === 'postgresql';
  const edits = tokensOf(text, dialect).filter(({ kind, start, end }) => {
    const source = text.slice(start, end);
    return kind === 'word'
      ? (folds ? source.toLowerCase() : source) === from
      : kind === 'name' && source.slice(1, -1) === from;
  });
  const [open, close] = dialect === 'mysql' || dialect === 'mariadb' ? ['`', '`'] : ['"', '"'];
  const written = /^[a-z_][a-z0-9_]*$/.test(to) ? to : `${open}${to}${close}`;
  return edits.reduceRight((left, { start, end }) => left.slice(0, start) + written + left.slice(end), text);
}

/** A reader over a piece of SQL whose nodes nobody asks for their place in a document. */
export function looseReader(text: string, dialect: Statement['dialect']): Reader {
  return new Reader({ text, tokens: tokensOf(text, dialect), anchor: { base: 0 }, dialect });
}
