import { edit, type Span, type TextEdit } from '#text';
import type { Migration } from './migration.ts';
import type { Statement } from './model.ts';
import type { MigrationChange, MigrationUnit } from './tools/index.ts';
import { modelOf, refusesTransaction } from './transaction.ts';

/** How a statement that PostgreSQL refuses to run inside a transaction can be run. */
export type Outside =
  /** Where it stands, after this change (often none). `alone`: as long as no other statement stands beside it. */
  | { readonly type: 'here'; readonly change: MigrationChange; readonly alone: boolean }
  /** In a migration of its own: `separateMigration`. */
  | { readonly type: 'separate' };

const nothing: MigrationChange = { edits: [], creates: [] };

/**
 * How `statement` could run outside a transaction; undefined where its tool has no way. `leaving`: statements that are
 * about to move to other files.
 */
export function outsideTransaction(
  migration: Migration,
  statement: Statement,
  leaving: readonly Statement[] = [],
): Outside | undefined {
  const { tool, file } = migration;
  const unit = migration.unitOf(statement);
  if (!unit) return undefined;
  const all = migration.statementsOf(unit).filter(one => one.type !== 'meta' && !leaving.includes(one));
  const others = all.filter(one => one !== statement);
  const { begunBy } = migration.transactionOf(statement);
  const here = (alone: boolean): Outside => ({ type: 'here', change: nothing, alone });
  const separate: Outside | undefined = tool.separate && { type: 'separate' };
  if (begunBy === 'none') return here(all.length === 1 && modelOf(unit, tool, all) === 'batch');
  if (begunBy === 'begin') return separate;
  switch (modelOf(unit, tool, all)) {
    case 'batch':
    case 'unknown':
      return others.length === 0 ? here(true) : separate;
    case 'file': {
      if (tool.detectsConcurrently) return others.every(refusesTransaction) ? here(true) : separate;
      const change = mayOptOut(migration, unit, others) ? tool.optOut?.(unit, file) : undefined;
      return change ? { type: 'here', change, alone: tool.optedOut === 'batch' } : separate;
    }
    default:
      return separate;
  }
}

/** Whether nothing else in the file loses by it when a unit no longer runs in a transaction. */
function mayOptOut(migration: Migration, unit: MigrationUnit, others: readonly Statement[]): boolean {
  const { tool, units } = migration;
  if (tool.optedOut === 'batch' ? others.length > 0 : !others.every(needsNoTransaction)) return false;
  if (!tool.optOutCoversFile) return true;
  return units.every(one => {
    const statements = migration.statementsOf(one);
    return one === unit || statements.length <= 1 || statements.every(needsNoTransaction);
  });
}

/** Statements that lose nothing when they commit by themselves. */
function needsNoTransaction(statement: Statement): boolean {
  return /^(?:createIndex|dropIndex|reindex|set|comment|analyze|vacuum)$/.test(statement.type);
}

/** What a statement becomes when it moves out, and what undoes it; both without a terminator. */
export interface Moved {
  readonly slug: string;
  /** Changes of the statement on its way. */
  readonly edits: readonly TextEdit[];
  readonly undo: string | undefined;
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
  const { tool, file, directory, document } = migration;
  const unit = migration.unitOf(statement);
  if (!unit || !tool.separate || statement.broken || isFenced(migration, statement)) return undefined;
  const block = blockOf(migration, statement);
  // A statement at the end of a file may lack its terminator.
  const terminated = statement.terminator ? [] : [edit.insert(statement.span.end, ';')];
  const up = applied(document.text, block.content, [...moved.edits, ...terminated]);
  const made = tool.separate({
    file,
    unit,
    slug: moved.slug.replace(/[^\p{L}\p{N}_]+/gu, '_'),
    up,
    down: moved.undo === undefined ? undefined : `${moved.undo};`,
    known: [...directory.facts.keys()],
    rank: moved.rank,
  });
  if (!made) return undefined;
  const removals = [block.removal, ...moved.undoneBy.map(one => blockOf(migration, one).removal)];
  return { edits: [...removals.map(edit.remove), ...made.edits], creates: made.creates };
}

/** goose's StatementBegin and StatementEnd hold what stands between them together. */
function isFenced({ document }: Migration, statement: Statement): boolean {
  const above = document.text.slice(0, statement.span.start);
  return above.lastIndexOf('+goose StatementBegin') > above.lastIndexOf('+goose StatementEnd');
}

interface Block {
  /** The statement, the comment lines right above it and the comment behind it on its last line. */
  readonly content: Span;
  /** What is to be cut out, so that no gap is left. */
  readonly removal: Span;
}

/** Comments that are said to a tool, or of the whole file, and stay where they are. */
const DIRECTIVE =
  /^\s*(?:\+goose|migrate:|changeset|liquibase|rollback|preconditions|atlas:|no-transaction|(?:up|down) migration|plumbline-ignore-file)\b|^>/i;

function blockOf({ document, unitOf }: Migration, statement: Statement): Block {
  const { text, lines } = document;
  const unit = unitOf(statement);
  let { start } = statement.span;
  let end = statement.terminator?.span.end ?? statement.span.end;
  const firstLine = lines.lineSpanAt(start);
  const lastLine = lines.lineSpanAt(end);
  const behind = document.comments.find(one => one.span.start >= end && one.span.start < lastLine.end);
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
  for (let index = comments.length - 1; index >= 0; index--) {
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

function blanksBefore(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--;
  return at;
}

/** The source of a span after edits that lie inside it, its indentation taken off. */
function applied(text: string, { start, end }: Span, edits: readonly TextEdit[]): string {
  let result = '';
  let at = start;
  for (const one of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    result += text.slice(at, one.span.start) + one.text;
    at = one.span.end;
  }
  return (result + text.slice(at, end)).replaceAll('\r\n', '\n');
}
