import { escapeMarkup } from './escape.ts';
import type { FormatOptions } from './format.ts';
import { severityMark, verdictMark } from './htmlMarks.ts';
import { SCRIPT } from './htmlScript.ts';
import { STYLE } from './htmlStyle.ts';
import { filesTable, findingsTable, opportunitiesTable } from './htmlTables.ts';
import { type ReportInput, type Summary, summarize } from './input.ts';
import { type SectionScore, type StatementScore, scoreSections, sectionTitle } from './scorecard.ts';
import { sha256Base64 } from './sha256.ts';
import { count, fixableCounts } from './words.ts';

/**
 * One file that needs nothing else: no network, no inline style attributes, no handlers in attributes. Its policy names
 * the hashes of its one style sheet and its one script, so nothing that slips in from a workspace could ever run.
 */
export function html(input: ReportInput, { openable = true }: FormatOptions): string {
  const policy = [
    `default-src 'none'`,
    `style-src 'sha256-${sha256Base64(STYLE)}'`,
    `script-src 'sha256-${sha256Base64(SCRIPT)}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  const sections = scoreSections(input);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plumbline: ${escapeMarkup(input.project)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#findings-title">Skip to the findings</a>
${header(input)}
<main>
${hero(input, sections)}
${scorecard(sections)}
${opportunitiesTable(input)}
${findingsTable(input, openable)}
${filesTable(input, openable)}
<footer>Statements are counted, not findings: a statement of the guide holds where every rule that serves it was on for at
least one checked file of its kind and found nothing. Statements that no such rule serves are not part of the score.
Ignored findings and those in the baseline do not count. Plumbline ${escapeMarkup(input.toolVersion)}.</footer>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function header(input: ReportInput): string {
  const facts = [
    `${count(input.files.length, 'file')} checked`,
    `${input.skipped.length} skipped`,
    `${count(input.activeRules.size, 'rule')} on`,
    ...(input.duration === undefined ? [] : [`${(input.duration / 1000).toFixed(2)} s`]),
  ];
  return `<header>
<h1><svg class="bob" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 1v6M8.5 7h7l-1 7L12 22l-2.5-8z"/></svg>Plumbline <span class="of">${escapeMarkup(input.project)}</span></h1>
<p class="facts">${facts.join(' &middot; ')}</p>
</header>`;
}

/** Length of a circle of radius 36, which the ring is drawn with. */
const RING = 2 * Math.PI * 36;

function hero(input: ReportInput, sections: readonly SectionScore[]): string {
  const holds = sections.reduce((sum, one) => sum + one.holds, 0);
  const checked = sections.reduce((sum, one) => sum + one.checked, 0);
  const share = checked === 0 ? 0 : holds / checked;
  const totals = summarize(input);
  const arc =
    share > 0
      ? `<circle class="ring full" cx="42" cy="42" r="36" stroke-dasharray="${(share * RING).toFixed(1)} ${RING.toFixed(1)}" transform="rotate(-90 42 42)"/>`
      : '';
  return `<div class="hero">
<div class="card score">
<svg viewBox="0 0 84 84" role="img" aria-label="${holds} of ${checked} statements hold"><circle class="ring" cx="42" cy="42" r="36"/>${arc}<text class="ring-label" x="42" y="50">${checked === 0 ? '-' : holds}</text></svg>
<div><strong>${checked === 0 ? 'Nothing was checked' : `${holds} of ${checked} statements hold`}</strong><span>${input.guide.length} statements in the guide, ${checked} of them checked by rules that are on here</span></div>
</div>
${tallies(input, totals)}
</div>`;
}

function tallies(input: ReportInput, totals: Summary): string {
  const { safe, unsafe } = fixableCounts(input);
  const tally = (number: number, name: string, mark: string, note = '') =>
    `<div class="${number === 0 ? 'none' : ''}"><dt>${mark}${name}</dt><dd>${number}${note === '' ? '' : `<small>${note}</small>`}</dd></div>`;
  const milder = totals.infos + totals.hints;
  const split = totals.hints > 0 && totals.infos > 0 ? `${totals.infos} info, ${count(totals.hints, 'hint')}` : '';
  return `<dl class="card tallies">
${tally(totals.errors, 'Errors', severityMark('error'))}
${tally(totals.warnings, 'Warnings', severityMark('warning'))}
${tally(milder, 'Info and hints', severityMark('info'), split)}
${tally(safe + unsafe, 'With a fix', verdictMark('holds'), safe + unsafe === 0 ? '' : `${safe} safe, ${unsafe} to look at`)}
</dl>`;
}

function scorecard(sections: readonly SectionScore[]): string {
  const shown = sections.filter(section => section.checked > 0);
  const others = sections.filter(section => section.checked === 0).map(section => sectionTitle(section.section));
  const rest = others.length > 0 ? ` Not checked here: ${escapeMarkup(others.join(', '))}.` : '';
  return `<section aria-labelledby="scorecard-title">
<h2 id="scorecard-title">Scorecard</h2>
<p>What the guide asks, section by section; open one for its statements.${rest}</p>
<div class="sections">
${shown.map(sectionCard).join('\n')}
</div>
</section>`;
}

function sectionCard(score: SectionScore): string {
  const width = 100 / score.statements.length;
  // In the order of a progress bar, whatever the guide's.
  const verdicts = (['holds', 'open', 'unchecked'] as const).flatMap(verdict =>
    score.statements.filter(one => one.verdict === verdict).map(() => verdict),
  );
  const bars = verdicts.map(
    (verdict, index) =>
      `<rect class="${verdict}" x="${(index * width).toFixed(2)}" y="0" width="${(width - 1).toFixed(2)}" height="8" rx="1"/>`,
  );
  const title = sectionTitle(score.section);
  const tally = `${score.holds} of ${score.checked} hold`;
  return `<details class="section"><summary><b>${escapeMarkup(title)}</b><span class="tally">${tally}</span>
<svg viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="${escapeMarkup(title)}: ${tally}">${bars.join('')}</svg></summary>
<ul class="statements">
${score.statements.map(statementItem).join('\n')}
</ul></details>`;
}

function statementItem({ statement, verdict, findings }: StatementScore): string {
  const words = { holds: 'holds', open: count(findings, 'finding'), unchecked: 'not checked' };
  return `<li>${verdictMark(verdict)}<div>${withCode(statement.title)}<small>${words[verdict]}</small></div></li>`;
}

/** The guide marks code with backticks. */
function withCode(text: string): string {
  return escapeMarkup(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
