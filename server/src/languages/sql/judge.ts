import type { Span } from '#text';
import type { Judge, LoadAsset, Problem } from '../contract.ts';
import { endOfLine } from './characters.ts';
import { createLexer } from './lex.ts';
import type { SqlDocument, Statement } from './model.ts';
import { isDialectKnown } from './parse.ts';
import { loadPostgresParser, type PostgresParse, type PostgresParser } from './postgresParser.ts';

/** Statements longer than this (in UTF-16 units) hold data, and take the parser a second. */
const longest = 100_000;

/** What is wrong with a statement, relative to its start; undefined: nothing. */
interface Verdict {
  readonly fault: (Span & { readonly message: string }) | undefined;
}

export async function loadSqlJudge(load: LoadAsset): Promise<Judge<SqlDocument> | undefined> {
  const bytes = await load('libpg-query.wasm');
  return bytes && loadPostgresJudge(bytes);
}

/**
 * PostgreSQL's own grammar as the judge of PostgreSQL's files. Silent about the other dialects, about files that could
 * be of several, and about statements that the own reader finds broken or that a template fills in.
 *
 * @param bytes libpg-query.wasm
 */
export async function loadPostgresJudge(bytes: Uint8Array): Promise<Judge<SqlDocument>> {
  return postgresJudge(await loadPostgresParser(bytes));
}

export function postgresJudge(parser: PostgresParser): Judge<SqlDocument> {
  const verdicts = new WeakMap<Statement, Verdict>();

  function verdictOn(statement: Statement): Verdict | undefined {
    const known = verdicts.get(statement);
    if (known) return known;
    const parsed = parser.parse(statement.text);
    if (!parsed) return undefined;
    const verdict: Verdict = { fault: faultOf(statement.text, parsed) };
    verdicts.set(statement, verdict);
    return verdict;
  }

  function judge(document: SqlDocument): readonly Problem[] {
    if (document.dialect !== 'postgresql' || !isDialectKnown(document)) return [];
    return document.statements.flatMap(statement => {
      if (!isJudged(statement)) return [];
      const fault = verdictOn(statement)?.fault;
      if (!fault) return [];
      const { start } = statement.span;
      return [{ span: { start: start + fault.start, end: start + fault.end }, message: fault.message }];
    });
  }

  return { judge };
}

function isJudged({ type, templated, broken, text }: Statement): boolean {
  return type !== 'meta' && !templated && !broken && text.length <= longest;
}

function faultOf(text: string, parsed: PostgresParse): Verdict['fault'] {
  if ('tree' in parsed) return undefined;
  const { message, cursor } = parsed;
  return { ...tokenAt(text, fromCodePoints(text, cursor)), message };
}

/** The token at an offset, as far as it stands on one line; the last one where the text ends too early. */
function tokenAt(text: string, offset: number): Span {
  const lexer = createLexer(text, 'postgresql', 0, ';');
  let found: Span = { start: 0, end: 0 };
  for (let token = lexer.next(); token; token = lexer.next()) {
    if (token.kind === 'comment' && token.end <= offset) continue;
    if (token.kind !== 'comment') found = token;
    if (token.end > offset) break;
  }
  // PostgreSQL may point into a token of ours: into a string, or at the operator's second character.
  const start = Math.max(found.start, Math.min(offset, found.end - 1));
  const from = offset >= found.end ? found.start : start;
  return { start: from, end: Math.min(found.end, Math.max(from + 1, endOfLine(text, from))) };
}

/** UTF-16 offset of a number of code points. */
function fromCodePoints(text: string, codePoints: number): number {
  let offset = 0;
  for (let left = codePoints; left > 0 && offset < text.length; left--)
    offset += text.codePointAt(offset)! > 0xffff ? 2 : 1;
  return offset;
}
