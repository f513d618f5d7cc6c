import { edit, type Span, type TextEdit } from '#text';
import type { Migration } from './migration.ts';
import type { Statement } from './model.ts';
import type { MigrationChange, SeparateRequest } from './tools/index.ts';

/** What a statement becomes when it moves out, and what undoes it; both without a terminator. */
export interface Moved {
  readonly slug: string;
  /** Changes of the statement on its way. */
  readonly edits: readonly TextEdit[];
  readonly undo: string | undefined;
  /** Whether it has to run outside a transaction. */
  readonly outside: boolean;
  /** Statements of the down half that the new migration makes superfluous. */
  readonly undoneBy: readonly Statement[];
  /** How many statements before this one are to move out as well. */
  readonly rank: number;
}

/**
 * Moves a statement, with the comments that belong to it, into a migration of its own that runs right after this one.
 * Undefined where the tool has no such migration or the statement cannot be taken out.
 */
export function separateMigration(
  migration: Migration,
  statement: Statement,
  moved: Moved,
): MigrationChange | undefined {
  if (statement.broken || isFenced(migration, statement)) return undefined;
  const { document } = migration;
  const block = blockOf(migration, statement);
  // A statement at the end of a file may lack its terminator.
  const terminated = statement.terminator ? [] : [edit.insert(statement.span.end, ';')];
  const up = applied(document.text, block.content, [...moved.edits, ...terminated]);
  const made = newMigration(migration, statement, {
    slug: moved.slug,
    up,
    down: moved.undo === undefined ? undefined : `${moved.undo};`,
    outside: moved.outside,
    rank: moved.rank,
  });
  if (!made) return undefined;
  const removals = [block.removal, ...moved.undoneBy.map(one => blockOf(migration, one).removal)];
  return { edits: [...removals.map(edit.remove), ...made.edits], creates: made.creates };
}

/** A migration that runs right after the one of `statement`; undefined where its tool has no such migration. */
export function newMigration(
  { tool, file, directory, unitOf }: Migration,
  statement: Statement,
  written: Pick<SeparateRequest, 'slug' | 'up' | 'down' | 'outside' | 'rank'>,
): MigrationChange | undefined {
  const unit = unitOf(statement);
  if (!unit) return undefined;
  const slug = written.slug.replace(/[^\p{L}\p{N}_]+/gu, '_');
  // Numbers are taken by what runs later; a long history before this file has none of them.
  const later = directory.migrations.slice(directory.before(file.uri)).map(one => one.uri);
  return tool.separate?.({ ...written, slug, file, unit, known: [file.uri, ...later] });
}

/** goose's StatementBegin and StatementEnd hold what stands between them together. */
export function isFenced({ document, tool }: Migration, statement: Statement): boolean {
  if (tool.id !== 'goose') return false;
  const above = document.text.slice(0, statement.span.start);
  return above.lastIndexOf('+goose StatementBegin') > above.lastIndexOf('+goose StatementEnd');
}

export interface Block {
  /** The statement, the comment lines right above it and the comment behind it on its last line. */
  readonly content: Span;
  /** What is to be cut out, so that no gap is left. */
  readonly removal: Span;
}

/** Comments that are said to a tool, or of the whole file, and stay where they are. */
const DIRECTIVE =
  /^\s*(?:\+goose|migrate:|changeset|liquibase|rollback|preconditions|atlas:|no-transaction|(?:up|down) migration|plumbline-ignore-file)\b|^>/i;

export function blockOf({ document, unitOf }: Migration, statement: Statement): Block {
  const { text, lines } = document;
  const unit = unitOf(statement);
  let { start } = statement.span;
  let end = statement.terminator?.span.end ?? statement.span.end;
  const firstLine = lines.lineSpanAt(start);
  const lastLine = lines.lineSpanAt(end);
  const next = document.comments[firstFrom(document.comments, end)];
  const behind = next && next.span.start < lastLine.end ? next : undefined;
  const tail = behind && text.slice(end, behind.span.start).trim() === '' && behind.span.end >= lastLine.end;
  if (tail) end = lastLine.end;
  const alone = text.slice(firstLine.start, start).trim() === '' && text.slice(end, lastLine.end).trim() === '';
  if (!alone) return { content: { start, end }, removal: { start: blanksBefore(text, start), end } };
  start = commentsAbove(document, start, unit?.span.start ?? 0);
  const lineStart = lines.lineSpanAt(start).start;
  const content = { start, end };
  const before = text.slice(0, lineStart).trimEnd().length;
  const behindBreak = /^\r?\n?/.exec(text.slice(lastLine.end))![0].length;
  // An empty line that set it off goes with it: the one above, or below where it is the first.
  if (before > (unit?.span.start ?? 0))
    return { content, removal: { start: text.indexOf('\n', before) + 1, end: lastLine.end + behindBreak } };
  const rest = /^(?:[ \t]*\r?\n)*/.exec(text.slice(lastLine.end))![0].length;
  return { content, removal: { start: lineStart, end: lastLine.end + rest } };
}

/** Where the comment lines begin that stand right above `start`, without an empty line between. */
function commentsAbove({ text, comments, lines }: Migration['document'], start: number, from: number): number {
  let first = start;
  for (let index = firstFrom(comments, start) - 1; index >= 0; index--) {
    const comment = comments[index]!;
    if (comment.span.end > first) continue;
    const between = text.slice(comment.span.end, first);
    const startsLine = text.slice(lines.lineSpanAt(comment.span.start).start, comment.span.start).trim() === '';
    const adjacent = between.trim() === '' && (between.match(/\n/g) ?? []).length === 1;
    if (!adjacent || !startsLine || comment.span.start < from || DIRECTIVE.test(comment.text)) break;
    first = comment.span.start;
  }
  return first;
}

/** The index of the first comment that starts at or behind an offset. */
export function firstFrom(comments: Migration['document']['comments'], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle]!.span.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function blanksBefore(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--;
  return at;
}

/** The source of a span after edits that lie inside it, its indentation taken off. */
export function applied(text: string, { start, end }: Span, edits: readonly TextEdit[]): string {
  let result = '';
  let at = start;
  for (const one of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    result += text.slice(at, one.span.start) + one.text;
    at = one.span.end;
  }
  return (result + text.slice(at, end)).replaceAll('\r\n', '\n');
}
