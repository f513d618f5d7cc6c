import { type AnyRule, type Engine, type FileStatus, type Finding, kindOf } from '#engine';
import type { Kind } from '#languages';
import { createLineMap, type LineMap, type Span } from '#text';

/** One statement of the guide: what the scorecard counts. */
export interface GuideEntry {
  readonly id: string;
  readonly section: string;
  readonly title: string;
}

/** One file that was given to the engine and is shown. */
export interface ReportFile {
  readonly uri: string;
  /** Relative to the working directory, with `/`. */
  readonly path: string;
  readonly kind: Kind | 'config' | undefined;
  /** In order of position. */
  readonly findings: readonly Finding[];
  readonly suppressed: FileStatus['suppressed'];
  readonly baselined: readonly Finding[];
}

/** A file about which nothing is said, and why. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** Everything that an output format may show. Plain data but for the two look-ups. */
export interface ReportInput {
  readonly toolVersion: string;
  /** What the report is about, as a person would call it: the folder's name. */
  readonly project: string;
  /** Sorted by path. */
  readonly files: readonly ReportFile[];
  /** Sorted by path. */
  readonly skipped: readonly SkippedFile[];
  readonly rules: readonly AnyRule[];
  /** Ids of the rules that were on for at least one of the files of their kind. */
  readonly activeRules: ReadonlySet<string>;
  readonly guide: readonly GuideEntry[];
  /** The web address of a rule's page. */
  readonly pageOf: (rule: string) => string;
  /** The path to show for a uri. */
  readonly pathOf: (uri: string) => string;
  readonly textOf: (uri: string) => string | undefined;
  /** Milliseconds; undefined where nobody measured. */
  readonly duration: number | undefined;
}

export interface CollectOptions {
  readonly toolVersion: string;
  readonly project: string;
  /** The files to show; others in the engine are only context. */
  readonly uris: readonly string[];
  /** Files that the host did not give to the engine. */
  readonly skipped: readonly SkippedFile[];
  readonly guide: readonly GuideEntry[];
  readonly pathOf: (uri: string) => string;
  readonly duration?: number;
}

const REPOSITORY = 'https://github.com/plumbline/plumbline';

/** The web address of a rule's page; findings of the engine itself share one. */
export function pageAddress(rule: string): string {
  return /^(?:config|ignore|syntax|engine)\//.test(rule)
    ? `${REPOSITORY}/blob/main/README.md#configure`
    : `${REPOSITORY}/blob/main/rules/${rule}.md`;
}

/** Asks the engine about `uris`: the same question for every host, so that they all show the same. */
export function collectReport(engine: Engine, options: CollectOptions): ReportInput {
  const files: ReportFile[] = [];
  const skipped: SkippedFile[] = [...options.skipped];
  const activeRules = new Set<string>();
  for (const uri of options.uris) {
    const path = options.pathOf(uri);
    const findings = engine.findings(uri);
    const status = engine.status(uri);
    // A file of no kind says nothing worth a line: most files of a workspace are of that sort.
    if (status.kind === undefined) continue;
    if (status.skipped !== undefined) {
      skipped.push({ path, reason: status.skipped });
      continue;
    }
    files.push({
      uri,
      path,
      kind: status.kind,
      findings,
      suppressed: status.suppressed,
      baselined: status.baselined,
    });
    for (const rule of engine.rules) {
      if (kindOf(rule) !== status.kind || activeRules.has(rule.id)) continue;
      if (engine.explain(uri, rule.id)?.severity !== 'off') activeRules.add(rule.id);
    }
  }
  return {
    toolVersion: options.toolVersion,
    project: options.project,
    files: files.sort(byPath),
    skipped: skipped.sort(byPath),
    rules: engine.rules,
    activeRules,
    guide: options.guide,
    pageOf: pageAddress,
    pathOf: options.pathOf,
    textOf: uri => engine.textOf(uri),
    duration: options.duration,
  };
}

/** By code unit, so that the order does not depend on the machine's language. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** A place for people and other tools: 1-based, columns in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface PlaceRange {
  readonly start: Place;
  readonly end: Place;
}

/** Turns spans into 1-based places; makes one line map a file. */
export function createPlaces(textOf: ReportInput['textOf']): (uri: string, span: Span) => PlaceRange {
  const maps = new Map<string, LineMap>();
  const mapOf = (uri: string): LineMap => {
    let map = maps.get(uri);
    if (!map) maps.set(uri, (map = createLineMap(textOf(uri) ?? '')));
    return map;
  };
  return (uri, { start, end }) => {
    const place = (offset: number): Place => {
      const { line, character } = mapOf(uri).positionAt(offset);
      return { line: line + 1, column: character + 1 };
    };
    return { start: place(start), end: place(end) };
  };
}

/** Everything that was found, with the file it was found in, in order of path and position. */
export function allFindings(input: ReportInput): readonly { readonly file: ReportFile; readonly finding: Finding }[] {
  return input.files.flatMap(file => file.findings.map(finding => ({ file, finding })));
}

export interface Summary {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly hints: number;
  readonly suppressed: number;
  readonly baselined: number;
}

export function summarize(input: ReportInput): Summary {
  const count = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { finding } of allFindings(input)) count[finding.severity]++;
  const sum = (of: (file: ReportFile) => number) => input.files.reduce((total, file) => total + of(file), 0);
  return {
    files: input.files.length,
    errors: count.error,
    warnings: count.warning,
    infos: count.info,
    hints: count.hint,
    suppressed: sum(file => file.suppressed.length),
    baselined: sum(file => file.baselined.length),
  };
}
