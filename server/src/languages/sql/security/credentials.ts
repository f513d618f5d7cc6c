import { edit, type Span, type TextEdit } from '#text';
import { namesPassword, saysHashed, type TableWords, tokenIn, tokensNeverExpire } from '../../credentialWords.ts';
import { wordsOf } from '../../words.ts';
import { writtenName } from '../identifiers.ts';
import { memoised } from '../memo.ts';
import type { ColumnType, DataType, SqlDocument } from '../model.ts';
import type { TableState } from '../schemaState.ts';
import { mentions } from './literals.ts';

/** Whether a column is for passwords, and can be read as text. */
export function keepsPasswords({ column, type }: ColumnType): boolean {
  return namesPassword(wordsOf(column.text)) && holdsText(type);
}

/** Whether a column could hold a token that can be read; `tokenKind` decides, when its table is known. */
export function mayKeepTokens({ column, type }: ColumnType): boolean {
  const readable = holdsText(type) || (type.name.toLowerCase() === 'uuid' && !type.array);
  return readable && /token|key|secret|code|value/i.test(column.text);
}

/** What kind of token a column of a table keeps. */
export function tokenKind({ column }: ColumnType, table: TableState): ReturnType<typeof tokenIn> {
  return tokenIn(wordsOf(column.text), tableWordsOf(table));
}

/** Whether a column of this type holds words of any kind. */
function holdsText({ name, array }: DataType): boolean {
  return (
    !array &&
    /^(?:text|citext|varchar2?|char|character|character varying|nvarchar|bpchar|(?:tiny|medium|long)text)$/i.test(name)
  );
}

/** What a table is called, and what its columns are called, in words. */
export const tableWordsOf: (table: TableState) => TableWords = memoised(({ name, columns }) => {
  return { table: wordsOf(name), columns: columns.map(one => wordsOf(one.name)) };
});

/** Whether the tokens in a table are good for ever. */
export const keepsTokensForEver: (table: TableState) => boolean = memoised(table =>
  tokensNeverExpire(tableWordsOf(table)),
);

/** Whether a comment on its line or the one above, or a CHECK of its table, says that a column holds hashes. */
export function isSaidToBeHashed(document: SqlDocument, { statement, definition }: ColumnType): boolean {
  if (!definition) return false;
  if (definition.type?.args[0] === '60') return true; // bcrypt's length
  const checks = [
    ...definition.constraints,
    ...(statement.type === 'createTable' ? statement.constraints : []),
  ].flatMap(one => (one.type === 'check' && one.expression ? [one.expression.text] : []));
  return checks.some(saysHashed) || commentsAt(document, definition.span).some(saysHashed);
}

function commentsAt({ comments, lines, text }: SqlDocument, { start, end }: Span): readonly string[] {
  const line = lines.lineSpanAt(start);
  const above = line.start > 0 ? lines.lineSpanAt(line.start - 1) : line;
  // A comment above stands alone on its line; behind other code it belongs to that.
  const alone = /^\s*(?:--|\/\*|#)/.test(text.slice(above.start, above.end));
  const last = lines.lineSpanAt(end).end;
  return comments
    .filter(({ span }) => span.start >= (alone ? above.start : line.start) && span.start < last)
    .map(one => one.text);
}

/**
 * Gives a column that is being made another name, and another type where one is given. Undefined where anything else in
 * the file speaks of it.
 */
export function renamedDefinition(
  document: SqlDocument,
  { column, type, definition, statement }: ColumnType,
  suffix: string,
  newType?: string,
): { readonly name: string; readonly edits: readonly TextEdit[] } | undefined {
  if (!definition || statement.broken) return undefined;
  const count = document.statements.reduce((sum, one) => sum + mentions(one, column.text), 0);
  if (count !== 1) return undefined;
  const humps = statement.type === 'createTable' && statement.columns.some(one => /[a-z][A-Z]/.test(one.name.text));
  const name =
    humps || /[a-z][A-Z]/.test(column.text)
      ? `${column.text}${suffix[0]!.toUpperCase()}${suffix.slice(1)}`
      : `${column.text}_${suffix}`;
  const quote = document.text[column.span.start];
  const written = column.quoted
    ? `${quote}${name}${quote}`
    : document.dialect === 'postgresql'
      ? writtenName(name)
      : name;
  const edits = [edit.replace(column.span, written)];
  return { name, edits: newType === undefined ? edits : [...edits, edit.replace(type.span, newType)] };
}
