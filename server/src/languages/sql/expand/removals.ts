import type { Located, TextEdit } from '#text';
import { type ObjectName, objectName } from '../changes.ts';
import { fitsName, writtenName } from '../identifiers.ts';
import type { Migration } from '../migration.ts';
import type { Name, QualifiedName, Statement, StatementOf } from '../model.ts';
import { replaceWith } from './insertions.ts';
import { isLive, isUndone, namesTaken, wasAddedHere } from './live.ts';
import { columnsReplaced } from './replaced.ts';
import { isRetired } from './retired.ts';

type DropColumn = Extract<StatementOf<'alterTable'>['actions'][number], { readonly type: 'dropColumn' }>;

export interface DroppedColumn extends Located {
  readonly statement: StatementOf<'alterTable'>;
  readonly table: QualifiedName;
  readonly action: DropColumn;
}

/**
 * The columns of tables in use that the way up drops, without those that CASCADE takes along, that another column replaces
 * in the same statement (`columnsReplaced`), that were added in the same file, or whose name says that they are out of use.
 */
export function droppedColumns(migration: Migration): readonly DroppedColumn[] {
  const replaced = new Set<object>(columnsReplaced(migration).map(one => one.drop));
  const taken = namesTaken(migration);
  return migration.document.alteredBy('dropColumn').flatMap(statement => {
    const { table, actions } = statement;
    if (!table || !isWayUp(statement, migration)) return [];
    const dropped = actions.filter(one => one.type === 'dropColumn');
    if (dropped.length === 0 || !isLive(table, statement, migration)) return [];
    const state = migration.tableBefore(statement, objectName(table));
    return dropped
      .filter(({ name, cascade, ifExists }) => {
        const isThere = !ifExists || !state?.complete || state.columns.some(one => one.name === name.text);
        const added = wasAddedHere(migration, table, name);
        const returns = taken.has(`${table.name.text} ${name.text}`);
        return isThere && !cascade && !added && !returns && !isRetired(name.text);
      })
      .filter(one => !replaced.has(one))
      .map(action => ({ statement, table, action, span: action.name.span }));
  });
}

export interface DroppedTable extends Located {
  readonly statement: StatementOf<'dropTable'>;
  readonly name: QualifiedName;
  /** Other tables that its foreign keys name: PostgreSQL locks them as well. */
  readonly references: readonly string[];
  /** The file makes a table of that name again. */
  readonly madeAnew: boolean;
}

/** The tables in use that the way up drops, without CASCADE, and that no other table replaces under their name. */
export function droppedTables(migration: Migration): readonly DroppedTable[] {
  const { document } = migration;
  const statements = document.statementsOf('dropTable');
  if (statements.length === 0) return [];
  const made = document.createdTables.filter(one => migration.isUp(one));
  const taken = namesTaken(migration);
  return statements.flatMap(statement => {
    if (statement.cascade || !isWayUp(statement, migration)) return [];
    return statement.names
      .filter(name => isTableInUse(name, statement, migration) && !taken.has(name.name.text))
      .flatMap((name): DroppedTable[] => {
        const again = made.find(one => one.table?.name.text === name.name.text && one.span.start > name.span.start);
        // Its rows come from a query: they are not its own.
        if (again?.asQuery) return [];
        const constraints = migration.tableBefore(statement, objectName(name))?.constraints ?? [];
        const references = new Set(constraints.flatMap(one => one.references?.name ?? []));
        references.delete(name.name.text);
        return [{ statement, name, references: [...references], madeAnew: again !== undefined, span: name.span }];
      });
  });
}

/**
 * Renames a table instead of dropping it: what still uses it shows, and the rows can be had back. Undefined where its
 * statement drops more than this one, or the way down makes it anew.
 */
export function setAside(
  migration: Migration,
  { statement, name }: DroppedTable,
): { readonly name: string; readonly edit: TextEdit } | undefined {
  const aside = `${name.name.text}_old`;
  if (statement.names.length !== 1 || !fitsName(aside) || isUndone(migration, name)) return undefined;
  if (migration.tableBefore(statement, { schema: name.schema?.text, name: aside })) return undefined;
  const guard = statement.ifExists ? 'IF EXISTS ' : '';
  const source = migration.document.textOf(name);
  const written = replaceWith(migration, statement, [`ALTER TABLE ${guard}${source} RENAME TO ${writtenName(aside)};`]);
  return written && { name: aside, edit: written };
}

