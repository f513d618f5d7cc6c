import { edit, type Located, lineBreakOf, type Span, type TextEdit } from '#text';
import type { SqlDocument, StatementOf } from '../model.ts';
import { firstFrom } from '../moving.ts';

type CreateTable = StatementOf<'createTable'>;

/**
 * Adds a line to the list of CREATE TABLE, right behind one of its items; where the list stands on one line, it goes on
 * that line. Comments stay with the item that they stand behind.
 */
export function addItemBehind(
  document: SqlDocument,
  statement: CreateTable,
  anchor: Located,
  text: string,
): readonly TextEdit[] | undefined {
  const { body } = statement;
  if (!body) return undefined;
  const { lines } = document;
  const newline = lineBreakOf(document.text);
  const line = lines.lineSpanAt(anchor.span.start);
  const indent = document.text.slice(line.start, anchor.span.start);
  const onOwnLine = indent.trim() === '';
  const next = itemsOf(statement).find(one => one.span.start >= anchor.span.end);
  const comma = next && commaIn(document, { start: anchor.span.end, end: next.span.start });
  if (next && comma === undefined) return undefined;
  const behind = comma === undefined ? anchor.span.end : comma + 1;
  const lineEnd = lines.lineSpanAt(behind).end;
  const restIsFree = (next ? next.span.start : body.span.end - 1) > lineEnd && isBlank(document, behind, lineEnd);
  if (!onOwnLine || !restIsFree) return [edit.insert(behind, comma === undefined ? `, ${text}` : ` ${text},`)];
  if (comma !== undefined) return [edit.insert(lineEnd, `${newline}${indent}${text},`)];
  if (lineEnd === behind) return [edit.insert(behind, `,${newline}${indent}${text}`)];
  return [edit.insert(behind, ','), edit.insert(lineEnd, `${newline}${indent}${text}`)];
}

/** Adds a column in front of all others. */
export function addColumnInFront(
  document: SqlDocument,
  statement: CreateTable,
  text: string,
): readonly TextEdit[] | undefined {
  const [first] = itemsOf(statement);
  if (!statement.body || !first) return undefined;
  const start = statement.body.span.start + 1;
  const line = document.lines.lineSpanAt(first.span.start);
  const indent = document.text.slice(line.start, first.span.start);
  if (line.start < start || indent.trim() !== '') return [edit.insert(start, `${text}, `)];
  return [edit.insert(start, `${lineBreakOf(document.text)}${indent}${text},`)];
}

/** A name for a new column, written as the other columns of the table are: `schema_version`, `"schemaVersion"`. */
export function columnNamed(document: SqlDocument, { columns }: CreateTable, ...words: readonly string[]): string {
  const camel = columns.some(one => /[a-z][A-Z]/.test(one.name.text));
  const later = words.slice(1).map(one => one.slice(0, 1).toUpperCase() + one.slice(1));
  const name = camel ? [words[0], ...later].join('') : words.join('_');
  const quotes = columns.flatMap(one => (one.name.quoted ? document.text.charAt(one.name.span.start) : []));
  const [quote] = quotes;
  const needsQuotes = camel || quotes.length === columns.length;
  return needsQuotes && (quote === '"' || quote === '`') ? quote + name + quote : name;
}

/** Takes an item out of the list of CREATE TABLE, its comma included; undefined where it is the only one. */
export function removeItem(
  document: SqlDocument,
  statement: CreateTable,
  item: Located,
): readonly TextEdit[] | undefined {
  const items = itemsOf(statement);
  const at = items.findIndex(one => one.span.start === item.span.start);
  const [before, next] = [items[at - 1], items[at + 1]];
  const { lines, text } = document;
  const line = lines.lineSpanAt(item.span.start);
  const onOwnLine = text.slice(line.start, item.span.start).trim() === '';
  if (next) {
    const comma = commaIn(document, { start: item.span.end, end: next.span.start });
    if (comma === undefined) return undefined;
    const rest = text.slice(comma + 1, lines.lineSpanAt(comma).end);
    // The whole line, or, between others, the blanks up to the next one.
    if (onOwnLine && rest.trim() === '') {
      const end = lines.lineSpanAt(comma).end;
      return [edit.remove({ start: line.start, end: end + breakAt(text, end) })];
    }
    return [edit.remove({ start: item.span.start, end: comma + 1 + (/^[ \t]*/.exec(rest)?.[0].length ?? 0) })];
  }
  const comma = before && commaIn(document, { start: before.span.end, end: item.span.start });
  if (comma === undefined) return undefined;
  const start = text.slice(0, item.span.start).trimEnd().length;
  const from = Math.max(start, comma + 1);
  return from === comma + 1
    ? [edit.remove({ start: comma, end: item.span.end })]
    : [edit.remove({ start: comma, end: comma + 1 }), edit.remove({ start: from, end: item.span.end })];
}

/** Columns and constraints in order of position. */
export function itemsOf({ columns, constraints }: CreateTable): readonly Located[] {
  return [...columns, ...constraints].sort((a, b) => a.span.start - b.span.start);
}

/** Whether nothing but blanks and comments that end there stands between two offsets of a line. */
function isBlank(document: SqlDocument, start: number, end: number): boolean {
  return withoutComments(document, { start, end }).trim() === '';
}

/** The first comma that is in no comment. */
function commaIn(document: SqlDocument, span: Span): number | undefined {
  const at = withoutComments(document, span).indexOf(',');
  return at < 0 ? undefined : span.start + at;
}

/** The source of a span, its comments blanked out; one that runs on behind it stays. */
function withoutComments({ text, comments }: SqlDocument, { start, end }: Span): string {
  let result = text.slice(start, end);
  for (let index = firstFrom(comments, start); index < comments.length; index++) {
    const { span } = comments[index]!;
    if (span.end > end) break;
    const blanks = ' '.repeat(span.end - span.start);
    result = result.slice(0, span.start - start) + blanks + result.slice(span.end - start);
  }
  return result;
}

function breakAt(text: string, at: number): number {
  return /^\r?\n?/.exec(text.slice(at, at + 2))?.[0].length ?? 0;
}
