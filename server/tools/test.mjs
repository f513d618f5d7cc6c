/** Every test: the ones in Node, then, with a fresh .vsix, the ones inside VS Code. The last line has the sum. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describeCounts, none, sum } from './counts.mjs';
import { startPostgres } from './postgres.mjs';
import { runClientTests } from './testClient.mjs';

const root = path.resolve(import.meta.dirname, '../..');

const counts = sum([await withPostgres(runVitest), await runClientTests()]);
console.log(describeCounts(counts));
process.exit(counts.failed > 0 ? 1 : 0);

/**
 * Runs tests with the address of a PostgreSQL of our own; without one, those that need it are skipped.
 * @param {(env: Record<string, string>) => import('./counts.mjs').Counts} run
 */
async function withPostgres(run) {
  const cluster = await startPostgres();
  if ('why' in cluster) {
    console.error(`SKIPPED: what rules say of PostgreSQL: ${cluster.why}`);
    return run({});
  }
  try {
    return run({ PLUMBLINE_POSTGRES_URL: cluster.url });
  } finally {
    await cluster.stop();
  }
}

/**
 * @param {Record<string, string>} env
 * @returns {import('./counts.mjs').Counts}
 */
function runVitest(env) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plumbline-vitest-'));
  const results = path.join(folder, 'results.json');
  try {
    const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${results}`];
    const { status } = spawnSync(process.execPath, [vitest, 'run', ...reporters], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: 'inherit',
    });
    const read = existsSync(results) ? readVitestResults(results) : none;
    return status !== 0 && read.failed === 0 ? { ...read, failed: 1 } : read;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} file */
function readVitestResults(file) {
  const results = JSON.parse(readFileSync(file, 'utf8'));
  /** A file that could not be loaded has no tests to count. */
  const broken = results.testResults.filter(
    (/** @type {{ status: string, assertionResults: unknown[] }} */ one) =>
      one.status === 'failed' && one.assertionResults.length === 0,
  ).length;
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + broken,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}
