import { edit } from '#text';
import { changesOf } from '../changes.ts';
import { writtenName } from '../identifiers.ts';
import type { Migration } from '../migration.ts';
import type { ColumnConstraint, TableConstraint } from '../model.ts';
import { applied } from '../moving.ts';
import { withBlanksBefore } from '../words.ts';
import { withoutAction } from './actions.ts';
import { isChangedLater } from './changedLater.ts';
import {
  type AddedConstraint,
  addedConstraints,
  type InlineConstraint,
  inlineConstraints,
  nameOfConstraint,
} from './constraints.ts';
import { notNullSteps } from './notNull.ts';
import { type Placement, placeSteps, type Rewrite, type Step } from './steps.ts';
import { dropsOf } from './undoing.ts';

type Key = TableConstraint & { readonly type: 'primaryKey' | 'unique' };
type InlineKey = ColumnConstraint & { readonly type: 'unique' };

/** A key whose index ALTER TABLE builds while every query of the table waits. */
export type BuiltKey = AddedConstraint<Key> | InlineConstraint<InlineKey>;

/** Those that a migration adds to tables in use. A primary key inside a new column fails or rewrites: no matter of locks. */
export function builtKeys(migration: Migration, type: 'primaryKey' | 'unique'): readonly BuiltKey[] {
  const added = addedConstraints(migration, type).filter(({ statement, state, constraint }) => {
    // ON ONLY a partitioned table builds nothing; PostgreSQL 18 builds WITHOUT OVERLAPS by GiST, never concurrently.
    if (statement.only && (!state || state.partitioned)) return false;
    return !constraint.usingIndex && constraint.columns.every(one => !one.opclass);
  });
  return type === 'unique' ? [...added, ...inlineConstraints(migration, 'unique')] : added;
}

export interface KeyColumn {
  readonly name: string;
  readonly written: string;
}

export function columnsOf(one: BuiltKey, migration: Migration): readonly KeyColumn[] {
  const names = 'column' in one ? [one.column.name] : one.constraint.columns.flatMap(item => item.column ?? []);
  return names.map(name => ({ name: name.text, written: migration.document.textOf(name) }));
}

/** Builds the index concurrently first, and then makes the key of it. Undefined where that cannot be done. */
export function buildIndexFirst(
  one: BuiltKey,
  migration: Migration,
  postgresVersion: number,
  rank: number,
): Placement | undefined {
  const rewrite = rewritten(one, migration, postgresVersion);
  const placement = rewrite && placeSteps(migration, rewrite, rank);
  return placement?.way === 'separate' && mustStay(one, migration) ? undefined : placement;
}

