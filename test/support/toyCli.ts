import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { run } from '#cli';
import { createEngine } from '#engine';
import type { Language } from '#languages';
import { toyLanguage, toyRules } from './toyLanguage.ts';
import { toyGuide } from './toyReport.ts';

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** A folder of files that goes away with the test, and the command line over the toy language in it. */
export function toyFolder(files: Readonly<Record<string, string | Uint8Array>>) {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-cli-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
  }
  const plumbline = async (
    args: string,
    more: { cwd?: string; stdin?: string; env?: Record<string, string>; tty?: boolean } = {},
  ): Promise<Ran> => {
    let out = '';
    let err = '';
    const isTTY = more.tty ?? false;
    const io = {
      cwd: path.join(root, more.cwd ?? ''),
      env: more.env ?? {},
      stdout: { isTTY, write: (text: string) => void (out += text) },
      stderr: { isTTY, write: (text: string) => void (err += text) },
      readStdin: async () => more.stdin ?? '',
    };
    const exit = await run(args.split(' ').filter(Boolean), io, async () => ({
      createPlumbline: () => createEngine({ languages: [toyLanguage as unknown as Language], rules: toyRules }),
      guide: toyGuide,
    }));
    return { exit, out, err };
  };
  return {
    root,
    plumbline,
    read: (name: string) => readFileSync(path.join(root, name), 'utf8'),
    names: () => readdirSync(root).sort(),
  };
}
