import type { Span } from '#text';
import type { Statement } from './model.ts';
import type { ColumnFact, ConstraintFact, IndexFact, ObjectName } from './schemaFacts.ts';
import { pick, type SchemaStore, type Store } from './store.ts';

export type { SchemaStore, Store } from './store.ts';
export { pick } from './store.ts';

/** Where a thing was made: what related information may point at. */
export interface Made {
  readonly uri: string;
  /** Its name, on one line; UTF-16 offsets in the newest text. */
  readonly span: Span;
  /** The statement, where the file under check holds it. */
  readonly statement: Statement | undefined;
}

export interface ColumnState extends ColumnFact {
  /** Undefined for a column that no migration wrote down. */
  readonly made: Made | undefined;
}

export interface IndexState extends IndexFact {
  /** Its name: the one that is written, else the one that the database chooses. */
  readonly knownAs: string;
  readonly made: Made | undefined;
}

export interface ConstraintState extends ConstraintFact {
  /** Its name: the one that is written, else the one that the database chooses; that of its index as well. */
  readonly knownAs: string;
  readonly made: Made | undefined;
}

/** A policy of a table. */
export interface NamedState {
  readonly name: string;
  readonly made: Made | undefined;
}

export interface TriggerState extends NamedState {
  /** The function that it calls. */
  readonly routine: ObjectName | undefined;
}

/** A table (or view) at one point of the history. */
export interface TableState extends ObjectName {
  readonly kind: 'table' | 'view' | 'materializedView';
  /** In their order; of views: none. */
  readonly columns: readonly ColumnState[];
  /** False where it has columns that nobody wrote down (LIKE, a query, a table that was there before the history). */
  readonly complete: boolean;
  /** Those of constraints are not among them: see `everyIndex`. */
  readonly indexes: readonly IndexState[];
  readonly constraints: readonly ConstraintState[];
  readonly temporary: boolean;
  readonly unlogged: boolean;
  readonly partitioned: boolean;
  readonly partitionOf: ObjectName | undefined;
  readonly partitions: readonly ObjectName[];
  /** The partition for the rows of no other one. */
  readonly defaultPartition: ObjectName | undefined;
  /** The tables after INHERITS. */
  readonly inherits: readonly ObjectName[];
  readonly triggers: readonly TriggerState[];
  readonly policies: readonly NamedState[];
  /** ENABLE ROW LEVEL SECURITY; undefined for a table that was there before the history, as long as nothing is said. */
  readonly rowSecurity: boolean | undefined;
  /** FORCE ROW LEVEL SECURITY. */
  readonly rowSecurityForced: boolean;
  /** Of views: the tables and views that the query names, under the names that they have now. */
  readonly reads: readonly ObjectName[];
  /** Of views: every name in the query as it was written. */
  readonly mentions: readonly string[];
  /** Of views: the query as it was written, in one line. */
  readonly query: string | undefined;
  /** A block has changed it in ways that nobody can tell: what it lacks may be there after all. */
  readonly uncertain: boolean;
  /** Made by the file under check; else by an earlier one. */
  readonly madeHere: boolean;
  /** False only where it was made or emptied here and nothing has been put into it since. */
  readonly mayHoldRows: boolean;
  /** Undefined for a table that no migration made. */
  readonly made: Made | undefined;
}

export interface TypeState extends ObjectName {
  /** The labels of an enum; undefined for other types. */
  readonly values: readonly string[] | undefined;
  readonly kind: 'enum' | 'domain' | 'composite';
  /** The type that a domain is made of. */
  readonly base: string | undefined;
  readonly made: Made | undefined;
}

/** A function or procedure; those of one name are one. */
export interface RoutineState extends ObjectName {
  readonly kind: 'function' | 'procedure';
  /** Lower-cased; undefined where none is written. */
  readonly language: string | undefined;
  readonly securityDefiner: boolean;
  readonly made: Made | undefined;
}

/** A sequence that a statement names; those of `serial` and IDENTITY belong to their column. */
export interface SequenceState extends ObjectName {
  readonly ownedBy: { readonly table: ObjectName; readonly column: string } | undefined;
  readonly made: Made | undefined;
}

/** What a schema looks like at one point of the history. A name without a schema means the public one or the only one. */
export interface SchemaState {
  /** A table or view. */
  table(name: ObjectName): TableState | undefined;
  type(name: ObjectName): TypeState | undefined;
  routine(name: ObjectName): RoutineState | undefined;
  sequence(name: ObjectName): SequenceState | undefined;
  /** The table that an index belongs to; those of constraints have one as well. */
  tableOfIndex(index: ObjectName): TableState | undefined;
  /** Every table and view. Costs as much as there are: ask once, not for each statement. */
  tables(): readonly TableState[];
  /** Every enum, domain and composite type; costs as much as there are. */
  types(): readonly TypeState[];
  /** Every function and procedure; costs as much as there are. */
  routines(): readonly RoutineState[];
}

export function schemaOf(store: SchemaStore): SchemaState {
  const table = (name: ObjectName): TableState | undefined => pick(store.tables.get(name.name), name);
  return {
    table,
    type: name => pick(store.types.get(name.name), name),
    routine: name => pick(store.routines.get(name.name), name),
    sequence: name => pick(store.sequences.get(name.name), name),
    tableOfIndex: index => {
      const tables = store.indexes.get(index.name) ?? [];
      const owner = tables.length > 1 && index.schema !== undefined ? pick(tables, { ...index, name: '' }) : tables[0];
      return owner && table(owner);
    },
    tables: () => everything(store.tables),
    types: () => everything(store.types),
    routines: () => everything(store.routines),
  };
}

function everything<T>(store: Store<readonly T[]>): readonly T[] {
  const found: T[] = [];
  for (const key of store.keys()) found.push(...(store.get(key) ?? []));
  return found;
}

/** An index that keys and lookups use, whether CREATE INDEX made it or a constraint. */
export interface AnyIndex {
  readonly name: string;
  readonly unique: boolean;
  /** Plain columns by name, expressions as undefined. */
  readonly columns: readonly (string | undefined)[];
  /** The condition of a partial index. */
  readonly where: string | undefined;
  readonly using: string;
  readonly nullsNotDistinct: boolean;
  /** The constraint that it belongs to. */
  readonly constraint: ConstraintState | undefined;
  readonly index: IndexState | undefined;
}

/** The indexes of a table with those of its primary key and unique constraints. */
export function everyIndex({ indexes, constraints }: TableState): readonly AnyIndex[] {
  return [
    ...constraints
      .filter(one => one.type === 'primaryKey' || one.type === 'unique')
      .map(one => ({
        name: one.knownAs,
        unique: true,
        columns: one.columns,
        where: undefined,
        using: 'btree',
        nullsNotDistinct: one.nullsNotDistinct,
        constraint: one,
        index: undefined,
      })),
    ...indexes.map(one => ({
      name: one.knownAs,
      unique: one.unique,
      columns: one.columns,
      where: one.where,
      using: one.using,
      nullsNotDistinct: one.nullsNotDistinct,
      constraint: undefined,
      index: one,
    })),
  ];
}

/** The column of that name; MySQL, MariaDB and SQLite do not tell `Id` and `id` apart. */
export function columnOf(
  { columns }: Pick<TableState, 'columns'>,
  name: string,
  dialect: Statement['dialect'] = 'postgresql',
): ColumnState | undefined {
  const found = columns.find(one => one.name === name);
  if (found || dialect === 'postgresql') return found;
  const lower = name.toLowerCase();
  return columns.find(one => one.name.toLowerCase() === lower);
}
