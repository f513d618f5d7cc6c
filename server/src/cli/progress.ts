import type { CliIo } from './io.ts';

/** Tells a waiting person what is happening. */
export interface Progress {
  step(what: string): void;
  /** Takes the line away. */
  done(): void;
}

/** Runs shorter than this say nothing, in milliseconds. */
const QUIET = 800;
const BETWEEN_UPDATES = 100;

/** One line on a terminal that is rewritten; silent elsewhere. */
export function createProgress(io: CliIo): Progress {
  if (!io.stderr.isTTY || io.env.CI) return { step: () => {}, done: () => {} };
  const start = performance.now();
  let last = start;
  let shown = false;
  let count = 0;
  return {
    step(what) {
      count++;
      const now = performance.now();
      if (now - start < QUIET || now - last < BETWEEN_UPDATES) return;
      last = now;
      shown = true;
      io.stderr.write(`\r\u001b[2KReading ${count}: ${what.slice(-60)}`);
    },
    done() {
      if (shown) io.stderr.write('\r\u001b[2K');
      shown = false;
    },
  };
}
