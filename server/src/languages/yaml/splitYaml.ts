import { type LineTable, look, Role } from './lineTable.ts';
import { DEEPEST_CUT, type DocumentPiece, groupPieces, type LeafPiece, LONGEST_LEAF, type Piece } from './pieces.ts';

const TAB = 9;
const SPACE = 32;
const HASH = 35;
const DASH = 45;
const DOT = 46;
const COLON = 58;
const PERCENT = 37;
const QUESTION = 63;
const BOM = 0xfeff;

/** The look of one line of YAML, `[start, end)` with its break. */
export function readYamlLine(text: string, start: number, end: number): number {
  const from = start === 0 && text.charCodeAt(0) === BOM ? 1 : start;
  let at = from;
  while (at < end && text.charCodeAt(at) === SPACE) at++;
  const indent = at - from;
  const code = at < end ? text.charCodeAt(at) : 10;
  if (code === 10 || code === 13 || code === HASH) return look(0, Role.blank);
  if (code === TAB) return look(indent, isBlank(text, at, end) ? Role.blank : Role.other);
  if (code === DASH || code === DOT) {
    if (indent === 0 && isMarker(text, at, code)) return look(0, Role.marker);
    if (code === DASH && isBlankAt(text, at + 1, end)) return look(indent, Role.dash);
  }
  if ((code === QUESTION || code === COLON) && isBlankAt(text, at + 1, end)) return look(indent, Role.other);
  if (code === 125 || code === 93) return look(indent, Role.close);
  return look(indent, keyRole(text, at, end));
}

function isMarker(text: string, at: number, code: number): boolean {
  return text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === code && isBlankAt(text, at + 3, text.length);
}

function isBlankAt(text: string, at: number, end: number): boolean {
  return at >= end || text.charCodeAt(at) <= SPACE;
}

function isBlank(text: string, from: number, end: number): boolean {
  for (let at = from; at < end; at++) if (text.charCodeAt(at) > SPACE) return false;
  return true;
}

/** Plain keys with nothing that could be a scalar's, a collection's or a node property's start; or a quoted one. */
const HEAD =
  /^(?:[^\s#'"[\]{}&*!|>%@`?:,-][^:#\n]*|-[^\s:#][^:#\n]*|'[^'\n]*'|"[^"\\\n]*"):[ \t]*(?:[ \t]#[^\n]*)?\r?\n?$/;

function keyRole(text: string, from: number, end: number): Role {
  for (let at = text.indexOf(':', from); at >= 0 && at < end; at = text.indexOf(':', at + 1)) {
    if (!isBlankAt(text, at + 1, end)) continue;
    const code = at + 1 < end ? text.charCodeAt(at + 1) : 10;
    const mayBeHead = code === 10 || code === 13 || isHeadTail(text, at + 1, end);
    return mayBeHead && HEAD.test(text.slice(from, end)) ? Role.head : Role.key;
  }
  return Role.text;
}

function isHeadTail(text: string, from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code > SPACE) return code === HASH;
  }
  return true;
}

/** A sequence item's first line, read as if its dash were a blank. */
interface DashLine {
  readonly line: number;
  readonly indent: number;
  readonly role: Role;
}

/** Cuts a YAML stream: documents, then top-level keys, and so on into everything that is long. */
export function splitYaml(text: string, lines: LineTable): readonly DocumentPiece[] {
  const documents: DocumentPiece[] = [];
  let pending: LeafPiece[] = [];
  let marker: LeafPiece | undefined;
  /** A `---` with content behind it: nothing in that document is cut. */
  let whole = false;
  let first = 0;
  const close = (end: number): void => {
    if (!marker && !whole && saysNothing(text, lines, first, end)) {
      if (end > first) pending.push(leaf(first, end));
      return;
    }
    const directive = pending.find(({ first, end }) => hasDirective(text, lines, first, end));
    // Directives decide how the document below them reads.
    if (directive) documents.push({ leading: [], marker: undefined, body: [leaf(directive.first, end)] });
    else
      documents.push({
        leading: pending,
        marker,
        body: whole ? [leaf(first, end)] : cutBlock(text, lines, first, end),
      });
    pending = [];
  };
  for (let line = 0; line < lines.count; line++) {
    if (lines.role(line) !== Role.marker) continue;
    close(line);
    const start = lines.start(line);
    const opens = text.charCodeAt(contentStart(text, start)) === DASH;
    const bare = !opens || BARE_MARKER.test(text.slice(start, lines.start(line + 1)));
    whole = opens && !bare;
    marker = opens && bare ? leaf(line, line + 1) : undefined;
    if (!opens) pending.push(leaf(line, line + 1));
    first = bare ? line + 1 : line;
  }
  close(lines.count);
  const last = documents.pop();
  if (!last) return [{ leading: [], marker: undefined, body: pending }];
  return [...documents, { ...last, body: [...last.body, ...pending] }];
}

