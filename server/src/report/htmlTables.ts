import type { Finding } from '#engine';
import { escapeMarkup } from './escape.ts';
import { severityMark } from './htmlMarks.ts';
import { allFindings, createPlaces, type PlaceRange, type ReportFile, type ReportInput } from './input.ts';
import { opportunities } from './scorecard.ts';
import { count, fixability, SEVERITY_RANK } from './words.ts';

/** More rows than a browser lays out at once without a pause. */
const MOST_ROWS = 2000;

export function opportunitiesTable(input: ReportInput): string {
  const rows = opportunities(input).map(
    one => `<tr><th scope="row">${severityLabel(one.severity)}</th>
<td class="message">${ruleLink(one.rule, input)}${one.summary === undefined ? '' : `<small>${escapeMarkup(one.summary)}</small>`}</td>
${number(one.findings)}${number(one.files)}${number(one.safe)}${number(one.unsafe)}</tr>`,
  );
  if (rows.length === 0) return '';
  return `<section aria-labelledby="opportunities-title">
<h2 id="opportunities-title">Where to begin</h2>
<p>Rules by what they found: the gravest first. Safe fixes are applied by <code>plumbline check --fix</code>; the others ask for a look.</p>
<div class="scroll"><table>
<thead><tr><th scope="col">Severity</th><th scope="col">Rule</th><th scope="col" class="number">Findings</th><th scope="col" class="number">Files</th><th scope="col" class="number">Safe fixes</th><th scope="col" class="number">Other fixes</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>
</section>`;
}

export function findingsTable(input: ReportInput, openable: boolean): string {
  const all = allFindings(input);
  const title = '<h2 id="findings-title" tabindex="-1">Findings</h2>';
  if (all.length === 0) {
    const words =
      input.files.length === 0
        ? 'Nothing to check: no Prisma schema, SQL migration, OpenAPI document or Kubernetes manifest was found here.'
        : `No problems found in ${count(input.files.length, 'file')}.`;
    return `<section aria-labelledby="findings-title">${title}<div class="card empty">${words}</div></section>`;
  }
  const order = [...all].sort((a, b) => SEVERITY_RANK[a.finding.severity] - SEVERITY_RANK[b.finding.severity]);
  const shown = order.slice(0, MOST_ROWS);
  const places = createPlaces(input.textOf);
  const more = all.length > shown.length ? `, of which the first ${shown.length} are listed` : '';
  return `<section aria-labelledby="findings-title" id="findings">
${title}
<p>${count(all.length, 'finding')} in ${count(input.files.filter(file => file.findings.length > 0).length, 'file')}${more}; the gravest first, then by file.</p>
<div class="filters" hidden>
<input type="search" placeholder="Filter by file, rule or words" aria-label="Filter the findings by file, rule or words">
<select aria-label="Severity"><option value="">Every severity</option><option value="error">Errors</option><option value="warning">Warnings</option><option value="info">Info</option><option value="hint">Hints</option></select>
<output aria-live="polite"></output>
</div>
<div class="scroll"><table>
<thead><tr><th scope="col">Severity</th><th scope="col">Finding</th><th scope="col">Place</th></tr></thead>
<tbody>
${shown.map(({ file, finding }) => findingRow(input, file, finding, places, openable)).join('\n')}
</tbody></table></div>
</section>`;
}

