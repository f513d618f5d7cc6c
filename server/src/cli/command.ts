import { parseArgs } from 'node:util';
import { distance } from 'fastest-levenshtein';
import type { Engine } from '#engine';
import type { GuideEntry } from '#report';
import { CannotRun, type CliIo } from './io.ts';

/** What the command line is built on; given by `main.cli.ts`, so that nothing is loaded before it is needed. */
export interface Plumbline {
  createPlumbline(): Engine;
  readonly guide: readonly GuideEntry[];
}

export type LoadPlumbline = () => Promise<Plumbline>;

export interface Flag {
  /** Undefined: the flag is a switch. Otherwise what stands for its value in the help: `FILE`. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly short?: string;
  readonly help: string;
}

/** What a command is asked for; flags that were not given are absent. */
export interface Arguments {
  readonly paths: readonly string[];
  has(flag: string): boolean;
  get(flag: string): string | undefined;
}

export type Exit = 0 | 1 | 2;

export interface Command {
  readonly name: string;
  /** What stands after the name: `[paths...]`. */
  readonly operands: string;
  /** How many operands it takes at most; undefined: any number. */
  readonly maxOperands?: number;
  readonly summary: string;
  readonly flags: Readonly<Record<string, Flag>>;
  /** Loads what the command does; not before it is asked for. */
  load(): Promise<(args: Arguments, io: CliIo, load: LoadPlumbline) => Promise<Exit>>;
}

/** Reads a command's arguments. @throws CannotRun with one line that names the flag */
export function readArguments(command: Command, argv: readonly string[]): Arguments {
  const options = Object.fromEntries(
    Object.entries(command.flags).map(([name, flag]) => [
      name,
      {
        type: flag.value === undefined ? ('boolean' as const) : ('string' as const),
        ...(flag.short === undefined ? {} : { short: flag.short }),
      },
    ]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const paths: string[] = [];
  const values = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === 'positional') paths.push(token.value);
    else if (token.kind === 'option') values.set(token.name, checkedValue(command, token));
  }
  if (command.maxOperands !== undefined && paths.length > command.maxOperands)
    throw new CannotRun(
      `"${command.name}" takes ${command.maxOperands === 0 ? 'no arguments' : `one ${command.operands}`}, not "${paths.join(' ')}"`,
    );
  return { paths, has: flag => values.has(flag), get: flag => values.get(flag) };
}

function checkedValue(
  command: Command,
  { name, rawName, value }: { readonly name: string; readonly rawName: string; readonly value?: string | undefined },
): string {
  const flag = command.flags[name];
  if (!flag)
    throw new CannotRun(
      `"${command.name}" has no flag "${rawName}"${didYouMean(name, Object.keys(command.flags), '--')}`,
    );
  if (flag.value === undefined) {
    if (value !== undefined) throw new CannotRun(`"${rawName}" takes no value`);
    return '';
  }
  if (value === undefined || value === '') throw new CannotRun(`"${rawName}" needs a value: ${rawName} ${flag.value}`);
  if (flag.choices && !flag.choices.includes(value))
    throw new CannotRun(`"${rawName}" is one of ${flag.choices.join(', ')}, not "${value}"`);
  return value;
}

/** "; did you mean …?", or nothing where nothing is near. Two letters in the wrong order count as near. */
export function didYouMean(typed: string, candidates: readonly string[], prefix = ''): string {
  const [near] = candidates
    .map(candidate => ({ candidate, away: distance(typed, candidate) }))
    .filter(({ candidate, away }) => away <= 2 && away < candidate.length)
    .sort((a, b) => a.away - b.away);
  return near === undefined ? '' : `; did you mean "${prefix}${near.candidate}"?`;
}

export function helpOf(command: Command): string {
  const rows = Object.entries(command.flags).map(([name, flag]) => {
    const short = flag.short === undefined ? '' : `-${flag.short}, `;
    return [`${short}--${name}${flag.value === undefined ? '' : ` ${flag.value}`}`, flag.help] as const;
  });
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  const flags = rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('');
  const usage = ['plumbline', command.name, command.operands, rows.length > 0 ? '[flags]' : '']
    .filter(Boolean)
    .join(' ');
  return `${command.summary}\n\nUsage: ${usage}\n${flags === '' ? '' : `\nFlags:\n${flags}`}`;
}
