import { createLexer, type Token } from '../lex.ts';
import { memoised } from '../memo.ts';
import type { DataChange, Expression } from '../model.ts';
import { Reader } from '../statements/reader.ts';
import { anchorOf } from './literals.ts';

/** A string that INSERT ... VALUES puts into a column. */
export interface InsertedValue {
  /** The name of the column, quotes taken off. */
  readonly column: string;
  /** What stands between its quotes. */
  readonly value: Expression;
}

/** The strings of INSERT (columns) VALUES (...), ..., in order; none where the columns are not written. */
export const insertedValues: (statement: DataChange) => readonly InsertedValue[] = memoised(statement => {
  const found: InsertedValue[] = [];
  const { text, dialect, templated } = statement;
  if (templated || statement.fromQuery) return found;
  const anchor = anchorOf(statement);
  const tokens: Token[] = [];
  const lexer = createLexer(text, dialect, 0, ';');
  for (let token = lexer.next(); token; token = lexer.next()) if (token.kind !== 'comment') tokens.push(token);
  const reader = new Reader({ text, tokens, anchor, dialect });
  reader.skipTo('INTO');
  reader.advance();
  reader.qualifiedName();
  const columns = reader.nameList();
  reader.skipTo('VALUES');
  reader.advance();
  while (columns.length > 0 && reader.word() === '(') {
    reader.advance();
    for (const { text: column } of columns) {
      const value = reader.quoted();
      // `'x' || y` is no literal.
      if (value && (reader.word() === ',' || reader.word() === ')')) found.push({ column, value });
      reader.skipTo(',');
      if (reader.word() === ',') reader.advance();
    }
    reader.skipTo(')');
    reader.advance();
    reader.keyword(',');
  }
  return found;
});
