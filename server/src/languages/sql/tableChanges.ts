import type { Located, Span } from '#text';
import { keptName } from './identifiers.ts';
import { looseReader, mentionsOf, sourceOf } from './mentions.ts';
import type {
  ColumnDefinition,
  Expression,
  IndexColumn,
  QualifiedName,
  Reference,
  Statement,
  StatementOf,
  TableConstraint,
} from './model.ts';
import {
  type ColumnFact,
  type ConstraintFact,
  type IndexFact,
  type IndexItem,
  type ObjectName,
  objectName,
  type SchemaChange,
} from './schemaFacts.ts';

type CreateTable = StatementOf<'createTable'>;
type AlterTable = StatementOf<'alterTable'>;
type Action = AlterTable['actions'][number];
type PlaceOf = (node: Located) => Span;
type Dialect = Statement['dialect'];

export function tableChanges(statement: CreateTable, at: PlaceOf): SchemaChange[] {
  const { table: name, columns, constraints, like, inherits, partitionOf, asQuery, dialect } = statement;
  if (!name) return [];
  const table = objectName(name);
  const including = like.length > 0 ? includedIn(statement) : [];
  return [
    {
      type: 'createTable',
      table,
      columns: columns.map(one => columnFact(one, dialect)),
      complete: like.length === 0 && inherits.length === 0 && !partitionOf && !asQuery,
      ifNotExists: statement.ifNotExists !== undefined,
      orReplace: statement.orReplace !== undefined,
      temporary: statement.temporary !== undefined,
      unlogged: statement.unlogged !== undefined,
      partitioned: statement.partitionBy !== undefined,
      partitionOf: partitionOf && objectName(partitionOf),
      defaultPartition: partitionOf !== undefined && holdsDefault(statement, partitionOf),
      like: like.map(one => ({ table: objectName(one), including })),
      inherits: inherits.map(objectName),
      filled: asQuery !== undefined,
      at: at(name),
    },
    ...columns.flatMap(column => columnConstraints(table, column, dialect, at)),
    ...constraints.flatMap(constraint => constraintChanges(table, constraint, dialect, at)),
  ];
}

/** What INCLUDING names behind LIKE; MySQL takes everything along but foreign keys. */
function includedIn({ text, dialect }: CreateTable): readonly string[] {
  if (dialect !== 'postgresql') return ['ALL'];
  const reader = looseReader(text, dialect);
  const found: string[] = [];
  while (!reader.done) {
    const including = reader.keyword('INCLUDING') !== undefined;
    if (including) found.push(reader.word());
    reader.advance();
  }
  return found;
}

/** `PARTITION OF parent DEFAULT`. */
function holdsDefault({ text, span, dialect }: Statement, parent: Located): boolean {
  const reader = looseReader(text.slice(parent.span.end - span.start), dialect);
  reader.parentheses();
  return reader.word() === 'DEFAULT';
}

export function actionChanges(
  statement: AlterTable,
  table: ObjectName,
  action: Action,
  at: PlaceOf,
): readonly SchemaChange[] {
  const { dialect } = statement;
  switch (action.type) {
    case 'addColumn': {
      const column = columnFact(action.column, dialect);
      const ifNotExists = action.ifNotExists !== undefined;
      const added: SchemaChange = { type: 'addColumn', table, column, ifNotExists, at: at(action.column.name) };
      return [added, ...columnConstraints(table, action.column, dialect, at)];
    }
    case 'modifyColumn':
    case 'changeColumn': {
      const { name, ...set } = columnFact(action.column, dialect);
      const column = keptName(action.name.text);
      const altered: SchemaChange = { type: 'alterColumn', table, column, set, at: at(action.name) };
      // It makes the keys that it names; a primary key stays although it is not named.
      const keys = columnConstraints(table, action.column, dialect, at);
      if (name === column) return [altered, ...keys];
      return [altered, { type: 'renameColumn', table, column, to: name, at: at(action.column.name) }, ...keys];
    }
    case 'addConstraint':
      return constraintChanges(table, action.constraint, dialect, at);
    case 'dropPrimaryKey':
      return [{ type: 'dropPrimaryKey', table, at: at(action) }];
    case 'renameTable': {
      const { to } = action;
      // The schema stays where the new name has none.
      return to
        ? [
            {
              type: 'renameTable',
              table,
              to: { schema: to.schema?.text ?? table.schema, name: keptName(to.name.text) },
              at: at(to),
            },
          ]
        : [];
    }
    case 'setSchema':
      return [{ type: 'setSchema', table, schema: action.schema.text, at: at(action.schema) }];
    case 'attachPartition': {
      const partition = objectName(action.partition);
      const defaultPartition = holdsDefault(statement, action.partition);
      return [{ type: 'attachPartition', table, partition, defaultPartition, at: at(action.partition) }];
    }
    case 'detachPartition':
      return [{ type: 'detachPartition', table, partition: objectName(action.partition), at: at(action.partition) }];
    case 'setLogged':
    case 'setUnlogged':
      return [{ type: 'setUnlogged', table, unlogged: action.type === 'setUnlogged', at: at(action) }];
    case 'enableRowSecurity':
    case 'disableRowSecurity':
      return [{ type: 'setRowSecurity', table, enabled: action.type === 'enableRowSecurity', at: at(action) }];
    case 'forceRowSecurity':
    case 'noForceRowSecurity':
      return [{ type: 'setRowSecurity', table, forced: action.type === 'forceRowSecurity', at: at(action) }];
    default:
      return 'name' in action ? namedChanges(table, action, at(action.name)) : [];
  }
}

