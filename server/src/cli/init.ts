import { existsSync } from 'node:fs';
import path from 'node:path';
import { configNames } from '#engine';
import { createText } from '#host';
import type { Arguments, Exit } from './command.ts';
import { CannotRun, type CliIo } from './io.ts';

export const CONFIG_TEMPLATE = `{
  // What to start from: "plumbline:recommended" or "plumbline:strict", or the path of another config.
  "extends": ["plumbline:recommended"],

  // Severities by rule: "off", "hint", "info", "warning" or "error". "plumbline rules" lists the rules.
  "rules": {
    // "openapi/limit-without-maximum": "error",
    // "kubernetes/*": "off"
  },

  // Which files are looked at; globs are relative to this folder.
  "files": {
    "exclude": []
  }

  // Migrations that are already applied are history. Where git cannot say which those are, name the last one:
  // "sql": { "migrations": [{ "dir": "prisma/migrations", "after": "20260101000000_init" }] }
}
`;

export async function init(_args: Arguments, io: CliIo): Promise<Exit> {
  const present = configNames().find(name => existsSync(path.join(io.cwd, name)));
  if (present !== undefined) throw new CannotRun(`there is a ${present} already; it was left alone`);
  createText(path.join(io.cwd, '.plumbline.jsonc'), CONFIG_TEMPLATE);
  io.stdout.write('.plumbline.jsonc\n');
  io.stderr.write('wrote .plumbline.jsonc; "plumbline check" uses it\n');
  return 0;
}
