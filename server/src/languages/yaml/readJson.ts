import type { Bracket, Content, Hole } from './fragment.ts';
import { touchesHole } from './fragment.ts';
import { TreeEntry, TreeMap, type TreeNode, TreeScalar, TreeSeq } from './nodes.ts';
import { type Origin, Placed, PlacedComment, PlacedProblem } from './origin.ts';
import type { LeafMode } from './pieces.ts';
import type { ScalarValue } from './scalars.ts';

export interface JsonRead {
  readonly content: Content;
  readonly bracket: Bracket | undefined;
  readonly endsWithComma: boolean;
  readonly problems: readonly PlacedProblem[];
  readonly comments: readonly PlacedComment[];
  /** How many entries and items were found, at all depths. */
  readonly size: number;
}

const DEEPEST = 400;
const MOST_PROBLEMS = 200;

const LF = 10;
const QUOTE = 34;
const COMMA = 44;
const SLASH = 47;
const COLON = 58;
const OPEN_SEQ = 91;
const BACKSLASH = 92;
const CLOSE_SEQ = 93;
const OPEN_MAP = 123;
const CLOSE_MAP = 125;

/** A bracket that is open while its content is read. */
interface Open {
  readonly isMap: boolean;
  /** Column of the first character on the line that it stands on. */
  readonly indent: number;
}

/**
 * A tolerant reader of JSON: comments, trailing and missing commas, missing values, strings and brackets that stay open.
 * `byIndent`: a bracket that stays open ends where the indentation says so.
 */
