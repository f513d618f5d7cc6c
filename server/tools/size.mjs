/** Prints what the .vsix is made of and fails above the budget. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { packageIfStale } from './package.mjs';
import { readZip } from './zip.mjs';

/** Bytes of the .vsix; half of it is meant for the two parsers in WebAssembly. */
const budget = 3 * 1024 * 1024;

/** @type {readonly [string, RegExp][]} the first that matches an entry's name counts it */
const groups = [
  ['wasm', /\.wasm$/],
  ['server and command line', /^extension\/dist\/.*\.mjs$/],
  ['client', /^extension\/dist\/[^/]*\.cjs$/],
  ['web', /^extension\/dist\/web\//],
  ['rule pages', /^extension\/dist\/rules\//],
  ['the rest', /./],
];

const vsix = await packageIfStale();
const total = statSync(vsix).size;
const counted = groups.map(([name, pattern]) => ({ name, pattern, bytes: 0, files: 0 }));
for (const entry of readZip(vsix)) {
  const group = counted.find(({ pattern }) => pattern.test(entry.name));
  if (group === undefined) continue;
  group.bytes += entry.packedSize;
  group.files += 1;
}
for (const { name, bytes, files } of counted) console.log(`${kilobytes(bytes)}  ${name} (${files} files)`);
console.log(`${kilobytes(total)}  ${path.basename(vsix)}, of ${kilobytes(budget).trim()} allowed`);
if (total > budget) {
  console.error('The .vsix is above its budget.');
  process.exit(1);
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(0).padStart(6)} KiB`;
}
