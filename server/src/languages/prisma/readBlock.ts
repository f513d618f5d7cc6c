import { type Block, blockOf, type Member } from './blocks.ts';
import { Cursor, isWordStart } from './cursor.ts';
import { Field, FieldType, Property } from './fields.ts';
import type { Fragment } from './model.ts';
import { type Attribute, Name } from './nodes.ts';
import { isBlockAttribute, readArguments, readAttribute, readValue } from './values.ts';

/** How deep namespaces are read; deeper ones are read as part of what is above them. */
const MAX_DEPTH = 4;

/** Keywords whose members are known; what other blocks hold is nobody's business here. */
const KNOWN = new Set(['model', 'view', 'type', 'enum', 'datasource', 'generator', 'namespace', 'types']);

/** Reads a block, a comment, or a line that is neither. `at` is the offset of its first character. */
export function readFragment(text: string, at: number): Fragment {
  const cursor = new Cursor(text, at);
  let block: Block | undefined;
  if (!cursor.comment()) {
    block = isWordStart(cursor.code) ? readBlock(cursor, 0) : undefined;
    if (!block) skipLine(cursor);
  }
  const end = cursor.at;
  cursor.look(end);
  return {
    anchor: cursor.anchor,
    length: end - at,
    examined: cursor.examined > text.length ? Number.POSITIVE_INFINITY : cursor.examined - at,
    block,
    comments: cursor.comments.filter(one => one.span.start < end),
    problems: cursor.problems.filter(one => one.span.start < end),
  };
}

function skipLine(cursor: Cursor): void {
  const from = cursor.at;
  const end = cursor.lineEnd(from);
  const comment = cursor.text.slice(from, end).indexOf('//');
  // A comment behind it is a fragment of its own.
  cursor.at = comment > 0 ? from + comment : end;
  const word = cursor.text.slice(from, Math.min(cursor.at, from + 20)).trim();
  if (cursor.problems.length === 0) cursor.complain(from, from + word.length, `Expected a block, found "${word}"`);
}

/** Undefined where no brace follows; then nothing has been read. */
function readBlock(cursor: Cursor, depth: number): Block | undefined {
  const from = cursor.at;
  const keyword = cursor.word()!;
  cursor.skipBlanks();
  const name = cursor.path() ?? new Name(cursor.anchor, cursor.at, '');
  cursor.skipBlanks();
  if (cursor.text[cursor.at] !== '{') {
    cursor.at = from;
    cursor.comments.length = 0;
    return undefined;
  }
  const open = cursor.at++;
  const members: Member[] = [];
  const close = readMembers(cursor, keyword.text, depth, members);
  if (close === undefined) {
    cursor.complain(from, open + 1, 'This block is never closed');
    // What stands between the last member and the next block belongs to that one.
    cursor.at = members.at(-1)?.span.end ?? cursor.lineEnd(open);
  }
  return blockOf({ anchor: cursor.anchor, from, to: cursor.at, keyword, name, members, open, close });
}

/** Reads up to and with the closing brace, and gives its offset; undefined where the next block starts before it. */
function readMembers(cursor: Cursor, keyword: string, depth: number, members: Member[]): number | undefined {
  let lineStart = false;
  for (;;) {
    const before = cursor.at;
    cursor.skipSpace();
    lineStart ||= cursor.text.slice(before, cursor.at).includes('\n');
    if (cursor.ended) {
      cursor.look(cursor.text.length + 1);
      return undefined;
    }
    if (cursor.text[cursor.at] === '}') return cursor.at++;
    if (lineStart && cursor.startsBlock()) {
      if (keyword !== 'namespace' || depth >= MAX_DEPTH) return undefined;
      const block = readBlock(cursor, depth + 1);
      if (block) members.push(block);
    } else {
      const member = readMember(cursor, keyword);
      if (member) members.push(member);
    }
    lineStart = false;
  }
}

function readMember(cursor: Cursor, keyword: string): Member | undefined {
  const from = cursor.at;
  if (isBlockAttribute(cursor)) {
    const attribute = readAttribute(cursor);
    readRest(cursor, keyword);
    return attribute;
  }
  const problemsBefore = cursor.problems.length;
  const name = cursor.word();
  if (!name) {
    const end = cursor.lineEnd();
    const comment = cursor.text.slice(from, end).indexOf('//');
    cursor.at = comment > 0 ? from + comment : Math.max(end, from + 1);
    if (KNOWN.has(keyword)) cursor.complain(from, cursor.at, 'Expected a field or an attribute');
    return undefined;
  }
  cursor.skipBlanks();
  if (cursor.text[cursor.at] === '=') return readProperty(cursor, from, name, keyword);
  const type = keyword === 'enum' ? undefined : readType(cursor);
  if (!type && keyword !== 'enum' && KNOWN.has(keyword)) {
    const settings = keyword === 'datasource' || keyword === 'generator';
    cursor.complain(from, name.span.end, settings ? 'Expected "="' : 'Expected a type');
  }
  const attributes = readAttributes(cursor);
  const to = attributes.at(-1)?.span.end ?? type?.span.end ?? name.span.end;
  readRest(cursor, keyword);
  const broken = cursor.problems.length > problemsBefore;
  return new Field(cursor.anchor, from, to, name, type, attributes, broken);
}

function readProperty(cursor: Cursor, from: number, name: Name, keyword: string): Property {
  const problemsBefore = cursor.problems.length;
  const equals = cursor.at++;
  cursor.skipBlanks();
  const value = readValue(cursor);
  if (!value) cursor.complain(equals, equals + 1, `Expected a value for "${name.text}"`);
  const attributes = readAttributes(cursor);
  const to = attributes.at(-1)?.span.end ?? value?.span.end ?? equals + 1;
  readRest(cursor, keyword);
  const broken = cursor.problems.length > problemsBefore;
  return new Property(cursor.anchor, from, to, name, value, attributes, broken);
}

function readType(cursor: Cursor): FieldType | undefined {
  if (cursor.text[cursor.at] === ':') {
    cursor.at++;
    cursor.skipBlanks();
  }
  const from = cursor.at;
  const name = cursor.path();
  if (!name) return undefined;
  const args = cursor.text[cursor.at] === '(' ? readArguments(cursor) : [];
  let list = false;
  let optional = false;
  for (;;) {
    if (cursor.text.startsWith('[]', cursor.at)) {
      list = true;
      cursor.at += 2;
    } else if (cursor.text[cursor.at] === '?') {
      optional = true;
      cursor.at++;
    } else break;
  }
  return new FieldType(cursor.anchor, from, cursor.at, name, args, list, optional);
}

function readAttributes(cursor: Cursor): readonly Attribute[] {
  const found: Attribute[] = [];
  for (;;) {
    cursor.skipBlanks();
    if (cursor.text[cursor.at] !== '@' || isBlockAttribute(cursor)) return found;
    found.push(readAttribute(cursor));
  }
}

/** Steps over what is left on the line; the block's end or a block attribute may stand there. */
function readRest(cursor: Cursor, keyword: string): void {
  cursor.skipBlanks();
  if (cursor.ended || cursor.text[cursor.at] === '\n' || cursor.text[cursor.at] === '}') return;
  if (isBlockAttribute(cursor)) return;
  const from = cursor.at;
  const end = cursor.lineEnd();
  const comment = cursor.text.slice(from, end).indexOf('//');
  cursor.at = comment >= 0 ? from + comment : end;
  const rest = cursor.text.slice(from, Math.min(cursor.at, from + 12)).trim();
  if (KNOWN.has(keyword)) cursor.complain(from, cursor.at, `Unexpected "${rest}"`);
}
