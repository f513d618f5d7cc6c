import { sameData } from './equal.ts';
import type { Finding } from './finding.ts';
import type { Fix } from './rule.ts';

/** A finding whose fixes are made when somebody asks for them: most keystrokes pass without anybody looking at one. */
export function withFixes(finding: Omit<Finding, 'fixes'>, make: () => readonly Fix[]): Finding {
  let made: readonly Fix[] | undefined;
  const get = (): readonly Fix[] => {
    made ??= make();
    return made;
  };
  // An own property, so that a copy of the finding as data has them.
  return Object.defineProperty({ ...finding }, 'fixes', { get, enumerable: true, configurable: true }) as Finding;
}

/** The finding with other members; fixes that nobody asked for stay unmade. */
export function changed(finding: Finding, changes: Partial<Omit<Finding, 'fixes'>>): Finding {
  if (!isPending(finding)) return { ...finding, ...changes };
  const members = Object.keys(finding).filter(key => key !== 'fixes');
  const rest = Object.fromEntries(members.map(key => [key, finding[key as keyof Finding]]));
  return withFixes({ ...(rest as unknown as Omit<Finding, 'fixes'>), ...changes }, () => finding.fixes);
}

/** Fixes that are made when asked for belong to their version of the text: they are never the same as before. */
export function sameFindings(before: readonly Finding[], after: readonly Finding[]): boolean {
  return before.length === after.length && !after.some(isPending) && sameData(before, after);
}

function isPending(finding: Finding): boolean {
  return Object.getOwnPropertyDescriptor(finding, 'fixes')?.get !== undefined;
}
