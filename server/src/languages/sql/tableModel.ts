import type { Located } from '#text';
import type { AddColumn, AlterTable, CreateTable } from './statementModel.ts';

/** A word or mark that a fix may take away or stand beside. */
export type Keyword = Located;

/** An identifier as written; its span covers the quotes. */
export interface Name extends Located {
  /**
   * What the database makes of it: quotes taken off; unquoted names lower-cased for PostgreSQL, which folds them, and
   * kept as they are for the others.
   */
  readonly text: string;
  readonly quoted: boolean;
}

export interface QualifiedName extends Located {
  readonly schema: Name | undefined;
  readonly name: Name;
}

/** Any piece of SQL that is not taken apart. */
export interface Expression extends Located {
  /** Its source, comments included. */
  readonly text: string;
}

export interface DataType extends Located {
  /** As written, comments included. */
  readonly text: string;
  /**
   * Lower-cased, one blank between words, without arguments, array brackets and a leading `pg_catalog.`:
   * `timestamp with time zone`, `varchar`, `bigint unsigned`; a quoted type name keeps its case.
   */
  readonly name: string;
  /** `numeric(12, 2)` has `['12', '2']`. */
  readonly args: readonly string[];
  readonly array: boolean;
}

export interface ColumnDefinition extends Located {
  readonly name: Name;
  /** Undefined where none is written: SQLite allows that, and so does half-typed text. */
  readonly type: DataType | undefined;
  readonly constraints: readonly ColumnConstraint[];
}

interface ConstraintBase extends Located {
  /** The name after CONSTRAINT. */
  readonly name: Name | undefined;
  /**
   * NOT VALID, which PostgreSQL knows for CHECK, FOREIGN KEY and (18) NOT NULL of a table; NOT ENFORCED (18) counts as
   * well, since existing rows are not checked either.
   */
  readonly notValid: Keyword | undefined;
}

/** What REFERENCES says. */
export interface Reference {
  readonly table: QualifiedName | undefined;
  readonly columns: readonly Name[];
  /** Upper-cased: `CASCADE`, `SET NULL`, `NO ACTION`, `RESTRICT`, `SET DEFAULT`. */
  readonly onDelete: string | undefined;
  readonly onUpdate: string | undefined;
}

/** The span of each covers its optional `CONSTRAINT name` as well. */
export type ColumnConstraint =
  | (ConstraintBase & { readonly type: 'notNull' | 'null' | 'primaryKey' | 'unique' | 'autoIncrement' })
  | (ConstraintBase & { readonly type: 'default'; readonly value: Expression | undefined })
  | (ConstraintBase & {
      readonly type: 'generated';
      readonly expression: Expression | undefined;
      readonly stored: boolean;
    })
  | (ConstraintBase & { readonly type: 'identity'; readonly always: boolean })
  | (ConstraintBase & { readonly type: 'references'; readonly reference: Reference })
  | (ConstraintBase & { readonly type: 'check'; readonly expression: Expression | undefined })
  | (ConstraintBase & { readonly type: 'collate' | 'comment' | 'onUpdate' | 'other' });

/** A column of an index or constraint, or the expression in its place. */
export interface IndexColumn extends Located {
  /** Set where the item is a plain column. */
  readonly column: Name | undefined;
  readonly expression: Expression | undefined;
  readonly collation: QualifiedName | undefined;
  readonly opclass: QualifiedName | undefined;
  readonly order: 'asc' | 'desc' | undefined;
  readonly nulls: 'first' | 'last' | undefined;
  /** MySQL: `email(100)`. */
  readonly prefixLength: number | undefined;
}

export type TableConstraint =
  | (ConstraintBase & {
      readonly type: 'primaryKey' | 'unique';
      readonly columns: readonly IndexColumn[];
      /** The parentheses around the columns. */
      readonly columnList: Located | undefined;
      /** INCLUDE with its columns. */
      readonly include: Located | undefined;
      readonly includedColumns: readonly Name[];
      /** WITH and USING INDEX TABLESPACE: how its index is stored. */
      readonly storage: Located | undefined;
      /** DEFERRABLE, INITIALLY DEFERRED and their opposites. */
      readonly timing: Located | undefined;
      /** The index after USING INDEX (PostgreSQL). */
      readonly usingIndex: Name | undefined;
      readonly nullsNotDistinct: Keyword | undefined;
    })
  | (ConstraintBase & { readonly type: 'foreignKey'; readonly columns: readonly Name[]; readonly reference: Reference })
  | (ConstraintBase & { readonly type: 'check'; readonly expression: Expression | undefined })
  | (ConstraintBase & { readonly type: 'exclude'; readonly where: Expression | undefined })
  /** PostgreSQL 18: `ADD CONSTRAINT c NOT NULL column`. */
  | (ConstraintBase & { readonly type: 'notNull'; readonly column: Name | undefined })
  /** MySQL: KEY and INDEX, FULLTEXT and SPATIAL inside CREATE TABLE and ALTER TABLE. */
  | (ConstraintBase & {
      readonly type: 'index';
      readonly columns: readonly IndexColumn[];
      readonly variant: 'plain' | 'fulltext' | 'spatial';
    })
  | (ConstraintBase & { readonly type: 'other' });

/** A column that ALTER TABLE adds; its span is that of the definition. */
export interface AddedColumn extends Located {
  readonly statement: AlterTable;
  readonly action: AddColumn;
  readonly table: QualifiedName;
  readonly column: ColumnDefinition;
}

/** A column and the type it is given; its span is that of the type. */
export interface ColumnType extends Located {
  readonly statement: CreateTable | AlterTable;
  readonly table: QualifiedName;
  readonly column: Name;
  readonly type: DataType;
  /** The whole definition, where there is one. */
  readonly definition: ColumnDefinition | undefined;
  readonly origin: 'createTable' | 'addColumn' | 'alterColumnType';
}
