import { collectedAround } from '../aroundStatements.ts';
import type { MigrationDirectory } from '../directory.ts';
import { memoised } from '../memo.ts';
import type { Migration } from '../migration.ts';
import type { QualifiedName, Statement, StatementOf } from '../model.ts';
import { type ObjectName, objectName } from '../schemaFacts.ts';
import type { SchemaState, TableState } from '../schemaState.ts';

/** A table that a migration makes and that is still there after the last one. */
export interface MadeTable {
  readonly statement: StatementOf<'createTable'>;
  readonly name: QualifiedName;
  /** As the last migration leaves it. */
  readonly table: TableState;
}

/** The schema that the last migration of the directory leaves. */
export function schemaAtEnd({ end }: Migration): SchemaState {
  return end;
}

/**
 * The lasting tables that the up half makes; not those that a template names, that are temporary, that are partitions of
 * another one or that a later migration makes anew.
 */
export const tablesMade: (migration: Migration) => readonly MadeTable[] = collectedAround(
  (statement, migration): MadeTable[] => {
    if (statement.type !== 'createTable') return [];
    const { table: name, temporary, virtual, partitionOf, ifNotExists } = statement;
    if (!name || temporary || virtual || partitionOf || !isSound(statement, migration)) return [];
    if (ifNotExists && migration.tableBefore(statement, objectName(name))) return [];
    const table = lastingTable(migration, statement, objectName(name));
    return table && !table.temporary ? [{ statement, name, table }] : [];
  },
);

/** Whether a statement runs forward and all of it is known. */
export function isSound(statement: Statement, migration: Migration): boolean {
  return !statement.templated && !statement.broken && migration.isUp(statement);
}

/**
 * What has become of a table that a statement makes or changes, after the last migration; undefined where it has been
 * dropped, renamed or made anew since.
 */
export function lastingTable(migration: Migration, statement: Statement, name: ObjectName): TableState | undefined {
  const { document, directory } = migration;
  const table = migration.tableAtEnd(statement, name);
  if (table?.kind !== 'table' || table.uncertain) return undefined;
  const { made } = table;
  if (statement.type !== 'createTable')
    return made && made.uri !== document.uri && isLater(directory, made.uri, document.uri) ? undefined : table;
  if (made?.statement) return made.statement === statement ? table : undefined;
  const { start, end } = statement.span;
  return made?.uri === document.uri && start <= made.span.start && made.span.end <= end ? table : undefined;
}

function isLater(directory: MigrationDirectory, a: string, b: string): boolean {
  const places = placesIn(directory);
  return (places.get(a) ?? directory.before(a)) > (places.get(b) ?? directory.before(b));
}

const placesIn: (directory: MigrationDirectory) => ReadonlyMap<string, number> = memoised(
  ({ migrations }) => new Map(migrations.map((one, index) => [one.uri, index])),
);

/** Whether nothing reads or writes a table yet when a statement is through: the same migration has made it. */
export function isNewTable(migration: Migration, statement: Statement, name: ObjectName): boolean {
  return statement.type === 'createTable' || migration.tableBefore(statement, name)?.madeHere === true;
}

/**
 * Whether a migration was written out by Prisma from a schema that is looked at as well: what the schema says wrong is
 * reported there, once. `prismaUris`: all Prisma files that are known.
 */
export function comesFromPrisma({ tool, file }: Migration, prismaUris: Iterable<string>): boolean {
  if (!tool.id.startsWith('prisma')) return false;
  const history = tool.directory(file.uri);
  const home = history.slice(0, history.lastIndexOf('/') + 1);
  for (const uri of prismaUris) if (uri.startsWith(home)) return true;
  return false;
}

/** Whether the same file puts rows into a table: then a new required column without a default would make it fail. */
export function isFilledHere({ document }: Migration, table: QualifiedName): boolean {
  return document.statementsOf('insert', 'copy', 'merge').some(one => one.table?.name.text === table.name.text);
}
