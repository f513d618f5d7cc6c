/**
 * Installs a VS Code that runs without a display: the server and workbench that the npm package `code-server` carries
 * in `lib/vscode`, and the Node that it needs. Only ordinary npm packages, no install scripts, no compiler.
 *
 *   node server/tools/vscodeHost/install.mjs [current] [oldest]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { nativeStandIns } from './nativeStandIns.mjs';
import { cacheDirectory, hostVersion, hostVersions, nodePackage, unwantedExtensions } from './versions.mjs';
import { findChromium } from './workbench.mjs';

/** Raised when what is installed changes, so that an older install is made anew. */
const recipe = 1;

const npmFlags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];

/** Whether the host can run on this machine at all; elsewhere the tests need the desktop. */
export function hostIsSupported() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * Installs what is missing and says where it is. Throws with a clear message when npm cannot be reached.
 * @param {import('./versions.mjs').HostVersion} version
 * @returns {{ serverDirectory: string, node: string }}
 */
export function installHost(version) {
  if (!hostIsSupported())
    throw new Error(`the headless VS Code needs Linux on x64, not ${process.platform}-${process.arch}`);
  return { serverDirectory: installServer(version), node: version.ownNode ? installNode() : process.execPath };
}

/** Finds a Chromium or installs Debian's; throws with a clear message where it can do neither. */
export function ensureChromium() {
  if (findChromium() !== undefined) return;
  const hasApt = spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
  if (!hasApt || process.getuid?.() !== 0)
    throw new Error('no Chromium found (apt-get install chromium, or set CHROMIUM)');
  console.error('Installing Chromium with apt-get ...');
  const apt = ['-o', 'DPkg::Lock::Timeout=240'];
  run('apt-get', [...apt, 'update', '-qq'], '/');
  run('apt-get', [...apt, 'install', '-y', '--no-install-recommends', 'chromium'], '/');
  if (findChromium() === undefined) throw new Error('apt-get installed chromium, but it is not where it should be');
}

/** @returns {string} the path of the Node binary */
function installNode() {
  const directory = path.join(cacheDirectory, `${nodePackage.name}-${nodePackage.version}`);
  const binary = path.join(directory, 'node_modules', nodePackage.name, 'bin', 'node');
  installOnce(directory, `Node ${nodePackage.version}`, draft => {
    writeJson(path.join(draft, 'package.json'), { private: true });
    run('npm', ['install', ...npmFlags, `${nodePackage.name}@${nodePackage.version}`], draft);
  });
  return binary;
}

/** @param {import('./versions.mjs').HostVersion} version */
function installServer(version) {
  const directory = path.join(cacheDirectory, `code-server-${version.codeServer}`);
  installOnce(directory, `VS Code ${version.vscode} (from code-server ${version.codeServer})`, draft => {
    run('npm', ['pack', `code-server@${version.codeServer}`, '--silent'], draft);
    const archive = `code-server-${version.codeServer}.tgz`;
    run('tar', ['xzf', archive, 'package/lib/vscode', '--strip-components=3'], draft);
    rmSync(path.join(draft, archive));
    for (const name of unwantedExtensions)
      rmSync(path.join(draft, 'extensions', name), { recursive: true, force: true });
    trimManifest(path.join(draft, 'package.json'), version.dropped);
    run('npm', ['install', '--omit=dev', ...npmFlags], draft);
    for (const [file, text] of Object.entries(nativeStandIns)) {
      mkdirSync(path.dirname(path.join(draft, file)), { recursive: true });
      writeFileSync(path.join(draft, file), text);
    }
  });
  return directory;
}

/**
 * @param {string} file the server's package.json
 * @param {readonly string[]} dropped
 */
function trimManifest(file, dropped) {
  if (dropped.length === 0) return;
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  for (const name of dropped) delete manifest.dependencies[name];
  delete manifest.allowScripts;
  manifest.overrides = { 'node-gyp-build': '4.8.1', yauzl: '^3.3.1' };
  writeJson(file, manifest);
}

/**
 * Fills a draft folder and moves it into place, so that an interrupted install leaves nothing that looks finished.
 * @param {string} directory
 * @param {string} what
 * @param {(draft: string) => void} fill
 */
function installOnce(directory, what, fill) {
  const marker = path.join(directory, '.plumbline-recipe');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === String(recipe)) return;
  console.error(`Installing ${what} into ${path.relative(process.cwd(), directory)} ...`);
  const draft = `${directory}.draft-${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  try {
    fill(draft);
    writeFileSync(path.join(draft, '.plumbline-recipe'), String(recipe));
    rmSync(directory, { recursive: true, force: true });
    renameSync(draft, directory);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function run(command, args, cwd) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = spawnSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.error) throw new Error(`${command} could not be started: ${result.error.message}`);
  if (result.status !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} ended with ${result.status}:\n${(result.stderr || result.stdout).slice(-2000)}`,
    );
  }
}

/**
 * @param {string} file
 * @param {unknown} value
 */
function writeJson(file, value) {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const labels = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(hostVersions);
  for (const label of labels) {
    const installed = installHost(hostVersion(label));
    console.log(`${label}: ${installed.serverDirectory}`);
  }
}
