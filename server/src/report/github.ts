import { allFindings, createPlaces, type ReportInput } from './input.ts';
import { SEVERITY_RANK } from './words.ts';

/**
 * Workflow commands that GitHub Actions turns into annotations. It shows ten of each level a step, so the worst come
 * first. Source: docs.github.com, "Workflow commands for GitHub Actions".
 */
export function github(input: ReportInput): string {
  const places = createPlaces(input.textOf);
  return [...allFindings(input)]
    .sort((a, b) => SEVERITY_RANK[a.finding.severity] - SEVERITY_RANK[b.finding.severity])
    .map(({ file, finding }) => {
      const { start, end } = places(finding.uri, finding.span);
      const command = finding.severity === 'error' || finding.severity === 'warning' ? finding.severity : 'notice';
      const properties = {
        file: file.path,
        line: start.line,
        endLine: end.line,
        col: start.column,
        endColumn: end.column,
        title: finding.rule,
      };
      const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
      return `::${command} ${list.join(',')}::${escapeData(finding.message)}\n`;
    })
    .join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
