import type { Statement } from './model.ts';

/**
 * Whether the parser by which Prisma 7.4 and later cuts a migration into statements fails on this one; then Prisma sends
 * the whole file as one query. Measured on the schema engines of Prisma 7.5 and 7.10.
 *
 * @param concurrently as if the statement said CONCURRENTLY, where it can
 */
export function defeatsPrismaSplitter(statement: Statement, concurrently = false): boolean {
  switch (statement.type) {
    case 'do':
    case 'reindex':
    case 'refreshMaterializedView':
      return true;
    case 'dropIndex':
      return concurrently || statement.concurrently !== undefined;
    case 'alterTable':
      return statement.actions.some(action => {
        if (action.type === 'detachPartition') return concurrently || action.concurrently !== undefined;
        return action.type === 'addConstraint' && 'usingIndex' in action.constraint && !!action.constraint.usingIndex;
      });
    default:
      return false;
  }
}
