import { existsSync } from 'node:fs';
import path from 'node:path';
import { CONFIG_TEMPLATE, configNames } from '#engine';
import { createText } from '#host';
import type { Arguments, Exit } from './command.ts';
import { CannotRun, type CliIo } from './io.ts';

export async function init(_args: Arguments, io: CliIo): Promise<Exit> {
  const present = configNames().find(name => existsSync(path.join(io.cwd, name)));
  if (present !== undefined) throw new CannotRun(`there is a ${present} already; it was left alone`);
  createText(path.join(io.cwd, '.plumbline.jsonc'), CONFIG_TEMPLATE);
  io.stdout.write('.plumbline.jsonc\n');
  io.stderr.write('wrote .plumbline.jsonc; "plumbline check" uses it\n');
  return 0;
}
