import { edit, type Located, type Span } from '#text';
import type { Call, Operand } from '../queries/model.ts';
import type { RoutineBody } from '../routines/model.ts';
import { handOver, nextParameter, type SafeWay } from './fixes.ts';
import { type CommandSource, commandSources, once, type Piece, piecesOf } from './pieces.ts';
import { type Position, positionOf, takesParameters } from './positions.ts';
import { type Specifier, specifiersOf } from './specifiers.ts';
import { type Taint, taintOf } from './taint.ts';

/** A `%s` of a format() whose result is executed. */
export interface FormattedValue extends Located {
  readonly operand: Operand;
  readonly taint: Taint;
  readonly fix: SafeWay | undefined;
}

/** Every `%s` through which a body lets text into what it executes. */
export function formattedValues(body: RoutineBody): readonly FormattedValue[] {
  return once(
    commandSources(body).flatMap(source =>
      source.pieces.flatMap(({ operand }) => {
        const call = operand.call ?? operand.calls.find(one => one.name === 'format');
        return call?.name === 'format' ? valuesOf(call, source, body) : [];
      }),
    ),
  );
}

function valuesOf(call: Call, source: CommandSource, body: RoutineBody): readonly FormattedValue[] {
  const [first, ...args] = call.args;
  const pieces = first ? piecesOf(first) : [];
  // One constant; a format string that is put together is not read.
  const [piece] = pieces;
  if (pieces.length !== 1 || !piece?.literal) return [];
  const { literal } = piece;
  const { text } = literal;
  const specifiers = specifiersOf(text);
  const positional = /%\d+\$/.test(text);
  return specifiers.flatMap((one): readonly FormattedValue[] => {
    const operand = args[one.argument - 1];
    const taint = operand && one.type === 's' ? taintOf(operand, body) : undefined;
    if (!operand || !taint) return [];
    const at = (start: number, end: number): Span => {
      const base = literal.span.start;
      return { start: base + start, end: base + end };
    };
    const removable = positional || args.length !== specifiers.length ? undefined : one.argument;
    const fix = body.doubledQuotes ? undefined : safeWay(source, call, piece, one, operand, removable, at);
    return [
      {
        operand,
        taint,
        fix,
        get span() {
          return at(one.start, one.end);
        },
      },
    ];
  });
}

function safeWay(
  { execute, direct }: CommandSource,
  call: Call,
  { literal, plain }: Piece,
  { start, end }: Specifier,
  operand: Operand,
  argument: number | undefined,
  at: (start: number, end: number) => Span,
): SafeWay | undefined {
  const text = literal?.text ?? '';
  const seen = (part: string): string => (plain ? part.replaceAll("''", "'") : part);
  const position: Position = positionOf(seen(text.slice(0, start)), seen(text.slice(end)));
  const width = position.quotes === "'" && plain ? 2 : position.quotes.length;
  const place = at(start - width, end + width);
  // `%1$s` keeps its number.
  const number = /^%(\d+\$)/.exec(text.slice(start, end))?.[1] ?? '';
  if (position.kind === 'identifier') return { way: 'identifier', edits: [edit.replace(place, `%${number}I`)] };
  if (position.kind !== 'value') return undefined;
  const before = argument === undefined ? undefined : call.args[argument - 1];
  const alone = execute.command?.call?.span.start === call.span.start;
  if (position.quotes === '' || !direct || !alone || !before || !takesParameters(text))
    return { way: 'literal', edits: [edit.replace(place, `%${number}L`)] };
  const removal = { start: before.span.end, end: operand.span.end };
  const edits = [
    edit.replace(place, `$${nextParameter(execute)}`),
    edit.remove(removal),
    handOver(execute, operand.text),
  ];
  return { way: 'parameter', edits };
}
