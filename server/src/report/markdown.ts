import { escapeMarkdown } from './escape.ts';
import { createPlaces, type ReportFile, type ReportInput, summarize } from './input.ts';
import { opportunities, scoreSections, sectionTitle } from './scorecard.ts';
import { count, severityCounts } from './words.ts';

/** A pull request's comment holds 65,536 characters; the findings beyond this number are only counted. */
const MOST_FINDINGS = 200;

/** For a pull request's comment or a job's summary: the short part first, the rest folded. */
export function markdown(input: ReportInput): string {
  const totals = summarize(input);
  const found = totals.errors + totals.warnings + totals.infos + totals.hints;
  const verdict = found === 0 ? 'No problems found.' : `${count(found, 'problem')} (${severityCounts(totals)}).`;
  const aside = [
    `${count(totals.files, 'file')} checked`,
    `${input.skipped.length} skipped`,
    ...(totals.suppressed > 0 ? [`${totals.suppressed} ignored with a comment`] : []),
    ...(totals.baselined > 0 ? [`${totals.baselined} in the baseline`] : []),
  ];
  const parts = [
    `## Plumbline: ${escapeMarkdown(input.project)}`,
    `**${verdict}** ${aside.join(', ')}.`,
    scorecard(input),
  ];
  if (found > 0) parts.push(rules(input), findings(input));
  if (input.skipped.length > 0) parts.push(skipped(input));
  return `${parts.join('\n\n')}\n`;
}

function scorecard(input: ReportInput): string {
  const rows = scoreSections(input)
    .filter(section => section.checked > 0)
    .map(
      ({ section, holds, checked, findings: open }) =>
        `| ${sectionTitle(section)} | ${holds} of ${checked} | ${open} |`,
    );
  return ['| Section of the guide | Statements that hold | Findings |', '| --- | --- | ---: |', ...rows].join('\n');
}

function rules(input: ReportInput): string {
  const rows = opportunities(input).map(
    one =>
      `| [${one.rule}](${input.pageOf(one.rule)}) | ${one.severity} | ${one.findings} | ${one.safe} | ${one.unsafe} |`,
  );
  return [
    '| Rule | Severity | Findings | `--fix` | `--fix-unsafe` |',
    '| --- | --- | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}

function findings(input: ReportInput): string {
  const places = createPlaces(input.textOf);
  let left = MOST_FINDINGS;
  const blocks = input.files.flatMap((file: ReportFile) => {
    const shown = file.findings.slice(0, Math.max(0, left));
    left -= file.findings.length;
    if (shown.length === 0) return [];
    const rows = shown.map(finding => {
      const { start } = places(finding.uri, finding.span);
      return `- ${start.line}:${start.column} **${finding.severity}** ${escapeMarkdown(finding.message)} (${finding.rule})`;
    });
    return [`**${escapeMarkdown(file.path)}**\n\n${rows.join('\n')}`];
  });
  if (left < 0) blocks.push(`and ${-left} more.`);
  return folded('Findings', blocks.join('\n\n'));
}

function skipped(input: ReportInput): string {
  const rows = input.skipped.map(({ path, reason }) => `- ${escapeMarkdown(path)}: ${escapeMarkdown(reason)}`);
  return folded(`${count(input.skipped.length, 'file')} skipped`, rows.join('\n'));
}

function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}
