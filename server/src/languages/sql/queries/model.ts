import type { Located } from '#text';
import type { Expression, Keyword, Name, QualifiedName } from '../tableModel.ts';

/** A column as a query names it: `id`, `u.id`, `app.users.id`. */
export interface ColumnReference extends Located {
  /** The alias or table before the dot. */
  readonly table: Name | undefined;
  readonly name: Name;
}

export interface Call extends Located {
  /** Lower-cased unless it is quoted; without its schema. */
  readonly name: string;
  readonly schema: string | undefined;
  readonly args: readonly Operand[];
  /** `OVER (...)`: it works on a window, the rows stay. */
  readonly window: boolean;
}

/** One side of a predicate, an item of a list, an argument: an expression, taken apart as far as rules ask. */
export interface Operand extends Expression {
  /**
   * `column`, `literal` (a cast of one is one as well), `parameter` (`$1`, `?`, `:name`, `@name`, `sqlc.arg(name)`), `call`,
   * `query` and `row` (several things in parentheses) where it is that and nothing more; `star` for `*` and `t.*`;
   * `template` where a template fills it in.
   */
  readonly kind: 'column' | 'literal' | 'parameter' | 'call' | 'query' | 'row' | 'star' | 'template' | 'other';
  /** Where it is one column; a cast makes it `other`. */
  readonly column: ColumnReference | undefined;
  readonly call: Call | undefined;
  readonly query: SelectQuery | undefined;
  /** `row`: what it holds. */
  readonly items: readonly Operand[];
  /** Every column named in it; those of queries inside belong to them. */
  readonly columns: readonly ColumnReference[];
  /** Every call in it. */
  readonly calls: readonly Call[];
}

export type Condition = ConditionList | Negation | Predicate;

export interface ConditionList extends Located {
  readonly type: 'and' | 'or';
  readonly operands: readonly Condition[];
}

export interface Negation extends Located {
  readonly type: 'not';
  readonly operand: Condition;
}

export interface Predicate extends Located {
  readonly type: 'predicate';
  /**
   * Upper-cased, NOT left out: `=`, `LIKE`, `IN`, `BETWEEN`, `IS NULL`, `IS DISTINCT FROM`, `EXISTS`, `@>`; empty where an
   * expression alone is the condition. `= ANY` and its like keep their operator, the list is the right side.
   */
  readonly operator: string;
  /** NOT LIKE, NOT IN, IS NOT NULL. */
  readonly negated: boolean;
  readonly left: Operand | undefined;
  /** The items of IN, the two bounds of BETWEEN, else one operand or (IS NULL) none. */
  readonly right: readonly Operand[];
}

export interface ConditionClause extends Located {
  readonly keyword: Keyword;
  /** Undefined in half-typed text only. */
  readonly condition: Condition | undefined;
}

export interface SelectItem extends Located {
  readonly value: Operand;
  readonly alias: Name | undefined;
}

export interface Join {
  readonly type: 'inner' | 'left' | 'right' | 'full' | 'cross';
  /** The words up to JOIN. */
  readonly keyword: Keyword;
  readonly on: ConditionClause | undefined;
  readonly using: readonly Name[];
}

/** What stands in FROM, USING or behind JOIN. Joins in parentheses are taken apart. */
export interface FromItem extends Located {
  readonly type: 'table' | 'query' | 'function' | 'other';
  readonly table: QualifiedName | undefined;
  readonly query: SelectQuery | undefined;
  readonly call: Call | undefined;
  readonly alias: Name | undefined;
  readonly lateral: Keyword | undefined;
  /** How it is joined to what stands before it; undefined for the first one and after a comma. */
  readonly join: Join | undefined;
}

/** One SELECT, without what orders and limits it; the span ends before that. */
export interface SelectCore extends Located {
  readonly type: 'select';
  /** SELECT (in PL/pgSQL also PERFORM). */
  readonly keyword: Keyword;
  readonly distinct: Keyword | undefined;
  readonly items: readonly SelectItem[];
  readonly from: readonly FromItem[];
  readonly where: ConditionClause | undefined;
  readonly groupBy: (Located & { readonly items: readonly Operand[] }) | undefined;
  readonly having: ConditionClause | undefined;
  readonly window: Keyword | undefined;
  /** INTO. */
  readonly into: Keyword | undefined;
  /** What stands behind INTO: variables (PL/pgSQL, MySQL) or the new table. */
  readonly targets: readonly QualifiedName[];
}

/** VALUES and TABLE. */
export interface OtherCore extends Located {
  readonly type: 'values' | 'table';
  readonly table: QualifiedName | undefined;
}

export interface OrderItem extends Located {
  readonly value: Operand;
  readonly direction: 'asc' | 'desc' | undefined;
  readonly nulls: 'first' | 'last' | undefined;
}

export interface CountClause extends Located {
  readonly keyword: Keyword;
  /** Undefined for FETCH FIRST ROW and in half-typed text. */
  readonly count: Operand | undefined;
}

export type QueryRole = 'cte' | 'from' | 'exists' | 'in' | 'array' | 'scalar' | 'operand';

/** A query inside a query or statement, and what it is there for. */
export interface NestedQuery {
  readonly role: QueryRole;
  readonly query: SelectQuery;
}

/** SELECTs that set operations join (mostly one), with what orders and limits the whole. */
export interface SelectQuery extends Located {
  readonly type: 'query';
  readonly with: readonly CommonTable[];
  readonly operands: readonly (SelectCore | OtherCore | SelectQuery)[];
  /** The words of each UNION, INTERSECT and EXCEPT. */
  readonly setOperations: readonly Keyword[];
  readonly orderBy: (Located & { readonly items: readonly OrderItem[] }) | undefined;
  /** LIMIT and FETCH FIRST; `LIMIT ALL` is none. */
  readonly limit: CountClause | undefined;
  readonly offset: CountClause | undefined;
  /** FOR UPDATE, FOR SHARE. */
  readonly locking: Keyword | undefined;
  /** Directly inside of it, in order of position. */
  readonly nested: readonly NestedQuery[];
  /** A template fills in a part of it: nobody knows what it will say. Parameters are no templates. */
  readonly templated: boolean;
}

export interface CommonTable extends Located {
  readonly name: Name;
  readonly statement: QueryStatement | undefined;
}

/** A statement that changes rows. */
export interface ChangeQuery extends Located {
  readonly type: 'insert' | 'update' | 'delete' | 'merge';
  readonly with: readonly CommonTable[];
  readonly table: QualifiedName | undefined;
  readonly alias: Name | undefined;
  /** The columns that INSERT lists and UPDATE sets. */
  readonly columns: readonly Name[];
  /** The query that INSERT reads. */
  readonly query: SelectQuery | undefined;
  /** FROM of UPDATE, USING of DELETE and MERGE. */
  readonly from: readonly FromItem[];
  readonly where: ConditionClause | undefined;
  /** MySQL: UPDATE and DELETE ... LIMIT. */
  readonly limit: CountClause | undefined;
  readonly returning: Keyword | undefined;
  readonly nested: readonly NestedQuery[];
  readonly templated: boolean;
}

export type QueryStatement = SelectQuery | ChangeQuery;
