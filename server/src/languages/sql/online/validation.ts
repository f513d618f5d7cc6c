import { edit, type TextEdit } from '#text';
import { writtenName } from '../identifiers.ts';
import type { Migration } from '../migration.ts';
import {
  type AlterAction,
  type AlterTable,
  type ColumnConstraint,
  constraintOf,
  type Name,
  type Statement,
  type TableConstraint,
} from '../model.ts';
import { blockOf } from '../moving.ts';
import { isOpen } from '../transaction.ts';
import { withBlanksBefore } from '../words.ts';
import { withoutAction } from './actions.ts';
import { isChangedLater } from './changedLater.ts';
import {
  type AddedConstraint,
  addedConstraints,
  alteredLiveTables,
  type InlineConstraint,
  inlineConstraints,
  nameOfConstraint,
} from './constraints.ts';
import { type Placement, placeSteps, type Rewrite, type Step } from './steps.ts';

type Checked = TableConstraint & { readonly type: 'check' | 'foreignKey' };
type CheckedInline = ColumnConstraint & { readonly type: 'check' | 'references' };

/** A CHECK or foreign key that is checked against all rows while nobody gets past its lock. */
export type ScanningConstraint = AddedConstraint<Checked> | InlineConstraint<CheckedInline>;

/** Those that a migration adds to tables in use, in no particular order. */
export function scanningConstraints(migration: Migration, postgresVersion: number): readonly ScanningConstraint[] {
  const mayWait = (one: ScanningConstraint): boolean =>
    // Before 18 a partitioned table takes no NOT VALID foreign key.
    one.constraint.type === 'check' || !one.state?.partitioned || postgresVersion >= 18;
  return [
    ...addedConstraints(migration, 'check', 'foreignKey').filter(one => !one.constraint.notValid),
    ...inlineConstraints(migration, 'check', 'references').filter(
      one => !one.constraint.notValid && (one.constraint.type === 'check' || hasValue(one)),
    ),
  ].filter(mayWait);
}

/** A foreign key of a column that is NULL in every row needs no look at the rows. */
function hasValue({ column }: InlineConstraint): boolean {
  const value = constraintOf(column, 'default')?.value?.text.trim();
  return value !== undefined && !/^NULL\b/i.test(value);
}

/** How such a constraint can be added without the scan, and checked afterwards under a lock that lets others work. */
export interface NotValidFix {
  /** `later`: the file alone; the constraint has to be validated by a migration of a later release. */
  readonly way: Placement['way'] | 'later';
  readonly placement: Placement;
}

export function addNotValid(one: ScanningConstraint, migration: Migration, rank: number): NotValidFix | undefined {
  const rewrite = rewritten(one, migration);
  const name = nameOfConstraint(one, one.constraint);
  if (!rewrite || name === undefined) return undefined;
  // What goes again in the same file is never validated.
  if (isChangedLater(migration, one.statement, { table: one.table, columns: [], constraint: name })) return undefined;
  const placement = placeSteps(migration, rewrite, rank);
  if (placement) return { way: placement.way, placement };
  // Migrations that run in one transaction cannot validate what another one of them adds.
  const later = placeSteps(migration, { ...rewrite, steps: rewrite.steps.slice(0, -1) }, rank);
  return later && { way: 'later', placement: later };
}

function rewritten(one: ScanningConstraint, migration: Migration): Rewrite | undefined {
  const { statement, constraint, table } = one;
  const { document } = migration;
  const name = nameOfConstraint(one, constraint);
  if (name === undefined || (one.action.type === 'addColumn' && one.action.ifNotExists)) return undefined;
  const written = constraint.name ? document.textOf(constraint.name) : writtenName(name);
  const prefix = `ALTER TABLE ${statement.only ? 'ONLY ' : ''}${document.textOf(table)}`;
  const validate: Step = {
    sql: `${prefix} VALIDATE CONSTRAINT ${written}`,
    undo: undefined,
    needs: 'commit',
    slug: `validate_${name}`,
  };
  if (!('column' in one)) {
    const named = constraint.name ? [] : [edit.insert(constraint.span.start, `CONSTRAINT ${written} `)];
    const keep = [...named, edit.insert(constraint.span.end, ' NOT VALID')];
    return { statement, keep, steps: [validate], undoneBy: [] };
  }
  // NOT VALID cannot be said of a constraint inside a column.
  const start = constraint.name?.span.end ?? constraint.span.start;
  const source = document.text.slice(start, constraint.span.end).trim();
  const kind = one.constraint.type === 'check' ? source : `FOREIGN KEY (${document.textOf(one.column.name)}) ${source}`;
  const add: Step = {
    sql: `${prefix} ADD CONSTRAINT ${written} ${kind} NOT VALID`,
    undo: undefined,
    needs: 'nothing',
    slug: name,
  };
  const keep = [edit.remove(withBlanksBefore(document, constraint.span))];
  return { statement, keep, steps: [add, validate], undoneBy: [] };
}

