import { edit, type Located } from '#text';
import type { Operand } from '../queries/model.ts';
import type { RoutineBody } from '../routines/model.ts';
import { handOver, nextParameter, type SafeWay } from './fixes.ts';
import { type CommandSource, commandSources, once, type Piece } from './pieces.ts';
import { type Position, positionOf, takesParameters } from './positions.ts';
import { type Taint, taintOf } from './taint.ts';

/** A value that `||` or concat() pastes into a command. */
export interface PastedValue extends Located {
  readonly operand: Operand;
  readonly taint: Taint;
  /** Undefined where nobody can tell what it is there for. */
  readonly fix: SafeWay | undefined;
}

/** Every value that a body pastes into what it executes. */
export function pastedValues(body: RoutineBody): readonly PastedValue[] {
  return once(
    commandSources(body).flatMap(source => {
      if (source.pieces.length < 2) return [];
      return source.pieces.flatMap((piece, at): readonly PastedValue[] => {
        const { column } = piece.operand;
        const isCommand = column !== undefined && column.name.text === source.command;
        const taint = piece.literal || isCommand ? undefined : taintOf(piece.operand, body);
        if (!taint) return [];
        const { operand } = piece;
        const fix = body.doubledQuotes ? undefined : safeWay(source, at, operand);
        return [
          {
            operand,
            taint,
            fix,
            get span() {
              return operand.span;
            },
          },
        ];
      });
    }),
  );
}

/** The text of a literal as the server sees it; a placeholder for anything else. */
function textOf({ literal, plain }: Piece): string {
  return literal ? (plain ? literal.text.replaceAll("''", "'") : literal.text) : '\u0000';
}

function safeWay(source: CommandSource, at: number, operand: Operand): SafeWay | undefined {
  const { pieces, direct, execute } = source;
  const before = pieces.slice(0, at).map(textOf).join('');
  const position = positionOf(
    before,
    pieces
      .slice(at + 1)
      .map(textOf)
      .join(''),
  );
  const previous = pieces[at - 1];
  const next = pieces[at + 1];
  if (!previous?.literal || (position.quotes !== '' && !(previous.plain && next?.plain))) return undefined;
  if (position.kind === 'identifier') return wrapped('quote_ident', position, previous, operand, next);
  if (position.kind !== 'value') return undefined;
  // Text that stands without quotes is a number for the server: `id = $1` with a text fails ("operator does not exist:
  // bigint = text", measured on PostgreSQL 15), `id = '1'` does not.
  if (position.quotes === '' || !direct || !takesParameters(before) || !next?.literal)
    return wrapped('quote_literal', position, previous, operand, next);
  const start = previous.literal.span.end - 2;
  const end = next.literal.span.start + 2;
  const parameter = `$${nextParameter(execute)}`;
  const edits = [edit.replace({ start, end }, parameter), handOver(execute, operand.text)];
  return { way: 'parameter', edits };
}

/** `quote_ident(value)`, the quotes around it taken away. */
function wrapped(
  by: 'quote_ident' | 'quote_literal',
  { quotes }: Position,
  previous: Piece,
  operand: Operand,
  next: Piece | undefined,
): SafeWay {
  const width = quotes === "'" ? 2 : quotes.length;
  const { span } = operand;
  const edits = [edit.insert(span.start, `${by}(`), edit.insert(span.end, ')')];
  if (width > 0 && previous.literal && next?.literal) {
    const { end } = previous.literal.span;
    const { start } = next.literal.span;
    edits.push(edit.remove({ start: end - width, end }), edit.remove({ start, end: start + width }));
  }
  return { way: by === 'quote_ident' ? 'identifier' : 'literal', edits };
}
