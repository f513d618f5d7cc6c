/**
 * Builds dist/: what the .vsix ships and what `npx plumbline` runs.
 *
 *   extension.cjs     stage 1 of the client, a few kilobytes
 *   client.cjs        stage 2: vscode-languageclient, required when the first relevant document is seen
 *   server.cjs        starts server.mjs        (the two names that others may rely on;
 *   cli.cjs           starts cli.mjs            they turn on Node's compile cache where Node has one)
 *   *.mjs             ES modules with splitting: what the server and the command line share exists once, and what is
 *                     imported lazily is read from disk only when it is used
 *   *.wasm, rules/    beside them, so that `import.meta.url` finds them from every chunk
 *   web/              extension.js and server.js (a worker) for the browser
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const dist = path.join(root, 'dist');
/** Written last; what `isStale` compares with. */
export const stamp = path.join(dist, '.built');
const inputs = [
  'client/src',
  'server/src',
  'rules',
  'server/tools/build.mjs',

  'package-lock.json',
];

const wasmFiles = [
  'node_modules/libpg-query/wasm/libpg-query.wasm',
  'node_modules/@prisma/prisma-schema-wasm/src/prisma_schema_build_bg.wasm',
];

/** @type {esbuild.BuildOptions & { metafile: true }} */
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'warning',
  metafile: true,
};

/** Whether a source is newer than what was built. */
export function isStale() {
  if (!existsSync(stamp)) return true;
  const builtAt = statSync(stamp).mtimeMs;
  return inputs.some(input => newestChange(path.join(root, input)) > builtAt);
}

/** @returns {Promise<void>} */
export async function buildAll() {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(path.join(dist, 'web'), { recursive: true });
  const results = await Promise.all([buildClient(), buildNode(), buildWeb()]);
  writeStarter('cli', '#!/usr/bin/env node\n');
  writeStarter('server', '');
  for (const file of wasmFiles) copyFileSync(path.join(root, file), path.join(dist, path.basename(file)));
  copyRulePages();
  writeFileSync(stamp, '');
  if (process.env.PLUMBLINE_METAFILE) {
    const inputsAndOutputs = results.map(result => result.metafile);
    writeFileSync(process.env.PLUMBLINE_METAFILE, JSON.stringify(inputsAndOutputs));
  }
}

function buildClient() {
  return esbuild.build({
    ...common,
    entryPoints: { extension: 'client/src/extension.ts', client: 'client/src/startClient.ts' },
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // Stage 2 is a file of its own: stage 1 requires it by this name when it is needed.
    external: ['vscode', './client.cjs'],
  });
}

function buildNode() {
  return esbuild.build({
    ...common,
    entryPoints: { server: 'server/src/main.node.ts', cli: 'server/src/main.cli.ts' },
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    chunkNames: '[name]-[hash]',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    splitting: true,
    // The CommonJS packages inside ask for Node's own modules with `require`, and for the folder they are in.
    banner: {
      js: "import{createRequire as plumblineRequire}from'node:module';const require=plumblineRequire(import.meta.url),__dirname=import.meta.dirname??'.';",
    },
  });
}

async function buildWeb() {
  /** @type {esbuild.BuildOptions & { metafile: true }} */
  const web = { ...common, outdir: path.join(dist, 'web'), platform: 'browser', target: 'es2022' };
  const [extension, server] = await Promise.all([
    esbuild.build({
      ...web,
      entryPoints: { extension: 'client/src/extension.browser.ts' },
      format: 'cjs',
      external: ['vscode'],
    }),
    esbuild.build({
      ...web,
      entryPoints: { server: 'server/src/main.browser.ts' },
      format: 'iife',
      external: ['node:*'],
    }),
  ]);
  return { metafile: { extension: extension.metafile, server: server.metafile } };
}

/**
 * @param {'cli' | 'server'} name
 * @param {string} shebang
 */
function writeStarter(name, shebang) {
  const text = `${shebang}'use strict';\nrequire('node:module').enableCompileCache?.();\nimport('./${name}.mjs');\n`;
  writeFileSync(path.join(dist, `${name}.cjs`), text, { mode: shebang === '' ? 0o644 : 0o755 });
}

function copyRulePages() {
  cpSync(path.join(root, 'rules'), path.join(dist, 'rules'), {
    recursive: true,
    filter: source => statSync(source).isDirectory() || (source.endsWith('.md') && !source.endsWith('README.md')),
  });
}

/** @param {string} file a file or folder @returns {number} milliseconds since the epoch; 0 when it is missing */
function newestChange(file) {
  if (!existsSync(file)) return 0;
  const status = statSync(file);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(file).map(name => newestChange(path.join(file, name))));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes('--if-stale') && !isStale()) process.exit(0);
  const before = performance.now();
  await buildAll();
  console.log(`dist/ built in ${Math.round(performance.now() - before)} ms`);
}
