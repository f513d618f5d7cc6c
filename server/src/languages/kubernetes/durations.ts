/** A length of time as Go, Prometheus and the operators of Kubernetes write it. */
export interface Duration {
  readonly milliseconds: number;
  /** The unit of the last part, to write another duration in the same way; empty for `0`. */
  readonly unit: string;
}

const MILLISECONDS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  // Go has no units above the hour; Prometheus, barman and Java have these.
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w|y)/y;

/** `30s`, `1m30s`, `1.5h`, `7d`; `0` alone needs no unit. Undefined for everything else, plain numbers included. */
export function parseDuration(text: string): Duration | undefined {
  const written = text.trim();
  if (/^[+-]?0$/.test(written)) return { milliseconds: 0, unit: '' };
  const negative = written.startsWith('-');
  let at = /^[+-]/.test(written) ? 1 : 0;
  if (at === written.length) return undefined;
  let milliseconds = 0;
  let unit = '';
  while (at < written.length) {
    PART.lastIndex = at;
    const match = PART.exec(written);
    if (!match) return undefined;
    unit = match[2]!;
    milliseconds += Number(match[1]) * MILLISECONDS[unit]!;
    at = PART.lastIndex;
  }
  return { milliseconds: negative ? -milliseconds : milliseconds, unit };
}

/** In the largest units that need no fraction: `1m30s`, `250ms`; `0s` for nothing. */
export function writeDuration(milliseconds: number): string {
  let rest = Math.round(milliseconds);
  if (rest === 0) return '0s';
  let written = '';
  for (const [unit, size] of [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
    ['ms', 1],
  ] as const) {
    const count = Math.floor(rest / size);
    if (count > 0) written += `${count}${unit}`;
    rest -= count * size;
  }
  return written;
}
