import type { Located } from '#text';
import { chosen } from '../collected.ts';
import type { Migration } from '../migration.ts';
import type { AlterAction, Name, QualifiedName, Statement, StatementOf } from '../model.ts';
import { isLive, wasAddedHere } from './live.ts';
import { isRetired } from './retired.ts';

/** Something that code outside the database names, under another name from now on. */
export type Rename = Located & { readonly statement: Statement; readonly to: string } & (
    | { readonly kind: 'table'; readonly from: QualifiedName; readonly target: QualifiedName | Name }
    | { readonly kind: 'schemaOfTable'; readonly from: QualifiedName; readonly target: Name }
    | {
        readonly kind: 'column';
        readonly table: QualifiedName;
        readonly from: Name;
        readonly target: Name;
        readonly action: AlterAction;
      }
    | { readonly kind: 'schema'; readonly from: QualifiedName; readonly target: Name }
    | { readonly kind: 'enumValue'; readonly from: Name; readonly target: Name }
  );

const renaming = ['alterTable', 'renameTable', 'alterOther', 'alterType'] as const;

/**
 * Renames on the way up of what was there before the file: tables, views, columns, enum values, schemas. Those after which
 * the old name still means something are left out: a view or another table has taken it, or a column of that name has been
 * added; and those that set a table aside (`orders_old`).
 */
export function breakingRenames(migration: Migration): readonly Rename[] {
  const { document } = migration;
  const found = renamers(document.statementsOf(...renaming))
    .filter(one => !one.templated && !one.broken && migration.isUp(one))
    .flatMap(one => renamesIn(one));
  if (found.length === 0) return [];
  const later = namesGivenIn(document.statements.filter(one => migration.isUp(one)));
  return found.filter(one => !keepsName(one, later, found) && isInUse(one, migration));
}

const renamers = chosen((one: StatementOf<(typeof renaming)[number]>) => renamesIn(one).length > 0);

function renamesIn(statement: StatementOf<(typeof renaming)[number]>): Rename[] {
  switch (statement.type) {
    case 'alterTable': {
      const { table } = statement;
      return table ? statement.actions.flatMap(action => renameOf(statement, table, action) ?? []) : [];
    }
    case 'renameTable':
      return statement.renames.map(({ from, to }) => ({
        kind: 'table',
        statement,
        from,
        target: to,
        to: to.name.text,
        span: from.span,
      }));
    case 'alterOther': {
      const { object, name, renameTo } = statement;
      if (!name || !renameTo || !/^(?:SCHEMA|(?:MATERIALIZED )?VIEW)$/.test(object)) return [];
      const kind = object === 'SCHEMA' ? 'schema' : 'table';
      return [{ kind, statement, from: name, target: renameTo, to: renameTo.text, span: name.span }];
    }
    case 'alterType': {
      const { renameValue } = statement;
      if (!renameValue) return [];
      const { from, to } = renameValue;
      return [{ kind: 'enumValue', statement, from, target: to, to: to.text, span: from.span }];
    }
  }
}

function renameOf(statement: StatementOf<'alterTable'>, table: QualifiedName, action: AlterAction): Rename | undefined {
  switch (action.type) {
    case 'renameTable':
      return (
        action.to && {
          kind: 'table',
          statement,
          from: table,
          target: action.to,
          to: action.to.name.text,
          span: table.span,
        }
      );
    case 'setSchema':
      return {
        kind: 'schemaOfTable',
        statement,
        from: table,
        target: action.schema,
        to: action.schema.text,
        span: table.span,
      };
    case 'renameColumn': {
      const { name, to } = action;
      return to && { kind: 'column', statement, table, action, from: name, target: to, to: to.text, span: name.span };
    }
    case 'changeColumn': {
      const { name, column } = action;
      if (name.text.toLowerCase() === column.name.text.toLowerCase()) return undefined;
      const target = column.name;
      return { kind: 'column', statement, table, action, from: name, target, to: target.text, span: name.span };
    }
    default:
      return undefined;
  }
}

/** Names that a file gives to tables and views, and to columns of tables. */
interface NamesGiven {
  readonly tables: ReadonlyMap<string, number>;
  readonly columns: ReadonlyMap<string, number>;
}

/** The last offset at which each name is given, so that "later" can be told. */
function namesGivenIn(statements: readonly Statement[]): NamesGiven {
  const tables = new Map<string, number>();
  const columns = new Map<string, number>();
  for (const one of statements) {
    const { start } = one.span;
    if (one.type === 'createTable' && one.table) tables.set(one.table.name.text, start);
    if ((one.type === 'createView' || one.type === 'createMaterializedView') && one.name)
      tables.set(one.name.name.text, start);
    if (one.type === 'renameTable') for (const { to } of one.renames) tables.set(to.name.text, to.span.start);
    if (one.type !== 'alterTable' || !one.table) continue;
    for (const action of one.actions) {
      if (action.type === 'renameTable' && action.to) tables.set(action.to.name.text, start);
      const given =
        action.type === 'addColumn' ? action.column.name : action.type === 'renameColumn' ? action.to : undefined;
      if (given) columns.set(`${one.table.name.text} ${given.text}`, given.span.start);
    }
  }
  return { tables, columns };
}

function keepsName(rename: Rename, { tables, columns }: NamesGiven, all: readonly Rename[]): boolean {
  const { start } = rename.span;
  switch (rename.kind) {
    case 'table':
    case 'schemaOfTable':
      return isRetired(rename.to) || (tables.get(rename.from.name.text) ?? -1) > start;
    case 'column':
      return (
        isRetired(rename.to) ||
        (columns.get(`${rename.table.name.text} ${rename.from.text}`) ?? -1) > start ||
        // The table goes under another name, with a view in its place that can map the columns.
        all.some(
          one =>
            one.kind === 'table' &&
            one.from.name.text === rename.table.name.text &&
            (tables.get(rename.table.name.text) ?? -1) > one.span.start,
        )
      );
    default:
      return false;
  }
}

/** Whether it was there before this file. What no migration has made may be in use all the same. */
function isInUse(rename: Rename, migration: Migration): boolean {
  const { statement } = rename;
  switch (rename.kind) {
    case 'table':
    case 'schemaOfTable':
      return isLive(rename.from, statement, migration);
    case 'column':
      return isLive(rename.table, statement, migration) && !wasAddedHere(migration, rename.table, rename.from);
    case 'enumValue':
      return !migration.document
        .statementsOf('createType')
        .some(one => statement.type === 'alterType' && one.name?.name.text === statement.name?.name.text);
    case 'schema':
      return !migration.document.statements.some(
        one => one.type === 'createOther' && one.object === 'SCHEMA' && one.name?.name.text === rename.from.name.text,
      );
  }
}
