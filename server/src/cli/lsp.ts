import type { Arguments, Exit, LoadPlumbline } from './command.ts';
import { CannotRun, type CliIo } from './io.ts';

export async function lsp(args: Arguments, _io: CliIo, load: LoadPlumbline): Promise<Exit> {
  if (!args.has('stdio')) throw new CannotRun('"lsp" talks over standard input and output: plumbline lsp --stdio');
  const { serveStdio } = await import('#lsp');
  await serveStdio((await load()).createPlumbline());
  return 0;
}
