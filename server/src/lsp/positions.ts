import type { Range } from 'vscode-languageserver';
import type { Position, Span } from '#text';

/** Units in which a client counts characters on a line. https://microsoft.github.io/language-server-protocol */
export type Encoding = 'utf-8' | 'utf-16' | 'utf-32';

/** A text that converts between UTF-16 offsets and 0-based positions in UTF-16. */
export interface PositionText {
  readonly text: string;
  positionAt(offset: number): Position;
  offsetAt(position: Position): number;
}

/** The edge between the client's positions and our offsets; nothing else in the server knows of encodings. */
export interface Positions {
  toPosition(text: PositionText, offset: number): Position;
  toRange(text: PositionText, span: Span): Range;
  toOffset(text: PositionText, position: Position): number;
  toSpan(text: PositionText, range: Range): Span;
}

/** The first encoding of the client's list that we speak; UTF-16 where it has no list. */
export function chooseEncoding(offered: readonly string[] | undefined): Encoding {
  const spoken: readonly string[] = ['utf-8', 'utf-16', 'utf-32'] satisfies Encoding[];
  return (offered?.find(one => spoken.includes(one)) as Encoding | undefined) ?? 'utf-16';
}

export function createPositions(encoding: Encoding): Positions {
  const toPosition = (text: PositionText, offset: number): Position => {
    const position = text.positionAt(offset);
    if (encoding === 'utf-16') return position;
    const start = text.offsetAt({ line: position.line, character: 0 });
    let character = 0;
    for (const point of text.text.slice(start, start + position.character)) character += unitsOf(point, encoding);
    return { line: position.line, character };
  };
  const toOffset = (text: PositionText, position: Position): number => {
    if (encoding === 'utf-16') return text.offsetAt(position);
    const start = text.offsetAt({ line: position.line, character: 0 });
    const end = text.offsetAt({ line: position.line, character: Number.MAX_SAFE_INTEGER });
    let left = position.character;
    let offset = start;
    for (const point of text.text.slice(start, end)) {
      left -= unitsOf(point, encoding);
      // A position inside a code point means the point's start.
      if (left < 0) break;
      offset += point.length;
    }
    return offset;
  };
  return {
    toPosition,
    toOffset,
    toRange: (text, span) => ({ start: toPosition(text, span.start), end: toPosition(text, span.end) }),
    toSpan: (text, range) => {
      const [a, b] = [toOffset(text, range.start), toOffset(text, range.end)];
      return { start: Math.min(a, b), end: Math.max(a, b) };
    },
  };
}

function unitsOf(point: string, encoding: Encoding): number {
  if (encoding === 'utf-32') return 1;
  const code = point.codePointAt(0)!;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
