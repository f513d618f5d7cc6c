import type { Span } from '#text';
import { keptName } from './identifiers.ts';
import type { QualifiedName } from './model.ts';

/** A table or type as plain data; the schema only where it is written. */
export interface ObjectName {
  readonly schema: string | undefined;
  readonly name: string;
  /** The search path that holds where it is named, if `SET search_path` has changed it: the first schema wins. */
  readonly path?: readonly string[];
}

export function objectName(name: QualifiedName): ObjectName {
  return { schema: name.schema?.text, name: keptName(name.name.text) };
}

export interface ColumnFact {
  readonly name: string;
  /** As `DataType.name` says it; undefined where the column has none. */
  readonly type: string | undefined;
  readonly args: readonly string[];
  readonly array: boolean;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** The default as it is written, without comments and with single blanks; undefined for those of the next two. */
  readonly default: string | undefined;
  /** GENERATED ALWAYS AS (expression). */
  readonly generated: 'stored' | 'virtual' | undefined;
  /** What numbers the rows: IDENTITY (`always`, `byDefault`), `serial` or AUTO_INCREMENT. */
  readonly numbering: 'always' | 'byDefault' | 'serial' | 'autoIncrement' | undefined;
}

/** One column or expression of an index. */
export interface IndexItem {
  /** Undefined for an expression. */
  readonly column: string | undefined;
  readonly expression: string | undefined;
  /** The operator class, without its schema; undefined for the usual one. */
  readonly opclass: string | undefined;
  readonly order: 'asc' | 'desc';
}

export interface IndexFact {
  /** Undefined where the database chooses one. */
  readonly name: string | undefined;
  readonly unique: boolean;
  /** Plain columns by name, expressions as undefined. */
  readonly columns: readonly (string | undefined)[];
  /** The condition of a partial index. */
  readonly where: string | undefined;
  /** The access method, lower-cased. */
  readonly using: string;
  /** Nothing but columns, each in its usual order, collation and operator class. */
  readonly simple: boolean;
  /** The same columns, with everything that is known of each. */
  readonly items: readonly IndexItem[];
  /** The columns after INCLUDE. */
  readonly include: readonly string[];
  /** NULLS NOT DISTINCT (PostgreSQL 15). */
  readonly nullsNotDistinct: boolean;
  /** Every name that its expressions and its condition hold. */
  readonly mentions: readonly string[];
}

export interface ConstraintFact {
  readonly type: 'primaryKey' | 'unique' | 'foreignKey' | 'check' | 'exclude' | 'notNull';
  readonly name: string | undefined;
  /** Empty for CHECK of a table and for EXCLUDE: see `mentions`. */
  readonly columns: readonly string[];
  readonly references: ObjectName | undefined;
  /** Of the table that is referred to; empty where its primary key is meant. */
  readonly referencedColumns: readonly string[];
  /** Upper-cased: `CASCADE`, `SET NULL`, `NO ACTION`, `RESTRICT`, `SET DEFAULT`; undefined where none is written. */
  readonly onDelete: string | undefined;
  readonly onUpdate: string | undefined;
  /** False for NOT VALID, until it is validated: rows that were there before may break it. */
  readonly valid: boolean;
  /** What CHECK checks, without its parentheses and comments and with single blanks. */
  readonly expression: string | undefined;
  /** Every name that its expression or condition holds. */
  readonly mentions: readonly string[];
  /** The index after USING INDEX; from then on it has the name of the constraint. */
  readonly usingIndex: string | undefined;
  readonly nullsNotDistinct: boolean;
}

/** What one statement does to the schema (and whether tables hold rows), as plain data. */
export type SchemaChange = {
  /** What it makes or changes, on one line: UTF-16 offsets from the first character of its statement. */
  readonly at: Span;
} & (
  | TableChange
  | ColumnChange
  | IndexChange
  | ConstraintChange
  | TypeChange
  | ObjectChange
  | { readonly type: 'fill' | 'empty'; readonly table: ObjectName }
);

type TableChange =
  | {
      readonly type: 'createTable';
      readonly table: ObjectName;
      readonly columns: readonly ColumnFact[];
      /** False where LIKE, INHERITS, PARTITION OF or a query gives it columns that are not written. */
      readonly complete: boolean;
      readonly ifNotExists: boolean;
      /** MariaDB: OR REPLACE. */
      readonly orReplace: boolean;
      readonly temporary: boolean;
      readonly unlogged: boolean;
      readonly partitioned: boolean;
      readonly partitionOf: ObjectName | undefined;
      /** PARTITION OF ... DEFAULT. */
      readonly defaultPartition: boolean;
      readonly like: readonly LikeFact[];
      readonly inherits: readonly ObjectName[];
      readonly filled: boolean;
    }
  | {
      readonly type: 'createView';
      readonly table: ObjectName;
      readonly materialized: boolean;
      readonly ifNotExists: boolean;
      readonly temporary: boolean;
      /** The tables and views that its query names. */
      readonly reads: readonly ObjectName[];
      /** Every name in its query. */
      readonly mentions: readonly string[];
      readonly query: string | undefined;
    }
  | {
      readonly type: 'dropTable';
      readonly table: ObjectName;
      readonly kind: 'table' | 'view' | 'materializedView';
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly type: 'renameTable'; readonly table: ObjectName; readonly to: ObjectName }
  | { readonly type: 'setSchema'; readonly table: ObjectName; readonly schema: string }
  | {
      readonly type: 'attachPartition';
      readonly table: ObjectName;
      readonly partition: ObjectName;
      /** ATTACH PARTITION ... DEFAULT. */
      readonly defaultPartition: boolean;
    }
  | { readonly type: 'detachPartition'; readonly table: ObjectName; readonly partition: ObjectName }
  | { readonly type: 'setUnlogged'; readonly table: ObjectName; readonly unlogged: boolean }
  | {
      readonly type: 'setRowSecurity';
      readonly table: ObjectName;
      readonly enabled?: boolean;
      readonly forced?: boolean;
    }
  /** A block changes it in some cases: nobody can tell in which. */
  | { readonly type: 'taint'; readonly table: ObjectName };

