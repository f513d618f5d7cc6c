import { escapeMarkup } from './escape.ts';
import { createPlaces, type ReportFile, type ReportInput, summarize } from './input.ts';

/** JUnit's XML as CI servers read it: a suite is a file, a case is a finding; a file without findings is one that passes. */
export function junit(input: ReportInput): string {
  const places = createPlaces(input.textOf);
  const { errors, warnings, infos, hints } = summarize(input);
  const failures = errors + warnings + infos + hints;
  const cases = input.files.reduce((sum, file) => sum + Math.max(1, file.findings.length), 0);
  const suites = input.files.map(file => suite(file, places)).join('');
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<testsuites name="Plumbline" tests="${cases}" failures="${failures}" errors="0">\n${suites}</testsuites>\n`
  );
}

function suite(file: ReportFile, places: ReturnType<typeof createPlaces>): string {
  const name = escapeMarkup(file.path);
  const body = file.findings.map(finding => {
    const { start } = places(finding.uri, finding.span);
    const where = `${file.path}:${start.line}:${start.column}`;
    return (
      `    <testcase classname="${name}" name="${escapeMarkup(`${finding.rule} (${start.line}:${start.column})`)}">\n` +
      `      <failure type="${finding.severity}" message="${escapeMarkup(finding.message)}">` +
      `${escapeMarkup(`${where} ${finding.message} ${finding.rule}`)}</failure>\n    </testcase>\n`
    );
  });
  const passed = body.length === 0 ? [`    <testcase classname="${name}" name="no findings"/>\n`] : body;
  return (
    `  <testsuite name="${name}" tests="${passed.length}" failures="${body.length}" errors="0">\n` +
    `${passed.join('')}  </testsuite>\n`
  );
}
