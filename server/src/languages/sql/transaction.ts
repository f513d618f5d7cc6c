import { chosen } from './collected.ts';
import type { Statement } from './model.ts';
import { defeatsPrismaSplitter } from './prismaSplitter.ts';
import type { MigrationTool, MigrationUnit, TransactionModel } from './tools/index.ts';

/** The transaction that a statement runs in. */
export interface StatementTransaction {
  /**
   * What began it: the text (`begin`), the tool around the text (`tool`), or the database because the text arrives in one
   * piece (`batch`). `none`: the statement commits by itself. `unknown`: nobody knows what the runner does.
   */
  readonly begunBy: 'begin' | 'tool' | 'batch' | 'none' | 'unknown';
  /** Statements of one transaction of a file share a number. */
  readonly id: number;
}

/** Whether a statement is in a transaction for certain. */
export function isOpen({ begunBy }: StatementTransaction): boolean {
  return begunBy === 'begin' || begunBy === 'tool' || begunBy === 'batch';
}

/**
 * The transactions of the statements of one unit, in order. BEGIN belongs to the transaction that it begins, COMMIT and
 * ROLLBACK to the one that they end.
 */
export function transactionsOf(
  statements: readonly Statement[],
  unit: MigrationUnit,
  tool: MigrationTool,
): readonly StatementTransaction[] {
  const sent = statements.filter(one => one.type !== 'meta');
  const model = modelOf(unit, tool, sent);
  const afterEnd = outsideOf(model, tool, sent.length > 1);
  let now: StatementTransaction = { begunBy: model === 'file' || model === 'run' ? 'tool' : afterEnd, id: 0 };
  return statements.map(statement => {
    const { type, text } = statement;
    // Sent by itself, between the pieces before and after it.
    if (now.begunBy === 'batch' && tool.sendsAlone.includes(type) && refusesTransaction(statement)) {
      now = { begunBy: 'batch', id: now.id + 2 };
      return { begunBy: 'none', id: now.id - 1 };
    }
    // In one piece, BEGIN takes the statements before it into its transaction (PostgreSQL manual, 55.2.2.1).
    if (type === 'begin' && now.begunBy !== 'tool')
      now = { begunBy: 'begin', id: now.begunBy === 'batch' ? now.id : now.id + 1 };
    const transaction = now;
    if (type === 'commit' || type === 'rollback')
      now = { begunBy: /\bAND\s+CHAIN\b/i.test(text) ? now.begunBy : afterEnd, id: now.id + 1 };
    else if (now.begunBy === 'none') now = { begunBy: 'none', id: now.id + 1 };
    return transaction;
  });
}

/** Who wraps a unit, its opt-out considered. */
export function modelOf(unit: MigrationUnit, tool: MigrationTool, statements: readonly Statement[]): TransactionModel {
  if (unit.optedOut) return tool.optedOut;
  if (tool.cutsText && statements.some(one => defeatsPrismaSplitter(one))) return 'batch';
  if (!tool.detectsConcurrently || statements.length === 0) return tool.transaction;
  const leaves = tool.mixesStatements ? statements.some(isDetected) : statements.every(isDetected);
  return leaves ? 'statement' : tool.transaction;
}

/** What holds where no transaction has been begun, or the one that was begun has ended. */
function outsideOf(model: TransactionModel, tool: MigrationTool, several: boolean): 'none' | 'batch' | 'unknown' {
  if (model === 'unknown') return 'unknown';
  const inOnePiece = model === 'batch' || (model === 'file' && tool.optedOut === 'batch');
  return inOnePiece && several ? 'batch' : 'none';
}

/** Whether Flyway sees that a statement cannot run in a transaction (catalogue, section 6). */
export function isDetected(statement: Statement): boolean {
  if (statement.type === 'alterTable') return false;
  if (statement.type === 'reindex' && /^(?:TABLE|INDEX)$/.test(statement.object ?? '')) return false;
  return refusesTransaction(statement);
}

/** Those statements that PostgreSQL refuses to run inside a transaction. */
export const refusing: (statements: readonly Statement[]) => readonly Statement[] = chosen(refusesTransaction);

/** Whether PostgreSQL refuses to run a statement inside a transaction. REFRESH ... CONCURRENTLY and ADD VALUE (12) are fine. */
export function refusesTransaction(statement: Statement): boolean {
  switch (statement.type) {
    case 'createIndex':
    case 'dropIndex':
      return statement.concurrently !== undefined;
    case 'reindex':
      return statement.concurrently !== undefined || /^(?:SCHEMA|DATABASE|SYSTEM)$/.test(statement.object ?? '');
    case 'vacuum':
      return true;
    case 'alterTable':
      return statement.actions.some(one => one.type === 'detachPartition' && one.concurrently !== undefined);
    case 'createDatabase':
    case 'createSubscription':
      return true;
    case 'storedSetting':
      return statement.scope === 'system';
    case 'createOther':
      return statement.object === 'TABLESPACE';
    case 'dropOther':
      return /^(?:DATABASE|TABLESPACE)$/.test(statement.object);
    default:
      return false;
  }
}
