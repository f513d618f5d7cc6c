/**
 * Measures Plumbline beside its peers and writes bench/RESULTS.md. Nothing is asserted: figures depend on the machine,
 * ratios much less so.
 *
 *   node bench/run.mjs            everything; peers are installed into a scratch folder from npm
 *   node bench/run.mjs --alone    without peers
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { buildAll, isStale } from '../server/tools/build.mjs';
import { measureCommand } from './commandLine.mjs';
import { DOCUMENT_PACKAGES, describeRealDocuments } from './descriptions.mjs';
import { measureKeystrokes } from './keystrokes.mjs';
import { shown } from './statistics.mjs';
import { manyDocuments, migrations, samples } from './texts.mjs';

const root = path.resolve(import.meta.dirname, '..');
const node = process.execPath;
const alone = process.argv.includes('--alone');
const scratch = path.join(tmpdir(), 'plumbline-bench-peers');
const modules = path.join(scratch, 'node_modules');

const PEERS = {
  'squawk-cli': '2.66.0',
  '@stoplight/spectral-cli': '6.16.3',
  '@redocly/cli': '2.77.0',
  '@redocly/openapi-core': '2.64.0',
  'prisma-lint': '0.13.1',
  'yaml-language-server': '2.0.0',
  '@prisma/language-server': '31.12.10',
};

/** @type {string[]} */
const out = [];
if (isStale()) await buildAll();
if (!alone) installPeers();
header();
if (!alone) await realDocuments();
await keystrokes();
await newestMigration();
await oneOfManyDocuments();
commandLine();
const file = path.join(import.meta.dirname, 'RESULTS.md');
writeFileSync(file, `${out.join('\n')}\n`);
console.log(`wrote ${path.relative(process.cwd(), file)}`);

function installPeers() {
  mkdirSync(scratch, { recursive: true });
  writeFileSync(path.join(scratch, 'package.json'), '{ "private": true }');
  for (const [name, version] of Object.entries({ ...PEERS, ...DOCUMENT_PACKAGES })) {
    if (existsSync(path.join(modules, name))) continue;
    try {
      // Nothing of theirs is run to install them, but for the one whose binary is fetched so.
      const scripts = name === 'squawk-cli' ? [] : ['--ignore-scripts'];
      execFileSync('npm', ['install', '--no-audit', '--no-fund', ...scripts, `${name}@${version}`], {
        cwd: scratch,
        stdio: 'ignore',
      });
    } catch {
      console.log(`could not install ${name}@${version}`);
    }
  }
}

function header() {
  const cpu = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  out.push(
    '# Measured',
    '',
    `\`node bench/run.mjs\` wrote this page: Node ${process.versions.node}, ${cpus().length} x ${cpu}, ${memory} GB, ` +
      `${process.platform}. Medians; ratios are to Plumbline on the same input. Peers check other things than Plumbline ` +
      'does, so this says how long people wait, not who does more work.',
    '',
  );
}

/** The documents that people really have, beside the linters that they have for them. vacuum needs GitHub to install. */
async function realDocuments() {
  const bin = (/** @type {string} */ name) => path.join(modules, '.bin', name);
  const tools = [
    {
      name: 'plumbline',
      command: (/** @type {string} */ file) => [node, path.join(root, 'dist/cli.cjs'), 'check', file],
    },
    {
      name: '@stoplight/spectral-cli',
      command: (/** @type {string} */ file) => [bin('spectral'), 'lint', file],
      extra: { '.spectral.yaml': 'extends: ["spectral:oas"]\n' },
      warm: 'warmSpectral.mjs',
    },
    {
      name: '@redocly/cli',
      command: (/** @type {string} */ file) => [bin('redocly'), 'lint', file],
      warm: 'warmRedocly.mjs',
    },
  ];
  out.push(...(await describeRealDocuments(tools, [node, path.join(root, 'dist/server.cjs'), '--stdio'], modules)));
}

async function keystrokes() {
  const peers = {
    openapi: {
      name: 'yaml-language-server',
      command: [node, path.join(modules, 'yaml-language-server/bin/yaml-language-server'), '--stdio'],
      languageId: 'yaml',
    },
    kubernetes: {
      name: 'yaml-language-server',
      command: [node, path.join(modules, 'yaml-language-server/bin/yaml-language-server'), '--stdio'],
      languageId: 'yaml',
    },
    prisma: {
      name: '@prisma/language-server',
      command: [node, path.join(modules, '@prisma/language-server/dist/bin.js'), '--stdio'],
      languageId: 'prisma',
    },
    sql: undefined,
  };
  out.push(
    '## From a keystroke to its diagnostics',
    '',
    'End to end over stdio, in milliseconds; `open` is the first answer for the whole text.',
    '',
  );
  out.push(
    '| Kind | Lines | median | p95 | open | Peer | median | ratio |',
    '| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: |',
  );
  for (const sample of samples) {
    for (const lines of [1000, 10_000, 50_000]) {
      const languageId = { prisma: 'prisma', sql: 'sql' }[sample.kind] ?? 'yaml';
      const own = await measureKeystrokes(
        { command: [node, path.join(root, 'dist/server.cjs'), '--stdio'], languageId },
        sample,
        lines,
      );
      const peer = alone ? undefined : peers[/** @type {keyof typeof peers} */ (sample.kind)];
      const other =
        peer && existsSync(peer.command[1]) && lines <= 10_000
          ? await measureKeystrokes(peer, sample, lines)
          : undefined;
      const ratio = own && other ? `${(other.median / own.median).toFixed(1)} x` : '';
      const row = own
        ? [own.lines, shown(own.median), shown(own.p95), shown(own.open)]
        : [lines, 'not through in 90 s', '', ''];
      out.push(
        `| ${sample.kind} | ${row.join(' | ')} | ${peer?.name ?? ''} | ${other ? shown(other.median) : ''} | ${ratio} |`,
      );
      console.log(out.at(-1));
    }
  }
  out.push(
    '',
    'A peer that pushes waits for a pause in the typing first; that wait is part of what its user sees.',
    '',
  );
}

