import { edit } from '#text';
import type { Migration } from '../migration.ts';
import type { Keyword, Statement } from '../model.ts';
import { blockOf } from '../moving.ts';
import type { MigrationChange } from '../tools/index.ts';
import { isOpen, modelOf, refusesTransaction } from '../transaction.ts';
import { type ConcurrentBuild, concurrentBuilds } from './concurrent.ts';

/** A statement that PostgreSQL refuses to run in the transaction that is open around it. */
export interface RefusedStatement {
  readonly statement: Statement;
  /** As a manual writes it: `CREATE INDEX CONCURRENTLY`. */
  readonly command: string;
  /** The word that makes it so. */
  readonly at: Keyword;
  readonly begunBy: 'begin' | 'tool' | 'batch';
}

/** Those of both halves of a migration. */
export function refusedStatements(migration: Migration): readonly RefusedStatement[] {
  return migration.document.statements.flatMap(statement => {
    if (!refusesTransaction(statement) || statement.templated || statement.broken) return [];
    const transaction = migration.transactionOf(statement);
    const { begunBy } = transaction;
    if (!isOpen(transaction) || begunBy === 'none' || begunBy === 'unknown') return [];
    return [{ statement, ...commandOf(statement), begunBy }];
  });
}

function commandOf(statement: Statement): Pick<RefusedStatement, 'command' | 'at'> {
  const { keyword } = statement;
  switch (statement.type) {
    case 'createIndex':
      return { command: 'CREATE INDEX CONCURRENTLY', at: statement.concurrently ?? keyword };
    case 'dropIndex':
      return {
        command: 'DROP INDEX CONCURRENTLY',
        at: 'concurrently' in statement ? (statement.concurrently ?? keyword) : keyword,
      };
    case 'reindex': {
      const { concurrently, object } = statement;
      return concurrently
        ? { command: 'REINDEX CONCURRENTLY', at: concurrently }
        : { command: `REINDEX ${object ?? ''}`.trim(), at: keyword };
    }
    case 'alterTable': {
      const detach = statement.actions.find(one => one.type === 'detachPartition');
      const at = detach && 'concurrently' in detach ? detach.concurrently : undefined;
      return { command: 'DETACH PARTITION CONCURRENTLY', at: at ?? keyword };
    }
    default: {
      const verb = { createOther: 'CREATE ', dropOther: 'DROP ', alterOther: 'ALTER ' }[statement.type as string];
      const object = 'object' in statement ? (statement.object ?? '') : '';
      return { command: verb === undefined ? statement.type.toUpperCase() : verb + object, at: keyword };
    }
  }
}

/** How a statement gets out of its transaction. */
export interface WayOut {
  /** `unwrapped`: BEGIN and COMMIT go. */
  readonly way: ConcurrentBuild['way'] | 'unwrapped';
  readonly change: MigrationChange;
}

export function waysOut(refused: readonly RefusedStatement[], migration: Migration): ReadonlyMap<Statement, WayOut> {
  const statements = refused.map(one => one.statement);
  const ways = new Map<Statement, WayOut>(concurrentBuilds(statements, migration));
  for (const { statement, begunBy } of refused) {
    const change = begunBy === 'begin' ? withoutBegin(statement, migration) : undefined;
    if (change) ways.set(statement, { way: 'unwrapped', change });
  }
  return ways;
}

/** BEGIN and COMMIT go where they hold nothing else, and where nothing else would make it a transaction. */
function withoutBegin(statement: Statement, migration: Migration): MigrationChange | undefined {
  const unit = migration.unitOf(statement);
  const all = unit ? migration.statementsOf(unit) : [];
  const { id } = migration.transactionOf(statement);
  const together = all.filter(one => migration.transactionOf(one).id === id);
  const frame = together.filter(one => one.type === 'begin' || one.type === 'commit');
  if (!unit || frame.length !== 2 || together.length !== 3) return undefined;
  const left = all.filter(one => !frame.includes(one));
  if (left.length > 1 && modelOf(unit, migration.tool, left) !== 'statement') return undefined;
  return { edits: frame.map(one => edit.remove(blockOf(migration, one).removal)), creates: [] };
}
