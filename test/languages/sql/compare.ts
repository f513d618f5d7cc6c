import type { AlterAction, ColumnDefinition, QualifiedName, Statement, TableConstraint } from '#languages/sql';

/** PostgreSQL cuts names at 63 bytes, and its parser does so already. */
function cut(name: string): string {
  let result = name;
  while (Buffer.byteLength(result) > 63) result = result.slice(0, -1);
  return result;
}

const qualified = (name: QualifiedName | undefined): string =>
  name ? [name.schema && cut(name.schema.text), cut(name.name.text)].filter(Boolean).join('.') : '';

const compared = ['primaryKey', 'unique', 'references', 'check', 'notNull', 'null', 'default', 'generated', 'identity'];

function column({ name, constraints }: ColumnDefinition): object {
  const kinds: string[] = constraints.map(one => one.type).filter(type => compared.includes(type));
  return { name: cut(name.text), constraints: kinds.sort() };
}

function constraint(one: TableConstraint): object {
  const columns =
    one.type === 'foreignKey'
      ? one.columns.map(name => cut(name.text))
      : one.type === 'primaryKey' || one.type === 'unique'
        ? one.columns.map(item => cut(item.column?.text ?? '*'))
        : one.type === 'notNull' && one.column
          ? [cut(one.column.text)]
          : [];
  return {
    type: one.type,
    name: cut(one.name?.text ?? ''),
    columns,
    references: one.type === 'foreignKey' ? qualified(one.reference.table) : '',
    notValid: one.notValid !== undefined,
    usingIndex: one.type === 'primaryKey' || one.type === 'unique' ? cut(one.usingIndex?.text ?? '') : '',
  };
}

/** Actions that libpg-query has under another name, or under none that we tell apart. */
const untold = ['alterColumnOther', 'disableTrigger', 'enableTrigger', 'option', 'other'];

function action(one: AlterAction): object {
  if (untold.includes(one.type)) return { type: 'other' };
  switch (one.type) {
    case 'addColumn':
      return { type: one.type, column: column(one.column), ifNotExists: one.ifNotExists !== undefined };
    case 'addConstraint':
      return { type: one.type, constraint: constraint(one.constraint) };
    case 'attachPartition':
    case 'detachPartition':
      return { type: one.type, name: qualified(one.partition) };
    case 'renameTable':
      return { type: one.type, to: cut(one.to?.name.text ?? '') };
    case 'renameColumn':
    case 'renameConstraint':
      return { type: one.type, name: cut(one.name.text), to: cut(one.to?.text ?? '') };
    case 'setSchema':
      return { type: one.type, name: cut(one.schema.text) };
  }
  return 'name' in one ? { type: one.type, name: cut(one.name.text) } : { type: one.type };
}

const transactions: Readonly<Record<string, string>> = {
  begin: 'BEGIN',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',
  savepoint: 'SAVEPOINT',
  releaseSavepoint: 'RELEASE',
  rollbackToSavepoint: 'ROLLBACK_TO',
};

/** The same of our model as `fromPostgres` takes from libpg-query's tree. */
export function fromModel(statement: Statement): object | undefined {
  switch (statement.type) {
    case 'createTable':
      if (statement.asQuery) return undefined;
      return {
        type: statement.type,
        table: qualified(statement.table),
        temporary: statement.temporary !== undefined,
        ifNotExists: statement.ifNotExists !== undefined,
        columns: statement.columns.map(column),
        constraints: statement.constraints.map(constraint),
        like: statement.like.map(qualified),
        partitioned: statement.partitionBy !== undefined,
        partitionOf: qualified(statement.partitionOf),
      };
    case 'createIndex':
      return {
        type: statement.type,
        name: qualified(statement.name),
        table: qualified(statement.table),
        unique: statement.unique !== undefined,
        concurrently: statement.concurrently !== undefined,
        ifNotExists: statement.ifNotExists !== undefined,
        partial: statement.where !== undefined,
        columns: statement.columns.map(one => cut(one.column?.text ?? '*')),
        include: statement.include.map(one => cut(one.text)),
      };
    case 'alterTable':
      return { type: statement.type, table: qualified(statement.table), actions: statement.actions.map(action) };
    case 'begin':
    case 'commit':
    case 'rollback':
    case 'savepoint':
    case 'releaseSavepoint':
    case 'rollbackToSavepoint': {
      const start = statement.type === 'begin' && /^start/i.test(statement.text);
      return { type: 'transaction', kind: start ? 'START' : transactions[statement.type] };
    }
    case 'truncate':
      return { type: statement.type, tables: statement.tables.map(qualified) };
    case 'insert':
    case 'update':
    case 'delete':
      return { type: statement.type, table: qualified(statement.table), where: statement.where !== undefined };
    case 'createType':
      return statement.values
        ? { type: 'createEnum', name: qualified(statement.name), values: statement.values.map(one => one.text) }
        : undefined;
    case 'alterType':
      return statement.addValue
        ? { type: 'alterEnum', name: qualified(statement.name), value: statement.addValue.text }
        : undefined;
    case 'createExtension':
      return { type: statement.type, name: statement.name?.text };
    case 'createFunction':
    case 'createProcedure':
      return { type: 'createFunction', name: qualified(statement.name) };
    case 'createView':
      return { type: statement.type, name: qualified(statement.name) };
    case 'dropTable':
    case 'dropIndex':
    case 'dropView':
    case 'dropMaterializedView':
    case 'dropOther':
      if (statement.type === 'dropOther' && statement.object !== 'SEQUENCE') return undefined;
      return {
        type: 'drop',
        object: statement.object,
        names: statement.names.map(qualified),
        concurrently: statement.concurrently !== undefined,
        ifExists: statement.ifExists !== undefined,
        cascade: statement.cascade !== undefined,
      };
  }
  return undefined;
}
