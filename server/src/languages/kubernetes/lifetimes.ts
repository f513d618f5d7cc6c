import { parseDuration } from './durations.ts';

/** How long a token is good for, as a variable says it. */
export interface Lifetime {
  readonly milliseconds: number;
  /** Writes another time in the same way: `15m`, `900`, `900000`; undefined where the unit is too large for it. */
  write(milliseconds: number): string | undefined;
}

const NAMES_LIFETIME =
  /(?:ACCESS_?TOKEN|JWT|AUTH_?TOKEN)[A-Z_]*?(?:TTL|EXPIR[A-Z]*|EXP|LIFE_?(?:TIME|SPAN)|MAX_?AGE|VALIDITY)(?:_IN|_TIME|_AFTER|_PERIOD|_DURATION)?(?:_(MS|MILLI[A-Z]*|SEC[A-Z]*|S|MIN[A-Z]*|M|HOURS?|H|DAYS?|D))?$/;
/** Tokens that are meant to live longer, or to be used once. */
const OTHER = /REFRESH|RESET|VERIF|INVITE|CONFIRM|REMEMBER|ID_TOKEN|SIGNUP|RECOVER/;

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^MS|^MILLI/, 1],
  [/^S/, 1000],
  [/^M/, 60_000],
  [/^H/, 3_600_000],
  [/^D/, 86_400_000],
];

const WORDS = /^(\d+)\s*(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?)$/i;

/** The lifetime of an access token that a variable or key sets; undefined for everything else and the unreadable. */
export function accessTokenLifetime(name: string, value: string): Lifetime | undefined {
  const upper = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[.\-:]+/g, '_')
    .toUpperCase();
  const named = NAMES_LIFETIME.exec(upper);
  if (!named || OTHER.test(upper)) return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return plainNumber(Number(text), named[1]);
  const words = WORDS.exec(text);
  const duration = parseDuration(words ? `${words[1]}${words[2]![0]!.toLowerCase()}` : text);
  if (!duration || duration.milliseconds <= 0) return undefined;
  return { milliseconds: duration.milliseconds, write: time => `${Math.round(time / 60_000)}m` };
}

/** Without a unit in the name, a number as large as an hour's seconds counts seconds, a much larger one milliseconds. */
function plainNumber(count: number, suffix: string | undefined): Lifetime | undefined {
  const given = suffix === undefined ? undefined : UNITS.find(([word]) => word.test(suffix))?.[1];
  const unit = given ?? (count >= 10_000_000 ? 1 : count >= 3600 ? 1000 : undefined);
  if (unit === undefined) return undefined;
  return { milliseconds: count * unit, write: time => (time % unit === 0 ? String(time / unit) : undefined) };
}