/** CREATE TABLE (LIKE other INCLUDING ...). */
export interface LikeFact {
  readonly table: ObjectName;
  /** What goes along, upper-cased: `ALL`, `DEFAULTS`, `CONSTRAINTS`, `INDEXES`, `IDENTITY`, `GENERATED`. */
  readonly including: readonly string[];
}

type ColumnChange =
  | {
      readonly type: 'addColumn';
      readonly table: ObjectName;
      readonly column: ColumnFact;
      readonly ifNotExists: boolean;
    }
  | {
      readonly type: 'dropColumn';
      readonly table: ObjectName;
      readonly column: string;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly type: 'renameColumn'; readonly table: ObjectName; readonly column: string; readonly to: string }
  | {
      readonly type: 'alterColumn';
      readonly table: ObjectName;
      readonly column: string;
      readonly set: Partial<Omit<ColumnFact, 'name'>>;
    };

type IndexChange =
  | {
      readonly type: 'createIndex';
      readonly table: ObjectName;
      readonly index: IndexFact;
      readonly ifNotExists: boolean;
    }
  | {
      readonly type: 'dropIndex';
      readonly index: ObjectName;
      readonly ifExists: boolean;
      /** MySQL names the table. */
      readonly table: ObjectName | undefined;
    }
  | {
      readonly type: 'renameIndex';
      readonly index: ObjectName;
      readonly to: string;
      readonly table: ObjectName | undefined;
    };

type ConstraintChange =
  | { readonly type: 'addConstraint'; readonly table: ObjectName; readonly constraint: ConstraintFact }
  | {
      readonly type: 'dropConstraint';
      readonly table: ObjectName;
      readonly name: string;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  /** MySQL. */
  | { readonly type: 'dropPrimaryKey'; readonly table: ObjectName }
  | { readonly type: 'validateConstraint'; readonly table: ObjectName; readonly name: string }
  | { readonly type: 'renameConstraint'; readonly table: ObjectName; readonly name: string; readonly to: string };

type TypeChange =
  | {
      readonly type: 'createEnum';
      readonly name: ObjectName;
      readonly values: readonly string[];
      readonly ifNotExists: boolean;
    }
  | { readonly type: 'addEnumValue'; readonly name: ObjectName; readonly value: string }
  | { readonly type: 'renameEnumValue'; readonly name: ObjectName; readonly value: string; readonly to: string }
  | { readonly type: 'renameType'; readonly name: ObjectName; readonly to: string }
  /** `base`: the type that it is made of. */
  | { readonly type: 'createDomain'; readonly name: ObjectName; readonly base: string | undefined }
  | { readonly type: 'createComposite'; readonly name: ObjectName }
  | { readonly type: 'dropType'; readonly name: ObjectName; readonly cascade: boolean };

type ObjectChange =
  | {
      readonly type: 'createRoutine';
      readonly name: ObjectName;
      readonly kind: 'function' | 'procedure';
      /** Lower-cased; undefined where none is written. */
      readonly language: string | undefined;
      readonly securityDefiner: boolean;
    }
  | { readonly type: 'dropRoutine'; readonly name: ObjectName; readonly cascade: boolean }
  | { readonly type: 'renameRoutine'; readonly name: ObjectName; readonly to: string }
  | {
      readonly type: 'createSequence';
      readonly name: ObjectName;
      /** The column after OWNED BY. */
      readonly ownedBy: { readonly table: ObjectName; readonly column: string } | undefined;
    }
  | { readonly type: 'dropSequence'; readonly name: ObjectName }
  | {
      readonly type: 'createTrigger';
      readonly table: ObjectName;
      readonly name: string;
      /** The function that it calls. */
      readonly routine: ObjectName | undefined;
    }
  | { readonly type: 'dropTrigger'; readonly table: ObjectName; readonly name: string }
  | { readonly type: 'createPolicy' | 'dropPolicy'; readonly table: ObjectName; readonly name: string }
  | { readonly type: 'dropSchema'; readonly schema: string }
  | { readonly type: 'renameSchema'; readonly schema: string; readonly to: string };

/** A change of one of these types. */
export type ChangeOf<T extends SchemaChange['type']> = Extract<SchemaChange, { readonly type: T }>;
