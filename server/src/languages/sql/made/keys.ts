import { collected } from '../collected.ts';
import type { Migration } from '../migration.ts';
import type {
  ColumnConstraint,
  ColumnDefinition,
  Name,
  QualifiedName,
  Reference,
  StatementOf,
  TableConstraint,
} from '../model.ts';
import { objectName } from '../schemaFacts.ts';
import type { TableState } from '../schemaState.ts';
import { isSound, lastingTable } from './tables.ts';

/** The statement that a constraint stands in. */
export type Host = StatementOf<'createTable' | 'alterTable'>;

/** A constraint of a table, wherever it is written: behind a column, in the list of CREATE TABLE, in ALTER TABLE. */
export interface Placed<C> {
  readonly statement: Host;
  readonly table: QualifiedName;
  readonly constraint: C;
  /** The column behind which it is written. */
  readonly column: ColumnDefinition | undefined;
}

type AnyPlaced = Placed<ColumnConstraint | TableConstraint>;

/** The unique constraints of the sound statements of the up half, in order of position. */
export function uniquesPlaced(migration: Migration): readonly AnyPlaced[] {
  return placed(migration, uniquesIn);
}

function placed(migration: Migration, find: (hosts: readonly Host[]) => readonly AnyPlaced[]): readonly AnyPlaced[] {
  const found = find(migration.document.statementsOf('createTable', 'alterTable'));
  return found.filter(one => isSound(one.statement, migration));
}

const uniquesIn = collected((host: Host) => constraintsOf(host).filter(one => one.constraint.type === 'unique'));

const foreignKeysIn = collected((host: Host) =>
  constraintsOf(host).filter(({ constraint: { type } }) => type === 'references' || type === 'foreignKey'),
);

function constraintsOf(statement: Host): readonly AnyPlaced[] {
  const { table } = statement;
  if (!table) return [];
  const inline = (column: ColumnDefinition): Placed<ColumnConstraint>[] =>
    column.constraints.map(constraint => ({ statement, table, constraint, column }));
  const own = (constraint: TableConstraint): Placed<TableConstraint> => {
    return { statement, table, constraint, column: undefined };
  };
  if (statement.type === 'createTable')
    return [...statement.columns.flatMap(inline), ...statement.constraints.map(own)];
  return statement.actions.flatMap((action): readonly AnyPlaced[] => {
    if (action.type === 'addColumn') return inline(action.column);
    return action.type === 'addConstraint' ? [own(action.constraint)] : [];
  });
}

/** A foreign key that a migration makes and that is still there after the last one. */
export interface MadeForeignKey extends Placed<ColumnConstraint | TableConstraint> {
  /** The columns as written here. */
  readonly columns: readonly Name[];
  readonly reference: Reference;
  /** The table that holds it, as the last migration leaves it. */
  readonly state: TableState;
}

/** The lasting foreign keys of the up half. MySQL ignores those that are written behind a column. */
export function foreignKeysMade(migration: Migration): readonly MadeForeignKey[] {
  const ignoresInline = migration.dialect === 'mysql';
  return placed(migration, foreignKeysIn).flatMap((one): MadeForeignKey[] => {
    const { constraint, column, statement, table } = one;
    if (constraint.type !== 'references' && constraint.type !== 'foreignKey') return [];
    if (column && ignoresInline) return [];
    const columns = constraint.type === 'foreignKey' ? constraint.columns : column ? [column.name] : [];
    const state = columns.length > 0 ? lastingTable(migration, statement, objectName(table)) : undefined;
    const names = columns.map(name => name.text);
    const referred = constraint.reference.columns.map(name => name.text);
    // A key that a later migration drops and makes anew, to other columns, is not this one.
    const kept = state?.constraints.some(
      other =>
        other.type === 'foreignKey' &&
        other.references?.name === constraint.reference.table?.name.text &&
        sameNames(other.columns, names) &&
        sameNames(other.referencedColumns, referred),
    );
    return state && kept && !state.temporary ? [{ ...one, columns, reference: constraint.reference, state }] : [];
  });
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

/**
 * Whether a table finds its rows by these columns, in any order: they are the first ones of an index, a primary key or a
 * unique constraint. A partial index serves where it leaves out nothing but NULLs of one of them.
 */
export function findsRowsBy(table: TableState, columns: readonly string[]): boolean {
  const leads = (of: readonly (string | undefined)[]): boolean => {
    const first = of.slice(0, columns.length);
    return columns.every(one => first.includes(one));
  };
  return (
    table.constraints.some(one => (one.type === 'primaryKey' || one.type === 'unique') && leads(one.columns)) ||
    table.indexes.some(one => leads(one.columns) && (one.where === undefined || leavesOutNulls(one.where, columns)))
  );
}

/** `WHERE c IS NOT NULL`: a row without the reference is never looked for. */
function leavesOutNulls(where: string, columns: readonly string[]): boolean {
  const column = /^\(*\s*("(?:[^"]|"")+"|\w+)\s+is\s+not\s+null\s*\)*$/i.exec(where)?.[1];
  if (column === undefined) return false;
  const name = column.startsWith('"') ? column.slice(1, -1).replaceAll('""', '"') : column.toLowerCase();
  return columns.some(one => one === name || one.toLowerCase() === name);
}

/** The columns of the primary key; none where there is no key. */
export function primaryKeyOf(table: TableState): readonly string[] {
  return table.constraints.find(one => one.type === 'primaryKey')?.columns ?? [];
}
