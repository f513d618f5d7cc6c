import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver';
import { run } from '#cli';
import { guide } from '#rules';
import { createPlumbline } from '../../server/src/composition.ts';
import { connect, until } from '../lsp/client.ts';

const SEVERITIES = ['', 'error', 'warning', 'info', 'hint'];

/** The same workspace through the language server, the command line and the report: the same findings, in the same order. */
it('every host says the same', async () => {
  const root = join(mkdtempSync(join(tmpdir(), 'plumbline-parity-')), 'shop');
  cpSync('examples/shop', root, { recursive: true });

  const cli = await throughCli(root, 'json');
  expect(cli.length).toBeGreaterThanOrEqual(12);
  expect(await throughLsp(root)).toEqual(cli);

  const lines = (await output(root, ['check', '--format', 'jsonl', '--fail-on', 'never'])).trim().split('\n');
  expect(lines.filter(line => line.includes('"rule"'))).toHaveLength(cli.length);
  const report = JSON.parse(await output(root, ['report', '--format', 'json', '-o', '-'])) as CliOutput;
  expect(flatten(report)).toEqual(cli);
});

interface CliOutput {
  readonly files: readonly {
    path: string;
    findings: readonly {
      rule: string;
      severity: string;
      message: string;
      range: { start: { line: number; column: number } };
    }[];
  }[];
}

async function throughCli(root: string, format: string): Promise<string[]> {
  return flatten(JSON.parse(await output(root, ['check', '--format', format, '--fail-on', 'never'])) as CliOutput);
}

function flatten({ files }: CliOutput): string[] {
  return files.flatMap(file =>
    file.findings.map(
      one =>
        `${file.path}:${one.range.start.line}:${one.range.start.column} ${one.severity} ${one.rule} ${one.message}`,
    ),
  );
}

async function output(root: string, argv: readonly string[]): Promise<string> {
  const stdout: string[] = [];
  const stream = (write: (text: string) => void) => ({ isTTY: false, write });
  const io = {
    cwd: root,
    env: {},
    stdout: stream(text => stdout.push(text)),
    stderr: stream(() => {}),
    readStdin: async () => '',
  };
  const exit = await run(argv, io, async () => ({ createPlumbline, guide }));
  expect(exit).toBeLessThan(2);
  return stdout.join('');
}

async function throughLsp(root: string): Promise<string[]> {
  const editor = await connect({ folders: [pathToFileURL(root).href] });
  const result: { files: number } = await editor.connection.sendRequest('plumbline/checkWorkspace', {});
  expect(result.files).toBeGreaterThan(0);
  await until(() => editor.pushed.size > 0, 'published findings');
  const all = [...editor.pushed]
    .map(([uri, diagnostics]) => [relative(root, fileURLToPath(uri)), diagnostics] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  await editor.stop();
  return all.flatMap(([path, diagnostics]) => diagnostics.map(one => shown(path, one)));
}

function shown(path: string, one: Diagnostic): string {
  return `${path}:${one.range.start.line + 1}:${one.range.start.character + 1} ${SEVERITIES[one.severity!]} ${one.code} ${one.message}`;
}
