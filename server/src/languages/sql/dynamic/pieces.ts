import type { Located } from '#text';
import type { Operand } from '../queries/model.ts';
import { readExpression } from '../queries/read.ts';
import { readerOver } from '../queries/source.ts';
import type { BodyPart, ExecutePart, RoutineBody } from '../routines/model.ts';
import type { Reader } from '../statements/reader.ts';
import type { Expression } from '../tableModel.ts';

/** An expression whose text EXECUTE runs: its own one, or one that is put into the variable that it names. */
export interface CommandSource {
  readonly execute: ExecutePart;
  readonly pieces: readonly Piece[];
  /** The expression stands behind EXECUTE itself: values may go to USING. */
  readonly direct: boolean;
  /** The variable that holds the beginning of the command: it is judged by what is put into it. */
  readonly command: string | undefined;
}

/** One operand of `||`; concat() is taken apart likewise. */
export interface Piece {
  readonly operand: Operand;
  /** A string constant: what stands between its quotes, doubled ones as they are. */
  readonly literal: Expression | undefined;
  /** `'...'`, with nothing in front of the quote. */
  readonly plain: boolean;
}

const postgres = { dialect: 'postgresql' } as const;

/** Everything that the EXECUTEs of a body run. */
export function commandSources({ parts, variables }: RoutineBody): readonly CommandSource[] {
  return parts.flatMap((execute, at): readonly CommandSource[] => {
    if (execute.type !== 'execute' || !execute.expression) return [];
    const pieces = piecesOf(execute.expression);
    const column = pieces[0]?.operand.column;
    const name = column && !column.table ? column.name.text : undefined;
    // What the caller hands in whole, or nobody puts anything into here, is no command that is put together.
    const own = name !== undefined && !variables.some(one => one.parameter && one.name?.text === name);
    const initial = own ? variables.findLast(one => one.name?.text === name)?.initial : undefined;
    const assigned = own ? [...(initial ? [initial] : []), ...assignmentsTo(name, parts.slice(0, at), parts)] : [];
    const command = assigned.length > 0 ? name : undefined;
    return [
      { execute, pieces, direct: true, command },
      ...assigned.map(one => ({ execute, pieces: piecesOf(one), direct: false, command })),
    ];
  });
}

/** What is put into a variable before its EXECUTE; in a loop that may stand behind it. */
function assignmentsTo(name: string, before: readonly BodyPart[], all: readonly BodyPart[]): readonly Expression[] {
  const values = (parts: readonly BodyPart[]): readonly Expression[] =>
    parts.flatMap(one => (one.type === 'assign' && one.name.text === name && one.expression ? [one.expression] : []));
  const found = values(before);
  return found.length > 0 ? found : values(all);
}

export function piecesOf(expression: Expression): readonly Piece[] {
  const reader = readerOver(expression, postgres);
  if (reader.word() === '(') {
    reader.parentheses();
    const inner = reader.done ? innerOf(readerOver(expression, postgres)) : undefined;
    if (inner) return piecesOf(inner);
    reader.at = 0;
  }
  const pieces: Piece[] = [];
  while (!reader.done) {
    const from = reader.at;
    while (!reader.done && !isConcatenation(reader)) if (!reader.parentheses()) reader.advance();
    const part = reader.expressionSince(from);
    if (part) pieces.push(...(part.text === expression.text ? [pieceOf(part)] : piecesOf(part)));
    reader.at += isConcatenation(reader) ? 2 : 0;
  }
  return pieces.flatMap(one => {
    const { call } = one.operand;
    return call?.name === 'concat' && !call.schema ? call.args.flatMap(piecesOf) : [one];
  });
}

function innerOf(reader: Reader): Expression | undefined {
  return reader.inParentheses();
}

function isConcatenation(reader: Reader): boolean {
  return reader.word() === '|' && reader.word(1) === '|';
}

function pieceOf(expression: Expression): Piece {
  const operand: Operand = readExpression(readerOver(expression, postgres)) ?? {
    ...noOperand,
    text: expression.text,
    get span() {
      return expression.span;
    },
  };
  const reader = readerOver(expression, postgres);
  const start = reader.text.search(/\S/);
  const literal = reader.quoted();
  const alone = reader.done;
  return { operand, literal: alone ? literal : undefined, plain: alone && expression.text[start] === "'" };
}

const noOperand = {
  kind: 'other',
  column: undefined,
  call: undefined,
  query: undefined,
  items: [],
  columns: [],
  calls: [],
} as const;

/** What is put into one variable for several EXECUTEs is found once. */
export function once<T extends Located>(values: readonly T[]): readonly T[] {
  const seen = new Set<number>();
  return values.filter(({ span }) => !seen.has(span.start) && seen.add(span.start));
}
