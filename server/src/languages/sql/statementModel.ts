import type { Located } from '#text';
import type { SqlDialect } from './model.ts';
import type { ForeignAccess, ObjectOptions, Policy, Privileges, StoredSetting } from './securityModel.ts';
import type {
  AddedColumn,
  ColumnDefinition,
  ColumnType,
  DataType,
  Expression,
  IndexColumn,
  Keyword,
  Name,
  QualifiedName,
  TableConstraint,
} from './tableModel.ts';

/** What all statements share. The span runs from the first word to the last one, without the terminator. */
export interface StatementBase extends Located {
  /** The `;` or the delimiter of the moment; undefined at the end of a text and where it was forgotten. */
  readonly terminator: Located | undefined;
  /** The first word: where a finding about the statement as a whole may point. */
  readonly keyword: Keyword;
  /** A template fills in a part of it: nobody knows what it will say. */
  readonly templated: boolean;
  /** A quote, comment or parenthesis in it is not closed. */
  readonly broken: boolean;
  /** The source from its first word to its last one. */
  readonly text: string;
  /** What it was read as. */
  readonly dialect: SqlDialect;
}

export interface CreateTable extends StatementBase {
  readonly type: 'createTable';
  readonly tableKeyword: Keyword;
  readonly temporary: Keyword | undefined;
  readonly unlogged: Keyword | undefined;
  readonly orReplace: Keyword | undefined;
  readonly ifNotExists: Keyword | undefined;
  /** Undefined in half-typed text only. */
  readonly table: QualifiedName | undefined;
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly TableConstraint[];
  /** The tables after LIKE. */
  readonly like: readonly QualifiedName[];
  readonly inherits: readonly QualifiedName[];
  readonly partitionOf: QualifiedName | undefined;
  /** PARTITION BY: it is the parent of partitions. */
  readonly partitionBy: Keyword | undefined;
  /** The query of CREATE TABLE ... AS. */
  readonly asQuery: Expression | undefined;
  /** The parentheses around columns and constraints. */
  readonly body: Located | undefined;
  /** SQLite: CREATE VIRTUAL TABLE. */
  readonly virtual: Keyword | undefined;
  readonly columnTypes: readonly ColumnType[];
}

export interface CreateIndex extends StatementBase {
  readonly type: 'createIndex';
  readonly unique: Keyword | undefined;
  readonly indexKeyword: Keyword;
  readonly concurrently: Keyword | undefined;
  readonly ifNotExists: Keyword | undefined;
  readonly name: QualifiedName | undefined;
  /** `ON ONLY` of a partitioned table. */
  readonly only: Keyword | undefined;
  /** Undefined in half-typed text only. */
  readonly table: QualifiedName | undefined;
  /** The access method: `gin`, `btree`. */
  readonly using: Name | undefined;
  readonly columns: readonly IndexColumn[];
  /** The parentheses around the columns. */
  readonly columnList: Located | undefined;
  readonly include: readonly Name[];
  readonly nullsNotDistinct: Keyword | undefined;
  /** The condition of a partial index, without WHERE. */
  readonly where: Expression | undefined;
  readonly variant: 'plain' | 'fulltext' | 'spatial';
}

interface ActionBase extends Located {
  readonly ifExists: Keyword | undefined;
}

export interface AddColumn extends ActionBase {
  readonly type: 'addColumn';
  readonly columnKeyword: Keyword | undefined;
  readonly ifNotExists: Keyword | undefined;
  readonly column: ColumnDefinition;
}

/** MySQL MODIFY and CHANGE COLUMN. */
export interface RedefineColumn extends ActionBase {
  readonly type: 'modifyColumn' | 'changeColumn';
  /** The name that the column has before. */
  readonly name: Name;
  readonly column: ColumnDefinition;
}

