/**
 * The tests inside a real VS Code, with what the .vsix ships:
 *
 * - the Mocha suite of test/client/suite in the extension host, through @vscode/test-electron: on the desktop where it
 *   can be downloaded and shown, else in the headless host; on the current version and on the oldest supported one
 * - test/client/workbench.test.ts, which drives the workbench as a user does
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { cannotRun, describeCounts, readCounts, sum } from './counts.mjs';
import { packageIfStale } from './package.mjs';
import { ensureChromium, hostIsSupported, installHost } from './vscodeHost/install.mjs';
import { cacheDirectory, hostVersions, root } from './vscodeHost/versions.mjs';
import { readZip } from './zip.mjs';

const standIn = path.join(import.meta.dirname, 'vscodeHost', 'code.mjs');

/** @returns {Promise<import('./counts.mjs').Counts>} */
export async function runClientTests() {
  const vsix = await packageIfStale();
  const tests = await bundleTests();
  const extension = unpack(vsix);
  const results = [];
  for (const version of Object.values(hostVersions)) {
    results.push(await runSuite({ version, extension, suite: path.join(tests, 'suite', 'index.cjs') }));
  }
  results.push(await runWorkbenchTest({ vsix, entry: path.join(tests, 'runWorkbench.cjs') }));
  return sum(results);
}

/**
 * @param {{ version: import('./vscodeHost/versions.mjs').HostVersion, extension: string, suite: string }} run
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
async function runSuite({ version, extension, suite }) {
  const what = `client suite on VS Code ${version.vscode}`;
  const executable = await findExecutable(version);
  if (executable.path === undefined) return cannotRun(what, executable.why);
  console.log(`\n${what} (${executable.name})`);

  const scratch = mkdtempSync(path.join(os.tmpdir(), 'plumbline-suite-'));
  const workspace = path.join(scratch, 'shop');
  const countsFile = path.join(scratch, 'counts.json');
  cpSync(path.join(root, 'test', 'client', 'workspace'), workspace, { recursive: true });
  try {
    const exitCode = await runTests({
      vscodeExecutablePath: executable.path,
      extensionDevelopmentPath: extension,
      extensionTestsPath: suite,
      launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust'],
      extensionTestsEnv: { PLUMBLINE_TEST_COUNTS: countsFile, PLUMBLINE_VSCODE: version.label },
    }).catch(error => {
      console.error(error instanceof Error ? error.message : error);
      return 1;
    });
    return readCounts(countsFile, exitCode);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * @param {import('./vscodeHost/versions.mjs').HostVersion} version
 * @returns {Promise<{ path: string, name: string } | { path: undefined, why: string }>}
 */
async function findExecutable(version) {
  if (await desktopIsPossible()) {
    try {
      return {
        path: await downloadAndUnzipVSCode({ version: version.vscode, cachePath: cacheDirectory }),
        name: 'desktop',
      };
    } catch (error) {
      console.error(`The desktop could not be downloaded: ${error instanceof Error ? error.message : error}`);
    }
  }
  const missing = prepareHeadless(version);
  return missing === undefined ? { path: standIn, name: 'headless host' } : { path: undefined, why: missing };
}

/** A desktop needs a display, and the server that it is downloaded from. */
async function desktopIsPossible() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return false;
  try {
    const signal = AbortSignal.timeout(5000);
    return (await fetch('https://update.code.visualstudio.com/api/releases/stable', { signal })).ok;
  } catch {
    return false;
  }
}

/**
 * @param {import('./vscodeHost/versions.mjs').HostVersion} version
 * @returns {string | undefined} what is missing
 */
function prepareHeadless(version) {
  if (!hostIsSupported()) return `the headless host needs Linux on x64, not ${process.platform}-${process.arch}`;
  try {
    ensureChromium();
    installHost(version);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * @param {{ vsix: string, entry: string }} run
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
async function runWorkbenchTest({ vsix, entry }) {
  const what = 'workbench test in the browser';
  const missing = prepareHeadless(hostVersions.current);
  if (missing !== undefined) return cannotRun(what, missing);
  console.log(`\n${what}`);
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'plumbline-workbench-'));
  const countsFile = path.join(scratch, 'counts.json');
  try {
    const { serverDirectory, node } = installHost(hostVersions.current);
    const env = {
      ...process.env,
      PLUMBLINE_TEST_COUNTS: countsFile,
      PLUMBLINE_TEST_VSIX: vsix,
      PLUMBLINE_TEST_SCRATCH: scratch,
      PLUMBLINE_TEST_SERVER: serverDirectory,
      PLUMBLINE_TEST_NODE: node,
    };
    const { status } = spawnSync(process.execPath, [entry], { cwd: root, env, stdio: 'inherit' });
    return readCounts(countsFile, status);
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @returns {Promise<string>} the folder with the bundled tests */
async function bundleTests() {
  const outdir = path.join(cacheDirectory, 'tests');
  rmSync(outdir, { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/client/suite/*.ts', 'test/client/*.ts'],
    outbase: 'test/client',
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha', 'playwright-core'],
    logLevel: 'warning',
  });
  return outdir;
}

/**
 * Unpacks the .vsix, so that the suite runs against what ships and not against the checkout.
 * @param {string} vsix
 * @returns {string} the extension's folder
 */
function unpack(vsix) {
  const folder = path.join(cacheDirectory, 'packaged');
  rmSync(folder, { recursive: true, force: true });
  for (const entry of readZip(vsix)) {
    const file = path.join(folder, entry.name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, entry.read());
  }
  return path.join(folder, 'extension');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const counts = await runClientTests();
  console.log(describeCounts(counts));
  process.exit(counts.failed > 0 ? 1 : 0);
}
