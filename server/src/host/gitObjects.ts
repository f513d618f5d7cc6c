import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';

/** An object of a git repository: its type's name and its content. */
export interface GitObject {
  readonly type: string;
  readonly content: Buffer;
}

/** Pack entries carry their type as a number (gitformat-pack). */
const PACKED_TYPES: Readonly<Record<number, string>> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' };
const OFFSET_DELTA = 6;
const REFERENCE_DELTA = 7;
/** Bytes read at first; most commits and trees fit. */
const FIRST_READ = 4096;

/**
 * Reads single objects of a repository with SHA-1 names, loose or packed, by seeking: packs of gigabytes are never
 * loaded. Undefined where an object is missing or in a form that this reader does not know.
 */
export function createObjectReader(objects: string): (id: string) => GitObject | undefined {
  const folders = [objects, ...alternatesOf(objects)];
  const packs = folders.flatMap(packsOf);

  const read = (id: string): GitObject | undefined => {
    for (const folder of folders) {
      const file = path.join(folder, id.slice(0, 2), id.slice(2));
      if (existsSync(file)) return parseLoose(inflateSync(readFileSync(file)));
    }
    for (const pack of packs) {
      const offset = findInIndex(pack, id);
      if (offset !== undefined) return readPacked(pack, offset, read);
    }
    return undefined;
  };
  return read;
}

/** Other object folders that this one borrows from (`git clone --shared`). */
function alternatesOf(objects: string): readonly string[] {
  const file = path.join(objects, 'info', 'alternates');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => path.resolve(objects, line));
}

function packsOf(objects: string): readonly string[] {
  const folder = path.join(objects, 'pack');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter(name => name.endsWith('.idx'))
    .map(name => path.join(folder, name.slice(0, -'.idx'.length)));
}

function parseLoose(bytes: Buffer): GitObject {
  const headerEnd = bytes.indexOf(0);
  const type = bytes.toString('latin1', 0, headerEnd).split(' ')[0] ?? '';
  return { type, content: bytes.subarray(headerEnd + 1) };
}

/** Looks an id up in a version 2 pack index: a table by first byte, the sorted ids, checksums, offsets. */
function findInIndex(pack: string, id: string): number | undefined {
  const file = openSync(`${pack}.idx`, 'r');
  try {
    const at = (position: number, length: number): Buffer => {
      const bytes = Buffer.alloc(length);
      readSync(file, bytes, 0, length, position);
      return bytes;
    };
    const head = at(0, 8 + 256 * 4);
    if (head.readUInt32BE(0) !== 0xff744f63 || head.readUInt32BE(4) !== 2) return undefined;
    const wanted = Buffer.from(id, 'hex');
    const upTo = (byte: number): number => (byte < 0 ? 0 : head.readUInt32BE(8 + byte * 4));
    const total = upTo(255);
    let low = upTo(wanted[0]! - 1);
    let high = upTo(wanted[0]!);
    const idsStart = 8 + 256 * 4;
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = wanted.compare(at(idsStart + middle * 20, 20));
      if (order === 0) {
        const offsets = idsStart + total * 24;
        const offset = at(offsets + middle * 4, 4).readUInt32BE(0);
        if (offset < 0x80000000) return offset;
        return Number(at(offsets + total * 4 + (offset - 0x80000000) * 8, 8).readBigUInt64BE(0));
      }
      if (order < 0) high = middle;
      else low = middle + 1;
    }
    return undefined;
  } finally {
    closeSync(file);
  }
}

function readPacked(pack: string, offset: number, read: (id: string) => GitObject | undefined): GitObject | undefined {
  const file = openSync(`${pack}.pack`, 'r');
  try {
    return readEntry(file, offset, read);
  } finally {
    closeSync(file);
  }
}

function readEntry(file: number, offset: number, read: (id: string) => GitObject | undefined): GitObject | undefined {
  const head = Buffer.alloc(64);
  readSync(file, head, 0, head.length, offset);
  let at = 0;
  let byte = head[at++]!;
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let shift = 4; byte & 0x80; shift += 7) {
    byte = head[at++]!;
    size += (byte & 0x7f) * 2 ** shift;
  }
  if (type === OFFSET_DELTA) {
    byte = head[at++]!;
    let back = byte & 0x7f;
    while (byte & 0x80) {
      byte = head[at++]!;
      back = (back + 1) * 128 + (byte & 0x7f);
    }
    return patched(readEntry(file, offset - back, read), inflateAt(file, offset + at, size));
  }
  if (type === REFERENCE_DELTA) {
    const base = head.toString('hex', at, at + 20);
    return patched(read(base), inflateAt(file, offset + at + 20, size));
  }
  const name = PACKED_TYPES[type];
  return name === undefined ? undefined : { type: name, content: inflateAt(file, offset + at, size) };
}

/** Inflates what starts at `position` and has `size` bytes when inflated. Its packed length is not written anywhere. */
function inflateAt(file: number, position: number, size: number): Buffer {
  for (let length = Math.max(FIRST_READ, size); ; length *= 2) {
    const packed = Buffer.alloc(length);
    const got = readSync(file, packed, 0, length, position);
    try {
      const content = inflateSync(packed.subarray(0, got), { maxOutputLength: Math.max(1, size) });
      if (content.length === size) return content;
    } catch (error) {
      if (got < length) throw error;
    }
    if (got < length) throw new Error('a pack ends early');
  }
}

/** Applies a delta: copies from the base, or literal bytes (gitformat-pack, "Deltified representation"). */
function patched(base: GitObject | undefined, delta: Buffer): GitObject | undefined {
  if (!base) return undefined;
  let at = 0;
  const skipSize = (): void => {
    while (delta[at++]! & 0x80);
  };
  skipSize();
  skipSize();
  const parts: Buffer[] = [];
  while (at < delta.length) {
    const command = delta[at++]!;
    if (command & 0x80) {
      let start = 0;
      let size = 0;
      for (let bit = 0; bit < 4; bit++) if (command & (1 << bit)) start += delta[at++]! * 2 ** (8 * bit);
      for (let bit = 0; bit < 3; bit++) if (command & (0x10 << bit)) size += delta[at++]! * 2 ** (8 * bit);
      parts.push(base.content.subarray(start, start + (size || 0x10000)));
    } else {
      parts.push(delta.subarray(at, at + command));
      at += command;
    }
  }
  return { type: base.type, content: Buffer.concat(parts) };
}
