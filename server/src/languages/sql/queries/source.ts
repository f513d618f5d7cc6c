import { createLexer, type Token } from '../lex.ts';
import type { Expression, Statement } from '../model.ts';
import type { Anchor } from '../placed.ts';
import { Reader } from '../statements/reader.ts';

/** A reader over a piece of a statement's text, which places what it reads in the document. */
export function readerOver(piece: Expression, { dialect }: Pick<Statement, 'dialect'>, text = piece.text): Reader {
  return new Reader({ text, tokens: tokensOf(text, dialect), anchor: anchorOf(piece), dialect });
}

/** The tokens of a text that are SQL. */
export function tokensOf(text: string, dialect: Statement['dialect']): readonly Token[] {
  const tokens: Token[] = [];
  const lexer = createLexer(text, dialect, 0, ';');
  for (let token = lexer.next(); token; token = lexer.next())
    if (token.kind !== 'comment' && token.kind !== 'control' && token.kind !== 'meta') tokens.push(token);
  return tokens;
}

/** Follows a node wherever edits above it move it. */
export function anchorOf(node: Expression): Anchor {
  return {
    get base() {
      return node.span.start;
    },
  };
}
