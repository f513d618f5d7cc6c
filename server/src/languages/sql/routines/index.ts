import { memoised } from '../memo.ts';
import type { StatementOf } from '../model.ts';
import { anchorOf, readerOver, tokensOf } from '../queries/source.ts';
import { Reader } from '../statements/reader.ts';
import type { RoutineBody, Variable } from './model.ts';
import { readPlpgsql } from './plpgsql.ts';
import { readSqlBody } from './sqlBody.ts';
import { readParameters } from './variables.ts';

export type * from './model.ts';

export type RoutineStatement = StatementOf<'createFunction' | 'createProcedure' | 'do'>;

/**
 * What a function, procedure or DO block does, as far as it is PL/pgSQL or SQL of PostgreSQL; undefined for every other
 * language and where a template fills in a part of it. Read when first asked for, then remembered with the statement.
 */
export const bodyOf: (statement: RoutineStatement) => RoutineBody | undefined = memoised(statement => {
  const { body, dialect, templated, broken } = statement;
  if (!body || dialect !== 'postgresql' || templated || broken) return undefined;
  const head = statement.type === 'do' ? undefined : readHead(statement);
  const language = statement.type === 'do' ? languageOfDo(statement) : statement.language?.text.toLowerCase();
  const atomic = head !== undefined && !isQuoted(statement);
  if (!atomic && language !== 'plpgsql' && language !== 'sql') return undefined;
  const doubledQuotes = !atomic && statement.text[body.span.start - statement.span.start - 1] === "'";
  const text = doubledQuotes ? withSingleQuotes(body.text) : body.text;
  const reader = new Reader({ text, tokens: tokensOf(text, dialect), anchor: anchorOf(body), dialect });
  const parameters = head?.parameters ?? [];
  const common = { doubledQuotes, returnsSet: head?.returnsSet, anonymous: head === undefined };
  if (atomic || language === 'sql')
    return { ...common, language: 'sql', variables: parameters, parts: readSqlBody(reader) };
  const { variables, parts } = readPlpgsql(reader);
  return { ...common, language: 'plpgsql', variables: [...parameters, ...variables], parts };
});

function isQuoted({ text, span, body }: RoutineStatement): boolean {
  const before = body && text[body.span.start - span.start - 1];
  return before === "'" || before === '$';
}

/** DO [LANGUAGE name] body: PL/pgSQL where none is named. */
function languageOfDo(statement: StatementOf<'do'>): string {
  const reader = readerOver(statement, statement);
  while (!reader.done) {
    if (reader.keyword('LANGUAGE')) return (reader.name() ?? reader.label())?.text.toLowerCase() ?? '';
    reader.advance();
  }
  return 'plpgsql';
}

function readHead(statement: StatementOf<'createFunction' | 'createProcedure'>): {
  readonly parameters: readonly Variable[];
  readonly returnsSet: RoutineBody['returnsSet'];
} {
  const reader = readerOver(statement, statement);
  while (!reader.done && !/^(?:FUNCTION|PROCEDURE)$/.test(reader.word())) reader.advance();
  reader.advance();
  reader.qualifiedName();
  const parameters = reader.word() === '(' ? readParameters(reader) : [];
  const returnsSet = reader.looksAt('RETURNS', 'SETOF')
    ? 'setof'
    : reader.looksAt('RETURNS', 'TABLE')
      ? 'table'
      : undefined;
  return { parameters, returnsSet };
}

/** The same text at the same offsets, with a blank in place of one of each two quotes. */
function withSingleQuotes(text: string): string {
  let open = false;
  return text.replace(/''/g, () => {
    open = !open;
    return open ? " '" : "' ";
  });
}
