import type { Finding } from './finding.ts';

/**
 * Findings that a team has decided to live with for now, by file, rule and message. Messages name things, never lines,
 * so that a baseline survives edits elsewhere in the file.
 */
export interface Baseline {
  readonly schemaVersion: 1;
  readonly files: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;
}

/** Undefined where the text is not a baseline. */
export function readBaseline(text: string): Baseline | undefined {
  try {
    const data = JSON.parse(text) as Partial<Baseline> | null;
    return data?.schemaVersion === 1 && typeof data.files === 'object' ? (data as Baseline) : undefined;
  } catch {
    return undefined;
  }
}

/** Splits the findings of one file (path relative to the baseline's folder) into new and known ones. */
export function applyBaseline(
  baseline: Baseline | undefined,
  path: string | undefined,
  findings: readonly Finding[],
): { readonly fresh: readonly Finding[]; readonly known: readonly Finding[] } {
  const counts = path === undefined ? undefined : baseline?.files[path];
  if (!counts) return { fresh: findings, known: [] };
  const left = new Map<string, number>();
  const fresh: Finding[] = [];
  const known: Finding[] = [];
  for (const finding of findings) {
    const key = `${finding.rule}\n${finding.message}`;
    const remaining = left.get(key) ?? counts[finding.rule]?.[finding.message] ?? 0;
    left.set(key, remaining - 1);
    (remaining > 0 ? known : fresh).push(finding);
  }
  return { fresh, known };
}

/** The baseline that knows all these findings; sorted, one entry a line when printed with two spaces. */
export function createBaseline(findingsByPath: ReadonlyMap<string, readonly Finding[]>): Baseline {
  const files: Record<string, Record<string, Record<string, number>>> = {};
  for (const path of [...findingsByPath.keys()].sort()) {
    const byRule: Record<string, Record<string, number>> = {};
    const sorted = [...findingsByPath.get(path)!].sort((a, b) => order(a.rule, b.rule) || order(a.message, b.message));
    for (const { rule, message } of sorted) {
      byRule[rule] ??= {};
      byRule[rule][message] = (byRule[rule][message] ?? 0) + 1;
    }
    if (sorted.length > 0) files[path] = byRule;
  }
  return { schemaVersion: 1, files };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
