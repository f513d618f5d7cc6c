import { readFileSync } from 'node:fs';
import { loadPostgresParser } from '../../../server/src/languages/sql/postgresParser.ts';

/** libpg-query over the package's own wasm. */
export async function postgresParser() {
  return loadPostgresParser(postgresWasm());
}

export function postgresWasm(): Uint8Array {
  return readFileSync(new URL('../../../node_modules/libpg-query/wasm/libpg-query.wasm', import.meta.url));
}

/** Any node of libpg-query's JSON: zero values are left out. */
export interface PgNode {
  readonly [key: string]: PgNode | undefined;
}

const flag = (node: PgNode | undefined): boolean => (node as unknown) === true;
const text = (node: PgNode | undefined): string => (typeof node === 'string' ? node : '');
const list = (node: PgNode | undefined): readonly PgNode[] => (Array.isArray(node) ? node : []);
const strings = (node: PgNode | undefined): string[] => list(node).map(one => text(one['String']?.['sval']));
const relation = (node: PgNode | undefined): string =>
  [text(node?.['schemaname']), text(node?.['relname'])].filter(Boolean).join('.');

const alterations: Readonly<Record<string, string>> = {
  AT_AddColumn: 'addColumn',
  AT_DropColumn: 'dropColumn',
  AT_SetNotNull: 'setNotNull',
  AT_DropNotNull: 'dropNotNull',
  AT_AlterColumnType: 'alterColumnType',
  AT_AddConstraint: 'addConstraint',
  AT_DropConstraint: 'dropConstraint',
  AT_ValidateConstraint: 'validateConstraint',
  AT_AlterConstraint: 'alterConstraint',
  AT_AttachPartition: 'attachPartition',
  AT_DetachPartition: 'detachPartition',
  AT_EnableRowSecurity: 'enableRowSecurity',
  AT_DisableRowSecurity: 'disableRowSecurity',
  AT_ForceRowSecurity: 'forceRowSecurity',
  AT_NoForceRowSecurity: 'noForceRowSecurity',
  AT_SetLogged: 'setLogged',
  AT_SetUnLogged: 'setUnlogged',
};

const constraints: Readonly<Record<string, string>> = {
  CONSTR_PRIMARY: 'primaryKey',
  CONSTR_UNIQUE: 'unique',
  CONSTR_FOREIGN: 'foreignKey',
  CONSTR_CHECK: 'check',
  CONSTR_EXCLUSION: 'exclude',
  CONSTR_NOTNULL: 'notNull',
};

const columnConstraints: Readonly<Record<string, string>> = {
  ...constraints,
  CONSTR_NULL: 'null',
  CONSTR_DEFAULT: 'default',
  CONSTR_FOREIGN: 'references',
  CONSTR_GENERATED: 'generated',
  CONSTR_IDENTITY: 'identity',
};

const dropped: Readonly<Record<string, string>> = {
  OBJECT_TABLE: 'TABLE',
  OBJECT_INDEX: 'INDEX',
  OBJECT_VIEW: 'VIEW',
  OBJECT_MATVIEW: 'MATERIALIZED VIEW',
  OBJECT_SEQUENCE: 'SEQUENCE',
};

function column(node: PgNode | undefined): object {
  const kinds = list(node?.['constraints']).flatMap(
    one => columnConstraints[text(one['Constraint']?.['contype'])] ?? [],
  );
  return { name: text(node?.['colname']), constraints: kinds.sort() };
}

function constraint(node: PgNode | undefined): object {
  const columns = strings(node?.['keys']).concat(strings(node?.['fk_attrs']));
  return {
    type: constraints[text(node?.['contype'])] ?? 'other',
    name: text(node?.['conname']),
    columns,
    references: relation(node?.['pktable']),
    notValid: flag(node?.['skip_validation']),
    usingIndex: text(node?.['indexname']),
  };
}

function alteration(node: PgNode | undefined): object {
  const subtype = text(node?.['subtype']);
  const name = text(node?.['name']);
  const definition = node?.['def'];
  switch (subtype) {
    case 'AT_AddColumn':
      return { type: 'addColumn', column: column(definition?.['ColumnDef']), ifNotExists: flag(node?.['missing_ok']) };
    case 'AT_AddConstraint':
      return { type: 'addConstraint', constraint: constraint(definition?.['Constraint']) };
    case 'AT_ColumnDefault':
      return { type: definition ? 'setDefault' : 'dropDefault', name };
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
      return { type: alterations[subtype], name: relation(definition?.['PartitionCmd']?.['name']) };
    case 'AT_AlterConstraint':
      return { type: 'alterConstraint', name: text(definition?.['ATAlterConstraint']?.['conname']) };
  }
  const type = alterations[subtype] ?? 'other';
  if (type === 'other') return { type };
  return type.endsWith('Security') || type.endsWith('ogged') ? { type } : { type, name };
}

