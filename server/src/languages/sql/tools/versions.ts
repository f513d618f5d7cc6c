/** What a name is ordered by: its runs of digits and of other characters. */
export function versionKey(name: string): readonly string[] {
  return (name.match(/\d+|\D+/g) ?? []).map(part => (isNumber(part) ? withoutZeros(part) : part));
}

/** Digits by their value, everything else by code unit. */
export function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const [left, right] = [a[index]!, b[index]!];
    if (left === right) continue;
    if (isNumber(left) && isNumber(right) && left.length !== right.length) return left.length - right.length;
    return compareText(left, right);
  }
  return a.length - b.length;
}

/** Orders names of migrations. */
export function compareVersions(a: string, b: string): number {
  return compareKeys(versionKey(a), versionKey(b));
}

function isNumber(part: string): boolean {
  return part >= '0' && part < ':';
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Numbers of fewer digits count migrations; longer ones are times. */
const SHORTEST_TIME = 8;

/**
 * The number of a migration that runs right after the one numbered `version`, or after the last one where migrations
 * are counted. `rank`: how many others are already planned for the same place.
 */
export function versionAfter(version: string, known: readonly string[], rank: number): string {
  const taken = new Set(known.map(withoutZeros));
  if (version.length < SHORTEST_TIME) {
    const last = known.filter(one => one.length < SHORTEST_TIME).reduce((most, one) => Math.max(most, Number(one)), 0);
    return String(Math.max(last, Number(version)) + 1 + rank).padStart(version.length, '0');
  }
  // Behind the newest one nothing is taken: no need to try one number after the other.
  const isNewest = ![...taken].some(one => one.length >= version.length && one > version);
  let next = isNewest ? after(version, rank) : version;
  for (let left = isNewest ? 0 : rank; left >= 0; ) {
    next = after(next, 1);
    if (!taken.has(withoutZeros(next))) left--;
  }
  return next;
}

/** `20260101235959` and 1 -> `20260102000000`; other numbers count upwards by one. */
function after(version: string, steps: number): string {
  const counted = (): string => String(BigInt(version) + BigInt(steps)).padStart(version.length, '0');
  if (version.length !== 14) return counted();
  const part = (from: number, to: number): number => Number(version.slice(from, to));
  const time = Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12), part(12, 14) + steps);
  const written = Number.isFinite(time) ? new Date(time).toISOString().replace(/\D/g, '').slice(0, 14) : '';
  // A number that is no time after all still counts upwards.
  return written >= version ? written : counted();
}

/** The digits that a name begins with. */
export function leadingDigits(name: string): string | undefined {
  return /^\d+/.exec(name)?.[0];
}

/** The name that a new migration gets beside `name` (`000012_orders.sql`): the next number and the slug. */
export function nameAfter(name: string, slug: string, known: readonly string[], rank: number): string | undefined {
  const version = leadingDigits(name);
  if (version === undefined) return undefined;
  const separator = /^\d+([_-]+)/.exec(name)?.[1] ?? '_';
  return (
    versionAfter(
      version,
      known.flatMap(one => leadingDigits(one) ?? []),
      rank,
    ) +
    separator +
    slug
  );
}
