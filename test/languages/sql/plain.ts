import type { SqlDocument } from '#languages/sql';
import { isLocated } from '#text';

/** Everything that a document says, spans included, as data that compares by value. */
export function plain(document: SqlDocument): unknown {
  const { dialect, text, statements, comments, problems, opaque } = document;
  return {
    dialect,
    text,
    statements: statements.map(plainValue),
    comments: comments.map(({ span, text, textStart }) => ({ span, text, textStart })),
    problems: problems.map(({ span, message }) => ({ span, message })),
    opaque,
    addedColumns: document.addedColumns.map(({ span, table }) => ({ span, table: plainValue(table) })),
    columnTypes: document
      .columnTypes()
      .map(({ span, column, origin }) => ({ span, column: plainValue(column), origin })),
  };
}

/** Items that point back at their statement. */
const back = new Set(['statement', 'action', 'addedColumns', 'columnTypes']);

export function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value)
    .filter(([key]) => !back.has(key))
    .map(([key, inner]) => [key, plainValue(inner)]);
  const span = isLocated(value as never) ? { span: (value as { readonly span: unknown }).span } : {};
  return { ...Object.fromEntries(fields), ...span };
}
