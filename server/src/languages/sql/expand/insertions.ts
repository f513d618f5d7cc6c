import { edit, lineBreakOf, type TextEdit } from '#text';
import type { Migration } from '../migration.ts';
import type { Statement } from '../model.ts';
import { isFenced } from '../moving.ts';

/**
 * Writes statements (with terminators, lines joined by `\n`) behind one that is there. Undefined where the tool would cut
 * them in the wrong places, or nobody knows where the statement ends.
 */
export function insertAfter(
  migration: Migration,
  statement: Statement,
  statements: readonly string[],
): TextEdit | undefined {
  const { document } = migration;
  if (statement.broken || statement.templated || isFenced(migration, statement)) return undefined;
  const text = written(migration, statement, statements);
  if (text === undefined) return undefined;
  const end = statement.terminator?.span.end ?? statement.span.end;
  const newline = lineBreakOf(document.text);
  const separator = migration.tool.id === 'drizzle' ? '--> statement-breakpoint' : '';
  // A comment behind the statement belongs to it.
  const line = document.lines.lineSpanAt(end);
  const tail = document.text.slice(end, line.end);
  const at = statement.terminator && separator === '' && /^[ \t]*--(?!>)/.test(tail) ? line.end : end;
  return edit.insert(at, (statement.terminator ? '' : ';') + separator + newline + text);
}

/** Writes statements on lines of their own right before one. */
export function insertBefore(
  migration: Migration,
  statement: Statement,
  statements: readonly string[],
): TextEdit | undefined {
  const { text, lines } = migration.document;
  const { start } = statement.span;
  const indentation = text.slice(lines.lineSpanAt(start).start, start);
  const made = written(migration, statement, statements);
  if (made === undefined || statement.broken || statement.templated || isFenced(migration, statement)) return undefined;
  const separator = migration.tool.id === 'drizzle' ? '--> statement-breakpoint' : '';
  const next = indentation.trim() === '' ? indentation : '';
  return edit.insert(start, made.trimStart() + separator + lineBreakOf(text) + next);
}

/** Writes statements in the place of one, whose comments around it stay. */
export function replaceWith(
  migration: Migration,
  statement: Statement,
  statements: readonly string[],
): TextEdit | undefined {
  if (statement.broken || statement.templated || isFenced(migration, statement)) return undefined;
  const { start } = statement.span;
  const text = written(migration, statement, statements);
  return text === undefined
    ? undefined
    : edit.replace({ start, end: statement.terminator?.span.end ?? statement.span.end }, text.trimStart());
}

function written(migration: Migration, near: Statement, statements: readonly string[]): string | undefined {
  const { text, lines } = migration.document;
  const pieces = statements.map(one => asOneStatement(migration, one));
  if (pieces.some(one => one === undefined)) return undefined;
  const { start } = lines.lineSpanAt(near.span.start);
  const indentation = /^[ \t]*/.exec(text.slice(start, near.span.start))![0];
  return pieces
    .join(migration.tool.id === 'drizzle' ? '--> statement-breakpoint\n' : '\n')
    .replace(/^(?=.)/gm, indentation)
    .replaceAll('\n', lineBreakOf(text));
}

/** A body in dollar quotes holds semicolons, at which some tools would cut. */
export function asOneStatement({ tool }: Migration, statement: string): string | undefined {
  if (!statement.includes('$$')) return statement;
  if (tool.id === 'goose') return `-- +goose StatementBegin\n${statement}\n-- +goose StatementEnd`;
  return tool.id === 'liquibase' || tool.id === 'alembic' ? undefined : statement;
}