/** How much of a long history a keystroke costs: the same text behind one migration, and behind many. */
async function newestMigration() {
  out.push(
    '## A keystroke in the newest migration of a directory',
    '',
    'As above; `open` includes reading the directory.',
    '',
    '| Migrations before it | Lines | median | p95 | open |',
    '| ---: | ---: | ---: | ---: | ---: |',
  );
  for (const count of [1, 1000]) {
    const server = { command: [node, path.join(root, 'dist/server.cjs'), '--stdio'], languageId: 'sql' };
    const own = await measureKeystrokes(server, migrations(count), 100);
    const row = own
      ? [own.lines, shown(own.median), shown(own.p95), shown(own.open)]
      : ['not through in 90 s', '', '', ''];
    out.push(`| ${count} | ${row.join(' | ')} |`);
    console.log(out.at(-1));
  }
  out.push('');
}

/** How much of a long manifest a keystroke costs: one document of 50 lines, alone and among others. */
async function oneOfManyDocuments() {
  out.push(
    '## A keystroke in one document of a Kubernetes file',
    '',
    'As above; documents of 50 lines each.',
    '',
    '| Documents | Lines | median | p95 | open |',
    '| ---: | ---: | ---: | ---: | ---: |',
  );
  for (const count of [4, 20, 200]) {
    const server = { command: [node, path.join(root, 'dist/server.cjs'), '--stdio'], languageId: 'yaml' };
    const own = await measureKeystrokes(server, manyDocuments(), count * 50);
    const row = own
      ? [own.lines, shown(own.median), shown(own.p95), shown(own.open)]
      : ['not through in 90 s', '', '', ''];
    out.push(`| ${count} | ${row.join(' | ')} |`);
    console.log(out.at(-1));
  }
  out.push('');
}

function commandLine() {
  const bin = (/** @type {string} */ name) => path.join(modules, '.bin', name);
  /** @type {Record<string, import('./commandLine.mjs').Contender[]>} */
  const peers = {
    prisma: [
      {
        name: 'prisma-lint',
        command: files => [bin('prisma-lint'), ...files],
        extra: {
          '.prismalintrc.json':
            '{ "rules": { "require-field-type": ["error", {}], "ban-unbounded-string-type": ["error"] } }',
        },
      },
    ],
    sql: [{ name: 'squawk-cli', command: files => [bin('squawk'), ...files] }],
    openapi: [
      {
        name: '@stoplight/spectral-cli',
        command: files => [bin('spectral'), 'lint', ...files],
        extra: { '.spectral.yaml': 'extends: ["spectral:oas"]\n' },
      },
      { name: '@redocly/cli', command: files => [bin('redocly'), 'lint', ...files] },
    ],
    kubernetes: [],
  };
  // Of a migrations folder Plumbline would check the last file only; the peers take what they are given.
  const own = {
    name: 'plumbline',
    command: () => [node, path.join(root, 'dist/cli.cjs'), 'check', '--all-migrations'],
  };
  for (const [title, size] of /** @type {const} */ ([
    ['Cold start: one file of 50 lines', { files: 1, lines: 50 }],
    ['Many files: 200 of 300 lines', { files: 200, lines: 300 }],
  ])) {
    out.push(`## ${title}`, '', '| Kind | Tool | ms | files a second | ratio |', '| --- | --- | ---: | ---: | ---: |');
    for (const sample of samples) {
      let base = Number.NaN;
      for (const contender of [own, ...(alone ? [] : (peers[sample.kind] ?? []))]) {
        const result = measureCommand(contender, sample, size);
        if ('failed' in result) {
          out.push(`| ${sample.kind} | ${contender.name} | did not run: ${result.failed} | | |`);
        } else {
          if (contender === own) base = result.median;
          const rate = size.files === 1 ? '' : Math.round((size.files * 1000) / result.median);
          const ratio = contender === own ? '' : `${(result.median / base).toFixed(1)} x`;
          out.push(`| ${sample.kind} | ${contender.name} | ${shown(result.median)} | ${rate} | ${ratio} |`);
        }
        console.log(out.at(-1));
      }
    }
    out.push('');
  }
}
