import type { SqlDialect, SqlDocument, Statement, StatementOf, StatementType } from '#languages/sql';
import { parseSql } from '#languages/sql';

/** A document of one dialect, without looking at what the text shows. */
export function read(text: string, dialect: SqlDialect = 'postgresql'): SqlDocument {
  return parseSql({ uri: 'file:///migrations/1_change.sql', text, hints: { sqlDialect: dialect } });
}

/** The only statement of a text, which is of the type. */
export function only<T extends StatementType>(text: string, type: T, dialect?: SqlDialect): StatementOf<T> {
  const { statements } = read(text, dialect);
  const [first] = statements;
  if (statements.length !== 1 || first?.type !== type)
    throw new Error(`Expected one ${type}, found ${statements.map(one => one.type).join(', ')}`);
  return first as Statement as StatementOf<T>;
}

/** The start of each statement, for comparing how a text is split. */
export function heads(text: string, dialect?: SqlDialect, words = 3): string[] {
  return read(text, dialect).statements.map(one => one.text.split(/\s+/).slice(0, words).join(' '));
}
