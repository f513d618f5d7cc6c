/** What a line looks like from its first characters. Within a scalar it says nothing. */
export const Role = {
  /** Empty, or nothing but a comment. */
  blank: 0,
  /** YAML: `- x`; JSON: an opening bracket alone on its line. */
  dash: 1,
  /** `key: value`; JSON: `"key": 1`. */
  key: 2,
  /** `key:` and nothing more; JSON: `"key": {`. */
  head: 3,
  /** Starts with a closing bracket. */
  close: 4,
  /** `---`, `...` at column 0. */
  marker: 5,
  /** YAML: `? x`, `: x`, and tabs: no place to cut. */
  other: 6,
  text: 7,
} as const;

export type Role = (typeof Role)[keyof typeof Role];

/** What a line of some format looks like: its role, and the column of its first character. */
export type ReadLine = (text: string, start: number, end: number) => number;

/** A line's look as one number. */
export function look(indent: number, role: Role): number {
  return (indent << 3) | role;
}

/**
 * Where the lines of a text start (UTF-16 offsets; lines end at `\n`) and what they look like. An edit reads the lines
 * that it touched and moves the others.
 */
export interface LineTable {
  readonly count: number;
  /** Start of a 0-based line; the text's length for the line after the last one. */
  start(line: number): number;
  role(line: number): Role;
  indent(line: number): number;
  /**
   * The first line below `line` that says something (is not blank) at `column` or left of it; the count where there is
   * none. A jump where the line itself stands at that column: long collections are cut without a look at their inside.
   */
  below(line: number, column: number): number;
  /** `text`: after replacing `[start, oldEnd)` by what now ends at `newEnd`. */
  update(text: string, start: number, oldEnd: number, newEnd: number): void;
}

export function createLineTable(text: string, readLine: ReadLine): LineTable {
  let length = text.length;
  let { starts, looks } = scan(text, 0, length, true, readLine);

  let ends: Int32Array | undefined;

  const lineAt = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  return {
    get count() {
      return starts.length;
    },
    start: line => (line < starts.length ? starts[line]! : length),
    role: line => (looks[line]! & 7) as Role,
    indent: line => looks[line]! >> 3,
    below(line, column) {
      if (looks[line]! >> 3 === column && (looks[line]! & 7) !== Role.blank) {
        ends ??= endsOf(looks);
        return ends[line]!;
      }
      let at = line + 1;
      while (at < looks.length && ((looks[at]! & 7) === Role.blank || looks[at]! >> 3 > column)) at++;
      return at;
    },
    update(next, start, oldEnd, newEnd) {
      const first = lineAt(start);
      const last = lineAt(oldEnd);
      const delta = newEnd - oldEnd;
      const reachesEnd = last === starts.length - 1;
      const end = reachesEnd ? next.length : starts[last + 1]! + delta;
      const read = scan(next, starts[first]!, end, reachesEnd, readLine);
      starts = replaced(starts, first, last + 1, read.starts);
      looks = replaced(looks, first, last + 1, read.looks);
      if (delta !== 0) for (let line = first + read.starts.length; line < starts.length; line++) starts[line]! += delta;
      length = next.length;
      ends = undefined;
    },
  };
}

/** For every line the first one below that says something and stands no further right. */
function endsOf(looks: readonly number[]): Int32Array {
  const ends = new Int32Array(looks.length);
  const open: number[] = [];
  for (let line = looks.length - 1; line >= 0; line--) {
    const look = looks[line]!;
    if ((look & 7) === Role.blank) continue;
    while (open.length > 0 && looks[open.at(-1)!]! >> 3 > look >> 3) open.pop();
    ends[line] = open.at(-1) ?? looks.length;
    open.push(line);
  }
  return ends;
}

interface Lines {
  starts: number[];
  looks: number[];
}

/** The lines of `[from, to)`; where that is the text's end, what follows the last break is a line, empty or not. */
function scan(text: string, from: number, to: number, reachesEnd: boolean, readLine: ReadLine): Lines {
  const starts: number[] = [];
  const looks: number[] = [];
  const add = (start: number, end: number): void => {
    starts.push(start);
    looks.push(readLine(text, start, end));
  };
  let at = from;
  while (at < to) {
    const lineBreak = text.indexOf('\n', at);
    if (lineBreak < 0 || lineBreak >= to) break;
    add(at, lineBreak + 1);
    at = lineBreak + 1;
  }
  if (reachesEnd) add(at, to);
  return { starts, looks };
}

function replaced(list: number[], from: number, to: number, by: readonly number[]): number[] {
  // Pasted files are more than a call takes as arguments.
  if (by.length > 1000) return [...list.slice(0, from), ...by, ...list.slice(to)];
  if (by.length !== to - from) list.splice(from, to - from, ...by);
  else for (let k = 0; k < by.length; k++) list[from + k] = by[k]!;
  return list;
}
