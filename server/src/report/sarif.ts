import type { AnyRule, Finding } from '#engine';
import type { Severity } from '#languages';
import type { Span } from '#text';
import { createPlaces, type PlaceRange, type ReportFile, type ReportInput } from './input.ts';
import { createFingerprints } from './words.ts';

const LEVEL: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/** SARIF 2.1.0 (OASIS), as code-scanning services read it. Columns count UTF-16 code units. */
export function sarif(input: ReportInput): string {
  const rules = describeRules(input);
  const indexOf = new Map<string, number>(rules.map((rule, index) => [rule.id, index]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Plumbline',
            semanticVersion: input.toolVersion,
            informationUri: 'https://github.com/plumbline/plumbline',
            rules,
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { description: { text: 'The working directory of the run.' } } },
        results: describeResults(input, indexOf),
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: input.skipped.map(({ path, reason }) => ({
              level: 'note',
              message: { text: `${path} was skipped: ${reason}` },
              locations: [{ physicalLocation: { artifactLocation: artifact(path) } }],
            })),
          },
        ],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** The rules that ran, then the engine's own ids that occur. */
function describeRules(input: ReportInput) {
  const own = input.rules.filter(rule => input.activeRules.has(rule.id)).map(rule => describeRule(rule, input));
  const known = new Set<string>(own.map(rule => rule.id));
  const others = new Set<string>();
  for (const file of input.files)
    for (const { rule } of [...file.findings, ...file.baselined]) if (!known.has(rule)) others.add(rule);
  return [...own, ...[...others].sort().map(id => ({ id, helpUri: input.pageOf(id) }))];
}

function describeRule(rule: AnyRule, input: ReportInput) {
  const page = input.pageOf(rule.id);
  return {
    id: rule.id,
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.summary },
    help: { text: `${rule.summary} See ${page}.`, markdown: `${rule.summary} [Why, with examples](${page}).` },
    helpUri: page,
    defaultConfiguration: { level: LEVEL[rule.severity] },
    properties: { tags: [rule.guide.split('/')[0] ?? rule.guide, rule.id.split('/')[0] ?? rule.id], guide: rule.guide },
  };
}

function describeResults(input: ReportInput, indexOf: ReadonlyMap<string, number>) {
  const places = createPlaces(input.textOf);
  const fingerprint = createFingerprints();
  const location = (uri: string, span: Span) => ({
    physicalLocation: { artifactLocation: artifact(input.pathOf(uri)), region: region(places(uri, span)) },
  });
  const result = (file: ReportFile, finding: Finding, more: object) => {
    const ruleIndex = indexOf.get(finding.rule);
    return {
      ruleId: finding.rule,
      ...(ruleIndex === undefined ? {} : { ruleIndex }),
      level: LEVEL[finding.severity],
      message: { text: finding.message },
      locations: [location(finding.uri, finding.span)],
      partialFingerprints: { 'plumblineFinding/v1': fingerprint(finding, file.path) },
      ...(finding.related.length === 0
        ? {}
        : {
            relatedLocations: finding.related.map((one, id) => ({
              id,
              ...location(one.uri, one.span),
              message: { text: one.message },
            })),
          }),
      ...more,
    };
  };
  // Where one result has `suppressions`, all must (SARIF 2.1.0, 3.27.23).
  return input.files.flatMap(file => [
    ...file.findings.map(finding => result(file, finding, { suppressions: [] })),
    ...file.suppressed.map(({ finding, reason }) =>
      result(file, finding, { suppressions: [{ kind: 'inSource', justification: reason }] }),
    ),
    ...file.baselined.map(finding =>
      result(file, finding, { suppressions: [{ kind: 'external', justification: 'in the baseline' }] }),
    ),
  ]);
}

function artifact(path: string) {
  return { uri: encodeURI(path).replaceAll('#', '%23').replaceAll('?', '%3F'), uriBaseId: 'ROOT' };
}

function region({ start, end }: PlaceRange) {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}