export function readJson(
  origin: Origin,
  written: string,
  text: string,
  holes: readonly Hole[],
  mode: LeafMode,
  byIndent: boolean,
): JsonRead {
  const problems: PlacedProblem[] = [];
  const comments: PlacedComment[] = [];
  const stack: Open[] = [];
  const { length } = text;
  let at = 0;
  let size = 0;
  let lineStart = 0;

  const report = (from: number, to: number, message: string): void => {
    if (problems.length < MOST_PROBLEMS)
      problems.push(new PlacedProblem(origin, from, Math.max(from, Math.min(to, length)), message));
  };

  /** Moves to the next character that means something. */
  const skip = (): void => {
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code === LF) lineStart = at + 1;
      else if (code === SLASH) {
        if (!comment()) return;
      } else if (code > 32 && code !== 0xfeff && code !== 0xa0) return;
    }
  };

  /** Ends on the last character of the comment. */
  const comment = (): boolean => {
    const from = at;
    const next = text.charCodeAt(at + 1);
    if (next === SLASH) {
      while (at < length && text.charCodeAt(at) !== LF && text.charCodeAt(at) !== 13) at++;
      comments.push(new PlacedComment(origin, from, at, written.slice(from + 2, at), 2));
    } else if (next === 42) {
      const close = text.indexOf('*/', at + 2);
      if (close < 0) report(from, from + 2, 'This comment is not closed');
      at = close < 0 ? length : close + 2;
      comments.push(new PlacedComment(origin, from, at, written.slice(from + 2, close < 0 ? at : close), 2));
    } else return false;
    at--;
    return true;
  };

  const indentOfLine = (): number => {
    let end = lineStart;
    while (end < at && text.charCodeAt(end) <= 32) end++;
    return end - lineStart;
  };

  const isFirstOnLine = (): boolean => {
    for (let before = at - 1; before >= lineStart; before--) if (text.charCodeAt(before) > 32) return false;
    return true;
  };

  /** By indentation: whether what stands at `at` is outside the innermost open bracket. */
  const isOutside = (code: number): boolean => {
    if (!byIndent || stack.length === 0 || !isFirstOnLine()) return false;
    const column = at - lineStart;
    const innermost = stack.at(-1)!;
    const closes = code === CLOSE_MAP || code === CLOSE_SEQ;
    return closes ? column < innermost.indent : column <= innermost.indent;
  };

  const string = (): TreeScalar => {
    const from = at++;
    let plain = true;
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        at++;
        const inner = text.slice(from + 1, at - 1);
        const value = plain ? inner : unescaped(inner);
        return new TreeScalar(origin, from, at, value, 'double', value, touchesHole(holes, from, at));
      }
      if (code === BACKSLASH) {
        plain = false;
        at++;
      } else if (code === LF || code === 13) break;
    }
    at = Math.min(at, length);
    report(from, at, 'This string is not closed');
    // A comma at the end is rather the next one's than the string's.
    const rest = /[",:\]}\s]+$/.exec(text.slice(from, at));
    const end = rest?.[0].includes(',') ? at - rest[0].length : at;
    at = Math.max(from + 1, end);
    return new TreeScalar(origin, from, at, text.slice(from + 1, at), 'double', undefined, true);
  };

  const literal = (): TreeScalar => {
    const from = at;
    while (at < length && !isDelimiter(text.charCodeAt(at))) at++;
    if (at === from) at++;
    const word = text.slice(from, at);
    const holed = touchesHole(holes, from, at);
    const value = literalValue(word);
    if (value === undefined && !holed) report(from, at, `A value is expected here, not ${shown(word)}`);
    return new TreeScalar(origin, from, at, word, 'plain', value, holed || value === undefined);
  };

  const missing = (where: number): TreeScalar => new TreeScalar(origin, where, where, '', 'missing', null, true);

  const value = (): TreeNode => {
    size++;
    const code = text.charCodeAt(at);
    if (code === QUOTE) return string();
    if (code === OPEN_MAP || code === OPEN_SEQ) return collection(code === OPEN_MAP);
    return literal();
  };

  const collection = (isMap: boolean): TreeNode => {
    const from = at;
    if (stack.length >= DEEPEST) return tooDeep(from);
    stack.push({ isMap, indent: indentOfLine() });
    at++;
    const entries: TreeEntry[] = [];
    const items: TreeNode[] = [];
    const closed = isMap ? members(entries) : elements(items);
    stack.pop();
    if (!closed) report(from, from + 1, `This "${text[from]}" is not closed`);
    const to = closed ? at : lastEnd(isMap ? entries.at(-1)?.value : items.at(-1), from + 1);
    const holed = !closed || touchesWriting(holes, from, to);
    return isMap
      ? new TreeMap(origin, from, to, entries, 'flow', holed)
      : new TreeSeq(origin, from, to, items, 'flow', holed);
  };

  const tooDeep = (from: number): TreeNode => {
    report(from, from + 1, 'Nested too deeply to be read');
    for (let depth = 0; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        string();
        at--;
      } else if (code === OPEN_MAP || code === OPEN_SEQ) depth++;
      else if ((code === CLOSE_MAP || code === CLOSE_SEQ) && --depth === 0) {
        at++;
        break;
      }
    }
    return new TreeScalar(origin, from, at, '', 'missing', null, true);
  };

  /** Reads members up to the bracket that closes them; true if it was there. At depth 0: up to the end. */
  const members = (entries: TreeEntry[]): boolean => {
    let afterComma = true;
    for (;;) {
      skip();
      if (at >= length) return stack.length === 0;
      const code = text.charCodeAt(at);
      if (code === CLOSE_MAP || code === CLOSE_SEQ) {
        if (isOutside(code)) return false;
        const expected = code === CLOSE_MAP;
        if (!expected && stack.some(open => !open.isMap)) return false;
        if (!expected || stack.length === 0) {
          report(at, at + 1, `Nothing is open that this "${text[at]}" would close`);
          at++;
          continue;
        }
        at++;
        return true;
      }
      if (isOutside(code)) return false;
      if (code === COMMA) {
        if (afterComma && entries.length > 0) report(at, at + 1, 'A member is missing before this comma');
        afterComma = true;
        at++;
        continue;
      }
      if (!afterComma)
        report(Math.max(0, entries.at(-1)!.value.to - 1), entries.at(-1)!.value.to, 'A comma is missing behind this');
      entries.push(member(code));
      afterComma = false;
    }
  };

  const member = (code: number): TreeEntry => {
    size++;
    const key = code === QUOTE ? string() : bareKey();
    skip();
    if (text.charCodeAt(at) !== COLON) {
      report(key.from, key.to, 'A colon and a value are missing behind this name');
      return new TreeEntry(key, missing(key.to));
    }
    at++;
    const afterColon = at;
    const keyLine = lineStart;
    skip();
    const next = text.charCodeAt(at);
    // `"a":` and the next member on the line below: the value is what is missing.
    const isNextMember = lineStart !== keyLine && next === QUOTE && /^"[^"\n]*"\s*:/.test(text.slice(at, at + 300));
    if (at >= length || next === COMMA || next === CLOSE_MAP || next === CLOSE_SEQ || isNextMember) {
      if (!touchesHole(holes, afterColon, at)) report(key.from, key.to, 'A value is missing behind this name');
      return new TreeEntry(key, missing(afterColon));
    }
    return new TreeEntry(key, value());
  };

  const bareKey = (): TreeScalar => {
    const from = at;
    while (at < length && !isDelimiter(text.charCodeAt(at))) at++;
    if (at === from) at++;
    const holed = touchesHole(holes, from, at);
    if (!holed) report(from, at, `A name in double quotes is expected here, not ${shown(text.slice(from, at))}`);
    return new TreeScalar(origin, from, at, text.slice(from, at), 'plain', text.slice(from, at), holed);
  };

  const elements = (items: TreeNode[]): boolean => {
    let afterComma = true;
    for (;;) {
      skip();
      if (at >= length) return stack.length === 0;
      const code = text.charCodeAt(at);
      if (code === CLOSE_MAP || code === CLOSE_SEQ) {
        if (isOutside(code)) return false;
        const expected = code === CLOSE_SEQ;
        if (!expected && stack.some(open => open.isMap)) return false;
        if (!expected || stack.length === 0) {
          report(at, at + 1, `Nothing is open that this "${text[at]}" would close`);
          at++;
          continue;
        }
        at++;
        return true;
      }
      if (isOutside(code)) return false;
      if (code === COMMA) {
        if (afterComma && items.length > 0) report(at, at + 1, 'An item is missing before this comma');
        afterComma = true;
        at++;
      } else if (code === COLON) {
        report(at, at + 1, 'A colon has no place in a list');
        at++;
      } else {
        if (!afterComma) report(Math.max(0, items.at(-1)!.to - 1), items.at(-1)!.to, 'A comma is missing behind this');
        items.push(value());
        afterComma = false;
      }
    }
  };

  const content = (): Content => {
    if (mode === 'members') {
      const entries: TreeEntry[] = [];
      members(entries);
      return entriesOf(entries);
    }
    if (mode === 'items') {
      const items: TreeNode[] = [];
      elements(items);
      return items.length === 0 ? NOTHING : { type: 'items', items, root: items[0]! };
    }
    skip();
    if (at >= length) return NOTHING;
    const root = value();
    skip();
    if (at < length) report(at, length, 'Nothing is expected behind the end of the document');
    return { type: 'node', root };
  };

  const entriesOf = (entries: readonly TreeEntry[]): Content => {
    if (entries.length === 0) return NOTHING;
    const { from } = entries[0]!.key;
    const to = entries.at(-1)!.value.to;
    return { type: 'entries', entries, root: new TreeMap(origin, from, to, entries, 'flow', false) };
  };

  /** `"key": {`, `{`, `},`: the bracket is this fragment's, its content others'. */
  const edge = (): JsonRead => {
    skip();
    const key = mode === 'memberHead' ? string() : undefined;
    if (key) {
      skip();
      at++;
      skip();
    }
    const placed = new Placed(origin, at, at + 1);
    const isMap = text.charCodeAt(at) === OPEN_MAP || text.charCodeAt(at) === CLOSE_MAP;
    at++;
    skip();
    const endsWithComma = text.charCodeAt(at) === COMMA;
    if (endsWithComma) at++;
    skip();
    if (at < length) report(at, length, 'Nothing is expected here');
    const entries = key ? [new TreeEntry(key, missing(placed.from))] : [];
    return { content: entriesOf(entries), bracket: { placed, isMap }, endsWithComma, problems, comments, size };
  };

  if (mode === 'memberHead' || mode === 'itemHead' || mode === 'tail') return edge();
  const found = content();
  return { content: found, bracket: undefined, endsWithComma: endsInComma(text, found), problems, comments, size };
}

