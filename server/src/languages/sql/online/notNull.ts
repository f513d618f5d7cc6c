import { writtenName } from '../identifiers.ts';
import type { Migration } from '../migration.ts';
import type { AlterAction, AlterTable, Name, QualifiedName } from '../model.ts';
import type { ConstraintFact } from '../schemaFacts.ts';
import type { ConstraintState } from '../schemaState.ts';
import { withoutAction } from './actions.ts';
import { isChangedLater } from './changedLater.ts';
import { alteredLiveTables } from './constraints.ts';
import { type Placement, placeSteps, type Step } from './steps.ts';
import { undoingOf } from './undoing.ts';

/** SET NOT NULL of a column that may be NULL as far as anybody knows. */
export interface ScanningNotNull {
  readonly statement: AlterTable;
  readonly action: AlterAction & { readonly name: Name };
  readonly table: QualifiedName;
  /** CHECK constraints that would prove it, were they valid and not dropped by the statement. */
  readonly checks: readonly ConstraintState[];
}

/** Those of tables in use for which PostgreSQL reads all rows. */
export function scanningNotNulls(migration: Migration): readonly ScanningNotNull[] {
  return alteredLiveTables(migration, migration.document.alteredBy('setNotNull')).flatMap(
    ({ statement, table, state }) =>
      statement.actions.flatMap(action => {
        if (action.type !== 'setNotNull') return [];
        const column = action.name.text;
        if (state?.columns.some(one => one.name === column && one.notNull)) return [];
        const checks = state?.constraints.filter(one => provesNotNull(one, column)) ?? [];
        // What proves it must not go in the same statement: PostgreSQL drops first.
        const isProven = checks.some(one => one.valid && !isDropped(one.knownAs, statement));
        return isProven ? [] : [{ statement, action, table, checks }];
      }),
  );
}

function isDropped(constraint: string, { actions }: AlterTable): boolean {
  return actions.some(one => one.type === 'dropConstraint' && one.name.text === constraint);
}

/** `a IS NOT NULL`, alone or with others behind AND. */
function provesNotNull({ type, expression, columns }: ConstraintFact, column: string): boolean {
  if (type === 'notNull') return columns.includes(column);
  if (type !== 'check' || !expression || /\bOR\b/i.test(expression)) return false;
  return expression.split(/\bAND\b/i).some(part => {
    const found = /^[\s(]*("(?:[^"]|"")+"|[\w$]+)[\s)]*IS\s+NOT\s+NULL[\s)]*$/i.exec(part);
    return found !== null && nameIn(found[1]!) === column;
  });
}

function nameIn(written: string): string {
  return written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase();
}

/** Proves NOT NULL by a CHECK that is validated under a lock that lets others work. */
export function proveFirst(
  one: ScanningNotNull,
  migration: Migration,
  postgresVersion: number,
  rank: number,
): Placement | undefined {
  const { statement, action, table } = one;
  const { document } = migration;
  const column = { name: action.name.text, written: document.textOf(action.name) };
  const known = one.checks.find(check => check.valid) ?? one.checks[0];
  if (known?.valid) return dropLater(one, known, migration, rank);
  const { present, elsewhere } = undoingOf(
    migration,
    table,
    other => other.type === 'dropNotNull' && other.name.text === column.name,
    other =>
      other.type === 'alterColumn' &&
      other.table.name === table.name.text &&
      other.set.notNull === false &&
      other.column === column.name,
  );
  const keep = statement.actions.length > 1 ? withoutAction(document, statement, action) : undefined;
  const steps = known
    ? validationSteps(one, known, migration)
    : notNullSteps({ statement, table, column }, migration, postgresVersion, elsewhere);
  const placement = placeSteps(migration, { statement, keep, steps, undoneBy: known ? [] : present }, rank);
  const needed = { table, columns: [column.name], ...(known ? { constraint: known.knownAs } : {}) };
  return placement?.way === 'separate' && isChangedLater(migration, statement, needed) ? undefined : placement;
}

/** A CHECK is there that only has to be validated; in a transaction of its own, where this file has added it. */
function validationSteps(
  { statement, table, action }: ScanningNotNull,
  check: ConstraintState,
  { document }: Migration,
): Step[] {
  const prefix = `ALTER TABLE ${statement.only ? 'ONLY ' : ''}${document.textOf(table)}`;
  const name = writtenName(check.knownAs);
  const needs = check.made?.statement ? 'commit' : 'nothing';
  const slug = `validate_${check.knownAs}`;
  return [
    { sql: `${prefix} VALIDATE CONSTRAINT ${name}`, undo: undefined, needs, slug },
    {
      sql: `${prefix} ALTER COLUMN ${document.textOf(action.name)} SET NOT NULL`,
      undo: undefined,
      needs: 'nothing',
      slug,
    },
  ];
}

/** The CHECK that proves it goes in a statement of its own. */
function dropLater(
  { statement, table }: ScanningNotNull,
  check: ConstraintState,
  migration: Migration,
  rank: number,
): Placement | undefined {
  const drop = statement.actions.find(other => other.type === 'dropConstraint' && other.name.text === check.knownAs);
  if (!drop) return undefined;
  const prefix = `ALTER TABLE ${statement.only ? 'ONLY ' : ''}${migration.document.textOf(table)}`;
  const keep = withoutAction(migration.document, statement, drop);
  const sql = `${prefix} ${migration.document.textOf(drop).replaceAll('\r\n', '\n')}`;
  return placeSteps(
    migration,
    { statement, keep, steps: [{ sql, undo: undefined, needs: 'nothing', slug: check.knownAs }], undoneBy: [] },
    rank,
  );
}

interface RequiredColumn {
  readonly statement: AlterTable;
  readonly table: QualifiedName;
  readonly column: { readonly name: string; readonly written: string };
}

/** `undoneElsewhere`: the other file of the migration allows NULL again, which is all that is left to undo. */
export function notNullSteps(
  { statement, table, column }: RequiredColumn,
  { document }: Migration,
  postgresVersion: number,
  undoneElsewhere = false,
): readonly Step[] {
  const prefix = `ALTER TABLE ${statement.only ? 'ONLY ' : ''}${document.textOf(table)}`;
  const name = nameFor(table.name.text, column.name);
  const written = writtenName(name);
  const native = postgresVersion >= 18;
  const check = `${prefix} ADD CONSTRAINT ${written} ${native ? `NOT NULL ${column.written}` : `CHECK (${column.written} IS NOT NULL)`} NOT VALID`;
  const nullable = `${prefix} ALTER COLUMN ${column.written} DROP NOT NULL`;
  const drop = `${prefix} DROP CONSTRAINT ${written}`;
  const add: Step = {
    sql: check,
    undo: undoneElsewhere ? undefined : native ? nullable : drop,
    needs: 'nothing',
    slug: name,
  };
  const validate: Step = {
    sql: `${prefix} VALIDATE CONSTRAINT ${written}`,
    undo: undefined,
    needs: 'commit',
    slug: `validate_${name}`,
  };
  if (native) return [add, validate];
  return [
    add,
    validate,
    { sql: `${prefix} ALTER COLUMN ${column.written} SET NOT NULL`, undo: nullable, needs: 'nothing', slug: name },
    { sql: drop, undo: undoneElsewhere ? undefined : check, needs: 'nothing', slug: name },
  ];
}

/** PostgreSQL cuts names at 63 bytes; what is added is ASCII. */
function nameFor(table: string, column: string): string {
  return `${`${table}_${column}`.slice(0, 40)}_not_null`;
}
