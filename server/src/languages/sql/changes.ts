import { memoised } from './memo.ts';
import type { ColumnDefinition, Expression, QualifiedName, Statement, TableConstraint } from './model.ts';

/** A table or type as plain data; the schema only where it is written. */
export interface ObjectName {
  readonly schema: string | undefined;
  readonly name: string;
}

export interface ColumnFact {
  readonly name: string;
  /** As `DataType.name` says it; undefined where the column has none. */
  readonly type: string | undefined;
  readonly args: readonly string[];
  readonly array: boolean;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
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
}

export interface ConstraintFact {
  readonly type: 'primaryKey' | 'unique' | 'foreignKey' | 'check' | 'exclude' | 'notNull';
  readonly name: string | undefined;
  readonly columns: readonly string[];
  readonly references: ObjectName | undefined;
}

/** What one statement does to the schema (and whether tables hold rows), as plain data. */
export type SchemaChange =
  | {
      readonly type: 'createTable';
      readonly table: ObjectName;
      readonly columns: readonly ColumnFact[];
      /** False where LIKE, INHERITS, PARTITION OF or a query gives it columns that are not written. */
      readonly complete: boolean;
      readonly ifNotExists: boolean;
      readonly temporary: boolean;
      readonly partitioned: boolean;
      readonly partitionOf: ObjectName | undefined;
      readonly filled: boolean;
    }
  | { readonly type: 'createView'; readonly table: ObjectName; readonly materialized: boolean }
  | { readonly type: 'dropTable'; readonly table: ObjectName }
  | { readonly type: 'renameTable'; readonly table: ObjectName; readonly to: ObjectName }
  | { readonly type: 'setSchema'; readonly table: ObjectName; readonly schema: string }
  | {
      readonly type: 'addColumn';
      readonly table: ObjectName;
      readonly column: ColumnFact;
      readonly ifNotExists: boolean;
    }
  | { readonly type: 'dropColumn'; readonly table: ObjectName; readonly column: string }
  | { readonly type: 'renameColumn'; readonly table: ObjectName; readonly column: string; readonly to: string }
  | {
      readonly type: 'alterColumn';
      readonly table: ObjectName;
      readonly column: string;
      readonly set: Partial<Omit<ColumnFact, 'name'>>;
    }
  | { readonly type: 'createIndex'; readonly table: ObjectName; readonly index: IndexFact }
  | { readonly type: 'dropIndex'; readonly index: ObjectName; readonly ifExists: boolean }
  | { readonly type: 'renameIndex'; readonly index: ObjectName; readonly to: string }
  | { readonly type: 'addConstraint'; readonly table: ObjectName; readonly constraint: ConstraintFact }
  | { readonly type: 'dropConstraint'; readonly table: ObjectName; readonly name: string }
  | { readonly type: 'attachPartition' | 'detachPartition'; readonly table: ObjectName; readonly partition: ObjectName }
  | { readonly type: 'fill' | 'empty'; readonly table: ObjectName }
  | { readonly type: 'createEnum'; readonly name: ObjectName; readonly values: readonly string[] }
  | { readonly type: 'addEnumValue'; readonly name: ObjectName; readonly value: string }
  | { readonly type: 'createDomain' | 'dropType'; readonly name: ObjectName };

/** What a statement changes, in order. The same array for the same statement. */
export const changesOf: (statement: Statement) => readonly SchemaChange[] = memoised(read);

export function objectName(name: QualifiedName): ObjectName {
  return { schema: name.schema?.text, name: name.name.text };
}