const NOTHING: Content = { type: 'nothing' };

/** A comma behind the last thing; comments may follow it. */
function endsInComma(text: string, content: Content): boolean {
  if (content.type === 'nothing' || content.type === 'node') return false;
  const last = content.type === 'entries' ? content.entries.at(-1)!.value : content.items.at(-1)!;
  return /^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*,/.test(text.slice(last.to));
}

function lastEnd(last: TreeNode | undefined, otherwise: number): number {
  return last?.to ?? otherwise;
}

function touchesWriting(holes: readonly Hole[], from: number, to: number): boolean {
  return holes.some(hole => hole.writesAt !== undefined && hole.from < to && hole.to > from);
}

function isDelimiter(code: number): boolean {
  return (
    code <= 32 ||
    code === COMMA ||
    code === COLON ||
    code === QUOTE ||
    code === OPEN_MAP ||
    code === CLOSE_MAP ||
    code === OPEN_SEQ ||
    code === CLOSE_SEQ
  );
}

function literalValue(word: string): ScalarValue | undefined {
  if (word === 'true') return true;
  if (word === 'false') return false;
  if (word === 'null') return null;
  return /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(word) ? Number(word) : undefined;
}

function shown(word: string): string {
  return `"${word.length > 30 ? `${word.slice(0, 30)}...` : word}"`;
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Undoes escapes; what is no escape stays as it is written. */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex: string | undefined, char: string | undefined) =>
    hex === undefined ? (ESCAPES[char!] ?? char!) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
