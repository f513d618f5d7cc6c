import type { Located } from '#text';
import type { Token } from '../lex.ts';
import type { Expression, Keyword, Name, QualifiedName, SqlDialect } from '../model.ts';
import { type Anchor, place } from '../placed.ts';

/** What a statement is read from. All offsets are relative to the statement's first character. */
export interface StatementSource {
  readonly text: string;
  /** Without comments. */
  readonly tokens: readonly Token[];
  readonly anchor: Anchor;
  readonly dialect: SqlDialect;
}

/** A cursor over the tokens of one statement. It only moves forward, and never past the end. */
export class Reader {
  readonly dialect: SqlDialect;
  readonly anchor: Anchor;
  readonly text: string;
  readonly #tokens: readonly Token[];
  /** Index of the next token. */
  at = 0;

  constructor(source: StatementSource) {
    this.dialect = source.dialect;
    this.anchor = source.anchor;
    this.text = source.text;
    this.#tokens = source.tokens.filter(token => token.kind !== 'exec');
  }

  get done(): boolean {
    return this.at >= this.#tokens.length;
  }

  get isMySql(): boolean {
    return this.dialect === 'mysql' || this.dialect === 'mariadb';
  }

  get isPostgres(): boolean {
    return this.dialect === 'postgresql';
  }

  /** The token `ahead` of the next one; negative: behind it. */
  token(ahead = 0): Token | undefined {
    return this.#tokens[this.at + ahead];
  }

  source(token: Token): string {
    return this.text.slice(token.start, token.end);
  }

  /** The tokens from `from` to the last one taken. */
  tokensSince(from: number): readonly Token[] {
    return this.#tokens.slice(from, this.at);
  }

  /** Upper-cased word or the mark itself; empty for strings, numbers, quoted names and at the end. */
  word(ahead = 0): string {
    const token = this.#tokens[this.at + ahead];
    if (!token || (token.kind !== 'word' && token.kind !== 'punctuation')) return '';
    return this.source(token).toUpperCase();
  }

  /** True when the next words are these. */
  looksAt(...words: readonly string[]): boolean {
    return words.every((word, ahead) => this.word(ahead) === word);
  }

  /** Takes these words if they come next. */
  keyword(...words: readonly string[]): Keyword | undefined {
    if (!this.looksAt(...words)) return undefined;
    const from = this.at;
    this.at += words.length;
    return this.since(from);
  }

  /** Takes one of these words. */
  anyOf(words: ReadonlySet<string>): string | undefined {
    const word = this.word();
    if (!words.has(word)) return undefined;
    this.at++;
    return word;
  }

