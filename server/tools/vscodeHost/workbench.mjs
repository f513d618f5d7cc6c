/**
 * The two halves of a VS Code without a display: the server (with the Node extension host) and the workbench in a
 * headless Chromium. Nothing here reaches beyond 127.0.0.1.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

/** Settings that keep the workbench still: no telemetry, no updates, no welcome pages, no git, no fetched schemas. */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'json.schemaDownload.enable': false,
};

const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Chromium asks for its own update, account and autofill hosts in spite of the flags above.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** @returns {string | undefined} a Chromium that is already on this machine */
export function findChromium() {
  const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return candidates.find(candidate => candidate !== undefined && existsSync(candidate));
}

/** Headless; throws when there is no Chromium. */
export function launchChromium() {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium found (apt-get install chromium, or set CHROMIUM)');
  return chromium.launch({ executablePath, headless: true, args: chromiumFlags });
}

/**
 * @typedef {object} ServerOptions
 * @property {string} serverDirectory as `installHost` returns it
 * @property {string} node as `installHost` returns it
 * @property {string} scratch a folder of this run's own: home, user data and extensions go below it
 * @property {boolean} [runsTests] the workbench obeys `extensionTestsPath` only with this
 * @property {Record<string, unknown>} [settings] added to the quiet ones
 *
 * @typedef {object} WorkbenchServer
 * @property {string} authority `127.0.0.1:<port>`
 * @property {() => string} log what it printed so far
 * @property {Promise<number | null>} ended
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the server on a free port and waits until it listens.
 * @param {ServerOptions} options
 * @returns {Promise<WorkbenchServer>}
 */
export async function startWorkbenchServer(options) {
  const userFolder = path.join(options.scratch, 'server', 'data', 'User');
  mkdirSync(userFolder, { recursive: true });
  mkdirSync(path.join(options.scratch, 'home'), { recursive: true });
  writeFileSync(path.join(userFolder, 'settings.json'), JSON.stringify({ ...quietSettings, ...options.settings }));

  const child = spawn(options.node, serverArguments(options), {
    env: serverEnvironment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  /** @type {Promise<number | null>} */
  const ended = new Promise(resolve => child.once('close', resolve));
  const port = await new Promise((resolve, reject) => {
    const read = (/** @type {Buffer} */ chunk) => {
      printed += chunk;
      const match = /agent listening on (\d+)/.exec(printed);
      if (match) resolve(Number(match[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    ended.then(code => reject(new Error(`the VS Code server ended with ${code}:\n${printed.slice(-2000)}`)));
  });

  return {
    authority: `127.0.0.1:${port}`,
    log: () => printed,
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(kill);
    },
  };
}

/**
 * Installs a .vsix the way a user would, before the server is started with the same options.
 * @param {ServerOptions} options
 * @param {string} vsix
 */
export async function installVsix(options, vsix) {
  const args = [...commonArguments(options), '--install-extension', vsix];
  const child = spawn(options.node, args, { env: serverEnvironment(options), stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  child.stdout.on('data', chunk => (printed += chunk));
  child.stderr.on('data', chunk => (printed += chunk));
  const code = await new Promise(resolve => child.once('close', resolve));
  if (code !== 0 || !/successfully installed/i.test(printed)) {
    throw new Error(`the .vsix could not be installed (${code}):\n${printed.slice(-2000)}`);
  }
}

/** @param {ServerOptions} options */
function commonArguments(options) {
  return [
    path.join(options.serverDirectory, 'out', 'server-main.js'),
    '--accept-server-license-terms',
    '--server-data-dir',
    path.join(options.scratch, 'server'),
    '--extensions-dir',
    path.join(options.scratch, 'extensions'),
  ];
}

/** @param {ServerOptions} options */
function serverArguments(options) {
  const args = [...commonArguments(options), '--host', '127.0.0.1', '--port', '0', '--without-connection-token'];
  args.push('--telemetry-level', 'off', '--disable-workspace-trust');
  if (options.runsTests) args.push('--enable-smoke-test-driver');
  return args;
}

/** An empty gallery is what keeps the server and the page from asking open-vsx.org.
 * @param {ServerOptions} options */
function serverEnvironment(options) {
  return { ...process.env, HOME: path.join(options.scratch, 'home'), EXTENSIONS_GALLERY: '{}' };
}
