import type { Position, PositionEncodingKind } from 'vscode-languageserver';

/** The unit in which a client counts characters. Inside, everything is UTF-16. */
export type Encoding = 'utf-16' | 'utf-8' | 'utf-32';

/** UTF-16 where the client takes it: then nothing has to be converted. */
export function negotiate(offered: readonly PositionEncodingKind[] | undefined): Encoding {
  if (!offered || offered.includes('utf-16')) return 'utf-16';
  return (offered.find(one => one === 'utf-8' || one === 'utf-32') as Encoding | undefined) ?? 'utf-16';
}

/** @param line the text of the position's line */
export function toClient(position: Position, line: string, encoding: Encoding): Position {
  if (encoding === 'utf-16') return position;
  const before = line.slice(0, position.character);
  return { line: position.line, character: [...before].reduce((sum, one) => sum + width(one, encoding), 0) };
}

/** @param line the text of the position's line */
export function fromClient(position: Position, line: string, encoding: Encoding): Position {
  if (encoding === 'utf-16') return position;
  let units = 0;
  let character = 0;
  for (const one of line) {
    if (units >= position.character) break;
    units += width(one, encoding);
    character += one.length;
  }
  return { line: position.line, character };
}

function width(character: string, encoding: Encoding): number {
  if (encoding === 'utf-32') return 1;
  const code = character.codePointAt(0)!;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
