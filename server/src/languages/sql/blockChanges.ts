import type { Span } from '#text';
import type { Token } from './lex.ts';
import type { Statement, StatementOf } from './model.ts';
import { piecesOf } from './pieces.ts';
import { tokensOf } from './queries/index.ts';
import type { SchemaChange } from './schemaFacts.ts';

/**
 * What a DO block changes. What stands under no condition happens, and so does what a condition guards against being
 * done twice: `IF [NOT] EXISTS (...) THEN ... END IF`, `EXCEPTION WHEN duplicate_object THEN NULL`. Of the rest nobody
 * can tell, so the tables that it names are tainted. Dynamic SQL is read where it is one string.
 */
export function blockChanges(
  statement: StatementOf<'do'>,
  changesOf: (statement: Statement) => readonly SchemaChange[],
): readonly SchemaChange[] {
  const { body, span, dialect } = statement;
  if (!body) return [];
  const base = body.span.start - span.start;
  return commandsIn(body.text, dialect).flatMap(({ span: place, certain }): readonly SchemaChange[] => {
    const text = body.text.slice(place.start, place.end);
    const found = piecesOf(text, dialect)[0]?.statement;
    if (!found || found.type === 'do') return [];
    const from = base + place.start + found.span.start;
    const changes = changesOf(found).map(one => guarded({ ...one, at: moved(one.at, from) }));
    return certain ? changes : changes.flatMap(tainted);
  });
}

interface Command {
  readonly span: Span;
  /** It runs whenever it has something to do. */
  readonly certain: boolean;
}

/** What a statement of a body may stand in. */
type Frame = 'block' | 'guard' | 'branch' | 'handler';

/** The SQL statements of a PL/pgSQL body. */
function commandsIn(text: string, dialect: Statement['dialect']): readonly Command[] {
  const tokens = tokensOf(text, dialect);
  const word = (at: number): string => {
    const token = tokens[at];
    return token?.kind === 'word' || token?.kind === 'punctuation'
      ? text.slice(token.start, token.end).toUpperCase()
      : '';
  };
  const stack: Frame[] = [];
  const found: Command[] = [];
  let declares = false;
  let at = 0;
  /** Passes over everything up to one of these words outside of parentheses, that word included. */
  const skipPast = (...stops: readonly string[]): number => {
    const from = at;
    for (let depth = 0; at < tokens.length; at++) {
      const here = word(at);
      if (here === '(') depth++;
      else if (here === ')') depth--;
      else if (depth === 0 && stops.includes(here)) break;
    }
    at++;
    return from;
  };
  while (at < tokens.length) {
    const here = word(at);
    if (here === 'DECLARE') declares = true;
    if (here === 'BEGIN') {
      declares = false;
      stack.push('block');
      at++;
    } else if (here === ';' || here === 'DECLARE') at++;
    else if (declares) skipPast(';');
    else if (here === 'IF') {
      at++;
      const from = skipPast('THEN');
      stack.push(isGuard(tokens, text, from, at - 1) ? 'guard' : 'branch');
    } else if (here === 'ELSIF' || here === 'ELSEIF' || here === 'ELSE') {
      at++;
      if (here !== 'ELSE') skipPast('THEN');
      stack.splice(-1, 1, 'branch');
    } else if (here === 'EXCEPTION' || here === 'WHEN') {
      skipPast('THEN');
      stack.splice(-1, 1, 'handler');
    } else if (here === 'CASE') {
      skipPast('THEN');
      stack.push('branch');
    } else if (here === 'FOR' || here === 'FOREACH' || here === 'WHILE' || here === 'LOOP') {
      skipPast('LOOP');
      stack.push('branch');
    } else if (here === 'END') {
      skipPast(';');
      stack.pop();
    } else {
      const from = skipPast(';');
      const span = commandBetween(tokens, text, from, Math.min(at - 1, tokens.length));
      const certain = stack.every(frame => frame === 'block' || frame === 'guard');
      if (span) found.push({ span, certain });
    }
  }
  return found;
}

/** `[NOT] EXISTS ( ... )` and nothing else. */
function isGuard(tokens: readonly Token[], text: string, from: number, to: number): boolean {
  const words = tokens.slice(from, to).map(({ start, end }) => text.slice(start, end).toUpperCase());
  const at = words[0] === 'NOT' ? 1 : 0;
  if (words[at] !== 'EXISTS' || words.at(-1) !== ')') return false;
  let depth = 0;
  for (const [index, one] of words.entries()) {
    if (one === '(') depth++;
    else if (one === ')') depth--;
    if (depth === 0 && index > at && index < words.length - 1) return false;
  }
  return true;
}

/** The span of a command; of EXECUTE with one string alone, what stands in the string, if no quote is doubled in it. */
function commandBetween(tokens: readonly Token[], text: string, from: number, to: number): Span | undefined {
  const [first, second] = [tokens[from], tokens[from + 1]];
  const last = tokens[to - 1];
  if (!first || !last) return undefined;
  if (text.slice(first.start, first.end).toUpperCase() !== 'EXECUTE') return { start: first.start, end: last.end };
  if (!second || to !== from + 2) return undefined;
  const source = text.slice(second.start, second.end);
  if (second.kind === 'dollar') {
    const tag = source.indexOf('$', 1) + 1;
    return { start: second.start + tag, end: second.end - tag };
  }
  const isPlain = second.kind === 'string' && source.startsWith("'") && !source.slice(1, -1).includes("'");
  return isPlain ? { start: second.start + 1, end: second.end - 1 } : undefined;
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** What a block makes may be there already. */
function guarded(change: SchemaChange): SchemaChange {
  return 'ifNotExists' in change ? { ...change, ifNotExists: true } : change;
}

/** Rows may be put in whatever the condition is; that they are taken out is not certain. */
function tainted(change: SchemaChange): SchemaChange[] {
  if (change.type === 'fill') return [change];
  if (change.type === 'empty') return [];
  return 'table' in change && change.table ? [{ type: 'taint', table: change.table, at: change.at }] : [];
}
