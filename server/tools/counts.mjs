import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** @type {Counts} */
export const none = { passed: 0, failed: 0, skipped: 0 };

/**
 * @param {readonly Counts[]} counts
 * @returns {Counts}
 */
export function sum(counts) {
  return counts.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }),
    none,
  );
}

/** @param {Counts} counts */
export function describeCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * What cannot run on this machine: skipped, said aloud, and on CI a failure.
 * @param {string} what
 * @param {string} why
 * @returns {Counts}
 */
export function cannotRun(what, why) {
  const onCi = process.env.CI === 'true';
  console.error(`${onCi ? 'FAILED' : 'SKIPPED'}: ${what}: ${why}`);
  return onCi ? { ...none, failed: 1 } : { ...none, skipped: 1 };
}

/**
 * What a test process wrote before it ended; a process that wrote nothing, or that says it passed and ended badly, failed.
 * @param {string} file
 * @param {number | null} exitCode
 * @returns {Counts}
 */
export function readCounts(file, exitCode) {
  if (!existsSync(file)) return { ...none, failed: 1 };
  /** @type {Counts} */
  const counts = JSON.parse(readFileSync(file, 'utf8'));
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
