import type { Located } from '#text';
import type { Operand, QueryStatement } from '../queries/model.ts';
import type { Statement } from '../statementModel.ts';
import type { Expression, Name } from '../tableModel.ts';

/** A parameter or a variable of PL/pgSQL. */
export interface Variable extends Located {
  /** Undefined for a parameter that has none: only `$1` names it. */
  readonly name: Name | undefined;
  /** Lower-cased, as written otherwise: `text`, `regclass`, `users.id%type`, `record`. */
  readonly type: string;
  readonly parameter: boolean;
  /** What it begins with. */
  readonly initial: Operand | undefined;
}

interface PartBase extends Located {
  /** The numbers of the loops around it, the outermost first. */
  readonly loops: readonly number[];
  readonly keyword: Located;
}

/** An SQL statement of the body. PERFORM and the query of RETURN QUERY, FOR ... IN and OPEN are selects. */
export interface SqlPart extends PartBase {
  readonly type: 'sql';
  readonly statement: Statement;
  readonly query: QueryStatement | undefined;
  /** RETURN QUERY: its rows are the function's. */
  readonly returned: boolean;
}

/** EXECUTE, also in RETURN QUERY EXECUTE, FOR ... IN EXECUTE and OPEN ... FOR EXECUTE. */
export interface ExecutePart extends PartBase {
  readonly type: 'execute';
  readonly command: Operand | undefined;
  /** Where the command's expression stands, and nothing behind it. */
  readonly expression: Expression | undefined;
  readonly using: readonly Operand[];
  readonly usingKeyword: Located | undefined;
}

/** `variable := expression`. */
export interface AssignPart extends PartBase {
  readonly type: 'assign';
  readonly name: Name;
  readonly value: Operand | undefined;
  readonly expression: Expression | undefined;
}

export interface ControlPart extends PartBase {
  readonly type: 'commit' | 'rollback' | 'loop' | 'other';
}

export type BodyPart = SqlPart | ExecutePart | AssignPart | ControlPart;

/** The body of a function, procedure or DO block. */
export interface RoutineBody {
  readonly language: 'sql' | 'plpgsql';
  /** Parameters first. */
  readonly variables: readonly Variable[];
  /** Every statement, flat, in order of position. */
  readonly parts: readonly BodyPart[];
  /** It stands in single quotes, where every quote is written twice: an edit would have to be as well. */
  readonly doubledQuotes: boolean;
  /** RETURNS SETOF and RETURNS TABLE: it returns rows. */
  readonly returnsSet: 'setof' | 'table' | undefined;
  /** DO: it runs once, and nobody hands anything in. */
  readonly anonymous: boolean;
}