/** What happens to the column, index or constraint that an action names. */
function namedChanges(
  table: ObjectName,
  action: Extract<Action, { readonly name: unknown }>,
  at: Span,
): readonly SchemaChange[] {
  const name = keptName(action.name.text);
  const ifExists = action.ifExists !== undefined;
  const alter = (set: Partial<Omit<ColumnFact, 'name'>>): readonly SchemaChange[] => [
    { type: 'alterColumn', table, column: name, set, at },
  ];
  switch (action.type) {
    case 'dropColumn':
      return [{ type: 'dropColumn', table, column: name, ifExists, cascade: action.cascade !== undefined, at }];
    case 'renameColumn':
      return action.to ? [{ type: 'renameColumn', table, column: name, to: keptName(action.to.text), at }] : [];
    case 'setNotNull':
    case 'dropNotNull':
      return alter({ notNull: action.type === 'setNotNull' });
    case 'setDefault':
      return alter({ hasDefault: true, default: sourceOf(action.value) });
    case 'dropDefault':
      return alter({ hasDefault: false, default: undefined });
    case 'alterColumnType': {
      const { dataType } = action;
      return dataType ? alter({ type: dataType.name, args: dataType.args, array: dataType.array }) : [];
    }
    case 'dropConstraint':
    case 'dropForeignKey': {
      const cascade = action.type === 'dropConstraint' && action.cascade !== undefined;
      return [{ type: 'dropConstraint', table, name, ifExists, cascade, at }];
    }
    case 'validateConstraint':
      return [{ type: 'validateConstraint', table, name, at }];
    case 'renameConstraint':
      return action.to ? [{ type: 'renameConstraint', table, name, to: keptName(action.to.text), at }] : [];
    case 'dropIndex':
      return [{ type: 'dropIndex', index: { schema: table.schema, name }, table, ifExists, at }];
    case 'renameIndex':
      return action.to
        ? [{ type: 'renameIndex', index: { schema: table.schema, name }, table, to: keptName(action.to.text), at }]
        : [];
    default:
      return [];
  }
}

const SERIAL = /^(?:small|big)?serial[248]?$/;

function columnFact({ name, type, constraints }: ColumnDefinition, dialect: Dialect): ColumnFact {
  const serial = dialect === 'postgresql' && type !== undefined && SERIAL.test(type.name);
  const fact = {
    name: keptName(name.text),
    type: type?.name,
    args: type?.args ?? [],
    array: type?.array ?? false,
    notNull: serial,
    hasDefault: serial,
    default: undefined as string | undefined,
    generated: undefined as ColumnFact['generated'],
    numbering: (serial ? 'serial' : undefined) as ColumnFact['numbering'],
  };
  for (const one of constraints) {
    if (one.type === 'notNull' || one.type === 'primaryKey' || one.type === 'identity') fact.notNull = true;
    if (one.type === 'default' || one.type === 'generated' || one.type === 'identity' || one.type === 'autoIncrement')
      fact.hasDefault = true;
    if (one.type === 'default') fact.default = sourceOf(one.value);
    else if (one.type === 'generated') fact.generated = one.stored ? 'stored' : 'virtual';
    else if (one.type === 'identity') fact.numbering = one.always ? 'always' : 'byDefault';
    else if (one.type === 'autoIncrement') fact.numbering = 'autoIncrement';
  }
  return fact;
}

const NO_REFERENCE = {
  references: undefined,
  referencedColumns: [],
  onDelete: undefined,
  onUpdate: undefined,
} as const;
const PLAIN = {
  ...NO_REFERENCE,
  expression: undefined,
  mentions: [],
  usingIndex: undefined,
  nullsNotDistinct: false,
} as const;

