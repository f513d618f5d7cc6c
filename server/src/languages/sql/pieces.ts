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
  /** Of the statement: it may be kept when its piece is not. */
  readonly statementAnchor: Anchor | undefined;
  /** What the statement was read from: the same key, the same statement. */
  readonly key: string;
}

/** Statements of the text before, by key, that may be used again. */
type Reusable = Map<string, Piece[]>;

export function piecesOf(text: string, dialect: SqlDialect): readonly Piece[] {
  return cutUntil(text, dialect, 0, initialState, undefined, () => false);
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

  // The first old piece after the change that starts where a new one does, in the same state, goes on as before.
  let resume = first;
  const meetsOldCut = (at: number, after: SplitState): boolean => {
    const old = at - moved;
    while (resume < previous.length && (previous[resume]!.anchor.base < old || previous[resume]!.anchor.base < end))
      resume++;
    const piece = previous[resume];
    return (
      piece !== undefined && resume > first && piece.anchor.base === old && piece.before.delimiter === after.delimiter
    );
  };
  const reusable = reusableOf(previous, first, end);
  const fresh = cutUntil(text, dialect, from, state, reusable, meetsOldCut);
  const met = fresh.length > 0 ? endOf(fresh.at(-1)) < text.length : from < text.length;
  const rest = met ? previous.slice(resume) : [];
  for (const { anchor, statementAnchor } of rest) {
    anchor.base += moved;
    if (statementAnchor) statementAnchor.base += moved;
  }
  return [...previous.slice(0, first), ...fresh, ...rest];
}

function endOf(piece: Piece | undefined): number {
  return piece ? piece.anchor.base + piece.length : 0;
}

/** How many statements behind the change may be searched for one to keep. */
const searched = 64;

function reusableOf(previous: readonly Piece[], first: number, end: number): Reusable {
  const reusable: Reusable = new Map();
  let behind = 0;
  for (let index = first; index < previous.length && behind < searched; index++) {
    const piece = previous[index]!;
    if (piece.anchor.base >= end) behind++;
    if (!piece.statement) continue;
    const same = reusable.get(piece.key);
    if (same) same.push(piece);
    else reusable.set(piece.key, [piece]);
  }
  return reusable;
}

function cutUntil(
  text: string,
  dialect: SqlDialect,
  from: number,
  start: SplitState,
  reusable: Reusable | undefined,
  stop: (at: number, after: SplitState) => boolean,
): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  let state = start;
  for (;;) {
    const one = cut(text, dialect, at, state);
    if (!one) return pieces;
    pieces.push(pieceOf(text, dialect, one, state, reusable));
    at = one.end;
    state = one.after;
    if (stop(at, state)) return pieces;
  }
}

function pieceOf(
  text: string,
  dialect: SqlDialect,
  one: Cut,
  before: SplitState,
  reusable: Reusable | undefined,
): Piece {
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
    statementAnchor: read?.anchor,
    key: read?.key ?? '',
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
  const key = `${one.tokens.length}${broken ? '!' : ''} ${one.meta} ${text.slice(base, one.terminator?.end ?? end)}`;
  const kept = reusable?.get(key)?.shift();
  if (kept?.statement && kept.statementAnchor) {
    kept.statementAnchor.base = base;
    return { statement: kept.statement, anchor: kept.statementAnchor, key };
  }
  const anchor: Anchor = { base };
  const statement = recognise({
    text: ownCopy(text.slice(base, end)),
    tokens: one.tokens.map(token => relative(token, base)),
    anchor,
    dialect,
    terminator,
    meta: one.meta,
    broken,
  });
  return { statement, anchor, key: ownCopy(key) };
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
