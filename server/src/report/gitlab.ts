import type { Severity } from '#languages';
import { allFindings, createPlaces, type ReportInput } from './input.ts';
import { createFingerprints } from './words.ts';

const SEVERITY: Readonly<Record<Severity, string>> = {
  error: 'critical',
  warning: 'major',
  info: 'minor',
  hint: 'info',
};

/** GitLab's Code Quality report (a subset of Code Climate's). Source: docs.gitlab.com, "Code Quality report format". */
export function gitlab(input: ReportInput): string {
  const places = createPlaces(input.textOf);
  const fingerprint = createFingerprints();
  const issues = allFindings(input).map(({ file, finding }) => {
    const { start, end } = places(finding.uri, finding.span);
    return {
      description: finding.message,
      check_name: finding.rule,
      fingerprint: fingerprint(finding, file.path),
      severity: SEVERITY[finding.severity],
      location: { path: file.path, lines: { begin: start.line, end: end.line } },
    };
  });
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}