function rewritten(one: BuiltKey, migration: Migration, postgresVersion: number): Rewrite | undefined {
  const { statement, action, table, state } = one;
  const { document } = migration;
  const name = nameOfConstraint(one, one.constraint);
  const inline = 'column' in one;
  if (name === undefined || state?.partitioned || (!inline && one.constraint.storage)) return undefined;
  if (inline && one.action.ifNotExists) return undefined;
  const columns = columnsOf(one, migration);
  const written = one.constraint.name ? document.textOf(one.constraint.name) : writtenName(name);
  // Until it is dropped, an old constraint keeps the name.
  const replaces = statement.actions.some(other => other.type === 'dropConstraint' && other.name.text === name);
  const index = replaces ? writtenName(`${name}_new`) : written;
  const prefix = `ALTER TABLE ${statement.only ? 'ONLY ' : ''}${document.textOf(table)}`;
  const list = inline ? `(${columns[0]!.written})` : listOf(one.constraint, migration);
  const clauses = inline ? [] : [one.constraint.include && document.textOf(one.constraint.include)];
  if (!inline && one.constraint.nullsNotDistinct) clauses.push('NULLS NOT DISTINCT');
  const kind = !inline && one.constraint.type === 'primaryKey' ? 'PRIMARY KEY' : 'UNIQUE';
  const timing = !inline && one.constraint.timing ? ` ${document.textOf(one.constraint.timing)}` : '';
  const schema = table.schema ? `${document.textOf(table.schema)}.` : '';
  const { present, elsewhere } = dropsOf(migration, table, name);
  const build: Step = {
    sql: [
      `CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${document.textOf(table)} ${list}`,
      ...clauses.filter(Boolean),
    ].join(' '),
    undo: elsewhere || replaces ? undefined : `DROP INDEX CONCURRENTLY IF EXISTS ${schema}${index}`,
    undoInTransaction: `DROP INDEX IF EXISTS ${schema}${index}`,
    needs: 'outside',
    slug: `${name}_index`,
  };
  const key = `${kind} USING INDEX ${index}${timing}`;
  if (replaces && !inline) {
    // What the statement drops has to go in the same moment.
    const from = one.constraint.name ? one.constraint.name.span.end : one.constraint.span.start;
    const named = one.constraint.name ? ` ${key}` : `CONSTRAINT ${written} ${key}`;
    const sql = applied(document.text, statement.span, [
      edit.replace({ start: from, end: one.constraint.span.end }, named),
    ]);
    const swap: Step = { sql, undo: undefined, needs: 'nothing', slug: name };
    return {
      statement,
      keep: undefined,
      steps: [...required(one, migration, postgresVersion), build, swap],
      undoneBy: [],
    };
  }
  const add: Step = {
    sql: `${prefix} ADD CONSTRAINT ${written} ${key}`,
    undo: elsewhere ? undefined : `${prefix} DROP CONSTRAINT ${written}`,
    needs: 'nothing',
    slug: name,
  };
  const keep = inline
    ? [edit.remove(withBlanksBefore(document, one.constraint.span))]
    : statement.actions.length > 1
      ? withoutAction(document, statement, action)
      : undefined;
  return { statement, keep, steps: [...required(one, migration, postgresVersion), build, add], undoneBy: present };
}

function listOf({ columnList }: Key, { document }: Migration): string {
  return columnList ? document.textOf(columnList).replaceAll('\r\n', '\n') : '';
}

/** A primary key makes its columns NOT NULL, and would scan for that: they get it before. */
function required(one: BuiltKey, migration: Migration, postgresVersion: number): readonly Step[] {
  if ('column' in one || one.constraint.type === 'unique') return [];
  const { statement, table, state } = one;
  return columnsOf(one, migration)
    .filter(column => {
      const known = state?.columns.find(other => other.name === column.name);
      const added = statement.addedColumns.find(other => other.column.name.text === column.name)?.column;
      const type = added?.type?.name ?? '';
      return (
        !known?.notNull &&
        !added?.constraints.some(other => other.type === 'notNull' || other.type === 'identity') &&
        !/serial/.test(type)
      );
    })
    .flatMap(column => notNullSteps({ statement, table, column }, migration, postgresVersion));
}

/** Whether the file goes on to need the key, or to change what it is made of. */
function mustStay(one: BuiltKey, migration: Migration): boolean {
  const { statement, table, constraint } = one;
  const columns = columnsOf(one, migration).map(column => column.name);
  const name = nameOfConstraint(one, constraint);
  const swaps = statement.actions.some(other => other.type === 'dropConstraint' && other.name.text === name);
  // A swap takes the whole statement along, and no column may leave later than it did.
  if (swaps && statement.actions.some(other => other.type === 'dropColumn')) return true;
  const needed = { table, columns, ...(name === undefined ? {} : { constraint: name }) };
  return isNeededLater(one, migration) || isChangedLater(migration, statement, needed);
}

/** Whether something later in the file needs the key: a foreign key to it, rows that it tells apart. */
function isNeededLater({ statement, table }: BuiltKey, migration: Migration): boolean {
  const { statements } = migration.document;
  const name = table.name.text;
  const unit = migration.unitOf(statement);
  return statements
    .slice(statements.indexOf(statement) + 1)
    .some(
      later =>
        migration.unitOf(later) === unit &&
        (((later.type === 'insert' || later.type === 'merge') && later.table?.name.text === name) ||
          changesOf(later).some(one => one.type === 'addConstraint' && one.constraint.references?.name === name)),
    );
}
