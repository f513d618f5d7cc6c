import type { Command, Flag } from './command.ts';

const CONFIG: Flag = { value: 'FILE', help: 'use this config for all files' };
const ALL_MIGRATIONS: Flag = { help: 'check migrations that are already applied too' };

/** Every command, in the order of the help. A new one is a file and an entry here. */
export const commands: readonly Command[] = [
  {
    name: 'check',
    operands: '[paths...]',
    summary: 'Check files and folders (default: the working directory) and print what was found.',
    flags: {
      fix: { help: 'apply the safe fixes' },
      'fix-unsafe': { help: 'apply the unsafe fixes too: look at the result' },
      'create-files': { help: 'with --fix-unsafe: let fixes make new files; nothing is ever overwritten' },
      diff: { help: 'print what the fixes would change, and change nothing' },
      'all-migrations': ALL_MIGRATIONS,
      format: {
        value: 'NAME',
        choices: ['text', 'json', 'jsonl', 'sarif', 'github', 'gitlab', 'junit', 'markdown'],
        help: 'text (default), json, jsonl, sarif, github, gitlab, junit or markdown',
      },
      config: CONFIG,
      'fail-on': {
        value: 'SEVERITY',
        choices: ['error', 'warning', 'info', 'never'],
        help: 'exit 1 from this severity on: error, warning (default), info or never',
      },
      baseline: { value: 'FILE', help: 'findings that this baseline knows do not count' },
      stdin: { help: 'read one file from standard input; with --fix its fixed text goes to standard output' },
      'stdin-filename': { value: 'PATH', help: 'the path that the text from standard input stands for' },
    },
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'report',
    operands: '[paths...]',
    summary: 'Write a report: the scorecard by section of the guide, findings and files.',
    flags: {
      output: { value: 'FILE', short: 'o', help: 'where to; "-" for standard output (default: plumbline-report.html)' },
      format: { value: 'NAME', choices: ['html', 'markdown', 'json'], help: 'html (default), markdown or json' },
      config: CONFIG,
      'all-migrations': ALL_MIGRATIONS,
    },
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'explain',
    operands: '<rule>',
    maxOperands: 1,
    summary: 'Print the page of a rule: why, with examples.',
    flags: {},
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'rules',
    operands: '',
    maxOperands: 0,
    summary: 'List all rules.',
    flags: { format: { value: 'NAME', choices: ['text', 'json'], help: 'text (default) or json' } },
    load: async () => (await import('./rules.ts')).rules,
  },
  {
    name: 'init',
    operands: '',
    maxOperands: 0,
    summary: 'Write .plumbline.jsonc into the working directory. Never overwrites one.',
    flags: {},
    load: async () => (await import('./init.ts')).init,
  },
  {
    name: 'baseline',
    operands: '<create|prune> [paths...]',
    summary: 'Accept what is found today: "create" writes the baseline, "prune" removes what is not found any more.',
    flags: {
      output: { value: 'FILE', short: 'o', help: 'the baseline (default: .plumbline-baseline.json)' },
      config: CONFIG,
    },
    load: async () => (await import('./baseline.ts')).baseline,
  },
  {
    name: 'print-config',
    operands: '<file>',
    maxOperands: 1,
    summary: 'Print how each rule runs for a file, and what says so.',
    flags: { config: CONFIG, format: { value: 'NAME', choices: ['text', 'json'], help: 'text (default) or json' } },
    load: async () => (await import('./printConfig.ts')).printConfig,
  },
  {
    name: 'lsp',
    operands: '',
    maxOperands: 0,
    summary: 'Run the language server for an editor.',
    flags: { stdio: { help: 'talk over standard input and output (the only way there is)' } },
    load: async () => (await import('./lsp.ts')).lsp,
  },
];
