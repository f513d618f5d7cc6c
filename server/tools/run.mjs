/**
 * Runs one of the TypeScript tools: `node server/tools/run.mjs generate --check`. Node 20 cannot read TypeScript, so the
 * tool is bundled first. Tools find the repository in `process.cwd()`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const [name, ...args] = process.argv.slice(2);
const source = findTool(name);

// Below the repository, so that the bundle's imports of packages resolve.
const folder = path.join(root, 'node_modules', '.cache', 'plumbline-tools');
mkdirSync(folder, { recursive: true });
const bundle = path.join(folder, `${path.basename(source, '.ts')}-${process.pid}.mjs`);
let status = 1;
try {
  await build({
    absWorkingDir: root,
    entryPoints: [source],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const child = spawnSync(process.execPath, ['--enable-source-maps', bundle, ...args], { cwd: root, stdio: 'inherit' });
  status = child.status ?? 1;
} catch {
  // esbuild has already printed what is wrong and where.
} finally {
  rmSync(bundle, { force: true });
}
process.exit(status);

/** @param {string | undefined} tool a path, or the name of a file in this folder */
function findTool(tool) {
  const candidates = [path.resolve(tool ?? ''), path.join(import.meta.dirname, `${tool}.ts`)];
  const found = candidates.find(candidate => candidate.endsWith('.ts') && existsSync(candidate));
  if (found === undefined) {
    console.error(`run.mjs: no tool named "${tool ?? ''}" in server/tools`);
    process.exit(2);
  }
  return found;
}
