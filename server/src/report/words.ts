import type { Finding } from '#engine';
import type { ReportInput, Summary } from './input.ts';
import { allFindings } from './input.ts';

/** "1 file", "2 files". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** "1 error, 2 warnings": only what is there. */
export function severityCounts({ errors, warnings, infos, hints }: Summary): string {
  const parts: [number, string][] = [
    [errors, 'error'],
    [warnings, 'warning'],
    [infos, 'info'],
    [hints, 'hint'],
  ];
  return parts
    .filter(([number]) => number > 0)
    .map(([number, noun]) => (noun === 'info' ? `${number} info` : count(number, noun)))
    .join(', ');
}

/** How a finding can be fixed in bulk; undefined: by hand only. A fix counts as what `--fix` would take first. */
export function fixability(finding: Finding): 'safe' | 'unsafe' | undefined {
  if (finding.fixes.some(fix => fix.safety === 'safe')) return 'safe';
  return finding.fixes.length > 0 ? 'unsafe' : undefined;
}

export function fixableCounts(input: ReportInput): { readonly safe: number; readonly unsafe: number } {
  let safe = 0;
  let unsafe = 0;
  for (const { finding } of allFindings(input)) {
    const how = fixability(finding);
    if (how === 'safe') safe++;
    else if (how === 'unsafe') unsafe++;
  }
  return { safe, unsafe };
}

/** What people should read first. */
export const SEVERITY_RANK = { error: 0, warning: 1, info: 2, hint: 3 } as const;

/**
 * A number for a finding that stays the same while lines move: of rule, path and message, and of how many such there
 * were before it. 64 bits in hex (two FNV-1a hashes with different seeds): identity, not security.
 */
export function createFingerprints(): (finding: Finding, path: string) => string {
  const seen = new Map<string, number>();
  return (finding, path) => {
    const key = `${finding.rule}\n${path}\n${finding.message}`;
    const earlier = seen.get(key) ?? 0;
    seen.set(key, earlier + 1);
    return fnv1a(`${key}\n${earlier}`, 0x811c9dc5) + fnv1a(`${earlier}\n${key}`, 0x01000193);
  };
}

function fnv1a(text: string, seed: number): string {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
