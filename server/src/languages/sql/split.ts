import type { Span } from '#text';
import { type BlockTracker, blockTracker } from './blocks.ts';
import { endOfLine } from './characters.ts';
import { createLexer, type Lexer, type Token } from './lex.ts';
import type { SqlDialect } from './model.ts';
import { startsStatement } from './recovery.ts';

/** What the text before a cut decides about the text after it. */
export interface SplitState {
  /** `;`, or what MySQL's DELIMITER command set. */
  readonly delimiter: string;
}

export const initialState: SplitState = { delimiter: ';' };

/** A piece of the text: blanks and comments, then at most one statement with its terminator. Offsets are of the text. */
export interface Cut extends Span {
  /** One past the last character that this cut depended on. */
  readonly reach: number;
  readonly after: SplitState;
  /** All comments and template actions of the piece, those inside the statement included. */
  readonly comments: readonly Token[];
  /** What is SQL: no comments and no template actions. Empty where only blanks and comments are left. */
  readonly tokens: readonly Token[];
  readonly terminator: Span | undefined;
  /** A command for the client. */
  readonly meta: boolean;
  /** The `(` that is never closed. */
  readonly unclosed: Token | undefined;
}

/**
 * Comments by which migration tools cut a file: no statement runs over one.
 * goose, dbmate, node-pg-migrate, Liquibase, Drizzle.
 */
const boundary =
  /^--(?:[ \t]*\+goose\b|[ \t]*migrate:|[ \t]*(?:Up|Down) Migration\b|[ \t]*changeset\b|>[ \t]*statement-breakpoint)/i;
/** psql commands that send the statement before them: `\g`, `\gexec`. They end it without a `;`. */
const copiesFromStandardInput = /\bfrom\s+stdin\b/i;

/** Cuts the next piece off `text` at `from`. Undefined at the end of the text. */
export function cut(text: string, dialect: SqlDialect, from: number, state: SplitState): Cut | undefined {
  if (from >= text.length) return undefined;
  return new Cutter(text, dialect, from, state).run();
}

class Cutter {
  readonly #text: string;
  readonly #dialect: SqlDialect;
  readonly #from: number;
  readonly #state: SplitState;
  readonly #lexer: Lexer;
  readonly #comments: Token[] = [];
  readonly #tokens: Token[] = [];
  readonly #open: Token[] = [];

  constructor(text: string, dialect: SqlDialect, from: number, state: SplitState) {
    this.#text = text;
    this.#dialect = dialect;
    this.#from = from;
    this.#state = state;
    this.#lexer = createLexer(text, dialect, from, state.delimiter);
  }

  run(): Cut {
    const first = this.#firstToken();
    if (!first) return this.#finish(this.#text.length, undefined);
    if (first.kind === 'meta') return this.#finish(first.end, undefined, { meta: true });
    if (this.#isDelimiterCommand(first)) return this.#delimiterCommand(first);
    return this.#statement();
  }

  /** Skips blanks, comments and empty statements. */
  #firstToken(): Token | undefined {
    for (;;) {
      const token = this.#lexer.next();
      if (!token) return undefined;
      if (token.kind === 'comment' || token.kind === 'control') this.#comments.push(token);
      else if (!this.#terminates(token)) {
        this.#tokens.push(token);
        return token;
      }
    }
  }

  #terminates(token: Token): boolean {
    return token.kind === 'punctuation' && this.#source(token) === this.#state.delimiter;
  }

  #isDelimiterCommand(token: Token): boolean {
    return (
      (this.#dialect === 'mysql' || this.#dialect === 'mariadb') &&
      token.kind === 'word' &&
      token.end - token.start === 9 &&
      this.#source(token).toUpperCase() === 'DELIMITER'
    );
  }

  #delimiterCommand(token: Token): Cut {
    const end = endOfLine(this.#text, token.end);
    this.#lexer.reach = Math.max(this.#lexer.reach, end + 1);
    const delimiter = this.#text.slice(token.end, end).trim() || ';';
    return this.#finish(end, undefined, { meta: true, after: { delimiter } });
  }

  #statement(): Cut {
    const blocks = blockTracker(this.#text, this.#dialect, this.#state.delimiter !== ';');
    blocks.see(this.#tokens[0]!, undefined);
    for (;;) {
      const last = this.#tokens.at(-1)!;
      const commentsBefore = this.#comments.length;
      const token = this.#nextOfStatement();
      if (!token || this.#startsAnother(token, blocks)) {
        // What stands between belongs to the next piece.
        this.#comments.length = Math.min(this.#comments.length, commentsBefore);
        return this.#finish(last.end, undefined);
      }
      if (this.#terminates(token) && !blocks.inside(this.#open.length > 0)) return this.#terminated(token);
      this.#track(token);
      blocks.see(token, last);
      this.#tokens.push(token);
    }
  }

  /** The next token that is SQL; undefined at the end of the text and at a boundary of the migration tool. */
  #nextOfStatement(): Token | undefined {
    for (;;) {
      const token = this.#lexer.next();
      if (!token) return undefined;
      if (token.kind !== 'comment' && token.kind !== 'control') return token;
      if (
        token.kind === 'comment' &&
        boundary.test(this.#text.slice(token.start, Math.min(token.end, token.start + 60)))
      )
        return undefined;
      this.#comments.push(token);
    }
  }

  #startsAnother(token: Token, blocks: BlockTracker): boolean {
    if (token.kind === 'meta') return true;
    if (token.kind !== 'word' || !this.#isLineStart(token.start)) return false;
    if (this.#isDelimiterCommand(token)) return true;
    if (this.#state.delimiter !== ';' || !this.#isLineStart(this.#tokens[0]!.start)) return false;
    this.#lexer.reach = Math.max(this.#lexer.reach, endOfLine(this.#text, token.end) + 1);
    return startsStatement(this.#text, token, this.#tokens, this.#dialect, blocks);
  }

  #isLineStart(offset: number): boolean {
    if (offset === 0) return true;
    if (offset === this.#from) return false;
    const before = this.#text.charCodeAt(offset - 1);
    return before === 10 || before === 13 || before === 0xfeff;
  }

  #track(token: Token): void {
    if (token.kind !== 'punctuation') return;
    const code = this.#text.charCodeAt(token.start);
    if (code === 40) this.#open.push(token);
    else if (code === 41) this.#open.pop();
  }

  #terminated(token: Token): Cut {
    const terminator = { start: token.start, end: token.end };
    return this.#finish(this.#afterCopyData(token.end), terminator);
  }

  /** COPY ... FROM stdin is followed by its data, up to a line `\.`. */
  #afterCopyData(end: number): number {
    const head = this.#tokens[0]!;
    if (this.#dialect !== 'postgresql' || head.end - head.start !== 4 || this.#source(head).toUpperCase() !== 'COPY')
      return end;
    if (!copiesFromStandardInput.test(this.#text.slice(head.start, end))) return end;
    const close = this.#text.indexOf('\n\\.', end);
    this.#lexer.reach = close < 0 ? Number.POSITIVE_INFINITY : Math.max(this.#lexer.reach, close + 3);
    return close < 0 ? end : close + 3;
  }

  #source(token: Token): string {
    return this.#text.slice(token.start, token.end);
  }

  #finish(end: number, terminator: Span | undefined, more: { meta?: boolean; after?: SplitState } = {}): Cut {
    return {
      start: this.#from,
      end,
      reach: this.#lexer.reach,
      after: more.after ?? this.#state,
      comments: this.#comments,
      tokens: this.#tokens,
      terminator,
      meta: more.meta ?? false,
      unclosed: this.#open.at(-1),
    };
  }
}