function read(statement: Statement): SchemaChange[] {
  // What a template fills in may be anything, the table's name included.
  if (statement.templated) return [];
  switch (statement.type) {
    case 'createTable':
      return statement.table ? tableChanges(statement, objectName(statement.table)) : [];
    case 'alterTable': {
      const table = statement.table && objectName(statement.table);
      return table ? statement.actions.flatMap(action => actionChanges(table, action)) : [];
    }
    case 'createIndex':
      return statement.table
        ? [{ type: 'createIndex', table: objectName(statement.table), index: indexFact(statement) }]
        : [];
    case 'createView':
    case 'createMaterializedView':
      return statement.name
        ? [{ type: 'createView', table: objectName(statement.name), materialized: statement.type !== 'createView' }]
        : [];
    case 'dropTable':
    case 'dropView':
    case 'dropMaterializedView':
      return statement.names.map(name => ({ type: 'dropTable', table: objectName(name) }));
    case 'dropIndex': {
      const ifExists = statement.ifExists !== undefined;
      return statement.names.map(name => ({ type: 'dropIndex', index: objectName(name), ifExists }));
    }
    case 'dropType':
      return statement.names.map(name => ({ type: 'dropType', name: objectName(name) }));
    case 'renameTable':
      return statement.renames.map(({ from, to }) => ({
        type: 'renameTable',
        table: objectName(from),
        to: objectName(to),
      }));
    case 'alterIndex':
      return statement.name && statement.renameTo
        ? [{ type: 'renameIndex', index: objectName(statement.name), to: statement.renameTo.text }]
        : [];
    case 'createType':
      return statement.name && statement.values
        ? [{ type: 'createEnum', name: objectName(statement.name), values: statement.values.map(one => one.text) }]
        : [];
    case 'alterType':
      return statement.name && statement.addValue
        ? [{ type: 'addEnumValue', name: objectName(statement.name), value: statement.addValue.text }]
        : [];
    case 'createOther':
      return statement.object === 'DOMAIN' && statement.name
        ? [{ type: 'createDomain', name: objectName(statement.name) }]
        : [];
    case 'insert':
    case 'copy':
    case 'merge':
      return statement.table ? [{ type: 'fill', table: objectName(statement.table) }] : [];
    case 'delete':
      return statement.table && !statement.where ? [{ type: 'empty', table: objectName(statement.table) }] : [];
    case 'truncate':
      return statement.tables.map(table => ({ type: 'empty', table: objectName(table) }));
    default:
      return [];
  }
}

function tableChanges(statement: Extract<Statement, { type: 'createTable' }>, table: ObjectName): SchemaChange[] {
  const { columns, constraints, like, inherits, partitionOf, asQuery } = statement;
  const complete = like.length === 0 && inherits.length === 0 && !partitionOf && !asQuery;
  return [
    {
      type: 'createTable',
      table,
      columns: columns.map(columnFact),
      complete,
      ifNotExists: statement.ifNotExists !== undefined,
      temporary: statement.temporary !== undefined,
      partitioned: statement.partitionBy !== undefined,
      partitionOf: partitionOf && objectName(partitionOf),
      filled: asQuery !== undefined,
    },
    ...columns.flatMap(column => columnConstraints(table, column)),
    ...constraints.flatMap(constraint => constraintChanges(table, constraint)),
  ];
}

type Action = Extract<Statement, { type: 'alterTable' }>['actions'][number];

function actionChanges(table: ObjectName, action: Action): SchemaChange[] {
  switch (action.type) {
    case 'addColumn': {
      const ifNotExists = action.ifNotExists !== undefined;
      const added: SchemaChange = { type: 'addColumn', table, column: columnFact(action.column), ifNotExists };
      return [added, ...columnConstraints(table, action.column)];
    }
    case 'modifyColumn':
    case 'changeColumn': {
      const { name, ...set } = columnFact(action.column);
      const altered: SchemaChange = { type: 'alterColumn', table, column: action.name.text, set };
      if (name === action.name.text) return [altered];
      return [altered, { type: 'renameColumn', table, column: action.name.text, to: name }];
    }
    case 'dropColumn':
      return [{ type: 'dropColumn', table, column: action.name.text }];
    case 'renameColumn':
      return action.to ? [{ type: 'renameColumn', table, column: action.name.text, to: action.to.text }] : [];
    case 'setNotNull':
    case 'dropNotNull': {
      const set = { notNull: action.type === 'setNotNull' };
      return [{ type: 'alterColumn', table, column: action.name.text, set }];
    }
    case 'setDefault':
    case 'dropDefault': {
      const set = { hasDefault: action.type === 'setDefault' };
      return [{ type: 'alterColumn', table, column: action.name.text, set }];
    }
    case 'alterColumnType': {
      const { dataType } = action;
      if (!dataType) return [];
      const set = { type: dataType.name, args: dataType.args, array: dataType.array };
      return [{ type: 'alterColumn', table, column: action.name.text, set }];
    }
    case 'addConstraint':
      return constraintChanges(table, action.constraint);
    case 'dropConstraint':
      return [{ type: 'dropConstraint', table, name: action.name.text }];
    case 'dropIndex':
      return [{ type: 'dropIndex', index: { schema: table.schema, name: action.name.text }, ifExists: false }];
    case 'renameIndex':
      return action.to
        ? [{ type: 'renameIndex', index: { schema: table.schema, name: action.name.text }, to: action.to.text }]
        : [];
    case 'renameTable':
      return action.to ? [{ type: 'renameTable', table, to: { schema: table.schema, ...withSchema(action.to) } }] : [];
    case 'setSchema':
      return [{ type: 'setSchema', table, schema: action.schema.text }];
    case 'attachPartition':
    case 'detachPartition':
      return [{ type: action.type, table, partition: objectName(action.partition) }];
    default:
      return [];
  }
}

