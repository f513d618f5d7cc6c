import type { Located, Span } from '#text';
import type { Comment, Problem, TextChange } from '../contract.ts';
import type { Token } from './lex.ts';
import type { SqlDialect, Statement } from './model.ts';
import { type Anchor, place } from './placed.ts';
import { type Cut, cut, initialState, type SplitState } from './split.ts';
import { recognise } from './statements/recognise.ts';

/** One cut of the text with what was read from it: blanks and comments, then at most one statement. */
export interface Piece {
  /** Of the piece, for its comments, opaque places and problems. */
  readonly anchor: Anchor;
  readonly length: number;
  /** One past the last character that the piece depends on, relative to its start; Infinity: the end of the text. */
  readonly reach: number;
  readonly before: SplitState;
  readonly after: SplitState;
  readonly comments: readonly Comment[];
  readonly opaque: readonly Located[];
  readonly problems: readonly Problem[];
  readonly statement: Statement | undefined;
  /** A copy of the statement's: reading it from statements of two dozen shapes is ten times slower. */
  readonly type: Statement['type'] | undefined;
  /** Of the statement: it may be kept when its piece is not. */
  readonly statementAnchor: Anchor | undefined;
  /** With the statement's text all that it was read from: the same signature and text, the same statement. */
  readonly signature: string;
}

/** Statements of the text before, by key, that may be used again. */
type Reusable = Map<string, Piece[]>;

export function piecesOf(text: string, dialect: SqlDialect): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const [one, before] of cuts(text, dialect, 0, initialState)) pieces.push(pieceOf(text, dialect, one, before));
  return pieces;
}

/** The pieces of `text`, which `change` made of the text of `previous`. */
export function updatePieces(
  previous: readonly Piece[],
  text: string,
  dialect: SqlDialect,
  change: TextChange,
): readonly Piece[] {
  const { start, end } = change.span;
  const moved = change.text.length - (end - start);
  const found = previous.findIndex(piece => piece.anchor.base + piece.reach > start);
  const first = found < 0 ? previous.length : found;
  const from = previous[first]?.anchor.base ?? endOf(previous.at(-1));
  const state = previous[first]?.before ?? previous.at(-1)?.after ?? initialState;

  // The first old piece behind the change that starts where a new one would, in the same state, goes on as before.
  const fresh: (readonly [Cut, SplitState])[] = [];
  let resume = first + 1;
  let met = false;
  for (const pair of cuts(text, dialect, from, state)) {
    fresh.push(pair);
    const at = pair[0].end - moved;
    while (resume < previous.length && previous[resume]!.anchor.base < Math.max(at, end)) resume++;
    const old = previous[resume];
    met = old !== undefined && old.anchor.base === at && old.before.delimiter === pair[0].after.delimiter;
    if (met) break;
  }
  const rest = met ? previous.slice(resume) : [];
  const reusable = reusableOf(previous.slice(first, met ? resume : undefined));
  const made = fresh.map(([one, before]) => pieceOf(text, dialect, one, before, reusable));
  for (const { anchor, statementAnchor } of rest) {
    anchor.base += moved;
    if (statementAnchor) statementAnchor.base += moved;
  }
  return [...previous.slice(0, first), ...made, ...rest];
}

function* cuts(
  text: string,
  dialect: SqlDialect,
  from: number,
  start: SplitState,
): Generator<readonly [Cut, SplitState]> {
  let before = start;
  for (let one = cut(text, dialect, from, before); one; one = cut(text, dialect, one.end, before)) {
    yield [one, before];
    before = one.after;
  }
}

function endOf(piece: Piece | undefined): number {
  return piece ? piece.anchor.base + piece.length : 0;
}

function reusableOf(pieces: readonly Piece[]): Reusable {
  const reusable: Reusable = new Map();
  for (const piece of pieces) {
    if (!piece.statement) continue;
    const key = piece.signature + piece.statement.text;
    const same = reusable.get(key);
    if (same) same.push(piece);
    else reusable.set(key, [piece]);
  }
  return reusable;
}

