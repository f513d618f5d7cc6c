import { type Cursor, isWordStart } from './cursor.ts';
import {
  Argument,
  Attribute,
  CallValue,
  ListValue,
  LiteralValue,
  Name,
  ObjectValue,
  StringValue,
  type Value,
} from './nodes.ts';

const CLOSER: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** A line that is clearly a member or the end of a block: where an unclosed bracket has to stop. */
const MEMBER_START =
  /[ \t]*(?:@@|\}|[A-Za-z]\w*[ \t]+[A-Za-z][\w.]*(?:\([^)\n]*\))?(?:\[\]|\?)?[ \t]*(?:@|\/\/|\r?$))/my;

/** `@name(…)` or `@@name(…)`; the cursor stands at the first `@`. */
export function readAttribute(cursor: Cursor): Attribute {
  const from = cursor.at;
  const problemsBefore = cursor.problems.length;
  cursor.at += isBlockAttribute(cursor) ? 2 : 1;
  const name = cursor.path();
  if (!name) cursor.complain(from, cursor.at, 'Expected the name of an attribute');
  const args = cursor.code === 40 ? readArguments(cursor) : [];
  const broken = cursor.problems.length > problemsBefore;
  return new Attribute(cursor.anchor, from, cursor.at, name ?? new Name(cursor.anchor, cursor.at, ''), args, broken);
}

export function isBlockAttribute(cursor: Cursor): boolean {
  return cursor.code === 64 && cursor.codeAfter(1) === 64;
}

/** `( … )`. */
export function readArguments(cursor: Cursor): readonly Argument[] {
  return readBracketed(cursor);
}

export function readValue(cursor: Cursor): Value | undefined {
  const from = cursor.at;
  switch (cursor.text[from]) {
    case '"':
      return readString(cursor);
    case '[': {
      const items = readBracketed(cursor).flatMap(one => one.value ?? []);
      return new ListValue(cursor.anchor, from, cursor.at, items);
    }
    case '{': {
      const entries = readBracketed(cursor);
      return new ObjectValue(cursor.anchor, from, cursor.at, entries);
    }
    case '`':
      return readTemplate(cursor, from);
  }
  const number = readNumber(cursor);
  if (number) return number;
  const name = cursor.path();
  if (!name) return undefined;
  if (cursor.code === 96) return readTemplate(cursor, from);
  if (cursor.code !== 40) return name;
  const args = readArguments(cursor);
  return new CallValue(cursor.anchor, from, cursor.at, name, args);
}

function readNumber(cursor: Cursor): LiteralValue | undefined {
  const pattern = /[-+]?[0-9][\w.]*/y;
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (!found) return undefined;
  const value = new LiteralValue(cursor.anchor, cursor.at, 'number', found[0]);
  cursor.at += found[0].length;
  return value;
}

/** A string never goes on in the next line. */
function readString(cursor: Cursor): StringValue {
  const from = cursor.at;
  const end = cursor.lineEnd();
  let at = from + 1;
  while (at < end && cursor.text[at] !== '"') at += cursor.text[at] === '\\' ? 2 : 1;
  const closed = at < end;
  cursor.at = closed ? at + 1 : end;
  if (!closed) cursor.complain(from, end, 'This string has no end');
  const written = cursor.text.slice(from + 1, closed ? at : end);
  return new StringValue(cursor.anchor, from, cursor.at, written.includes('\\') ? withoutEscapes(written) : written);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function withoutEscapes(written: string): string {
  return written.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_whole, hex: string | undefined, other: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (ESCAPES[other] ?? other),
  );
}

/** ``sql`…` `` may span lines; an unclosed one ends with its line. */
function readTemplate(cursor: Cursor, from: number): LiteralValue {
  const open = cursor.at;
  const close = cursor.text.indexOf('`', open + 1);
  cursor.look(close < 0 ? cursor.text.length + 1 : close + 1);
  cursor.at = close < 0 ? cursor.lineEnd() : close + 1;
  if (close < 0) cursor.complain(open, cursor.at, 'This template has no end');
  return new LiteralValue(cursor.anchor, from, 'template', cursor.text.slice(from, cursor.at));
}

/** What stands between a pair of brackets, `name: value` or `value`, commas optional. */
function readBracketed(cursor: Cursor): Argument[] {
  const open = cursor.at;
  const closer = CLOSER[cursor.text[open]!]!;
  const found: Argument[] = [];
  cursor.at++;
  for (;;) {
    if (!skipToItem(cursor)) break;
    const next = cursor.text[cursor.at]!;
    if (next === closer) {
      cursor.at++;
      return found;
    }
    if (next === ',') {
      cursor.at++;
      continue;
    }
    const item = readArgument(cursor);
    if (item) found.push(item);
    else if (next === ')' || next === ']' || next === '}') break;
    else {
      cursor.complain(cursor.at, cursor.at + 1, `Unexpected "${next}"`);
      cursor.at++;
    }
  }
  cursor.complain(open, open + 1, `This "${cursor.text[open]}" is never closed`);
  return found;
}

/** Goes to the next item, over line breaks; false where the bracket must have been left open. */
function skipToItem(cursor: Cursor): boolean {
  for (;;) {
    cursor.skipBlanks();
    if (cursor.ended) {
      cursor.look(cursor.text.length + 1);
      return false;
    }
    if (cursor.text[cursor.at] !== '\n') return true;
    cursor.at++;
    MEMBER_START.lastIndex = cursor.at;
    const startsMember = MEMBER_START.test(cursor.text);
    if (startsMember) cursor.look(MEMBER_START.lastIndex + 1);
    if (startsMember || cursor.startsBlock()) {
      cursor.at--;
      return false;
    }
  }
}

function readArgument(cursor: Cursor): Argument | undefined {
  const from = cursor.at;
  const name = readArgumentName(cursor);
  if (name) cursor.skipBlanks();
  const value = readValue(cursor);
  if (name && !value) cursor.complain(cursor.at - 1, cursor.at, `Expected a value for "${name.text}"`);
  return name || value ? new Argument(cursor.anchor, from, cursor.at, name, value) : undefined;
}

/** `name:`, or nothing read at all. */
function readArgumentName(cursor: Cursor): Name | undefined {
  if (!isWordStart(cursor.code)) return undefined;
  const from = cursor.at;
  const name = cursor.word();
  cursor.skipBlanks();
  if (cursor.text[cursor.at] === ':') {
    cursor.at++;
    return name;
  }
  cursor.at = from;
  return undefined;
}