export type AlterAction =
  | AddColumn
  | RedefineColumn
  | (ActionBase & { readonly type: 'dropColumn'; readonly name: Name; readonly cascade: Keyword | undefined })
  | (ActionBase & {
      readonly type: 'setNotNull' | 'dropNotNull' | 'dropDefault' | 'alterColumnOther';
      readonly name: Name;
    })
  | (ActionBase & { readonly type: 'setDefault'; readonly name: Name; readonly value: Expression | undefined })
  | (ActionBase & {
      readonly type: 'alterColumnType';
      readonly name: Name;
      readonly dataType: DataType | undefined;
      readonly using: Expression | undefined;
    })
  | (ActionBase & { readonly type: 'addConstraint'; readonly constraint: TableConstraint })
  | (ActionBase & { readonly type: 'dropConstraint'; readonly name: Name; readonly cascade: Keyword | undefined })
  | (ActionBase & {
      readonly type: 'validateConstraint' | 'alterConstraint' | 'dropIndex' | 'dropForeignKey';
      readonly name: Name;
    })
  | (ActionBase & { readonly type: 'dropPrimaryKey' })
  | (ActionBase & {
      readonly type: 'renameColumn' | 'renameConstraint' | 'renameIndex';
      readonly name: Name;
      readonly to: Name | undefined;
    })
  | (ActionBase & { readonly type: 'renameTable'; readonly to: QualifiedName | undefined })
  | (ActionBase & { readonly type: 'attachPartition'; readonly partition: QualifiedName })
  | (ActionBase & {
      readonly type: 'detachPartition';
      readonly partition: QualifiedName;
      readonly concurrently: Keyword | undefined;
    })
  | (ActionBase & { readonly type: 'setSchema'; readonly schema: Name })
  /** MySQL: `ALGORITHM = INPLACE`, `LOCK = NONE`; both upper-cased. */
  | (ActionBase & { readonly type: 'option'; readonly option: 'ALGORITHM' | 'LOCK'; readonly value: string })
  | (ActionBase & {
      readonly type:
        | 'enableRowSecurity'
        | 'disableRowSecurity'
        | 'forceRowSecurity'
        | 'noForceRowSecurity'
        | 'setLogged'
        | 'setUnlogged'
        | 'disableTrigger'
        | 'enableTrigger'
        /** MySQL: CONVERT TO CHARACTER SET. */
        | 'convertCharacterSet'
        | 'other';
    });

export interface AlterTable extends StatementBase {
  readonly type: 'alterTable';
  readonly ifExists: Keyword | undefined;
  readonly only: Keyword | undefined;
  /** Undefined in half-typed text only. */
  readonly table: QualifiedName | undefined;
  readonly actions: readonly AlterAction[];
  readonly addedColumns: readonly AddedColumn[];
  readonly columnTypes: readonly ColumnType[];
}

export interface Drop extends StatementBase {
  readonly type:
    | 'dropTable'
    | 'dropIndex'
    | 'dropView'
    | 'dropMaterializedView'
    | 'dropType'
    | 'dropSchema'
    | 'dropOther';
  /** The kind of object, upper-cased: `TABLE`, `FUNCTION`, `MATERIALIZED VIEW`. */
  readonly object: string;
  readonly objectKeyword: Keyword;
  readonly concurrently: Keyword | undefined;
  readonly ifExists: Keyword | undefined;
  readonly names: readonly QualifiedName[];
  readonly cascade: Keyword | undefined;
  /** MySQL: DROP INDEX i ON table; PostgreSQL: DROP TRIGGER and DROP POLICY. */
  readonly table: QualifiedName | undefined;
}

export interface AlterIndex extends StatementBase {
  readonly type: 'alterIndex';
  readonly name: QualifiedName | undefined;
  /** RENAME TO. */
  readonly renameTo: Name | undefined;
  readonly attachPartition: QualifiedName | undefined;
}

export interface CreateType extends StatementBase {
  readonly type: 'createType';
  readonly name: QualifiedName | undefined;
  /** The labels of an enum, quotes taken off; undefined for other types. */
  readonly values: readonly Name[] | undefined;
}

export interface AlterType extends StatementBase {
  readonly type: 'alterType';
  readonly name: QualifiedName | undefined;
  readonly addValue: Name | undefined;
  readonly ifNotExists: Keyword | undefined;
  readonly renameValue: { readonly from: Name; readonly to: Name } | undefined;
  readonly renameTo: Name | undefined;
}

export interface CreateView extends StatementBase {
  readonly type: 'createView' | 'createMaterializedView';
  readonly name: QualifiedName | undefined;
  readonly orReplace: Keyword | undefined;
  readonly ifNotExists: Keyword | undefined;
  readonly temporary: Keyword | undefined;
  readonly query: Expression | undefined;
}

export interface RefreshMaterializedView extends StatementBase {
  readonly type: 'refreshMaterializedView';
  readonly concurrently: Keyword | undefined;
  readonly viewKeyword: Keyword;
  readonly name: QualifiedName | undefined;
}

export interface CreateRoutine extends StatementBase {
  readonly type: 'createFunction' | 'createProcedure';
  readonly name: QualifiedName | undefined;
  readonly orReplace: Keyword | undefined;
  /** What stands between the quotes after AS, or the SQL body (BEGIN ATOMIC ... END, RETURN ...; MySQL: BEGIN ... END). */
  readonly body: Expression | undefined;
  readonly language: Name | undefined;
  /** SECURITY DEFINER. */
  readonly securityDefiner: Keyword | undefined;
  /** SET search_path. */
  readonly searchPath: Keyword | undefined;
  /** What stands between the parentheses behind the name. */
  readonly parameters: Expression | undefined;
  /** The AS before the body. */
  readonly asKeyword: Keyword | undefined;
}