function findingRow(
  input: ReportInput,
  file: ReportFile,
  finding: Finding,
  places: ReturnType<typeof createPlaces>,
  openable: boolean,
): string {
  const range = places(finding.uri, finding.span);
  const how = fixability(finding);
  const fix = finding.fixes.find(one => one.safety === how);
  const fixNote = fix
    ? `<small><span class="fix">${how === 'safe' ? 'Safe fix' : 'Fix'}:</span> ${escapeMarkup(fix.title)}</small>`
    : '';
  const related = finding.related.map(one => {
    const relatedRange = places(one.uri, one.span);
    const shown = `<span class="path">${escapeMarkup(input.pathOf(one.uri))}:${relatedRange.start.line}</span>`;
    return `<small>${openAttributes(one.uri, relatedRange, openable, shown)} ${escapeMarkup(one.message)}</small>`;
  });
  const place = `<span class="path">${escapeMarkup(file.path)}<span class="line">:${range.start.line}:${range.start.column}</span></span>`;
  return `<tr data-severity="${finding.severity}"><th scope="row">${severityLabel(finding.severity)}</th>
<td class="message">${escapeMarkup(finding.message)}<small>${ruleLink(finding.rule, input)}</small>${fixNote}${related.join('')}</td>
<td class="place">${openAttributes(finding.uri, range, openable, place)}</td></tr>`;
}

/** Wraps `content` with what a viewer needs to open the place: 0-based, as editors count. */
function openAttributes(uri: string, { start, end }: PlaceRange, openable: boolean, content: string): string {
  if (!openable) return content;
  const range = [start.line, start.column, end.line, end.column].map(one => one - 1).join(',');
  return `<span data-uri="${escapeMarkup(uri)}" data-range="${range}">${content}</span>`;
}

const FILE_START: PlaceRange = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

export function filesTable(input: ReportInput, openable: boolean): string {
  const rows = input.files.map(file => {
    const of = (severity: Finding['severity']) => file.findings.filter(one => one.severity === severity).length;
    const path = `<span class="path">${escapeMarkup(file.path)}</span>`;
    return `<tr><th scope="row">${openAttributes(file.uri, FILE_START, openable, path)}</th><td>${file.kind ?? ''}</td>${number(of('error'))}${number(of('warning'))}${number(of('info') + of('hint'))}${number(file.suppressed.length)}${number(file.baselined.length)}</tr>`;
  });
  return `<section aria-labelledby="files-title">
<h2 id="files-title">Files</h2>
<p>${count(input.files.length, 'file')} checked, ${input.skipped.length} skipped.</p>
<div class="scroll"><table>
<thead><tr><th scope="col">File</th><th scope="col">Kind</th><th scope="col" class="number">Errors</th><th scope="col" class="number">Warnings</th><th scope="col" class="number">Info, hints</th><th scope="col" class="number">Ignored</th><th scope="col" class="number">Baseline</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div>
${ignoredTable(input)}${skippedTable(input)}
</section>`;
}

function ignoredTable(input: ReportInput): string {
  const rows = input.files.flatMap(file =>
    file.suppressed.map(
      ({ finding, reason }) =>
        `<tr><th scope="row"><span class="path">${escapeMarkup(file.path)}</span></th><td>${ruleLink(finding.rule, input)}</td><td>${escapeMarkup(reason) || '<i>no reason given</i>'}</td></tr>`,
    ),
  );
  return asideTable(`Ignored, with reasons (${rows.length})`, ['File', 'Rule', 'Reason'], rows);
}

function skippedTable(input: ReportInput): string {
  const rows = input.skipped.map(
    ({ path, reason }) =>
      `<tr><th scope="row"><span class="path">${escapeMarkup(path)}</span></th><td>${escapeMarkup(reason)}</td></tr>`,
  );
  return asideTable(`Skipped files (${rows.length})`, ['File', 'Why'], rows);
}

function asideTable(title: string, columns: readonly string[], rows: readonly string[]): string {
  if (rows.length === 0) return '';
  const head = columns.map(column => `<th scope="col">${column}</th>`).join('');
  return `<details class="aside"><summary>${title}</summary>
<div class="scroll"><table><thead><tr>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div></details>
`;
}

function severityLabel(severity: Finding['severity']): string {
  return `<span class="severity">${severityMark(severity)}${severity}</span>`;
}

function ruleLink(rule: string, input: ReportInput): string {
  return `<a class="rule" href="${escapeMarkup(input.pageOf(rule))}">${escapeMarkup(rule)}</a>`;
}

function number(value: number): string {
  return `<td class="number${value === 0 ? ' zero' : ''}">${value}</td>`;
}
