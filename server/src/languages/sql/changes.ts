import type { Located, Span } from '#text';
import { blockChanges } from './blockChanges.ts';
import { memoised } from './memo.ts';
import type { Statement } from './model.ts';
import { objectChanges } from './objectChanges.ts';
import { objectName, type SchemaChange } from './schemaFacts.ts';
import { actionChanges, indexFact, tableChanges } from './tableChanges.ts';

export * from './schemaFacts.ts';

/** What a statement changes, in order. The same array for the same statement. */
export const changesOf: (statement: Statement) => readonly SchemaChange[] = memoised(read);

/** Called once and never while the statement moves: the places are relative to its first character. */
function read(statement: Statement): readonly SchemaChange[] {
  // What a template fills in may be anything, the table's name included.
  if (statement.templated) return [];
  const at = (node: Located): Span => placeIn(statement, node);
  switch (statement.type) {
    case 'createTable':
      return tableChanges(statement, at);
    case 'alterTable': {
      const { table } = statement;
      return table ? statement.actions.flatMap(action => actionChanges(statement, objectName(table), action, at)) : [];
    }
    case 'createIndex': {
      const { table, name, ifNotExists } = statement;
      if (!table) return [];
      const change = { type: 'createIndex', table: objectName(table), index: indexFact(statement) } as const;
      return [{ ...change, ifNotExists: ifNotExists !== undefined, at: at(name ?? table) }];
    }
    case 'do':
      return blockChanges(statement, changesOf);
    case 'insert':
    case 'copy':
    case 'merge':
      return statement.table ? [{ type: 'fill', table: objectName(statement.table), at: at(statement.table) }] : [];
    case 'delete':
      return statement.table && !statement.where
        ? [{ type: 'empty', table: objectName(statement.table), at: at(statement.table) }]
        : [];
    case 'truncate':
      return statement.tables.map(table => ({ type: 'empty', table: objectName(table), at: at(table) }));
    default:
      return objectChanges(statement, at);
  }
}

/** Where a node stands in its statement, cut at the end of its first line. */
function placeIn(statement: Statement, { span }: Located): Span {
  const base = statement.span.start;
  const start = span.start - base;
  const text = statement.text.slice(start, span.end - base);
  const line = text.search(/[\r\n]/);
  return { start, end: start + (line < 0 ? text.length : line) };
}
