/** Lines around a change that are shown with it. */
const CONTEXT = 3;
/** Above this product of line counts the middle is shown as replaced whole: a diff is for reading, not for a minute's wait. */
const MAX_CELLS = 4_000_000;

interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** What changed, as `git apply` and `patch` read it; '' where nothing did. Undefined `before`: the file is new. */
export function unifiedDiff(path: string, before: string | undefined, after: string): string {
  if (before === after) return '';
  const lines = compare(splitLines(before ?? ''), splitLines(after));
  const head = `--- ${before === undefined ? '/dev/null' : `a/${path}`}\n+++ b/${path}\n`;
  return head + hunks(lines).join('');
}

/** Every line with its break; the last one may have none. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function compare(before: readonly string[], after: readonly string[]): readonly Line[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  const same = (text: string): Line => ({ mark: ' ', text });
  return [
    ...before.slice(0, head).map(same),
    ...compareMiddle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(same),
  ];
}

/** The longest common subsequence, by the textbook table. */
function compareMiddle(before: readonly string[], after: readonly string[]): readonly Line[] {
  const removed = (text: string): Line => ({ mark: '-', text });
  const added = (text: string): Line => ({ mark: '+', text });
  if (before.length * after.length > MAX_CELLS) return [...before.map(removed), ...after.map(added)];
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] =
        before[i] === after[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ mark: ' ', text: before[i]! });
      i++;
      j++;
    } else if (j >= after.length || (i < before.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) {
      lines.push(removed(before[i++]!));
    } else lines.push(added(after[j++]!));
  }
  return lines;
}

function hunks(lines: readonly Line[]): readonly string[] {
  const result: string[] = [];
  let oldLine = 1;
  let newLine = 1;
  let at = 0;
  while (at < lines.length) {
    const change = nextChange(lines, at);
    if (change === undefined) break;
    const start = Math.max(at, change - CONTEXT);
    // Unchanged lines before the hunk count on both sides.
    oldLine += start - at;
    newLine += start - at;
    const end = endOfHunk(lines, change);
    const part = lines.slice(start, end);
    const oldCount = part.filter(line => line.mark !== '+').length;
    const newCount = part.filter(line => line.mark !== '-').length;
    result.push(`@@ -${place(oldLine, oldCount)} +${place(newLine, newCount)} @@\n${part.map(print).join('')}`);
    oldLine += oldCount;
    newLine += newCount;
    at = end;
  }
  return result;
}

function nextChange(lines: readonly Line[], from: number): number | undefined {
  const found = lines.findIndex((line, index) => index >= from && line.mark !== ' ');
  return found < 0 ? undefined : found;
}

/** Changes with at most twice the context between them share a hunk. */
function endOfHunk(lines: readonly Line[], change: number): number {
  let last = change;
  for (let at = change; at < lines.length && at - last <= 2 * CONTEXT; at++) if (lines[at]!.mark !== ' ') last = at;
  return Math.min(lines.length, last + 1 + CONTEXT);
}

function place(line: number, lineCount: number): string {
  return `${lineCount === 0 ? line - 1 : line},${lineCount}`;
}

function print({ mark, text }: Line): string {
  return text.endsWith('\n') ? mark + text : `${mark}${text}\n\\ No newline at end of file\n`;
}
