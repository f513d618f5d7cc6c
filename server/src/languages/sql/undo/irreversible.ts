import { edit, type Located, lineBreakOf, type Span, type TextEdit } from '#text';
import { objectName } from '../changes.ts';
import { chosen } from '../collected.ts';
import { isLive, namesTaken } from '../expand/live.ts';
import type { Migration } from '../migration.ts';
import type { QualifiedName, Statement } from '../model.ts';
import { blockOf } from '../moving.ts';
import { fitsIn } from './fitsIn.ts';
import { IRREVERSIBLE } from './inverse.ts';

/** A statement of the way up that takes something away for good, without a word about it. */
export interface Irreversible extends Located {
  readonly statement: Statement;
  /** What is lost: `the values of "note"`. */
  readonly what: string;
}

/**
 * Statements that no way down takes back: columns and tables dropped, rows removed, types narrowed, labels of enums added.
 * Left out where a comment says "irreversible": on the statement, at the top of the file, or in the way down.
 */
export function irreversibles(migration: Migration): readonly Irreversible[] {
  const { document } = migration;
  const first = document.statements[0]?.span.start ?? 0;
  const said = document.comments.filter(one => /\birreversible\b/i.test(one.text));
  const isDown = ({ start }: Span): boolean =>
    migration.units.some(one => one.direction === 'down' && one.span.start <= start && start < one.span.end);
  if (said.some(one => one.span.end <= first || isDown(one.span)) && !isSaidOf(migration, document.statements[0], said))
    return [];
  return taking(document.statementsOf('alterTable', 'dropTable', 'truncate', 'delete', 'alterType'))
    .filter(one => !one.templated && !one.broken && migration.isUp(one) && !isSaidOf(migration, one, said))
    .flatMap(statement => lossesOf(statement, migration).slice(0, 1));
}

/** Most changes of tables take nothing away. */
const taking = chosen(
  (one: Statement) =>
    one.type !== 'alterTable' ||
    one.actions.some(action => action.type === 'dropColumn' || action.type === 'alterColumnType'),
);

function isSaidOf(
  migration: Migration,
  statement: Statement | undefined,
  said: readonly { readonly span: Span }[],
): boolean {
  if (!statement || said.length === 0) return false;
  const { start } = blockOf(migration, statement).content;
  const { end } = migration.document.lines.lineSpanAt(statement.terminator?.span.end ?? statement.span.end);
  return said.some(one => start <= one.span.start && one.span.end <= end);
}

function lossesOf(statement: Statement, migration: Migration): Irreversible[] {
  const live = (table: QualifiedName | undefined): table is QualifiedName =>
    table !== undefined && isLive(table, statement, migration);
  const isReplaced = namesTaken(migration);
  const loss = (at: Located, what: string): Irreversible => ({ statement, what, span: at.span });
  switch (statement.type) {
    case 'alterTable': {
      const { table, actions } = statement;
      if (!live(table)) return [];
      const state = migration.tableBefore(statement, objectName(table));
      return actions.flatMap(action => {
        if (action.type === 'dropColumn') {
          if (isReplaced.has(`${table.name.text} ${action.name.text}`)) return [];
          return [loss(action.name, `the values of "${action.name.text}"`)];
        }
        if (action.type !== 'alterColumnType' || !action.dataType) return [];
        const before = state?.columns.find(one => one.name === action.name.text);
        return before && !fitsIn(before, action.dataType)
          ? [loss(action.name, `what "${action.name.text}" holds beyond its new type`)]
          : [];
      });
    }
    case 'dropTable':
      return statement.names
        .filter(one => live(one) && !isReplaced.has(one.name.text))
        .map(one => loss(one, `the rows of "${one.name.text}"`));
    case 'truncate':
      return statement.tables.filter(live).map(one => loss(one, `the rows of "${one.name.text}"`));
    case 'delete':
      return live(statement.table) ? [loss(statement.keyword, `rows of "${statement.table.name.text}"`)] : [];
    case 'alterType': {
      const { addValue } = statement;
      return addValue ? [loss(addValue, `an enum without "${addValue.text}"`)] : [];
    }
    default:
      return [];
  }
}

/** Says in a comment above the statement that it is meant. */
export function sayIrreversible({ document }: Migration, statement: Statement, reason: string): TextEdit {
  const { start } = statement.span;
  const line = document.lines.lineSpanAt(start);
  const indentation = /^[ \t]*/.exec(document.text.slice(line.start, start))![0];
  return edit.insert(start, `${IRREVERSIBLE} ${reason}${lineBreakOf(document.text)}${indentation}`);
}