function pieceOf(text: string, dialect: SqlDialect, one: Cut, before: SplitState, reusable?: Reusable): Piece {
  const anchor: Anchor = { base: one.start };
  const tokens = [...one.comments, ...one.tokens];
  const opaque = tokens.flatMap(token => token.opaque).sort((a, b) => a.start - b.start);
  const read = statementOf(text, dialect, one, reusable);
  return {
    anchor,
    length: one.end - one.start,
    reach: one.reach - one.start,
    before,
    after: one.after,
    comments: one.comments.flatMap(token => (token.kind === 'comment' ? commentOf(text, token, anchor) : [])),
    opaque: opaque.map(span => place(anchor, span.start - one.start, span.end - one.start, {})),
    problems: problemsOf(text, one, read?.statement.templated ?? false, anchor),
    statement: read?.statement,
    type: read?.statement.type,
    statementAnchor: read?.anchor,
    signature: read?.signature ?? '',
  };
}

function statementOf(text: string, dialect: SqlDialect, one: Cut, reusable: Reusable | undefined) {
  const first = one.tokens[0];
  const last = one.tokens.at(-1);
  if (!first || !last) return undefined;
  const base = first.start;
  const end = one.meta ? one.end : last.end;
  const broken = one.unclosed !== undefined || one.tokens.some(token => token.unterminated);
  const terminator = one.terminator && { start: one.terminator.start - base, end: one.terminator.end - base };
  const signature = [one.tokens.length, broken, one.meta, terminator?.start, terminator?.end, ''].join(' ');
  const source = text.slice(base, end);
  const kept = reusable?.get(signature + source)?.shift();
  if (kept?.statement && kept.statementAnchor) {
    kept.statementAnchor.base = base;
    return { statement: kept.statement, anchor: kept.statementAnchor, signature };
  }
  const anchor: Anchor = { base };
  const statement = recognise({
    text: ownCopy(source),
    tokens: one.tokens.map(token => relative(token, base)),
    anchor,
    dialect,
    terminator,
    meta: one.meta,
    broken,
  });
  return { statement, anchor, signature };
}

/**
 * A slice that does not keep the whole text alive. Engines represent a slice by a reference to its parent, and
 * statements outlive the text that they were read from by many edits.
 */
function ownCopy(slice: string): string {
  return ` ${slice}`.slice(1);
}

function relative(token: Token, base: number): Token {
  return { ...token, start: token.start - base, end: token.end - base };
}

function commentOf(text: string, token: Token, anchor: Anchor): Comment {
  const block = text.startsWith('/*', token.start);
  const open = block || text[token.start] === '-' ? 2 : 1;
  const close = block && !token.unterminated ? 2 : 0;
  const content = ownCopy(text.slice(token.start + open, token.end - close));
  const fields = {
    text: content,
    get textStart() {
      return comment.span.start + open;
    },
  };
  const comment: Comment = Object.defineProperties(
    place(anchor, token.start - anchor.base, token.end - anchor.base, {}),
    Object.getOwnPropertyDescriptors(fields),
  ) as Comment;
  return comment;
}

function problemsOf(text: string, one: Cut, templated: boolean, anchor: Anchor): readonly Problem[] {
  const problems: Problem[] = [];
  const report = ({ start, end }: Span, message: string): void => {
    problems.push(place(anchor, start - anchor.base, end - anchor.base, { message }));
  };
  for (const token of [...one.comments, ...one.tokens].sort((a, b) => a.start - b.start))
    if (token.unterminated) report(openingOf(text, token), whatIsOpen(text, token));
  if (one.unclosed && !templated && !problems.length) report(one.unclosed, 'This parenthesis is never closed');
  return problems;
}

/** The first characters of a quote that is never closed: its tail may be anything. */
function openingOf(text: string, { start, end, kind }: Token): Span {
  const length = kind === 'dollar' ? text.indexOf('$', start + 1) + 1 - start : kind === 'comment' ? 2 : end - start;
  return { start, end: Math.min(end, start + length) };
}

function whatIsOpen(text: string, token: Token): string {
  switch (token.kind) {
    case 'comment':
      return 'This comment is never closed';
    case 'dollar':
      return 'This dollar quote is never closed';
    case 'name':
      return 'This quoted name is never closed';
    default:
      return text[token.start] === '"' ? 'This quoted text is never closed' : 'This string is never closed';
  }
}
