import type { Located } from '#text';
import { memoised } from './memo.ts';
import type { SqlDocument, Statement } from './model.ts';
import { parseSql } from './parse.ts';
import { tokensOf } from './queries/source.ts';

/**
 * Where a document first says something else than `before`, a former text of the same file: the first word of the
 * statement; of the last one where some behind it are gone. Undefined where nothing but comments and blanks differs, or
 * no statement is left.
 */
export function firstEdited(document: SqlDocument, before: string): Located | undefined {
  const { statements, uri, text, dialect } = document;
  if (before === text) return undefined;
  const old = parseSql({ uri, text: before, hints: { sqlDialect: dialect } }).statements;
  const at = statements.findIndex((one, index) => wordsOf(one) !== (old[index] && wordsOf(old[index])));
  if (at >= 0) return statements[at]?.keyword;
  return old.length > statements.length ? statements.at(-1)?.keyword : undefined;
}

const wordsOf = memoised((statement: Statement): string =>
  tokensOf(statement.text, statement.dialect)
    .map(({ start, end }) => statement.text.slice(start, end).replaceAll('\r\n', '\n'))
    .join(' '),
);
