import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/**
 * @typedef {object} ZipEntry
 * @property {string} name with `/` between the parts
 * @property {number} packedSize bytes inside the archive
 * @property {() => Buffer} read
 */

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const deflated = 8;

/**
 * The files of an archive such as a .vsix; just enough of the format (APPNOTE.TXT 4.3) for what vsce writes.
 * @param {string} file
 * @returns {ZipEntry[]}
 */
export function readZip(file) {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || bytes.readUInt32LE(end) !== endSignature) throw new Error(`${file} is not a zip archive`);
  /** @type {ZipEntry[]} */
  const entries = [];
  let position = bytes.readUInt32LE(end + 16);
  while (bytes.readUInt32LE(position) === entrySignature) {
    const method = bytes.readUInt16LE(position + 10);
    const packedSize = bytes.readUInt32LE(position + 20);
    const nameLength = bytes.readUInt16LE(position + 28);
    const extraLength = bytes.readUInt16LE(position + 30);
    const commentLength = bytes.readUInt16LE(position + 32);
    const header = bytes.readUInt32LE(position + 42);
    const name = bytes.toString('utf8', position + 46, position + 46 + nameLength);
    const read = () => {
      const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
      const packed = bytes.subarray(start, start + packedSize);
      return method === deflated ? inflateRawSync(packed) : Buffer.from(packed);
    };
    if (!name.endsWith('/')) entries.push({ name, packedSize, read });
    position += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}
