import type { Finding } from '#engine';
import type { Severity } from '#languages';
import type { FormatOptions } from './format.ts';
import { createPlaces, type PlaceRange, type ReportFile, type ReportInput, summarize } from './input.ts';
import { createPaint, type Paint, printable } from './paint.ts';
import { count, fixability, fixableCounts, severityCounts } from './words.ts';

/** The longest piece of a source line that a code frame shows, in UTF-16 code units. */
const FRAME_WIDTH = 100;

/** For people at a terminal: each finding with its line, then a summary. */
export function text(input: ReportInput, { color }: FormatOptions): string {
  const paint = createPaint(color);
  const places = createPlaces(input.textOf);
  const blocks = input.files.flatMap(file => {
    const lines = (input.textOf(file.uri) ?? '').split(/\r\n|\n|\r/);
    return file.findings.map(finding => {
      const range = places(finding.uri, finding.span);
      return [
        headline(file, finding, range, paint),
        ...codeFrame(lines, range, finding.severity, paint),
        ...notes(input, finding, places, paint),
      ].join('\n');
    });
  });
  return `${[...blocks, summary(input, paint)].join('\n\n')}\n`;
}

function headline(file: ReportFile, finding: Finding, { start }: PlaceRange, paint: Paint): string {
  const place = `${paint.bold(printable(file.path))}${paint.dim(`:${start.line}:${start.column}`)}`;
  const severity = bySeverity(finding.severity, paint)(finding.severity);
  return `${place} ${severity} ${printable(finding.message)} ${paint.dim(finding.rule)}`;
}

/** The line, one line before it, and carets under the span. */
function codeFrame(lines: readonly string[], range: PlaceRange, severity: Severity, paint: Paint): string[] {
  const line = lines[range.start.line - 1];
  if (line === undefined) return [];
  const width = String(range.start.line).length;
  const gutter = (label: string) => paint.dim(`  ${label.padStart(width)} | `);
  const startColumn = range.start.column - 1;
  const endColumn = range.end.line === range.start.line ? range.end.column - 1 : line.length;
  // A long line (minified JSON) is cut to the piece around the span.
  const from = line.length > FRAME_WIDTH ? Math.max(0, startColumn - 20) : 0;
  const shown = line.slice(from, from + FRAME_WIDTH);
  const carets = '^'.repeat(Math.max(1, Math.min(endColumn, from + shown.length) - startColumn));
  const before = lines[range.start.line - 2];
  const context = before !== undefined && before.trim() !== '' && from === 0;
  return [
    ...(context ? [gutter(String(range.start.line - 1)) + paint.dim(expand(before.slice(0, FRAME_WIDTH)))] : []),
    gutter(String(range.start.line)) + (from > 0 ? '…' : '') + expand(shown),
    gutter('') +
      (from > 0 ? ' ' : '') +
      ' '.repeat(expand(line.slice(from, startColumn)).length) +
      bySeverity(severity, paint)(carets),
  ];
}

/** Tabs as four blanks, so that the carets stand under what they mean. */
function expand(text: string): string {
  return printable(text.replaceAll('\t', '    '));
}

function notes(
  input: ReportInput,
  finding: Finding,
  places: ReturnType<typeof createPlaces>,
  paint: Paint,
): readonly string[] {
  const related = finding.related.map(({ uri, span, message }) => {
    const { start } = places(uri, span);
    return paint.dim(`  see ${printable(input.pathOf(uri))}:${start.line}:${start.column}: ${printable(message)}`);
  });
  const how = fixability(finding);
  const fix = finding.fixes.find(one => one.safety === how);
  if (!how || !fix) return related;
  const flag = how === 'safe' ? '--fix' : fix.creates?.length ? '--fix-unsafe --create-files' : '--fix-unsafe';
  return [...related, `  ${paint.green('fix:')} ${printable(fix.title)} ${paint.dim(`(${flag})`)}`];
}

function bySeverity(severity: Severity, paint: Paint): (text: string) => string {
  const colors = { error: paint.red, warning: paint.yellow, info: paint.blue, hint: paint.cyan };
  return colors[severity];
}

function summary(input: ReportInput, paint: Paint): string {
  const totals = summarize(input);
  const found = totals.errors + totals.warnings + totals.infos + totals.hints;
  const checked = `${count(totals.files, 'file')} checked`;
  const aside = [
    ...(input.skipped.length > 0 ? [`${input.skipped.length} skipped`] : []),
    ...(totals.suppressed > 0 ? [`${totals.suppressed} ignored with a comment`] : []),
    ...(totals.baselined > 0 ? [`${totals.baselined} in the baseline`] : []),
  ];
  const tail = paint.dim(`${[checked, ...aside].join(', ')}.`);
  if (found === 0) {
    if (totals.files === 0) return `${paint.yellow('Nothing to check:')} ${tail}`;
    return `${paint.green('No problems found.')} ${tail}`;
  }
  const { safe, unsafe } = fixableCounts(input);
  const fixes = [
    ...(safe > 0 ? [`${safe} fixable with --fix`] : []),
    ...(unsafe > 0 ? [`${unsafe}${safe > 0 ? ' more' : ''} with --fix-unsafe`] : []),
  ];
  const head = paint.bold(`${count(found, 'problem')} (${severityCounts(totals)})`);
  return `${head}${fixes.length > 0 ? `; ${fixes.join(', ')}` : ''}. ${tail}`;
}