/** VALIDATE CONSTRAINT in the transaction that has added the constraint, whose lock it keeps while it reads all rows. */
export interface EarlyValidation {
  readonly statement: AlterTable;
  readonly action: AlterAction & { readonly name: Name };
  readonly added: AddedConstraint;
}

export function earlyValidations(migration: Migration): readonly EarlyValidation[] {
  const added = addedConstraints(migration, 'check', 'foreignKey', 'notNull').filter(
    one => one.constraint.notValid && one.constraint.name,
  );
  if (added.length === 0) return [];
  const order = new Map(migration.document.statements.map((one, index) => [one as Statement, index]));
  return alteredLiveTables(migration, migration.document.alteredBy('validateConstraint')).flatMap(
    ({ statement, table }) =>
      statement.actions.flatMap(action => {
        if (action.type !== 'validateConstraint') return [];
        const found = added.find(
          one =>
            one.constraint.name?.text === action.name.text &&
            one.table.name.text === table.name.text &&
            (one.statement === statement ||
              (order.get(one.statement)! < order.get(statement)! &&
                shareTransaction(one.statement, statement, migration))),
        );
        return found ? [{ statement, action, added: found }] : [];
      }),
  );
}

function shareTransaction(a: Statement, b: Statement, migration: Migration): boolean {
  const first = migration.transactionOf(a);
  return migration.unitOf(a) === migration.unitOf(b) && isOpen(first) && first.id === migration.transactionOf(b).id;
}

/** Moves the validation, and what relies on it, to a migration of its own. */
export function validateLater(one: EarlyValidation, migration: Migration, rank: number): Placement | undefined {
  const { statement, action } = one;
  const { document } = migration;
  const followers = relyingOn(one, migration);
  if (followers.some(follower => follower.broken || follower.templated)) return undefined;
  const alone = statement.actions.length === 1;
  const keep = alone ? undefined : withoutAction(document, statement, action);
  const prefix = `ALTER TABLE ${statement.only ? 'ONLY ' : ''}${document.textOf(one.statement.table!)}`;
  const validate: Step = {
    sql: alone ? statement.text.replaceAll('\r\n', '\n') : `${prefix} ${document.textOf(action)}`,
    undo: undefined,
    needs: 'commit',
    slug: `validate_${action.name.text}`,
  };
  const steps = followers.map(
    (follower): Step => ({
      sql: follower.text.replaceAll('\r\n', '\n'),
      undo: undefined,
      needs: 'nothing',
      slug: validate.slug,
    }),
  );
  const placement = placeSteps(migration, { statement, keep, steps: [validate, ...steps], undoneBy: [] }, rank);
  if (!placement) return undefined;
  const removals: readonly TextEdit[] = followers.map(follower => edit.remove(blockOf(migration, follower).removal));
  return { ...placement, change: { ...placement.change, edits: [...placement.change.edits, ...removals] } };
}

/** What stands behind a validation and would scan or fail before it: SET NOT NULL, dropping the constraint. */
function relyingOn({ statement, action, added }: EarlyValidation, migration: Migration): readonly AlterTable[] {
  const { statements } = migration.document;
  const unit = migration.unitOf(statement);
  return statements
    .slice(statements.indexOf(statement) + 1)
    .filter(
      (one): one is AlterTable =>
        one.type === 'alterTable' &&
        migration.unitOf(one) === unit &&
        one.table?.name.text === added.table.name.text &&
        one.actions.some(
          other =>
            other.type === 'setNotNull' || (other.type === 'dropConstraint' && other.name.text === action.name.text),
        ),
    );
}
