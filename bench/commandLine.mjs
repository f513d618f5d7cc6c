/** Cold start on one small file, and throughput on many. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { summary } from './statistics.mjs';

const RUNS = 9;
const MANY_RUNS = 3;

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {(files: string[]) => string[]} command program and arguments for these files (relative to the folder)
 * @property {Record<string, string>} [extra] files that it needs beside them
 * @property {number[]} [ran] exit codes that mean that it ran; default 0 and 1
 */

/**
 * @param {Contender} contender
 * @param {import('./texts.mjs').Sample} sample
 * @param {{ files: number, lines: number }} size
 * @returns {{ median: number, p95: number } | { failed: string }} milliseconds for one run
 */
export function measureCommand(contender, sample, { files, lines }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'plumbline-bench-'));
  try {
    const names = Array.from({ length: files }, (_, index) => nameOf(sample, index));
    const text = sample.make(lines);
    for (const name of names) put(folder, name, text);
    for (const [name, content] of Object.entries(contender.extra ?? {})) put(folder, name, content);
    const [program, ...args] = contender.command(names);
    const times = [];
    for (let run = 0; run <= (files === 1 ? RUNS : MANY_RUNS); run++) {
      const start = performance.now();
      const child = spawnSync(program, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
      if (child.error || !(contender.ran ?? [0, 1]).includes(child.status ?? -1))
        return {
          failed:
            (child.error?.message ?? child.stderr ?? '').trim().split('\n')[0]?.slice(0, 90) || `exit ${child.status}`,
        };
      // The first run fills the file cache.
      if (run > 0) times.push(performance.now() - start);
    }
    return summary(times);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {import('./texts.mjs').Sample} sample @param {number} index */
function nameOf(sample, index) {
  const { dir, name, ext } = path.parse(sample.path);
  return index === 0 ? sample.path : `${sample.kind === 'prisma' ? `apps/${index}/` : ''}${dir}/${name}_${index}${ext}`;
}

/** @param {string} folder @param {string} name @param {string} text */
function put(folder, name, text) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