const BARE_MARKER = /^\ufeff?---[ \t]*(?:[ \t]#.*)?\r?\n?$/;

function contentStart(text: string, start: number): number {
  return start === 0 && text.charCodeAt(0) === BOM ? 1 : start;
}

function saysNothing(text: string, lines: LineTable, first: number, end: number): boolean {
  for (let line = first; line < end; line++)
    if (lines.role(line) !== Role.blank && !isDirective(text, lines, line)) return false;
  return true;
}

function hasDirective(text: string, lines: LineTable, first: number, end: number): boolean {
  for (let line = first; line < end; line++) if (isDirective(text, lines, line)) return true;
  return false;
}

function isDirective(text: string, lines: LineTable, line: number): boolean {
  return lines.role(line) !== Role.blank && text.charCodeAt(contentStart(text, lines.start(line))) === PERCENT;
}

function leaf(first: number, end: number, withoutDash = false, stray = false): LeafPiece {
  return { type: 'leaf', first, end, mode: 'content', withoutDash, stray };
}

/** Cuts a block collection into its entries or items; short ones stay together. */
function cutBlock(
  text: string,
  lines: LineTable,
  first: number,
  end: number,
  depth = 0,
  dash?: DashLine,
): readonly Piece[] {
  const uncut = (): readonly Piece[] => (end > first ? [leaf(first, end, dash !== undefined)] : []);
  if (end - first <= LONGEST_LEAF || depth > DEEPEST_CUT) return uncut();
  const opening = firstContent(lines, first, end);
  if (opening === undefined) return uncut();

  // Only the first content line can be that of the dash.
  const indent = opening === dash?.line ? dash.indent : lines.indent(opening);
  const isSequence = (opening === dash?.line ? dash.role : lines.role(opening)) === Role.dash;
  const cuts: number[] = [first];
  const strays = new Set<number>();
  for (let line = lines.below(opening, indent); line < end; line = lines.below(line, indent)) {
    const role = lines.role(line);
    const column = lines.indent(line);
    if (role === Role.other && column === indent) return uncut();
    const isKey = role === Role.key || role === Role.head;
    if (column < indent) {
      if (!isKey && role !== Role.dash) continue;
      strays.add(line);
      cuts.push(line, line + 1);
    } else if (isSequence ? role === Role.dash : isKey && !isMisplaced(text, lines, line, end)) cuts.push(line);
  }
  const cutPiece = (from: number, to: number): readonly Piece[] =>
    cutLong(text, lines, from, to, depth, from === first ? dash : undefined);
  const bounds = withoutOpenQuotes(text, lines, [...new Set(cuts).add(end)]);
  return groupPieces(text, lines, bounds, {
    short: (from, to) => leaf(from, to, dash !== undefined && from === first),
    long: cutPiece,
    stray: (from, to) => (strays.has(from) ? leaf(from, to, false, true) : undefined),
  });
}

const WHOLE_VALUE = /:[ \t]+(?:[\w./~+][^#\n]*?|"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|\*\S+)[ \t]*(?:[ \t]#.*)?\r?\n?$/;

/**
 * True for `key: value` with keys below that are further right: they belong to what precedes it, and the line stands at
 * the wrong column (it is being typed).
 */
function isMisplaced(text: string, lines: LineTable, line: number, end: number): boolean {
  if (lines.role(line) !== Role.key) return false;
  const below = firstContent(lines, line + 1, end);
  if (below === undefined || lines.indent(below) <= lines.indent(line)) return false;
  const { key, head } = Role;
  const isKeyBelow = lines.role(below) === key || lines.role(below) === head;
  return isKeyBelow && WHOLE_VALUE.test(text.slice(lines.start(line), lines.start(line + 1)));
}

const OPEN_QUOTE = /:[ \t]+(?:"(?:[^"\\\n]|\\.)*|'(?:[^'\n]|'')*)\r?\n?$/;

/** A string that seems to go on for pages is one whose end has not been typed yet: no cut before it. */
function withoutOpenQuotes(text: string, lines: LineTable, cuts: readonly number[]): readonly number[] {
  return cuts.filter((line, index) => {
    const next = cuts[index + 1];
    if (index === 0 || next === undefined || next - line <= LONGEST_LEAF || lines.role(line) !== Role.key) return true;
    return !OPEN_QUOTE.test(text.slice(lines.start(line), lines.start(line + 1)));
  });
}

/** A single long entry or item. */
function cutLong(
  text: string,
  lines: LineTable,
  first: number,
  end: number,
  depth: number,
  dash: DashLine | undefined,
): readonly Piece[] {
  const withoutDash = dash !== undefined;
  const opening = firstContent(lines, first, end);
  if (opening === undefined) return [leaf(first, end, withoutDash)];
  const role = opening === dash?.line ? dash.role : lines.role(opening);
  const indent = opening === dash?.line ? dash.indent : lines.indent(opening);
  if (role === Role.dash) {
    const inner = withoutDash ? undefined : innerLine(text, lines, opening);
    if (!inner) return [leaf(first, end, withoutDash)];
    return [
      { type: 'item', head: undefined, body: cutBlock(text, lines, first, end, depth + 1, inner), tail: undefined },
    ];
  }
  const below = firstContent(lines, opening + 1, end);
  const isNested =
    below !== undefined &&
    (lines.indent(below) > indent || (lines.indent(below) === indent && lines.role(below) === Role.dash));
  if (role !== Role.head || !isNested) return [leaf(first, end, withoutDash)];
  const head = leaf(first, opening + 1, withoutDash);
  return [{ type: 'entry', head, body: cutBlock(text, lines, opening + 1, end, depth + 1), tail: undefined }];
}

/** What stands behind the dash of an item, if that is the first key of a mapping. */
function innerLine(text: string, lines: LineTable, line: number): DashLine | undefined {
  const lineStart = lines.start(line);
  const dashAt = contentStart(text, lineStart) + lines.indent(line);
  const end = lines.start(line + 1);
  let at = dashAt + 1;
  while (at < end && text.charCodeAt(at) === SPACE) at++;
  const found = readYamlLine(text, at, end);
  const role = (found & 7) as Role;
  const code = text.charCodeAt(at);
  // Anchors, tags and flow collections belong to the item itself.
  if ((role !== Role.key && role !== Role.head) || /[&!*{[|>]/.test(String.fromCharCode(code))) return undefined;
  return { line, indent: at - contentStart(text, lineStart), role };
}

function firstContent(lines: LineTable, first: number, end: number): number | undefined {
  for (let line = first; line < end; line++) if (lines.role(line) !== Role.blank) return line;
  return undefined;
}
