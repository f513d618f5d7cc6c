import { place } from '../placed.ts';
import { readQueryStatement } from '../queries/read.ts';
import type { Reader } from '../statements/reader.ts';
import { statementIn } from './embedded.ts';
import type { SqlPart } from './model.ts';

/** Reads the statements of a function in SQL: quoted, BEGIN ATOMIC ... END, or RETURN expression. The last one is returned. */
export function readSqlBody(reader: Reader): readonly SqlPart[] {
  const parts: SqlPart[] = [];
  const atomic = reader.keyword('BEGIN', 'ATOMIC') !== undefined;
  while (!reader.done) {
    const from = reader.at;
    if (reader.keyword(';')) continue;
    if (atomic && reader.keyword('END')) break;
    const query = readQueryStatement(reader);
    reader.at = from;
    while (!reader.done && reader.word() !== ';') reader.advance();
    const statement = statementIn(reader, from);
    if (!statement) break;
    const keyword = place(reader.anchor, reader.offsetOf(from), reader.endBefore(from + 1), {});
    parts.push(reader.located(from, { type: 'sql' as const, loops: [], keyword, statement, query, returned: false }));
  }
  const last = parts.at(-1);
  if (last?.query) parts[parts.length - 1] = Object.assign(last, { returned: true });
  return parts;
}
