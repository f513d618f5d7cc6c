import { type Span, span } from '#text';

/**
 * A schedule as robfig/cron reads it (https://pkg.go.dev/github.com/robfig/cron), which is what Kubernetes, Velero,
 * Crunchy (five fields) and CloudNativePG (six, seconds first) run. The packages on npm read dialects of their own
 * (`L`, `W`, `#`, an optional year) and answer with dates; what is wanted here is how many times a day and how far apart.
 */
export interface Cron {
  /** As written; none for `@daily` and its like. Spans are relative to the text (UTF-16). */
  readonly fields: readonly CronPart[];
  /** `@daily`, `@every 12h`; undefined for fields. */
  readonly descriptor: string | undefined;
  /** `CRON_TZ=…` or `TZ=…` before the fields. */
  readonly timeZone: string | undefined;
  /** How often it runs on a day on which it runs at all. */
  readonly runsPerDay: number;
  /** The longest time without a run, in whole days (1: it runs every day, or more often); infinite where it never runs. */
  readonly longestGapDays: number;
}

export interface CronPart {
  readonly text: string;
  readonly span: Span;
}

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 0 1 1 *',
  '@annually': '0 0 0 1 1 *',
  '@monthly': '0 0 0 1 * *',
  '@weekly': '0 0 0 * * 0',
  '@daily': '0 0 0 * * *',
  '@midnight': '0 0 0 * * *',
  '@hourly': '0 0 * * * *',
};

interface Range {
  readonly low: number;
  readonly high: number;
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const RANGES: readonly Range[] = [
  { low: 0, high: 59 },
  { low: 0, high: 59 },
  { low: 0, high: 23 },
  { low: 1, high: 31 },
  { low: 1, high: 12, names: MONTHS },
  { low: 0, high: 7, names: DAYS },
];

/** Five or six fields, or a descriptor; undefined for what no scheduler would take. */
export function parseCron(text: string): Cron | undefined {
  const zone = /^\s*(?:CRON_)?TZ=(\S+)\s+/.exec(text);
  const timeZone = zone?.[1];
  const from = zone?.[0].length ?? 0;
  const rest = text.slice(from).trim();
  if (rest.startsWith('@')) return descriptorOf(rest, timeZone);
  const fields = [...text.slice(from).matchAll(/\S+/g)].map(match => ({
    text: match[0],
    span: span(from + match.index, from + match.index + match[0].length),
  }));
  if (fields.length < 5 || fields.length > 6) return undefined;
  const times = timesOf(fields.map(field => field.text));
  return times && { fields, descriptor: undefined, timeZone, ...times };
}

/**
 * The schedule that an operator with six fields makes of five: robfig/cron v1, which CloudNativePG uses, takes the first
 * for the seconds and every day of the week for the missing one. Undefined where it would refuse them.
 */
export function readAsSixFields(cron: Cron): Cron | undefined {
  return cron.fields.length === 5 ? parseCron([...cron.fields.map(field => field.text), '*'].join(' ')) : cron;
}

function descriptorOf(text: string, timeZone: string | undefined): Cron | undefined {
  const every = /^@every\s+(.+)$/.exec(text)?.[1];
  const base = { fields: [], descriptor: text, timeZone };
  if (every !== undefined) {
    const seconds = secondsOf(every);
    if (seconds === undefined || seconds <= 0) return undefined;
    return {
      ...base,
      runsPerDay: Math.max(1, Math.floor(86_400 / seconds)),
      longestGapDays: Math.max(1, Math.ceil(seconds / 86_400)),
    };
  }
  const fields = DESCRIPTORS[text];
  const times = fields === undefined ? undefined : timesOf(fields.split(' '));
  return times && { ...base, ...times };
}

/** Of a Go duration. */
function secondsOf(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(h|m|s|ms))+$/.test(text)) return undefined;
  const unit: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)].reduce(
    (sum, one) => sum + Number(one[1]) * unit[one[2]!]!,
    0,
  );
}

function timesOf(fields: readonly string[]): Pick<Cron, 'runsPerDay' | 'longestGapDays'> | undefined {
  const written = fields.length === 5 ? ['0', ...fields] : fields;
  const sets = written.map((field, index) => valuesOf(field, RANGES[index]!));
  const [seconds, minutes, hours, days, months, weekdays] = sets;
  if (!seconds || !minutes || !hours || !days || !months || !weekdays) return undefined;
  const isDay = (day: number, month: number, weekday: number): boolean => {
    if (!months.has(month)) return false;
    const inWeek = weekdays.has(weekday);
    // Where both are restricted, either will do; a star or a question mark restricts nothing.
    const either = !isStar(written[3]!) && !isStar(written[5]!);
    return either ? days.has(day) || inWeek : days.has(day) && inWeek;
  };
  return { runsPerDay: seconds.size * minutes.size * hours.size, longestGapDays: longestGap(isDay) };
}

function isStar(field: string): boolean {
  return /^[*?]/.test(field);
}

function valuesOf(field: string, { low, high, names }: Range): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const match = /^(\*|\?|[\w]+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, first = '', last, step] = match;
    const all = first === '*' || first === '?';
    if (all && last !== undefined) return undefined;
    const from = all ? low : numberFor(first, names);
    const to = all ? high : last !== undefined ? numberFor(last, names) : step !== undefined ? high : from;
    const by = step === undefined ? 1 : Number(step);
    if (from === undefined || to === undefined || from < low || to > high || from > to || by < 1) return undefined;
    for (let value = from; value <= to; value += by) values.add(value);
  }
  // Sunday has two numbers.
  if (names === DAYS && values.has(7)) {
    values.delete(7);
    values.add(0);
  }
  return values;
}

function numberFor(text: string, names: readonly string[] | undefined): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const index = names?.indexOf(text.slice(0, 3).toLowerCase()) ?? -1;
  if (index < 0 || text.length !== 3) return undefined;
  return names === MONTHS ? index + 1 : index;
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Over eight years from 2001-01-01, a Monday: every weekday meets every date in them, two leap days included. */
function longestGap(isDay: (day: number, month: number, weekday: number) => boolean): number {
  let longest = 0;
  let last: number | undefined;
  let first: number | undefined;
  let index = 0;
  for (let year = 2001; year <= 2008; year++) {
    for (let month = 1; month <= 12; month++) {
      const length = month === 2 && year % 4 === 0 ? 29 : MONTH_LENGTHS[month - 1]!;
      for (let day = 1; day <= length; day++, index++) {
        if (!isDay(day, month, (index + 1) % 7)) continue;
        first ??= index;
        if (last !== undefined) longest = Math.max(longest, index - last);
        last = index;
      }
    }
  }
  if (first === undefined || last === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(longest, first, index - last);
}
