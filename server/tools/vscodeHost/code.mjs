#!/usr/bin/env node
/**
 * A stand-in for the desktop's `code` executable, for @vscode/test-electron on machines without a display. It takes
 * the desktop's arguments:
 *
 *   code.mjs [folder | file.code-workspace] --extensionDevelopmentPath=DIR --extensionTestsPath=FILE
 *
 * It opens the real workbench in headless Chromium, runs the suite inside the Node extension host and exits with the
 * suite's code. Other arguments are accepted and without effect: each run has a profile of its own, which is removed.
 *
 * Environment: PLUMBLINE_VSCODE (current | oldest), PLUMBLINE_VSCODE_SECONDS (time limit), PLUMBLINE_VSCODE_VERBOSE=1;
 * variables named PLUMBLINE_TEST_*, MOCHA_* and NODE_V8_COVERAGE reach the suite.
 */
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { installHost } from './install.mjs';
import { suiteEntry } from './suiteEntry.mjs';
import { hostVersion } from './versions.mjs';
import { launchChromium, startWorkbenchServer } from './workbench.mjs';

const exitCodes = { timedOut: 98, serverEnded: 97, pageCrashed: 96, couldNotStart: 95 };
const verbose = process.env.PLUMBLINE_VSCODE_VERBOSE === '1';

const { target, developmentPaths, testsPath } = readArguments(process.argv.slice(2));
const scratch = mkdtempSync(path.join(os.tmpdir(), 'plumbline-vscode-'));
const printedFile = path.join(scratch, 'printed.txt');
writeFileSync(printedFile, '');
const printed = openSync(printedFile, 'r');
let printedLength = 0;
/** @type {import('./workbench.mjs').WorkbenchServer | undefined} */
let server;
/** @type {import('playwright-core').Browser | undefined} */
let browser;
let finishing = false;

process.on('SIGINT', () => finish(130, 'interrupted'));
process.on('SIGTERM', () => finish(143, 'terminated'));
const seconds = Number(process.env.PLUMBLINE_VSCODE_SECONDS ?? 240);
setTimeout(() => finish(exitCodes.timedOut, `no result after ${seconds} s`), seconds * 1000);
setInterval(forwardPrinted, 100);

try {
  await main();
} catch (error) {
  await finish(exitCodes.couldNotStart, error instanceof Error ? error.message : String(error));
}

async function main() {
  const entry = path.join(scratch, 'entry.cjs');
  writeFileSync(entry, suiteEntry({ testsPath, printedFile }));
  const version = hostVersion(process.env.PLUMBLINE_VSCODE ?? 'current');
  server = await startWorkbenchServer({ ...installHost(version), scratch, runsTests: true });
  server.ended.then(code => finish(exitCodes.serverEnded, `the server ended with ${code}`));
  browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('crash', () => finish(exitCodes.pageCrashed, 'the page crashed'));
  // The workbench calls these two for the log and for the end of an extension test run.
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
    if (verbose) console.error(`[${type}]`, format(...args));
  });
  await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => finish(code));
  await page.goto(workbenchUrl(server.authority, entry));
}

/**
 * @param {string} authority
 * @param {string} entry
 */
function workbenchUrl(authority, entry) {
  const remote = (/** @type {string} */ file) => `vscode-remote://${authority}${path.resolve(file)}`;
  const payload = [
    ...developmentPaths.map(folder => ['extensionDevelopmentPath', remote(folder)]),
    ['extensionTestsPath', remote(entry)],
    ['extensionEnvironment', JSON.stringify(suiteEnvironment())],
  ];
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  if (target === undefined) query.set('ew', 'true');
  else query.set(target.endsWith('.code-workspace') ? 'workspace' : 'folder', path.resolve(target));
  return `http://${authority}/?${query}`;
}

function suiteEnvironment() {
  const passes = (/** @type {string} */ name) => /^(PLUMBLINE_TEST_|MOCHA_|NODE_V8_COVERAGE$)/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => passes(name)));
}

/** @param {readonly string[]} args */
function readArguments(args) {
  const flags = args.filter(arg => arg.startsWith('--'));
  const valuesOf = (/** @type {string} */ name) =>
    flags.filter(flag => flag.startsWith(`--${name}=`)).map(flag => flag.slice(name.length + 3));
  const testsPath = valuesOf('extensionTestsPath')[0];
  if (testsPath === undefined) {
    console.error('code.mjs: --extensionTestsPath=FILE is missing');
    process.exit(exitCodes.couldNotStart);
  }
  return {
    target: args.find(arg => !arg.startsWith('-')),
    developmentPaths: valuesOf('extensionDevelopmentPath'),
    testsPath: path.resolve(testsPath),
  };
}

/** Copies what the suite printed since the last call to stdout. */
function forwardPrinted() {
  const length = fstatSync(printed).size - printedLength;
  if (length <= 0) return;
  const chunk = Buffer.alloc(length);
  const read = readSync(printed, chunk, 0, length, printedLength);
  printedLength += read;
  process.stdout.write(chunk.subarray(0, read));
}

/**
 * @param {number} code
 * @param {string} [why]
 */
async function finish(code, why) {
  if (finishing) return;
  finishing = true;
  if (why !== undefined) console.error(`code.mjs: ${why}`);
  await browser?.close().catch(() => undefined);
  await server?.stop();
  if (why !== undefined && verbose) console.error(server?.log().slice(-4000));
  forwardPrinted();
  closeSync(printed);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}
