import type { Finding, Fix, FixEdit } from '#engine';
import { allFindings, createPlaces, type PlaceRange, type ReportFile, type ReportInput, summarize } from './input.ts';

/** The shape of `--format json`: a contract, see design.md 7. Lines and columns are 1-based in UTF-16 code units. */
export interface JsonReport {
  readonly schemaVersion: 1;
  readonly files: readonly {
    readonly path: string;
    readonly kind: string;
    readonly findings: readonly JsonFinding[];
  }[];
  readonly skipped: ReportInput['skipped'];
  readonly summary: ReturnType<typeof summarize>;
}

export interface JsonFinding {
  readonly rule: string;
  readonly guide?: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  readonly range: PlaceRange;
  readonly fixes: readonly {
    readonly title: string;
    readonly safety: Fix['safety'];
    readonly edits: readonly { readonly path: string; readonly range: PlaceRange; readonly text: string }[];
    readonly creates?: readonly { readonly path: string; readonly text: string }[];
  }[];
  readonly related: readonly { readonly path: string; readonly range: PlaceRange; readonly message: string }[];
}

export function json(input: ReportInput): string {
  return `${JSON.stringify(jsonReport(input), undefined, 2)}\n`;
}

/** One finding a line, each with its path; for streams and `grep`. */
export function jsonLines(input: ReportInput): string {
  const convert = createConverter(input);
  return allFindings(input)
    .map(({ file, finding }) => `${JSON.stringify({ path: file.path, kind: file.kind, ...convert(finding) })}\n`)
    .join('');
}

export function jsonReport(input: ReportInput): JsonReport {
  const convert = createConverter(input);
  return {
    schemaVersion: 1,
    files: input.files.map((file: ReportFile) => ({
      path: file.path,
      kind: file.kind ?? 'unknown',
      findings: file.findings.map(convert),
    })),
    skipped: input.skipped,
    summary: summarize(input),
  };
}

function createConverter(input: ReportInput): (finding: Finding) => JsonFinding {
  const places = createPlaces(input.textOf);
  return finding => {
    const convertEdit = ({ uri = finding.uri, span, text }: FixEdit) => ({
      path: input.pathOf(uri),
      range: places(uri, span),
      text,
    });
    return {
      rule: finding.rule,
      ...(finding.guide === undefined ? {} : { guide: finding.guide }),
      severity: finding.severity,
      message: finding.message,
      range: places(finding.uri, finding.span),
      fixes: finding.fixes.map(({ title, safety, edits, creates }) => ({
        title,
        safety,
        edits: edits.map(convertEdit),
        ...(creates ? { creates: creates.map(({ uri, text }) => ({ path: input.pathOf(uri), text })) } : {}),
      })),
      related: finding.related.map(({ uri, span, message }) => ({
        path: input.pathOf(uri),
        range: places(uri, span),
        message,
      })),
    };
  };
}
