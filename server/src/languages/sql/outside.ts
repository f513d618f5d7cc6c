import { memoised } from './memo.ts';
import type { Migration } from './migration.ts';
import type { Statement, StatementType } from './model.ts';
import { defeatsPrismaSplitter } from './prismaSplitter.ts';
import type { MigrationChange, MigrationUnit } from './tools/index.ts';
import { isDetected, modelOf } from './transaction.ts';

/** How a statement that PostgreSQL refuses to run inside a transaction can be run. */
export type Outside =
  /** Where it stands, after this change (often none). `alone`: as long as no other statement stands beside it. */
  | { readonly type: 'here'; readonly change: MigrationChange; readonly alone: boolean }
  /** In a migration of its own: `separateMigration`. */
  | { readonly type: 'separate' };

const nothing: MigrationChange = { edits: [], creates: [] };

/**
 * How `statement` could run outside a transaction; undefined where its tool has no way.
 *
 * @param leaving statements that are about to move to other files
 * @param as the type of the statement that is to stand in its place
 */
export function outsideTransaction(
  migration: Migration,
  statement: Statement,
  leaving: readonly Statement[] = [],
  as: StatementType = statement.type,
): Outside | undefined {
  const { tool, file } = migration;
  const unit = migration.unitOf(statement);
  if (!unit) return undefined;
  const written = withoutMeta(migration.statementsOf(unit));
  const all = leaving.length === 0 ? written : written.filter(one => !leaving.includes(one));
  const isAlone = all.every(one => one === statement);
  const { begunBy } = migration.transactionOf(statement);
  const here = (alone: boolean): Outside => ({ type: 'here', change: nothing, alone });
  const separate: Outside | undefined = tool.separate && { type: 'separate' };
  // With CONCURRENTLY it may become what Prisma cannot read, and then the file is sent in one piece.
  if (tool.cutsText && begunBy !== 'begin' && as === statement.type && defeatsPrismaSplitter(statement, true))
    return isAlone ? here(true) : separate;
  if (begunBy !== 'begin' && tool.sendsAlone.includes(as)) return here(false);
  if (begunBy === 'none') return here(all.length === 1 && modelOf(unit, tool, all) === 'batch');
  if (begunBy === 'begin') return separate;
  switch (modelOf(unit, tool, all)) {
    case 'batch':
    case 'unknown':
      return isAlone ? here(true) : separate;
    case 'file': {
      if (tool.detectsConcurrently && (isDetected(statement) || as === 'createIndex' || as === 'dropIndex')) {
        const leaves = all.every(one => one === statement || isDetected(one));
        return leaves || (tool.mixesStatements && mayOptOut(migration, unit, statement, all)) ? here(true) : separate;
      }
      const change = mayOptOut(migration, unit, statement, all) ? tool.optOut?.(unit, file) : undefined;
      return change ? { type: 'here', change, alone: tool.optedOut === 'batch' } : separate;
    }
    case 'statement':
      return here(false);
    default:
      return separate;
  }
}

/** Whether a statement, and what is put beside it, commits by itself. */
export function commitsByItself(migration: Migration, statement: Statement): boolean {
  const unit = migration.unitOf(statement);
  if (!unit || migration.transactionOf(statement).begunBy !== 'none') return false;
  return modelOf(unit, migration.tool, withoutMeta(migration.statementsOf(unit))) === 'statement';
}

/** Remembered by the list, which is the same one for every statement of a unit. */
const withoutMeta = memoised((statements: readonly Statement[]): readonly Statement[] =>
  statements.filter(one => one.type !== 'meta'),
);

/** Whether nothing else in the file loses by it when a unit no longer runs in a transaction. */
function mayOptOut(
  migration: Migration,
  unit: MigrationUnit,
  statement: Statement,
  all: readonly Statement[],
): boolean {
  const { tool, units } = migration;
  const mayStay = (one: Statement): boolean => tool.optedOut !== 'batch' && needsNoTransaction(one);
  if (!all.every(one => one === statement || mayStay(one))) return false;
  if (!tool.optOutCoversFile) return true;
  return units.every(one => {
    const statements = migration.statementsOf(one);
    return one === unit || statements.length <= 1 || statements.every(needsNoTransaction);
  });
}

/** Statements that lose nothing when they commit by themselves. */
function needsNoTransaction(statement: Statement): boolean {
  return /^(?:createIndex|dropIndex|reindex|set|comment|analyze|vacuum)$/.test(statement.type);
}
