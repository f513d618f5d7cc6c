import type { Source } from './contract.ts';

/** A version of a package, as far as anything depends on it. */
export interface Version {
  readonly major: number;
  readonly minor: number;
}

/** What one `package.json` or lock file says about the packages that a language asks about. Plain data. */
export interface PackageFacts {
  /** A manifest says what is wanted, a lock file what was taken. */
  readonly origin: 'manifest' | 'lock';
  readonly packages: Readonly<Record<string, readonly PackageVersion[]>>;
}

export interface PackageVersion {
  /** The lowest version that a manifest's range admits. Undefined: it does not name one (`latest`, `workspace:*`, `catalog:`). */
  readonly lowest: Version | undefined;
  readonly admits: 'this' | 'minor' | 'major' | 'any';
}

/** The files in which npm, pnpm, Yarn and Bun say which version of a package there is. */
export const packageFiles: readonly string[] = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
];

/** Reads one of `packageFiles`; undefined where it says nothing about any of `names`. */
export function readPackages({ uri, text }: Source, names: readonly string[]): PackageFacts | undefined {
  const file = uri.slice(uri.lastIndexOf('/') + 1);
  if (!packageFiles.includes(file) || !names.some(name => text.includes(name))) return undefined;
  const read = file === 'package.json' ? wantedIn(text, names) : lockedIn(file, text, names);
  if (Object.keys(read).length === 0) return undefined;
  return { origin: file === 'package.json' ? 'manifest' : 'lock', packages: read };
}

type Found = Record<string, readonly PackageVersion[]>;

function wantedIn(text: string, names: readonly string[]): Found {
  const manifest = parsed(text);
  const found: Record<string, PackageVersion[]> = {};
  for (const group of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']) {
    const wanted = record(manifest[group]);
    for (const name of names) {
      const range = wanted[name];
      if (typeof range === 'string' && !found[name]) found[name] = [readRange(range)];
    }
  }
  return found;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(text.replace(/^\ufeff/, '')));
  } catch {
    // Half-typed: says nothing for the moment.
    return {};
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The first version of a range decides; `^6.1 || ^7` is rare, and its lower half the safe assumption. */
function readRange(range: string): PackageVersion {
  const [, sign, major, minor] =
    /^(?:npm:[^@]*@|workspace:)?\s*v?(\^|~|>=|>|=)?\s*v?(\d+)(?:\.(\d+))?/.exec(range) ?? [];
  if (major === undefined) return { lowest: undefined, admits: 'any' };
  const lowest = { major: Number(major), minor: Number(minor ?? 0) };
  if (sign === '>=' || sign === '>') return { lowest, admits: 'any' };
  if (sign === '^' || minor === undefined) return { lowest, admits: 'major' };
  return { lowest, admits: sign === '~' ? 'minor' : 'this' };
}

/** What stands before the version of a package in each kind of lock file. `NAME` is the package. */
const BEFORE_VERSION: Readonly<Record<string, string>> = {
  'package-lock.json': String.raw`"(?:[^"\n]*node_modules\/)?NAME":\s*\{\s*"version":\s*"`,
  'npm-shrinkwrap.json': String.raw`"(?:[^"\n]*node_modules\/)?NAME":\s*\{\s*"version":\s*"`,
  'pnpm-lock.yaml': String.raw`^\s+['"]?\/?NAME[@/]`,
  'yarn.lock': String.raw`^(?:"?[^"\n]*, )?"?NAME@[^\n]*:\r?\n\s+version:? "?`,
  'bun.lock': String.raw`\[\s*"NAME@`,
};

function lockedIn(file: string, text: string, names: readonly string[]): Found {
  const found: Record<string, PackageVersion[]> = {};
  for (const name of names) {
    const before = BEFORE_VERSION[file]!.replaceAll('NAME', name.replace(/[/.]/g, '\\$&'));
    const versions = new Map<string, PackageVersion>();
    for (const [, major, minor] of text.matchAll(new RegExp(String.raw`${before}(\d+)\.(\d+)`, 'gm')))
      versions.set(`${major}.${minor}`, { lowest: { major: Number(major), minor: Number(minor) }, admits: 'this' });
    if (versions.size > 0) found[name] = [...versions.values()];
  }
  return found;
}

/**
 * The version of a package that counts in a folder: what the nearest lock file took for the nearest manifest, else the
 * lowest that the manifest admits. Undefined where nothing says it.
 *
 * @param folder without a slash at its end
 * @param facts by uri of the file
 */
export function packageVersion(
  name: string,
  folder: string,
  facts: ReadonlyMap<string, PackageFacts>,
): Version | undefined {
  const nearest = (origin: PackageFacts['origin']): readonly PackageVersion[] => {
    let best: readonly PackageVersion[] = [];
    let depth = -1;
    for (const [uri, one] of facts) {
      const own = uri.slice(0, uri.lastIndexOf('/'));
      const said = one.packages[name];
      if (one.origin !== origin || !said || own.length <= depth || !isWithin(folder, own)) continue;
      best = said;
      depth = own.length;
    }
    return best;
  };
  const wanted = nearest('manifest')[0];
  const taken = nearest('lock').flatMap(one => one.lowest ?? []);
  if (!wanted) return taken.length === 1 ? taken[0] : undefined;
  const fitting = taken.filter(one => fits(one, wanted)).sort((a, b) => compare(b, a));
  return fitting[0] ?? wanted.lowest;
}

/** Whether a folder is another one or lies below it. */
export function isWithin(folder: string, outer: string): boolean {
  return folder === outer || folder.startsWith(`${outer}/`);
}

function fits(version: Version, { lowest, admits }: PackageVersion): boolean {
  if (!lowest) return true;
  const above = compare(version, lowest);
  if (admits === 'any') return above >= 0;
  if (version.major !== lowest.major) return false;
  return admits === 'major' ? above >= 0 : above === 0;
}

function compare(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor;
}

/** Whether a version is this one or a later one. */
export function isAtLeast(version: Version, major: number, minor: number): boolean {
  return compare(version, { major, minor }) >= 0;
}
