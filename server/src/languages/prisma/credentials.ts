import { namesPassword, saysHashed, type TableWords, tokenIn } from '../credentialWords.ts';
import { wordsOf } from '../words.ts';
import type { Model } from './blocks.ts';
import type { Field } from './fields.ts';
import type { PrismaDocument } from './model.ts';

/** What a model is called, and what its fields and columns are called, in words. */
export function modelWordsOf(model: Model): TableWords {
  return {
    table: wordsOf(model.name.text),
    columns: [...new Set(model.fields.flatMap(one => [wordsOf(one.name.text), wordsOf(one.column)]))],
  };
}

/** The fields that, by name and type, keep passwords as they were typed. */
export function passwordFields(document: PrismaDocument, model: Model): readonly Field[] {
  return model.fields.filter(
    field =>
      /pass|pwd/i.test(field.name.text) &&
      isText(field) &&
      namesPassword(wordsOf(field.name.text)) &&
      namesPassword(wordsOf(field.column)) &&
      !isSaidToBeHashed(document, field),
  );
}

/** A field that keeps tokens or secrets, and which of the two. */
export interface TokenField {
  readonly field: Field;
  readonly kind: 'compared' | 'used';
}

export function tokenFields(document: PrismaDocument, model: Model): readonly TokenField[] {
  let words: TableWords | undefined;
  if (commentsAbove(document, model.span.start).some(saysHashed)) return [];
  return model.fields.flatMap((field): TokenField[] => {
    if (!/token|key|secret|code|value/i.test(field.name.text) || !isText(field)) return [];
    words ??= modelWordsOf(model);
    const kind = tokenIn(wordsOf(field.name.text), words);
    const inDatabase = field.column === field.name.text ? kind : tokenIn(wordsOf(field.column), words);
    return kind && inDatabase && !isSaidToBeHashed(document, field) ? [{ field, kind }] : [];
  });
}

function isText({ type, broken }: Field): boolean {
  return !broken && type?.name.text === 'String' && !type.list;
}

/** Whether a comment on its line or right above it says so, or its type has the length of a bcrypt hash. */
function isSaidToBeHashed(document: PrismaDocument, field: Field): boolean {
  const { comments, lines } = document;
  const native = field.attributes.find(one => /^db\.(?:Var)?Char$/.test(one.name.text))?.args[0]?.value;
  if (native?.kind === 'number' && native.text === '60') return true;
  const { end } = field.span;
  const lineEnd = lines.lineSpanAt(end).end;
  const behind = comments.filter(({ span }) => span.start >= end && span.start < lineEnd).map(one => one.text);
  return [...commentsAbove(document, field.span.start), ...behind].some(saysHashed);
}

/** The texts of the comment lines right above what starts at an offset. */
function commentsAbove({ comments, lines, text }: PrismaDocument, start: number): readonly string[] {
  const { start: line } = lines.lineSpanAt(start);
  let from = line;
  while (from > 0) {
    const above = lines.lineSpanAt(from - 1);
    if (!/^\s*\/\//.test(text.slice(above.start, above.end))) break;
    from = above.start;
  }
  return from === line
    ? []
    : comments.filter(({ span }) => span.start >= from && span.start < line).map(one => one.text);
}
