import { memoised } from '../memo.ts';
import type { Statement } from '../model.ts';
import type { Condition, NestedQuery, Predicate, QueryStatement, SelectCore, SelectQuery } from './model.ts';
import { readQueryStatement } from './read.ts';
import { readerOver } from './source.ts';

export type * from './model.ts';
export { tokensOf } from './source.ts';

/**
 * The query or change of rows that a statement is: SELECT, INSERT, UPDATE, DELETE, MERGE; the query of CREATE VIEW, CREATE
 * MATERIALIZED VIEW and CREATE TABLE AS. Read when first asked for, then remembered with the statement.
 */
export const queryOf: (statement: Statement) => QueryStatement | undefined = memoised(statement => {
  switch (statement.type) {
    case 'select':
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return readQueryStatement(readerOver(statement, statement));
    case 'createView':
    case 'createMaterializedView':
      return statement.query && readQueryStatement(readerOver(statement.query, statement));
    case 'createTable':
      return statement.asQuery && readQueryStatement(readerOver(statement.asQuery, statement));
    default:
      return undefined;
  }
});

/** A query with all that is nested in it, the outer ones first. */
export function* everyQuery(statement: QueryStatement): Generator<NestedQuery> {
  if (statement.type === 'query') yield { role: 'operand', query: statement };
  yield* nestedIn(statement);
}

function* nestedIn({ nested }: QueryStatement): Generator<NestedQuery> {
  for (const one of nested) {
    yield one;
    yield* nestedIn(one.query);
  }
}

/** The SELECT of a query that is one and nothing more. */
export function onlySelect({ operands }: SelectQuery): SelectCore | undefined {
  const [only] = operands;
  return operands.length === 1 && only?.type === 'select' ? only : undefined;
}

/** The conditions that all hold: what AND joins at the top. */
export function conjuncts(condition: Condition | undefined): readonly Condition[] {
  if (!condition) return [];
  return condition.type === 'and' ? condition.operands.flatMap(conjuncts) : [condition];
}

/** Every predicate of a condition. */
export function predicatesOf(condition: Condition | undefined): readonly Predicate[] {
  if (!condition) return [];
  switch (condition.type) {
    case 'predicate':
      return [condition];
    case 'not':
      return predicatesOf(condition.operand);
    default:
      return condition.operands.flatMap(predicatesOf);
  }
}
