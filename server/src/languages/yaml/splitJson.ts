import { type LineTable, look, Role } from './lineTable.ts';
import {
  DEEPEST_CUT,
  type DocumentPiece,
  groupPieces,
  type LeafMode,
  type LeafPiece,
  LONGEST_LEAF,
  type Piece,
} from './pieces.ts';

const SPACE = 32;
const QUOTE = 34;
const SLASH = 47;

/** The look of one line of JSON, `[start, end)` with its break. Tabs and blanks count as one column each. */
export function readJsonLine(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && (text.charCodeAt(at) <= SPACE || text.charCodeAt(at) === 0xfeff)) at++;
  if (at >= end) return look(0, Role.blank);
  const indent = at - start;
  const code = text.charCodeAt(at);
  if (code === SLASH && text.charCodeAt(at + 1) === SLASH) return look(0, Role.blank);
  if (isClosing(code)) return look(indent, Role.close);
  const last = lastVisible(text, at, end);
  const opens = isOpening(text.charCodeAt(last));
  if (opens && last === at) return look(indent, Role.dash);
  if (code !== QUOTE) return look(indent, Role.text);
  const colon = text.indexOf('":', at + 1);
  if (colon < 0 || colon >= end) return look(indent, Role.text);
  return look(indent, opens && isHead(text, colon + 2, last) ? Role.head : Role.key);
}

function isOpening(code: number): boolean {
  return code === 123 || code === 91;
}

function isClosing(code: number): boolean {
  return code === 125 || code === 93;
}

function lastVisible(text: string, from: number, end: number): number {
  let at = end - 1;
  while (at > from && text.charCodeAt(at) <= SPACE) at--;
  return at;
}

/** Nothing but blanks between the colon and the bracket. */
function isHead(text: string, from: number, bracket: number): boolean {
  for (let at = from; at < bracket; at++) if (text.charCodeAt(at) > SPACE) return false;
  return true;
}

/** JSON as one piece. */
export function wholeJson(lines: LineTable): readonly DocumentPiece[] {
  return [{ leading: [], marker: undefined, body: [leaf(0, lines.count, 'content')] }];
}

/** Cuts pretty-printed JSON by its indentation. What is wrong with that, the reader's problems tell. */
export function splitJson(text: string, lines: LineTable): readonly DocumentPiece[] {
  const opening = firstContent(lines, 0, lines.count);
  if (lines.count <= LONGEST_LEAF || opening === undefined || lines.role(opening) !== Role.dash)
    return wholeJson(lines);
  const body = cutCollection(text, lines, 0, lines.count, 0, 'items');
  return [{ leading: [], marker: undefined, body }];
}

function leaf(first: number, end: number, mode: LeafMode): LeafPiece {
  return { type: 'leaf', first, end, mode, withoutDash: false, stray: false };
}

/** A long member or item: its first line, what is inside, the line that closes it. */
function cutCollection(
  text: string,
  lines: LineTable,
  first: number,
  end: number,
  depth: number,
  mode: 'members' | 'items',
): readonly Piece[] {
  const opening = firstContent(lines, first, end);
  const role = opening === undefined ? Role.text : lines.role(opening);
  if (opening === undefined || role !== (mode === 'members' ? Role.head : Role.dash)) return [leaf(first, end, mode)];
  const closing = closingLine(lines, opening, end);
  const bracket = text.charCodeAt(lastVisible(text, lines.start(opening), lines.start(opening + 1)));
  const inside = bracket === 123 ? 'members' : 'items';
  const head = leaf(first, opening + 1, mode === 'members' ? 'memberHead' : 'itemHead');
  return [
    {
      type: mode === 'members' ? 'entry' : 'item',
      head,
      body: cutInside(text, lines, opening + 1, closing ?? end, depth + 1, inside),
      tail: closing === undefined ? undefined : leaf(closing, end, 'tail'),
    },
  ];
}

/** The first line that starts with a closing bracket at the column of the line that opened. */
function closingLine(lines: LineTable, opening: number, end: number): number | undefined {
  const indent = lines.indent(opening);
  for (let line = lines.below(opening, indent); line < end; line = lines.below(line, indent))
    if (lines.role(line) === Role.close && lines.indent(line) === indent) return line;
  return undefined;
}

function cutInside(
  text: string,
  lines: LineTable,
  first: number,
  end: number,
  depth: number,
  mode: 'members' | 'items',
): readonly Piece[] {
  const opening = firstContent(lines, first, end);
  if (end - first <= LONGEST_LEAF || depth > DEEPEST_CUT || opening === undefined)
    return end > first ? [leaf(first, end, mode)] : [];
  const indent = lines.indent(opening);
  const cuts = [first];
  for (let line = lines.below(opening, indent); line < end; line = lines.below(line, indent)) {
    const role = lines.role(line);
    if (lines.indent(line) !== indent || role === Role.close) continue;
    if (mode === 'items' || role === Role.key || role === Role.head) cuts.push(line);
  }
  return groupPieces(text, lines, [...cuts, end], {
    short: (from, to) => leaf(from, to, mode),
    long: (from, to) => cutCollection(text, lines, from, to, depth, mode),
    stray: () => undefined,
  });
}

function firstContent(lines: LineTable, first: number, end: number): number | undefined {
  for (let line = first; line < end; line++) if (lines.role(line) !== Role.blank) return line;
  return undefined;
}
