import type { Located } from '#text';
import type { Document, Hints } from '../contract.ts';
import type { AlterAction, Statement, StatementOf, StatementType } from './statementModel.ts';
import type { AddedColumn, ColumnDefinition, ColumnType } from './tableModel.ts';

export type * from './securityModel.ts';
export type * from './statementModel.ts';
export type * from './tableModel.ts';

export type SqlDialect = NonNullable<Hints['sqlDialect']>;

/**
 * A migration (or any other SQL file) as a list of statements.
 *
 * The accessors answer over all spellings, in order of position. Their items live as long as the text of their
 * statement, so all of them may be given to `context.each`.
 */
export interface SqlDocument extends Document {
  readonly kind: 'sql';
  readonly dialect: SqlDialect;
  /** Every statement, broken and unknown ones included; commands of the client (`\connect`, `DELIMITER`) are of type `meta`. */
  readonly statements: readonly Statement[];
  /** Every CREATE INDEX statement. */
  readonly indexes: readonly StatementOf<'createIndex'>[];
  readonly createdTables: readonly StatementOf<'createTable'>[];
  readonly alteredTables: readonly StatementOf<'alterTable'>[];
  /** Every ALTER TABLE with an action of one of these types. */
  alteredBy(...types: readonly AlterAction['type'][]): readonly StatementOf<'alterTable'>[];
  /** Every ALTER TABLE ... ADD COLUMN, one item a column. */
  readonly addedColumns: readonly AddedColumn[];
  /** Every column that is given a type: CREATE TABLE, ADD COLUMN, ALTER COLUMN TYPE, MODIFY and CHANGE COLUMN. */
  columnTypes(): readonly ColumnType[];
  statementsOf<T extends StatementType>(...types: readonly T[]): readonly StatementOf<T>[];
  /** The statement that covers `offset`, its terminator included. */
  statementAt(offset: number): Statement | undefined;
  /** The source of a node. */
  textOf(node: Located): string;
}

/** The first constraint of a column that is of the given type. */
export function constraintOf<T extends ColumnDefinition['constraints'][number]['type']>(
  column: ColumnDefinition,
  type: T,
): Extract<ColumnDefinition['constraints'][number], { readonly type: T }> | undefined {
  return column.constraints.find(
    (one): one is Extract<ColumnDefinition['constraints'][number], { readonly type: T }> => one.type === type,
  );
}
