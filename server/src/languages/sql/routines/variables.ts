import { readExpression } from '../queries/read.ts';
import type { Reader } from '../statements/reader.ts';
import type { Variable } from './model.ts';

const modes: ReadonlySet<string> = new Set(['IN', 'OUT', 'INOUT', 'VARIADIC']);
/** Words of types that consist of several. */
const twoWords: ReadonlySet<string> = new Set(['DOUBLE', 'CHARACTER', 'CHAR', 'BIT', 'TIMESTAMP', 'TIME', 'NATIONAL']);
const typeEnd = /^(?:,|\)|;|=|:|DEFAULT|NOT|COLLATE|CURSOR|)$/;

/** Takes `(name type, ...)`. */
export function readParameters(reader: Reader): readonly Variable[] {
  const variables: Variable[] = [];
  reader.advance();
  while (!reader.done && reader.word() !== ')') {
    const from = reader.at;
    reader.anyOf(modes);
    const name = isNamed(reader) ? reader.name() : undefined;
    reader.anyOf(modes);
    const type = readType(reader);
    variables.push(reader.located(from, { name, type, parameter: true, initial: undefined }));
    reader.skipTo(',');
    reader.keyword(',');
  }
  reader.advance();
  return variables;
}

/** Whether a parameter's name comes before its type: there are two words, and they are not one type. */
function isNamed(reader: Reader): boolean {
  const next = reader.token(1);
  if (!next || (next.kind !== 'word' && next.kind !== 'name') || typeEnd.test(reader.word(1) || 'x')) return false;
  return !(twoWords.has(reader.word()) && /^(?:PRECISION|VARYING|WITH|WITHOUT)$/.test(reader.word(1)));
}

/** Takes the declarations of a block, up to its BEGIN. */
export function readDeclarations(reader: Reader): readonly Variable[] {
  const variables: Variable[] = [];
  while (!reader.done && reader.word() !== 'BEGIN') {
    const from = reader.at;
    const name = reader.name();
    if (name) {
      reader.keyword('CONSTANT');
      const type = reader.keyword('ALIAS', 'FOR') ? 'alias' : readType(reader);
      const initial = readInitial(reader);
      variables.push(reader.located(from, { name, type, parameter: false, initial }));
    }
    reader.skipTo(';');
    while (!reader.done && reader.word() !== ';') reader.advance();
    reader.advance();
  }
  return variables;
}

/** DEFAULT expression, := expression, = expression. */
function readInitial(reader: Reader): Variable['initial'] {
  reader.keyword('NOT', 'NULL');
  const assigned =
    reader.keyword('DEFAULT') ?? (reader.looksAt(':', '=') ? reader.keyword(':', '=') : reader.keyword('='));
  return assigned && readExpression(reader);
}

/** Takes a type: everything up to a default, a comma or the end. */
function readType(reader: Reader): string {
  const from = reader.at;
  while (!reader.done && !typeEnd.test(reader.word() || 'x')) if (!reader.parentheses()) reader.advance();
  const written = reader.expressionSince(from)?.text ?? '';
  return written.replace(/\s+/g, ' ').toLowerCase();
}
