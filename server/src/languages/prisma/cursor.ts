import { type Anchor, Name, PrismaComment, PrismaProblem } from './nodes.ts';

const NEWLINE = 10;
const RETURN = 13;
const SLASH = 47;
const STAR = 42;

/** A line that starts a block. Seen inside another block, it says that the closing brace is missing. */
const BLOCK_START = /[ \t]*(?:model|view|type|enum|datasource|generator|types|namespace)\b[ \t]*[\w-]*[ \t]*\{/y;

/**
 * A place in the text, with what was noticed on the way. Reads forward from where it was made and never looks back
 * before that, so that what is read depends on nothing but the text from there to `examined`.
 */
export class Cursor {
  readonly anchor: Anchor;
  /** UTF-16 offset of the next character. */
  at: number;
  /** How far the text was looked at: what is read stays the same as long as the text up to here does. */
  examined: number;
  readonly comments: PrismaComment[] = [];
  readonly problems: PrismaProblem[] = [];

  constructor(
    readonly text: string,
    at: number,
  ) {
    this.anchor = { base: at };
    this.at = at;
    this.examined = at;
  }

  get code(): number {
    return this.text.charCodeAt(this.at);
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  codeAfter(distance: number): number {
    return this.text.charCodeAt(this.at + distance);
  }

  complain(from: number, to: number, message: string): void {
    this.problems.push(new PrismaProblem(this.anchor, from, Math.max(from, to), message));
  }

  /** Offset of the end of the line that holds `offset`, before its line break. */
  lineEnd(offset = this.at): number {
    const newline = this.text.indexOf('\n', offset);
    const end = newline < 0 ? this.text.length : newline;
    this.look(end + 1);
    return end > offset && this.text.charCodeAt(end - 1) === RETURN ? end - 1 : end;
  }

  /** Notes that the text before `offset` was looked at. */
  look(offset: number): void {
    if (offset > this.examined) this.examined = offset;
  }

  /** Blanks and comments of this line. */
  skipBlanks(): void {
    for (; !this.ended; ) {
      if (isBlank(this.code)) this.at++;
      else if (!this.comment()) return;
    }
  }

  /** Blanks, comments and line breaks. */
  skipSpace(): void {
    for (; !this.ended; ) {
      if (isBlank(this.code) || this.code === NEWLINE) this.at++;
      else if (!this.comment()) return;
    }
  }

  /** Reads a comment where one starts. */
  comment(): boolean {
    if (this.code !== SLASH) return false;
    if (this.codeAfter(1) === SLASH) return this.lineComment();
    if (this.codeAfter(1) === STAR) return this.blockComment();
    return false;
  }

  private lineComment(): true {
    const from = this.at;
    const marker = this.codeAfter(2) === SLASH ? 3 : 2;
    this.at = this.lineEnd();
    this.comments.push(new PrismaComment(this.anchor, from, this.at, this.text.slice(from + marker, this.at), marker));
    return true;
  }

  private blockComment(): true {
    const from = this.at;
    const close = this.text.indexOf('*/', from + 2);
    const opensAgain = this.text.indexOf('/*', from + 2);
    // A second opening before the first end: the end belongs to that one, and this one is still being typed.
    const unclosed = close < 0 || (opensAgain >= 0 && opensAgain < close && opensAgain > this.lineEnd(from));
    this.look(close < 0 ? this.text.length + 1 : close + 2);
    this.at = unclosed ? this.lineEnd(from) : close + 2;
    if (unclosed) this.complain(from, this.at, 'This comment has no end');
    const text = this.text.slice(from + 2, unclosed ? this.at : close);
    this.comments.push(new PrismaComment(this.anchor, from, this.at, text, 2));
    return true;
  }

  /** A single word: letters, digits, `_` and `-`, not starting with a digit. */
  word(): Name | undefined {
    const from = this.at;
    if (!isWordStart(this.code)) return undefined;
    while (isWordPart(this.code)) this.at++;
    return new Name(this.anchor, from, this.text.slice(from, this.at));
  }

  /** Words joined by dots: `db.VarChar`. A dot without a word after it is left out and complained about. */
  path(): Name | undefined {
    const from = this.at;
    if (!this.word()) return undefined;
    while (this.code === 46 || this.code === 58) {
      if (!isWordStart(this.codeAfter(1))) {
        // `name:` is an argument's name, not a path.
        if (this.code === 46) {
          this.complain(this.at, this.at + 1, 'Expected a name after "."');
          const name = new Name(this.anchor, from, this.text.slice(from, this.at));
          this.at++;
          return name;
        }
        break;
      }
      this.at++;
      this.word();
    }
    return new Name(this.anchor, from, this.text.slice(from, this.at));
  }

  /** True when the line from here on starts a block. */
  startsBlock(): boolean {
    BLOCK_START.lastIndex = this.at;
    const starts = BLOCK_START.test(this.text);
    if (starts) this.look(BLOCK_START.lastIndex);
    return starts;
  }
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === RETURN || code === 0xfeff || code === 0xa0;
}

export function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code > 127 && !isBlank(code));
}

function isWordPart(code: number): boolean {
  return isWordStart(code) || (code >= 48 && code <= 57) || code === 45;
}
