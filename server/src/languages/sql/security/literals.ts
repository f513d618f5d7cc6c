import { createLexer, type Token } from '../lex.ts';
import { memoised } from '../memo.ts';
import type { Expression, Statement } from '../model.ts';
import { type Anchor, place } from '../placed.ts';

/** Bodies in bodies: `DO $$ ... EXECUTE $q$ ... $q$ ... $$`. */
const DEEPEST = 3;

/**
 * What stands between the quotes of every string of a statement, in order of position, those of dollar-quoted bodies
 * included. Strings that a template touches are left out.
 */
export const literalsOf: (statement: Statement) => readonly Expression[] = memoised(statement => {
  const found: Expression[] = [];
  const anchor = anchorOf(statement);
  const read = (text: string, offset: number, depth: number): void => {
    for (const token of tokens(text, statement)) {
      if (token.opaque.length > 0) continue;
      const content = contentOf(text, token);
      if (!content) continue;
      const inner = text.slice(content.start, content.end);
      if (token.kind === 'dollar' && depth < DEEPEST && /\s/.test(inner))
        read(inner, offset + content.start, depth + 1);
      else found.push(place(anchor, offset + content.start, offset + content.end, { text: inner }));
    }
  };
  if (statement.type !== 'meta') read(statement.text, 0, 0);
  return found;
});

/** For nodes that are read from a statement later than itself: it knows where it stands by now. */
export function anchorOf(statement: Statement): Anchor {
  return {
    get base() {
      return statement.span.start;
    },
    set base(_moved) {},
  };
}

/** How often a name stands in a statement, quoted or not, whatever it names there. */
export function mentions(statement: Statement, name: string): number {
  if (!statement.text.toLowerCase().includes(name.toLowerCase())) return 0;
  let count = 0;
  for (const token of tokens(statement.text, statement)) {
    const source = statement.text.slice(token.start, token.end);
    if (token.kind === 'word' || token.kind === 'name') {
      if (source.replace(/^["`[]|["`\]]$/g, '').toLowerCase() === name.toLowerCase()) count++;
    } else if (token.kind === 'string' || token.kind === 'dollar') {
      if (source.toLowerCase().includes(name.toLowerCase())) count++;
    }
  }
  return count;
}

function* tokens(text: string, { dialect }: Statement): Generator<Token> {
  const lexer = createLexer(text, dialect, 0, ';');
  for (let token = lexer.next(); token; token = lexer.next()) yield token;
}

function contentOf(text: string, { kind, start, end, unterminated }: Token) {
  if (kind !== 'string' && kind !== 'dollar') return undefined;
  const source = text.slice(start, end);
  const open = kind === 'dollar' ? source.indexOf('$', 1) + 1 : source.search(/['"]/) + 1;
  const close = unterminated ? 0 : kind === 'dollar' ? open : 1;
  return { start: start + open, end: Math.max(start + open, end - close) };
}
