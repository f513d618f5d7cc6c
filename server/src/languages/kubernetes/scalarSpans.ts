import type { Span } from '#text';
import type { ScalarNode } from '../yaml/index.ts';

/**
 * Where a part of a scalar's decoded text stands in the file. Quotes, folding and the indentation of a block are undone
 * by walking both texts at once: all but blanks has to be the same. Undefined where an escape leaves that open.
 *
 * `part`: UTF-16 offsets in `scalar.text`; it begins and ends with something else than a blank.
 */
export function sourceSpan(source: string, scalar: ScalarNode, part: Span): Span | undefined {
  const { span, style } = scalar;
  let at = style === 'literal' || style === 'folded' ? afterLine(source, span.start) : span.start;
  if (style === 'single' || style === 'double') at += 1;
  const decoded = scalar.text;
  let start: number | undefined;
  for (let index = 0; index < part.end; index++) {
    if (isBlank(decoded[index])) continue;
    at = skipBlanks(source, at, style === 'double');
    const length = lengthOf(source, at, decoded[index]!, style);
    if (length === 0 || at + length > span.end) return undefined;
    if (index === part.start) start = at;
    at += length;
  }
  return start === undefined ? undefined : { start, end: at };
}

/** How many characters of the source write one of the text; 0 where they write another one. */
function lengthOf(source: string, at: number, wanted: string, style: ScalarNode['style']): number {
  const written = source[at];
  if (style === 'double' && written === '\\')
    return source[at + 1] === wanted && (wanted === '"' || wanted === '\\' || wanted === '/') ? 2 : 0;
  if (written !== wanted) return 0;
  return style === 'single' && wanted === "'" ? 2 : 1;
}

/** In double quotes `\n` and `\t` are blanks, too, and so is a `\` at the end of a line. */
function skipBlanks(source: string, from: number, escapes: boolean): number {
  let at = from;
  while (at < source.length) {
    if (isBlank(source[at])) at += 1;
    else if (escapes && source[at] === '\\' && /[nrt \r\n]/.test(source[at + 1] ?? '')) at += 2;
    else break;
  }
  return at;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}

/** Behind the head of a block scalar: `|-`, `>2 # why`. */
function afterLine(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end + 1;
}
