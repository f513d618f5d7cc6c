/** Where a command reads and writes: the process, or a test. */
export interface CliIo {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Results, and nothing else. */
  readonly stdout: CliStream;
  /** Everything else. */
  readonly stderr: CliStream;
  readStdin(): Promise<string>;
}

export interface CliStream {
  readonly isTTY: boolean;
  write(text: string): void;
}

/** The io of this process. */
export function processIo(): CliIo {
  // `plumbline check | head` closes the pipe early; that is no failure.
  process.stdout.on('error', error => {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  });
  const stream = (target: NodeJS.WriteStream): CliStream => ({
    isTTY: target.isTTY === true,
    write: text => {
      target.write(text);
    },
  });
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: stream(process.stdout),
    stderr: stream(process.stderr),
    readStdin: async () => {
      const parts: Buffer[] = [];
      for await (const part of process.stdin) parts.push(part as Buffer);
      return Buffer.concat(parts).toString('utf8');
    },
  };
}

/** Whether to colour: https://no-color.org and https://force-color.org, then whether a person looks. */
export function wantsColor(io: CliIo, stream: CliStream): boolean {
  if (io.env.NO_COLOR) return false;
  if (io.env.FORCE_COLOR !== undefined) return io.env.FORCE_COLOR !== '0' && io.env.FORCE_COLOR !== 'false';
  return stream.isTTY && io.env.TERM !== 'dumb';
}

/** Something that stops a command: one line for people, exit 2. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}