function created(node: PgNode): object {
  const elements = list(node['tableElts']);
  return {
    type: 'createTable',
    table: relation(node['relation']),
    temporary: text(node['relation']?.['relpersistence']) === 't',
    ifNotExists: flag(node['if_not_exists']),
    columns: elements.flatMap(one => (one['ColumnDef'] ? [column(one['ColumnDef'])] : [])),
    constraints: elements.flatMap(one => (one['Constraint'] ? [constraint(one['Constraint'])] : [])),
    like: elements.flatMap(one => (one['TableLikeClause'] ? [relation(one['TableLikeClause']['relation'])] : [])),
    partitioned: node['partspec'] !== undefined,
    partitionOf: node['partbound'] ? relation(list(node['inhRelations'])[0]?.['RangeVar']) : '',
  };
}

function renamed(node: PgNode): object | undefined {
  const table = relation(node['relation']);
  const to = text(node['newname']);
  const name = text(node['subname']);
  const actions: Readonly<Record<string, object>> = {
    OBJECT_TABLE: { type: 'renameTable', to },
    OBJECT_COLUMN: { type: 'renameColumn', name, to },
    OBJECT_TABCONSTRAINT: { type: 'renameConstraint', name, to },
  };
  const kind = text(node['renameType']);
  const action = actions[kind];
  const onTable =
    kind === 'OBJECT_TABCONSTRAINT' || kind === 'OBJECT_TABLE' || text(node['relationType']) === 'OBJECT_TABLE';
  return action && onTable ? { type: 'alterTable', table, actions: [action] } : undefined;
}

/** What libpg-query says of one statement, in the words of our model; undefined where nothing is compared. */
export function fromPostgres(statement: object): object | undefined {
  const [[kind, node] = ['', undefined]] = Object.entries(statement as PgNode);
  if (!node) return undefined;
  switch (kind) {
    case 'CreateStmt':
      return created(node);
    case 'IndexStmt':
      return {
        type: 'createIndex',
        name: text(node['idxname']),
        table: relation(node['relation']),
        unique: flag(node['unique']),
        concurrently: flag(node['concurrent']),
        ifNotExists: flag(node['if_not_exists']),
        partial: node['whereClause'] !== undefined,
        columns: list(node['indexParams']).map(one => text(one['IndexElem']?.['name']) || '*'),
        include: list(node['indexIncludingParams']).map(one => text(one['IndexElem']?.['name'])),
      };
    case 'AlterTableStmt':
      if (text(node['objtype']) !== 'OBJECT_TABLE') return undefined;
      return {
        type: 'alterTable',
        table: relation(node['relation']),
        actions: list(node['cmds']).map(one => alteration(one['AlterTableCmd'])),
      };
    case 'RenameStmt':
      return renamed(node);
    case 'AlterObjectSchemaStmt':
      if (text(node['objectType']) !== 'OBJECT_TABLE') return undefined;
      return {
        type: 'alterTable',
        table: relation(node['relation']),
        actions: [{ type: 'setSchema', name: text(node['newschema']) }],
      };
    case 'DropStmt': {
      const object = dropped[text(node['removeType'])];
      if (!object) return undefined;
      return {
        type: 'drop',
        object,
        names: list(node['objects']).map(one => strings(one['List']?.['items']).slice(-2).join('.')),
        concurrently: flag(node['concurrent']),
        ifExists: flag(node['missing_ok']),
        cascade: text(node['behavior']) === 'DROP_CASCADE',
      };
    }
    case 'TransactionStmt':
      return { type: 'transaction', kind: text(node['kind']).replace('TRANS_STMT_', '') };
    case 'TruncateStmt':
      return { type: 'truncate', tables: list(node['relations']).map(one => relation(one['RangeVar'])) };
    case 'InsertStmt':
    case 'UpdateStmt':
    case 'DeleteStmt':
      return {
        type: kind.slice(0, 6).toLowerCase(),
        table: relation(node['relation']),
        where: node['whereClause'] !== undefined,
      };
    case 'CreateEnumStmt':
      return { type: 'createEnum', name: strings(node['typeName']).join('.'), values: strings(node['vals']) };
    case 'AlterEnumStmt':
      return { type: 'alterEnum', name: strings(node['typeName']).join('.'), value: text(node['newVal']) };
    case 'CreateExtensionStmt':
      return { type: 'createExtension', name: text(node['extname']) };
    case 'CreateFunctionStmt':
      return { type: 'createFunction', name: strings(node['funcname']).join('.') };
    case 'ViewStmt':
      return { type: 'createView', name: relation(node['view']) };
  }
  return undefined;
}