  advance(): void {
    if (this.at < this.#tokens.length) this.at++;
  }

  /** From token `from` to the last one taken. */
  since(from: number): Located {
    return place(this.anchor, this.offsetOf(from), this.endBefore(this.at), {});
  }

  located<T extends object>(from: number, fields: T): T & Located {
    return place(this.anchor, this.offsetOf(from), this.endBefore(this.at), fields);
  }

  offsetOf(index: number): number {
    return this.#tokens[index]?.start ?? this.text.length;
  }

  /** Where the token before `index` ends. */
  endBefore(index: number): number {
    return this.#tokens[Math.min(index, this.#tokens.length) - 1]?.end ?? 0;
  }

  name(): Name | undefined {
    const token = this.token();
    if (!token) return undefined;
    if (token.kind !== 'word' && token.kind !== 'name' && !this.#isQuotedByString(token)) return undefined;
    const from = this.at++;
    return this.located(from, {
      text: nameText(this.source(token), token, this.isPostgres),
      quoted: token.kind !== 'word',
    });
  }

  /** SQLite and MySQL (ANSI_QUOTES) let strings stand for names; only double-quoted ones are taken for one here. */
  #isQuotedByString(token: Token): boolean {
    return token.kind === 'string' && this.text[token.start] === '"';
  }

  qualifiedName(): QualifiedName | undefined {
    const from = this.at;
    const first = this.name();
    if (!first) return undefined;
    let schema: Name | undefined;
    let name = first;
    while (this.word() === '.') {
      this.at++;
      const part = this.name();
      if (!part) break;
      schema = name;
      name = part;
    }
    return this.located(from, { schema, name });
  }

  /** Takes `a, b.c, d`. */
  qualifiedNames(): readonly QualifiedName[] {
    const names: QualifiedName[] = [];
    for (;;) {
      const name = this.qualifiedName();
      if (name) names.push(name);
      if (!name || this.word() !== ',') return names;
      this.at++;
    }
  }

  /** Takes `(a, b)`; what is no name is passed over. */
  nameList(): readonly Name[] {
    const names: Name[] = [];
    if (this.word() !== '(') return names;
    this.at++;
    while (!this.done && this.word() !== ')') {
      const name = this.name();
      if (name) names.push(name);
      this.skipTo(',', ')');
      if (this.word() === ',') this.at++;
    }
    this.advance();
    return names;
  }

  /** Takes a balanced `( ... )` or `[ ... ]`, or what there is of it. */
  parentheses(): Located | undefined {
    const open = this.word();
    if (open !== '(' && open !== '[') return undefined;
    const from = this.at;
    let depth = 0;
    do {
      const mark = this.word();
      if (mark === '(' || mark === '[') depth++;
      else if (mark === ')' || mark === ']') depth--;
      this.at++;
    } while (!this.done && depth > 0);
    return this.since(from);
  }

  /** What stands between the parentheses that come next, which are taken. */
  inParentheses(): Expression | undefined {
    const from = this.at;
    if (!this.parentheses()) return undefined;
    const closed = this.#tokens[this.at - 1]?.kind === 'punctuation' && this.text[this.endBefore(this.at) - 1] === ')';
    return this.#expression(from + 1, closed ? this.at - 1 : this.at);
  }

  /** Passes over everything up to one of these marks or words outside of parentheses; stops before a `)` too many. */
  skipTo(...stops: readonly string[]): void {
    while (!this.done) {
      const word = this.word();
      if (stops.includes(word)) return;
      if (word === ')') return;
      if (!this.parentheses()) this.at++;
    }
  }

  /** Takes everything up to the stops as an expression. */
  expressionTo(...stops: readonly string[]): Expression | undefined {
    const from = this.at;
    this.skipTo(...stops);
    return this.#expression(from, this.at);
  }

  /** Takes what is left. */
  rest(): Expression | undefined {
    const from = this.at;
    this.at = this.#tokens.length;
    return this.#expression(from, this.at);
  }

  expressionSince(from: number): Expression | undefined {
    return this.#expression(from, this.at);
  }

  /** Tokens `from` to `to`, the latter not included. */
  #expression(from: number, to: number): Expression | undefined {
    if (to <= from) return undefined;
    const start = this.offsetOf(from);
    const end = this.endBefore(to);
    return place(this.anchor, start, end, { text: this.text.slice(start, end) });
  }

  /** The content of the string or dollar quote that comes next, which is taken. */
  quoted(): Expression | undefined {
    const token = this.token();
    if (!token || (token.kind !== 'string' && token.kind !== 'dollar')) return undefined;
    this.at++;
    const source = this.source(token);
    const open = token.kind === 'dollar' ? source.indexOf('$', 1) + 1 : source.indexOf("'") + 1;
    const close = token.unterminated ? 0 : token.kind === 'dollar' ? open : 1;
    const start = token.start + open;
    const end = Math.max(start, token.end - close);
    return place(this.anchor, start, end, { text: this.text.slice(start, end) });
  }

  /** A string literal as a name: the label of an enum. */
  label(): Name | undefined {
    const token = this.token();
    if (token?.kind !== 'string') return undefined;
    const from = this.at++;
    const source = this.source(token);
    const content = source.slice(source.indexOf("'") + 1, token.unterminated ? undefined : -1).replaceAll("''", "'");
    return this.located(from, { text: content, quoted: true });
  }
}

/** Quotes taken off; folded where the dialect folds unquoted names. */
function nameText(source: string, token: Token, folds: boolean): string {
  if (token.kind === 'word') return folds && token.opaque.length === 0 ? source.toLowerCase() : source;
  const open = source.search(/["`[]/);
  const quote = source[open];
  const content = source.slice(open + 1, token.unterminated ? undefined : -1);
  return quote === '[' ? content : content.replaceAll(`${quote}${quote}`, `${quote}`);
}
