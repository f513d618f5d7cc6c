import type { Statement } from '../model.ts';
import type { Anchor } from '../placed.ts';
import type { Reader } from '../statements/reader.ts';
import { recognise } from '../statements/recognise.ts';

/** The statement from token `from` to the last one taken, recognised like one of a file; PERFORM counts as SELECT. */
export function statementIn(reader: Reader, from: number): Statement | undefined {
  const start = reader.offsetOf(from);
  const end = reader.endBefore(reader.at);
  const tokens = reader.tokensSince(from);
  const last = tokens.at(-1);
  if (!last || end <= start) return undefined;
  const { anchor: outer, dialect } = reader;
  const anchor: Anchor = {
    get base() {
      return outer.base + start;
    },
  };
  const text = reader.text.slice(start, end);
  const statement = recognise({
    text,
    tokens: tokens.map(token => ({ ...token, start: token.start - start, end: token.end - start })),
    anchor,
    dialect,
    terminator: undefined,
    meta: false,
    broken: tokens.some(token => token.unterminated),
  });
  return /^perform\b/i.test(text) ? Object.assign(statement, { type: 'select' as const }) : statement;
}
