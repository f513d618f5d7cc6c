import type { Arguments, Exit, LoadPlumbline } from './command.ts';
import { CannotRun, type CliIo } from './io.ts';

export async function lsp(args: Arguments, _io: CliIo, load: LoadPlumbline): Promise<Exit> {
  if (!args.has('stdio')) throw new CannotRun('"lsp" talks over standard input and output: plumbline lsp --stdio');
  const [{ serveNode }, { createPlumbline, guide }] = await Promise.all([import('#lsp'), load()]);
  serveNode(createPlumbline(), guide, true);
  // The connection ends the process when its client leaves.
  await new Promise(() => {});
  return 0;
}
