import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/**
 * Runs the bundled test files of a folder with Mocha and writes the counts where server/tools/testClient.mjs reads them.
 * Returns the number of failures.
 */
export async function runMocha(folder: string, timeout: number): Promise<number> {
  const mocha = new Mocha({ ui: 'bdd', timeout, color: false });
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith('.test.cjs')) mocha.addFile(path.join(folder, name));
  }
  const stats = await new Promise<Mocha.Stats | undefined>(resolve => {
    const runner = mocha.run(() => resolve(runner.stats));
  });
  const counts = { passed: stats?.passes ?? 0, failed: stats?.failures ?? 1, skipped: stats?.pending ?? 0 };
  const countsFile = process.env['PLUMBLINE_TEST_COUNTS'];
  if (countsFile !== undefined) writeFileSync(countsFile, JSON.stringify(counts));
  return counts.failed;
}
