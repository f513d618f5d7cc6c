import { looseReader } from '../mentions.ts';
import { readDataType } from '../statements/dataType.ts';
import type { TypeFact } from './typeChange.ts';

/**
 * The types that USING casts a column to, in order: none for the column itself. Undefined for anything else, which is
 * computed for every row.
 */
export function castsOf(using: string, column: string): readonly TypeFact[] | undefined {
  const reader = looseReader(using, 'postgresql');
  let open = 0;
  while (reader.word() === '(') {
    open++;
    reader.advance();
  }
  const written = reader.keyword('CAST', '(') !== undefined;
  while (reader.word() === '(') {
    open++;
    reader.advance();
  }
  if (reader.name()?.text !== column) return undefined;
  const casts: TypeFact[] = [];
  while (!reader.done) {
    if (reader.word() === ')') {
      if (--open < (written ? -1 : 0)) return undefined;
      reader.advance();
      continue;
    }
    const next = reader.keyword('::') ?? reader.keyword(':', ':') ?? (written ? reader.keyword('AS') : undefined);
    const cast = next && readDataType(reader);
    if (!cast) return undefined;
    casts.push({ type: cast.name, args: cast.args, array: cast.array });
  }
  return casts;
}
