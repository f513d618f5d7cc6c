import { type ObjectName, objectName } from '../changes.ts';
import type { Migration } from '../migration.ts';
import type { QualifiedName, Statement, StatementOf } from '../model.ts';
import { defaultPartition, type LockedTable, locked } from './alterLocks.ts';
import type { LockMode, LockWork } from './modes.ts';

/** What any statement but ALTER TABLE locks. Undefined where it cannot be known. Measured on PostgreSQL 15.18. */
export function locksOfOther(statement: Statement, migration: Migration): readonly LockedTable[] | undefined {
  const on = (table: QualifiedName | undefined, mode: LockMode, work: LockWork = 'none'): LockedTable[] | undefined =>
    table && [{ table: objectName(table), mode, work }];
  switch (statement.type) {
    case 'createIndex': {
      const { table, concurrently, only } = statement;
      const partitioned = only && table && migration.tableBefore(statement, objectName(table))?.partitioned;
      return on(table, concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE', partitioned ? 'none' : 'build');
    }
    case 'dropIndex':
      return onIndexes(
        statement,
        statement.names,
        statement.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE',
        migration,
      );
    case 'createTable':
      return createTableLocks(statement, migration);
    case 'dropTable':
      return statement.cascade ? undefined : statement.names.flatMap(one => dropTableLocks(statement, one, migration));
    case 'truncate':
      if (statement.cascade) return undefined;
      return statement.tables.map(one => locked(objectName(one), 'ACCESS EXCLUSIVE'));
    case 'createTrigger':
      return on(statement.table, 'SHARE ROW EXCLUSIVE');
    case 'createPolicy':
    case 'alterPolicy':
      return on(statement.table, 'ACCESS EXCLUSIVE');
    case 'insert':
    case 'copy':
      return on(statement.table, 'ROW EXCLUSIVE', statement.fromQuery ? 'rows' : 'none') ?? [];
    case 'update':
    case 'delete':
    case 'merge':
      return on(statement.table, 'ROW EXCLUSIVE', 'rows');
    case 'vacuum':
      if (!statement.name) return undefined;
      return statement.full
        ? on(statement.name, 'ACCESS EXCLUSIVE', 'rewrite')
        : on(statement.name, 'SHARE UPDATE EXCLUSIVE', 'scan');
    case 'analyze':
      return on(statement.name, 'SHARE UPDATE EXCLUSIVE');
    case 'cluster':
      return on(statement.name, 'ACCESS EXCLUSIVE', 'rewrite');
    case 'reindex': {
      const mode = statement.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE';
      if (statement.object === 'TABLE') return on(statement.name, mode, 'build');
      if (statement.object !== 'INDEX' || !statement.name) return undefined;
      return onIndexes(statement, [statement.name], mode, migration)?.map(one => ({ ...one, work: 'build' }));
    }
    case 'refreshMaterializedView':
      // With CONCURRENTLY what is there is compared with what is new, row by row.
      return statement.concurrently
        ? on(statement.name, 'EXCLUSIVE', 'scan')
        : on(statement.name, 'ACCESS EXCLUSIVE', 'rewrite');
    case 'dropOther':
      return statement.object === 'TRIGGER' || statement.object === 'POLICY' || statement.object === 'RULE'
        ? on(statement.table, 'ACCESS EXCLUSIVE')
        : [];
    default:
      return harmless.has(statement.type) ? [] : undefined;
  }
}

/** Statements that lock no table that anybody else would wait for. */
const harmless: ReadonlySet<Statement['type']> = new Set<Statement['type']>([
  'alterIndex',
  'createType',
  'alterType',
  'createView',
  'createMaterializedView',
  'dropView',
  'dropMaterializedView',
  'dropType',
  'createFunction',
  'createProcedure',
  'createExtension',
  'grant',
  'revoke',
  'createRole',
  'alterRole',
  'storedSetting',
  'comment',
  'set',
  'begin',
  'commit',
  'rollback',
  'savepoint',
  'releaseSavepoint',
  'rollbackToSavepoint',
  'meta',
]);

function onIndexes(
  statement: Statement,
  names: readonly QualifiedName[],
  mode: LockMode,
  migration: Migration,
): LockedTable[] | undefined {
  const schema = migration.before(statement);
  const tables = names.map(one => schema.tableOfIndex(objectName(one)));
  if (tables.some(one => one === undefined)) return undefined;
  return tables.flatMap(one => (one ? [locked({ schema: one.schema, name: one.name }, mode)] : []));
}

function createTableLocks(statement: StatementOf<'createTable'>, migration: Migration): LockedTable[] {
  const { table, partitionOf, inherits, columns, constraints } = statement;
  const own = table && objectName(table);
  const referenced: ObjectName[] = [];
  for (const column of columns)
    for (const one of column.constraints)
      if (one.type === 'references' && one.reference.table) referenced.push(objectName(one.reference.table));
  for (const one of constraints)
    if (one.type === 'foreignKey' && one.reference.table) referenced.push(objectName(one.reference.table));
  const parent = partitionOf && objectName(partitionOf);
  return [
    ...(parent ? [locked(parent, 'ACCESS EXCLUSIVE')] : []),
    ...(parent ? defaultPartition(migration.tableBefore(statement, parent), 'scan') : []),
    ...inherits.map(one => locked(objectName(one), 'SHARE UPDATE EXCLUSIVE')),
    ...referenced
      .filter(one => one.name !== own?.name || one.schema !== own.schema)
      .map(one => locked(one, 'SHARE ROW EXCLUSIVE')),
  ];
}

/** A foreign key takes its other table along, a partition its parent. */
function dropTableLocks(statement: Statement, name: QualifiedName, migration: Migration): LockedTable[] {
  const table = objectName(name);
  const state = migration.tableBefore(statement, table);
  const parent = state?.partitionOf;
  const others = state?.constraints.flatMap(one => one.references ?? []) ?? [];
  return [
    locked(table, 'ACCESS EXCLUSIVE'),
    ...(parent ? [locked(parent, 'ACCESS EXCLUSIVE')] : []),
    ...others.map(one => locked(one, 'ACCESS EXCLUSIVE')),
  ];
}