export interface CreateTrigger extends StatementBase {
  readonly type: 'createTrigger';
  readonly name: Name | undefined;
  readonly table: QualifiedName | undefined;
}

export interface CreateExtension extends StatementBase {
  readonly type: 'createExtension';
  readonly name: Name | undefined;
  readonly ifNotExists: Keyword | undefined;
}

/** CREATE of what no rule asks about yet: SCHEMA, SEQUENCE, DOMAIN, RULE ... */
export interface CreateOther extends StatementBase {
  readonly type: 'createOther';
  /** Upper-cased: `SEQUENCE`. */
  readonly object: string;
  readonly name: QualifiedName | undefined;
}

export interface AlterOther extends StatementBase {
  readonly type: 'alterOther';
  readonly object: string;
  readonly name: QualifiedName | undefined;
  /** RENAME TO. */
  readonly renameTo: Name | undefined;
  /** SET search_path of a function or procedure. */
  readonly searchPath: Keyword | undefined;
}

/** MySQL RENAME TABLE a TO b, c TO d. */
export interface RenameTables extends StatementBase {
  readonly type: 'renameTable';
  readonly renames: readonly { readonly from: QualifiedName; readonly to: QualifiedName }[];
}

export interface TransactionControl extends StatementBase {
  readonly type: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'releaseSavepoint' | 'rollbackToSavepoint';
}

export interface SetVariable extends StatementBase {
  readonly type: 'set';
  /** Lower-cased: `lock_timeout`. Undefined for SET ROLE and the like, and in MySQL lists with several names only the first. */
  readonly name: string | undefined;
  /** LOCAL. */
  readonly local: Keyword | undefined;
  readonly value: Expression | undefined;
}

/** The tables that a statement writes (for SELECT: none). */
export interface DataChange extends StatementBase {
  readonly type: 'insert' | 'update' | 'delete' | 'merge' | 'copy';
  readonly table: QualifiedName | undefined;
  /** The condition, without WHERE, of the outermost UPDATE or DELETE. */
  readonly where: Expression | undefined;
  /** True for INSERT ... SELECT and COPY ... FROM. */
  readonly fromQuery: boolean;
}

export interface Truncate extends StatementBase {
  readonly type: 'truncate';
  readonly tables: readonly QualifiedName[];
  readonly cascade: Keyword | undefined;
}

/** SELECT, WITH ... SELECT, VALUES, TABLE. */
export interface Query extends StatementBase {
  readonly type: 'select';
}

/** DO: an anonymous block; `body` is what stands between the quotes. */
export interface DoBlock extends StatementBase {
  readonly type: 'do';
  readonly body: Expression | undefined;
}

/** VACUUM, REINDEX, CLUSTER, ANALYZE. */
export interface Maintenance extends StatementBase {
  readonly type: 'vacuum' | 'reindex' | 'cluster' | 'analyze';
  readonly concurrently: Keyword | undefined;
  /** VACUUM FULL. */
  readonly full: Keyword | undefined;
  /** REINDEX: `INDEX`, `TABLE`, `SCHEMA`, `DATABASE`, `SYSTEM`. */
  readonly object: string | undefined;
  readonly name: QualifiedName | undefined;
}

/** A command for the client, not the server: psql's `\connect`, MySQL's `DELIMITER //`. */
export interface MetaCommand extends StatementBase {
  readonly type: 'meta';
}

/** COMMENT ON, LOCK, PRAGMA, CALL ... and everything that is not recognised. */
export interface OtherStatement extends StatementBase {
  readonly type: 'comment' | 'lock' | 'pragma' | 'other';
}

export type Statement =
  | CreateTable
  | CreateIndex
  | AlterTable
  | Drop
  | AlterIndex
  | CreateType
  | AlterType
  | CreateView
  | RefreshMaterializedView
  | CreateRoutine
  | CreateTrigger
  | CreateExtension
  | CreateOther
  | AlterOther
  | RenameTables
  | TransactionControl
  | SetVariable
  | DataChange
  | Truncate
  | Query
  | Privileges
  | ObjectOptions
  | StoredSetting
  | Policy
  | ForeignAccess
  | DoBlock
  | Maintenance
  | MetaCommand
  | OtherStatement;

export type StatementType = Statement['type'];

/** The statements of one type or several: `StatementOf<'createIndex'>`. */
export type StatementOf<T extends StatementType> = T extends StatementType ? Narrow<Statement, T> : never;

type Narrow<S extends Statement, T extends StatementType> = S extends Statement
  ? T extends S['type']
    ? S & { readonly type: T }
    : never
  : never;
