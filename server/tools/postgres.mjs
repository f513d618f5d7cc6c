/**
 * A PostgreSQL cluster of our own for the tests of test/postgres: in a temporary folder, on a free port of 127.0.0.1,
 * ended by its process id. The server comes from Debian's package and is installed where that is allowed.
 *
 * Used by `npm test`, and by itself: `node server/tools/postgres.mjs` runs only those tests.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(import.meta.dirname, '../..');
const debianFolder = '/usr/lib/postgresql';

/** @typedef {{ readonly url: string, stop(): Promise<void> }} Cluster */

/**
 * Starts a cluster, or says why there can be none.
 * @returns {Promise<Cluster | { readonly why: string }>}
 */
export async function startPostgres() {
  const bin = findBinaries() ?? installBinaries();
  if (bin === undefined) return { why: 'PostgreSQL is not installed, and apt-get cannot be used here' };
  const user = serverUser();
  if (user === undefined) return { why: 'PostgreSQL does not run as root, and there is no user "postgres"' };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plumbline-postgres-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const remove = () => rmSync(folder, { recursive: true, force: true });

  const data = path.join(folder, 'data');
  const initOptions = ['-D', data, '-U', 'plumbline', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const made = spawnSync(path.join(bin, 'initdb'), initOptions, { ...user, cwd: folder, encoding: 'utf8' });
  if (made.status !== 0) {
    remove();
    return { why: `initdb failed: ${made.stderr.trim().split('\n').at(-1)}` };
  }

  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: folder,
    timezone: 'UTC',
    // Nothing here has to survive a crash.
    fsync: 'off',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(path.join(folder, 'log'), 'a');
  const server = spawn(path.join(bin, 'postgres'), ['-D', data, ...options], {
    ...user,
    cwd: folder,
    stdio: ['ignore', log, log],
  });
  const ended = new Promise(resolve => server.once('exit', resolve));
  if (!(await isListening(port, server))) {
    server.kill('SIGQUIT');
    const said = readFileSync(path.join(folder, 'log'), 'utf8').trim().split('\n').at(-1);
    remove();
    return { why: `the server did not start: ${said}` };
  }
  return {
    url: `postgres://plumbline@127.0.0.1:${port}/postgres`,
    async stop() {
      // SIGINT: a fast shutdown, which does not wait for clients (PostgreSQL manual, 19.5).
      server.kill('SIGINT');
      await ended;
      remove();
    },
  };
}

/** The folder of initdb and postgres, the newest version first. */
function findBinaries() {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : [];
  const folders = [
    ...versions.sort((a, b) => Number(b) - Number(a)).map(version => path.join(debianFolder, version, 'bin')),
    ...(process.env.PATH ?? '').split(path.delimiter),
  ];
  return folders.find(folder => existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'postgres')));
}

function installBinaries() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return undefined;
  console.log('apt-get install postgresql');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const lock = ['-o', 'DPkg::Lock::Timeout=240'];
  spawnSync('apt-get', [...lock, 'update', '-qq'], { env });
  spawnSync('apt-get', [...lock, 'install', '-y', '-qq', '--no-install-recommends', 'postgresql'], { env });
  return findBinaries();
}

/**
 * Who runs the server: PostgreSQL refuses to run as root.
 * @returns {{ uid?: number, gid?: number } | undefined}
 */
function serverUser() {
  if (process.getuid?.() !== 0) return {};
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find(one => one.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * @param {number} port
 * @param {import('node:child_process').ChildProcess} server
 */
async function isListening(port, server) {
  for (let attempt = 0; attempt < 300 && server.exitCode === null; attempt++) {
    if (await accepts(port)) return true;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return false;
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function accepts(port) {
  return new Promise(resolve => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const cluster = await startPostgres();
  if ('why' in cluster) {
    console.error(cluster.why);
    process.exit(1);
  }
  try {
    const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const env = { ...process.env, PLUMBLINE_POSTGRES_URL: cluster.url };
    const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/postgres', ...process.argv.slice(2)], {
      cwd: root,
      env,
      stdio: 'inherit',
    });
    process.exitCode = status ?? 1;
  } finally {
    await cluster.stop();
  }
}
