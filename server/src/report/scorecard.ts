import type { Finding } from '#engine';
import { allFindings, type GuideEntry, type ReportInput } from './input.ts';
import { fixability, SEVERITY_RANK } from './words.ts';

/**
 * `holds`: rules that serve the statement ran on documents of their kind and found nothing new. `open`: they found
 * something. `unchecked`: no rule that was on reads a kind of document that is here.
 */
export type Verdict = 'holds' | 'open' | 'unchecked';

export interface StatementScore {
  readonly statement: GuideEntry;
  readonly verdict: Verdict;
  readonly findings: number;
}

export interface SectionScore {
  readonly section: string;
  readonly statements: readonly StatementScore[];
  readonly holds: number;
  /** Statements that were checked: what `holds` is out of. */
  readonly checked: number;
  readonly findings: number;
}

/** By section, in the guide's order. Counts statements, not findings, so that one noisy rule cannot sink a section. */
export function scoreSections(input: ReportInput): readonly SectionScore[] {
  const active = input.rules.filter(rule => input.activeRules.has(rule.id));
  const checked = new Set<string>(active.map(rule => rule.guide));
  const findings = new Map<string, number>();
  for (const { finding } of allFindings(input))
    if (finding.guide !== undefined) findings.set(finding.guide, (findings.get(finding.guide) ?? 0) + 1);

  const sections = new Map<string, StatementScore[]>();
  for (const statement of input.guide) {
    const open = findings.get(statement.id) ?? 0;
    const verdict: Verdict = open > 0 ? 'open' : checked.has(statement.id) ? 'holds' : 'unchecked';
    const list = sections.get(statement.section) ?? [];
    sections.set(statement.section, [...list, { statement, verdict, findings: open }]);
  }
  return [...sections].map(([section, statements]) => ({
    section,
    statements,
    holds: statements.filter(one => one.verdict === 'holds').length,
    checked: statements.filter(one => one.verdict !== 'unchecked').length,
    findings: statements.reduce((sum, one) => sum + one.findings, 0),
  }));
}

export interface Opportunity {
  readonly rule: string;
  readonly summary: string | undefined;
  readonly severity: Finding['severity'];
  readonly findings: number;
  readonly files: number;
  readonly safe: number;
  readonly unsafe: number;
}

/** The rules that found something: the gravest first, then the most frequent. */
export function opportunities(input: ReportInput): readonly Opportunity[] {
  const byRule = new Map<string, { readonly path: string; readonly finding: Finding }[]>();
  for (const { file, finding } of allFindings(input)) {
    const list = byRule.get(finding.rule) ?? [];
    byRule.set(finding.rule, list);
    list.push({ path: file.path, finding });
  }
  return [...byRule]
    .map(([rule, found]): Opportunity => {
      const severities = found.map(({ finding }) => finding.severity);
      return {
        rule,
        summary: input.rules.find(one => one.id === rule)?.summary,
        severity: severities.reduce((worst, one) => (SEVERITY_RANK[one] < SEVERITY_RANK[worst] ? one : worst)),
        findings: found.length,
        files: new Set(found.map(({ path }) => path)).size,
        safe: found.filter(({ finding }) => fixability(finding) === 'safe').length,
        unsafe: found.filter(({ finding }) => fixability(finding) === 'unsafe').length,
      };
    })
    .sort(
      (a, b) =>
        SEVERITY_RANK[a.severity] - SEVERITY_RANK[b.severity] || b.findings - a.findings || (a.rule < b.rule ? -1 : 1),
    );
}

/** `system-design` as people write it. */
export function sectionTitle(section: string): string {
  const words = section.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
