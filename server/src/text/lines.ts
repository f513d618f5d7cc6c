import type { Span } from './span.ts';

/** A place in a text: both 0-based, `character` in UTF-16 code units (the LSP default). */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Converts between UTF-16 offsets and 0-based positions. Lines end at `\n`, `\r\n` or a lone `\r`. */
export interface LineMap {
  readonly lineCount: number;
  positionAt(offset: number): Position;
  offsetAt(position: Position): number;
  /** Offset of the first character of a 0-based line. */
  lineStart(line: number): number;
  /** The span of the line that holds `offset`, without its line break. */
  lineSpanAt(offset: number): Span;
}

export function createLineMap(text: string): LineMap {
  // Built on first use: most documents of a workspace are never asked for a position.
  let starts: number[] | undefined;
  const lines = (): number[] => (starts ??= lineStarts(text));

  const lineOf = (offset: number): number => {
    const all = lines();
    let low = 0;
    let high = all.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (all[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  return {
    get lineCount() {
      return lines().length;
    },
    positionAt(offset) {
      const at = Math.max(0, Math.min(offset, text.length));
      const line = lineOf(at);
      return { line, character: at - lines()[line]! };
    },
    offsetAt({ line, character }) {
      const all = lines();
      if (line < 0) return 0;
      if (line >= all.length) return text.length;
      const end = line + 1 < all.length ? all[line + 1]! : text.length;
      return Math.min(all[line]! + Math.max(0, character), end);
    },
    lineStart(line) {
      return lines()[line] ?? text.length;
    },
    lineSpanAt(offset) {
      const all = lines();
      const line = lineOf(Math.max(0, Math.min(offset, text.length)));
      const start = all[line]!;
      let end = line + 1 < all.length ? all[line + 1]! : text.length;
      while (end > start && isBreak(text.charCodeAt(end - 1))) end--;
      return { start, end };
    },
  };
}

function isBreak(code: number): boolean {
  return code === 10 || code === 13;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}