/** Whether a table holds something that others may want: it is there, is no leftover, and not of this file alone. */
export function isTableInUse(
  name: QualifiedName,
  statement: Statement & { readonly ifExists?: Located | undefined },
  migration: Migration,
): boolean {
  const state = migration.tableBefore(statement, objectName(name));
  // Guarded against what no migration has made.
  if (statement.ifExists && !state) return false;
  return isLive(name, statement, migration) && !isRetired(name.name.text);
}

export interface Cascade extends Located {
  /** What is dropped, as it is written. */
  readonly name: Name;
}

/** What nothing can depend on. */
const LEAVES: ReadonlySet<string> = new Set(['TRIGGER', 'POLICY', 'RULE', 'CAST', 'EVENT TRIGGER']);

/** Every CASCADE on the way up of a DROP of something that was there before the file. At the word CASCADE. */
export function cascades(migration: Migration): readonly Cascade[] {
  const { document } = migration;
  const drops = document.statementsOf(
    'dropTable',
    'dropIndex',
    'dropView',
    'dropMaterializedView',
    'dropType',
    'dropSchema',
    'dropOther',
  );
  const found = drops.flatMap((statement): Cascade[] => {
    const { cascade, names, object } = statement;
    if (!cascade || LEAVES.has(object) || !isWayUp(statement, migration)) return [];
    const made = madeHere(migration, statement);
    const name = names.find(one => !made(one));
    return name ? [{ name: name.name, span: cascade.span }] : [];
  });
  const inTables = document.alteredBy('dropColumn', 'dropConstraint').flatMap(statement => {
    const { table, actions } = statement;
    if (!table || !isWayUp(statement, migration)) return [];
    return actions.flatMap((action): Cascade[] => {
      const cascade = action.type === 'dropColumn' || action.type === 'dropConstraint' ? action.cascade : undefined;
      if (!cascade || !('name' in action) || !isLive(table, statement, migration)) return [];
      const added = wasAddedHere(migration, table, action.name);
      return added ? [] : [{ name: action.name, span: cascade.span }];
    });
  });
  return [...found, ...inTables];
}

/** Whether a name means something that this file has made, or that no migration has. */
function madeHere(
  migration: Migration,
  statement: Extract<Statement, { readonly object: string; readonly names: unknown }>,
) {
  const { document } = migration;
  return (name: QualifiedName): boolean => {
    const same = (one: QualifiedName | undefined): boolean => one?.name.text === name.name.text;
    switch (statement.type) {
      case 'dropTable':
      case 'dropView':
      case 'dropMaterializedView': {
        const state = migration.tableBefore(statement, objectName(name));
        return state ? state.madeHere || state.temporary : statement.ifExists !== undefined;
      }
      case 'dropType':
        return document.statementsOf('createType').some(one => same(one.name) && isBefore(one, statement));
      default:
        return document
          .statementsOf('createFunction', 'createProcedure', 'createOther')
          .some(one => same(one.name) && isBefore(one, statement));
    }
  };
}

function isBefore(one: Statement, other: Statement): boolean {
  return one.span.start < other.span.start;
}

export interface EmptiedTable extends Located {
  readonly table: ObjectName;
  readonly cascade: boolean;
}

/** The tables in use that TRUNCATE empties on the way up. */
export function truncatedTables(migration: Migration): readonly EmptiedTable[] {
  return migration.document.statementsOf('truncate').flatMap(statement => {
    if (!isWayUp(statement, migration)) return [];
    return statement.tables
      .filter(one => isLive(one, statement, migration) && !isRetired(one.name.text))
      .map(one => ({ table: objectName(one), cascade: statement.cascade !== undefined, span: one.name.span }));
  });
}

function isWayUp(statement: Statement, migration: Migration): boolean {
  return !statement.templated && !statement.broken && migration.isUp(statement);
}