function columnConstraints(
  table: ObjectName,
  { name, constraints }: ColumnDefinition,
  dialect: Dialect,
  at: PlaceOf,
): SchemaChange[] {
  return constraints.flatMap((one): SchemaChange[] => {
    const common = { ...PLAIN, name: one.name && keptName(one.name.text), columns: [keptName(name.text)], valid: true };
    const add = (constraint: ConstraintFact): SchemaChange[] => [
      { type: 'addConstraint', table, constraint, at: at(one) },
    ];
    switch (one.type) {
      case 'primaryKey':
      case 'unique':
        return add({ ...common, type: one.type });
      case 'check':
        return add({ ...common, type: 'check', ...conditionOf(one.expression, dialect) });
      case 'references':
        return add({ ...common, type: 'foreignKey', ...referenceOf(one.reference) });
      default:
        return [];
    }
  });
}

function constraintChanges(
  table: ObjectName,
  constraint: TableConstraint,
  dialect: Dialect,
  at: PlaceOf,
): SchemaChange[] {
  const name = constraint.name && keptName(constraint.name.text);
  const common = { ...PLAIN, name, columns: [], valid: constraint.notValid === undefined };
  const add = (fact: ConstraintFact): SchemaChange[] => [
    { type: 'addConstraint', table, constraint: fact, at: at(constraint.name ?? constraint) },
  ];
  switch (constraint.type) {
    case 'primaryKey':
    case 'unique': {
      const columns = constraint.columns.flatMap(one => (one.column ? keptName(one.column.text) : []));
      const usingIndex = constraint.usingIndex && keptName(constraint.usingIndex.text);
      const nullsNotDistinct = constraint.nullsNotDistinct !== undefined;
      return add({ ...common, type: constraint.type, columns, usingIndex, nullsNotDistinct });
    }
    case 'foreignKey': {
      const columns = constraint.columns.map(one => keptName(one.text));
      return add({ ...common, type: 'foreignKey', columns, ...referenceOf(constraint.reference) });
    }
    case 'check':
      return add({ ...common, type: 'check', ...conditionOf(constraint.expression, dialect) });
    case 'exclude':
      return add({ ...common, type: 'exclude', mentions: mentionsOf(constraint.where?.text, dialect) });
    case 'notNull':
      return add({ ...common, type: 'notNull', columns: constraint.column ? [keptName(constraint.column.text)] : [] });
    case 'index': {
      const index: IndexFact = {
        ...itemsOf(constraint.columns),
        name,
        unique: false,
        where: undefined,
        using: constraint.variant === 'plain' ? 'btree' : constraint.variant,
        simple: constraint.columns.every(isPlainColumn),
        include: [],
        nullsNotDistinct: false,
        mentions: mentionedIn(constraint.columns, undefined, dialect),
      };
      return [{ type: 'createIndex', table, index, ifNotExists: false, at: at(constraint.name ?? constraint) }];
    }
    default:
      return [];
  }
}

function conditionOf(expression: Expression | undefined, dialect: Dialect) {
  return { expression: sourceOf(expression), mentions: mentionsOf(expression?.text, dialect) };
}

function referenceOf({ table, columns, onDelete, onUpdate }: Reference) {
  const references: ObjectName | undefined = table && objectName(table);
  return { references, referencedColumns: columns.map(one => keptName(one.text)), onDelete, onUpdate };
}

export function indexFact(statement: StatementOf<'createIndex'>): IndexFact {
  const { columns, include, where, using, variant, dialect } = statement;
  return {
    ...itemsOf(columns),
    name: statement.name && keptName(statement.name.name.text),
    unique: statement.unique !== undefined,
    where: sourceOf(where),
    using: variant === 'plain' ? (using?.text.toLowerCase() ?? 'btree') : variant,
    simple: include.length === 0 && columns.every(isPlainColumn),
    include: include.map(one => keptName(one.text)),
    nullsNotDistinct: statement.nullsNotDistinct !== undefined,
    mentions: mentionedIn(columns, where, dialect),
  };
}

function itemsOf(columns: readonly IndexColumn[]) {
  const items = columns.map((one): IndexItem => {
    const opclass = nameOf(one.opclass);
    return {
      column: one.column && keptName(one.column.text),
      expression: sourceOf(one.expression),
      opclass,
      order: one.order ?? 'asc',
    };
  });
  return { columns: items.map(one => one.column), items };
}

function nameOf(name: QualifiedName | undefined): string | undefined {
  return name?.name.text;
}

function isPlainColumn({ column, collation, opclass, order, nulls, prefixLength }: IndexColumn): boolean {
  const usual = !collation && !opclass && order !== 'desc' && !nulls && prefixLength === undefined;
  return column !== undefined && usual;
}

function mentionedIn(
  columns: readonly IndexColumn[],
  where: Expression | undefined,
  dialect: Dialect,
): readonly string[] {
  const texts = [...columns.map(one => one.expression?.text), where?.text].filter(one => one !== undefined);
  return texts.length === 0 ? [] : mentionsOf(texts.join(' , '), dialect);
}
