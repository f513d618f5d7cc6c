/** From a keystroke to the diagnostics that answer it, end to end over stdio. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startServer } from './lspClient.mjs';
import { summary } from './statistics.mjs';

const WARM_UP = 15;
const KEYSTROKES = 80;
/** A server that is not through by then does not keep up; in milliseconds. */
const PATIENCE = 90_000;

/**
 * Types into the middle of a document and measures each round trip.
 *
 * @param {{ command: string[], languageId: string }} server
 * @param {import('./texts.mjs').Sample} sample
 * @param {number} lines
 * @returns {Promise<{ median: number, p95: number, open: number, lines: number, mode: string } | undefined>} milliseconds
 */
export async function measureKeystrokes(server, sample, lines) {
  const folder = mkdtempSync(path.join(tmpdir(), 'plumbline-bench-'));
  const file = path.join(folder, sample.path);
  const text = sample.make(lines);
  mkdirSync(path.dirname(file), { recursive: true });
  for (const { path: beside, text: other } of sample.beside ?? []) writeFileSync(path.join(folder, beside), other);
  if (sample.kind === 'sql' && !sample.beside)
    writeFileSync(
      path.join(path.dirname(file), '20260101000000_init.sql'),
      'CREATE TABLE orders (id int, status text);\n',
    );
  writeFileSync(file, text);
  const uri = pathToFileURL(file).href;
  const client = startServer(server.command, folder);
  const limit = timeLimit();
  try {
    return await Promise.race([
      type(client, server.languageId, uri, text, sample.needle, folder),
      client.ended,
      limit.reached,
    ]);
  } finally {
    limit.clear();
    client.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function timeLimit() {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<undefined>} */
  const reached = new Promise(resolve => {
    timer = setTimeout(() => resolve(undefined), PATIENCE);
  });
  return { reached, clear: () => clearTimeout(timer) };
}

/**
 * @param {ReturnType<typeof startServer>} client
 * @param {string} languageId
 * @param {string} uri
 * @param {string} text
 * @param {string} needle
 * @param {string} folder
 */
async function type(client, languageId, uri, text, needle, folder) {
  const rootUri = pathToFileURL(folder).href;
  const { capabilities } = await client.request('initialize', {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: 'bench' }],
    capabilities: {
      textDocument: { diagnostic: {}, publishDiagnostics: { versionSupport: true }, synchronization: {} },
      workspace: { workspaceFolders: true, configuration: true },
    },
  });
  client.notify('initialized', {});
  const pulls = capabilities.diagnosticProvider !== undefined;
  const incremental = (capabilities.textDocumentSync?.change ?? capabilities.textDocumentSync) === 2;
  const answer = () =>
    pulls
      ? client.request('textDocument/diagnostic', { textDocument: { uri } })
      : client.next('textDocument/publishDiagnostics', params => params.uri === uri);

  const openStart = performance.now();
  const opened = pulls ? undefined : answer();
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  await (opened ?? answer());
  const open = performance.now() - openStart;

  const offset = text.indexOf(needle, text.length >> 1) + needle.length;
  const before = text.slice(0, offset);
  const position = { line: before.split('\n').length - 1, character: offset - before.lastIndexOf('\n') - 1 };
  const after = { line: position.line, character: position.character + 1 };
  const times = [];
  for (let stroke = 0; stroke < WARM_UP + KEYSTROKES; stroke++) {
    // A letter, then backspace: both are keystrokes, and the text never drifts.
    const typed = stroke % 2 === 0;
    const change = incremental
      ? { range: { start: position, end: typed ? position : after }, text: typed ? 'x' : '' }
      : { text: typed ? `${before}x${text.slice(offset)}` : text };
    const start = performance.now();
    const answered = pulls ? undefined : answer();
    client.notify('textDocument/didChange', { textDocument: { uri, version: stroke + 2 }, contentChanges: [change] });
    await (answered ?? answer());
    if (stroke >= WARM_UP) times.push(performance.now() - start);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  return { ...summary(times), open, lines: text.split('\n').length, mode: pulls ? 'pull' : 'push' };
}