/** The schema stays where the new name has none. */
function withSchema(name: QualifiedName): { name: string; schema?: string } {
  return name.schema ? { schema: name.schema.text, name: name.name.text } : { name: name.name.text };
}

function columnFact({ name, type, constraints }: ColumnDefinition): ColumnFact {
  const has = (...types: readonly string[]): boolean => constraints.some(one => types.includes(one.type));
  return {
    name: name.text,
    type: type?.name,
    args: type?.args ?? [],
    array: type?.array ?? false,
    notNull: has('notNull', 'primaryKey', 'identity'),
    hasDefault: has('default', 'generated', 'identity', 'autoIncrement'),
  };
}

function columnConstraints(table: ObjectName, { name, constraints }: ColumnDefinition): SchemaChange[] {
  return constraints.flatMap((one): SchemaChange[] => {
    const common = { name: one.name?.text, columns: [name.text] };
    switch (one.type) {
      case 'primaryKey':
      case 'unique':
      case 'check':
        return [{ type: 'addConstraint', table, constraint: { ...common, type: one.type, references: undefined } }];
      case 'references': {
        const references = one.reference.table && objectName(one.reference.table);
        return [{ type: 'addConstraint', table, constraint: { ...common, type: 'foreignKey', references } }];
      }
      default:
        return [];
    }
  });
}

function constraintChanges(table: ObjectName, constraint: TableConstraint): SchemaChange[] {
  const name = constraint.name?.text;
  switch (constraint.type) {
    case 'primaryKey':
    case 'unique': {
      const columns = constraint.columns.flatMap(one => one.column?.text ?? []);
      return [
        { type: 'addConstraint', table, constraint: { type: constraint.type, name, columns, references: undefined } },
      ];
    }
    case 'foreignKey': {
      const references = constraint.reference.table && objectName(constraint.reference.table);
      const columns = constraint.columns.map(one => one.text);
      return [{ type: 'addConstraint', table, constraint: { type: 'foreignKey', name, columns, references } }];
    }
    case 'check':
    case 'exclude':
      return [
        {
          type: 'addConstraint',
          table,
          constraint: { type: constraint.type, name, columns: [], references: undefined },
        },
      ];
    case 'notNull': {
      const columns = constraint.column ? [constraint.column.text] : [];
      return [{ type: 'addConstraint', table, constraint: { type: 'notNull', name, columns, references: undefined } }];
    }
    case 'index': {
      const columns = constraint.columns.map(one => one.column?.text);
      const using = constraint.variant === 'plain' ? 'btree' : constraint.variant;
      return [{ type: 'createIndex', table, index: { name, unique: false, columns, where: undefined, using } }];
    }
    default:
      return [];
  }
}

function indexFact(statement: Extract<Statement, { type: 'createIndex' }>): IndexFact {
  return {
    name: statement.name?.name.text,
    unique: statement.unique !== undefined,
    columns: statement.columns.map(one => one.column?.text),
    where: sourceOf(statement.where),
    using: statement.variant === 'plain' ? (statement.using?.text.toLowerCase() ?? 'btree') : statement.variant,
  };
}

function sourceOf(expression: Expression | undefined): string | undefined {
  return expression?.text.replace(/\s+/g, ' ').trim();
}
