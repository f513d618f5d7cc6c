import {
  type Arguments,
  type Command,
  didYouMean,
  type Exit,
  helpOf,
  type LoadPlumbline,
  readArguments,
} from './command.ts';
import { commands } from './commands.ts';
import { CannotRun, type CliIo } from './io.ts';

/** Runs one command line; everything it prints goes through `io`. @returns the exit code */
export async function run(argv: readonly string[], io: CliIo, load: LoadPlumbline): Promise<Exit> {
  try {
    return await dispatch(argv, io, load);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    io.stderr.write(`plumbline: ${reason.split('\n', 1)[0]}\n`);
    // Something nobody foresaw: whoever reports it needs more than a line.
    if (!(error instanceof CannotRun) && io.env.PLUMBLINE_DEBUG && error instanceof Error)
      io.stderr.write(`${error.stack}\n`);
    return 2;
  }
}

async function dispatch(argv: readonly string[], io: CliIo, load: LoadPlumbline): Promise<Exit> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return help(rest[0], io);
  if (name === '--version' || name === '-v') {
    const { readShippedVersion } = await import('#host');
    io.stdout.write(`${readShippedVersion()}\n`);
    return 0;
  }
  const command = commandNamed(name);
  const stop = rest.indexOf('--');
  if ((stop < 0 ? rest : rest.slice(0, stop)).some(one => one === '--help' || one === '-h')) return help(name, io);
  const args: Arguments = readArguments(command, rest);
  const act = await command.load();
  return await act(args, io, load);
}

function commandNamed(name: string): Command {
  const command = commands.find(one => one.name === name);
  if (command) return command;
  const names = commands.map(one => one.name);
  const what = name.startsWith('-') ? 'flag' : 'command';
  throw new CannotRun(
    `there is no ${what} "${name}"${didYouMean(name, names) || '; "plumbline --help" lists the commands'}`,
  );
}

function help(name: string | undefined, io: CliIo): Exit {
  if (name !== undefined) {
    io.stdout.write(helpOf(commandNamed(name)));
    return 0;
  }
  const width = Math.max(...commands.map(command => command.name.length));
  const list = commands.map(command => `  ${command.name.padEnd(width)}  ${command.summary}\n`).join('');
  io.stdout.write(
    `Plumbline checks Prisma schemas, SQL migrations, OpenAPI documents and Kubernetes manifests.\n\n` +
      `Usage: plumbline <command> [arguments]\n\nCommands:\n${list}\n` +
      `"plumbline <command> --help" shows its flags. Exit codes: 0 nothing found, 1 findings, 2 could not run.\n`,
  );
  return 0;
}
