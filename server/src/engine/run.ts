import { type Document, differing, type Language, type Settings, type Severity } from '#languages';
import { type Located, type Span, spanOf } from '#text';
import type { RuleState } from './config.ts';
import type { Finding } from './finding.ts';
import { withFixes } from './lazyFixes.ts';
import type { AnyRule, Fix, FixEdit, Related, RuleContext, WorkspaceView } from './rule.ts';

/** What was reported during one visit of an item: spans are relative to the item's start at that time. */
interface Visit {
  readonly options: object;
  readonly settings: object;
  readonly state: object | undefined;
  readonly reports: readonly Finding[];
}

/** What one loop over a list has reported, by the indices of the items that it was about. */
interface Loop {
  readonly options: object;
  readonly settings: object;
  readonly items: readonly object[];
  readonly found: readonly { readonly at: number; readonly reports: readonly Finding[] }[];
}

/** Results of `context.each`, by item and rule. They die with the item. */
export interface VisitMemo {
  readonly visits: WeakMap<object, Map<AnyRule, Visit>>;
  /** The last loop over a list that begins or ends with an item. */
  readonly loops: WeakMap<object, Map<AnyRule, Loop>>;
}

type Reported = Parameters<RuleContext<Record<string, string>, Record<never, never>>['report']>[0];

/** Runs one rule over one document. A rule that throws yields one finding that names it. */
export function runRule(
  state: RuleState,
  document: Document,
  settings: Settings,
  workspace: WorkspaceView,
  memo: VisitMemo,
): readonly Finding[] {
  const { rule } = state;
  const findings: Finding[] = [];
  let sink = findings;

  const report = (reported: Reported): void => {
    const { fixes } = reported;
    const finding = {
      rule: rule.id,
      guide: rule.guide,
      uri: document.uri,
      span: spanOf(reported.at),
      severity: reported.severity ?? rule.severity,
      message: fillIn(rule.messages[reported.message] ?? reported.message, reported.data),
      related: reported.related ?? [],
      ...(reported.covers && { covers: spanOf(reported.covers) }),
    };
    if (typeof fixes === 'function') sink.push(withFixes(finding, () => offered(fixes)));
    else sink.push({ ...finding, fixes: (fixes ?? []).filter(one => one !== undefined) });
  };

  const visited = <T extends object & Located>(
    item: T,
    visit: (item: T) => void,
    around: object | undefined,
  ): Visit => {
    const byRule = entryOf(memo.visits, item);
    const known = byRule.get(rule);
    if (known?.options === state.options && known.settings === settings && known.state === around) return known;
    const outer = sink;
    const own: Finding[] = [];
    sink = own;
    try {
      visit(item);
    } finally {
      sink = outer;
    }
    const start = own.length > 0 ? item.span.start : 0;
    const made = { options: state.options, settings, state: around, reports: own.map(one => shifted(one, -start)) };
    byRule.set(rule, made);
    return made;
  };

  const replay = (item: Located, reports: readonly Finding[]): void => {
    if (reports.length === 0) return;
    const { start } = item.span;
    for (const one of reports) sink.push(shifted(one, start));
  };

  const each = <T extends object & Located>(
    items: readonly T[],
    visit: (item: T) => void,
    stateOf?: (item: T) => object,
  ): void => {
    if (stateOf) {
      for (const item of items) replay(item, visited(item, visit, stateOf(item)).reports);
      return;
    }
    const first = items[0];
    const last = items.at(-1);
    if (!first || !last) return;
    const ends = [entryOf(memo.loops, first), entryOf(memo.loops, last)] as const;
    const before = [ends[0].get(rule), ends[1].get(rule)].find(
      one => one?.options === state.options && one.settings === settings,
    );
    const { start, end, moved } = differing(before?.items ?? [], items);
    const found: { at: number; reports: readonly Finding[] }[] = [];
    for (const one of before?.found ?? []) if (one.at < start) found.push(one);
    for (let at = start; at < end; at++) {
      const { reports } = visited(items[at]!, visit, undefined);
      if (reports.length > 0) found.push({ at, reports });
    }
    for (const { at, reports } of before?.found ?? []) if (at >= end - moved) found.push({ at: at + moved, reports });
    for (const { at, reports } of found) replay(items[at]!, reports);
    for (const one of ends) one.set(rule, { options: state.options, settings, items, found });
  };

  const context = { options: state.options, workspace, settings, report, each };
  try {
    rule.check(document as never, context as never);
  } catch (error) {
    return [failed(rule, document, error)];
  }
  return findings;
}

/** The fixes of a rule that makes them late; one that cannot make them has none. */
function offered(make: () => readonly (Fix | undefined)[]): readonly Fix[] {
  try {
    return make().filter(one => one !== undefined);
  } catch {
    return [];
  }
}

function entryOf<V>(memo: WeakMap<object, Map<AnyRule, V>>, item: object): Map<AnyRule, V> {
  let known = memo.get(item);
  if (!known) memo.set(item, (known = new Map()));
  return known;
}

function failed(rule: AnyRule, document: Document, error: unknown): Finding {
  const reason = (error instanceof Error ? error.message : String(error)).split(/[\r\n]/)[0]!.slice(0, 80);
  return {
    rule: 'engine/rule-failed',
    guide: undefined,
    uri: document.uri,
    span: firstWord(document.text),
    severity: 'warning',
    message: `The rule "${rule.id}" failed on this file (${reason}); the other rules ran. Please report it.`,
    fixes: [],
    related: [],
  };
}

function firstWord(text: string): Span {
  const match = /\S+/.exec(text.slice(0, 10_000));
  return match ? { start: match.index, end: match.index + match[0].length } : { start: 0, end: 0 };
}

function fillIn(template: string, data: Readonly<Record<string, string | number>> | undefined): string {
  return template
    .replace(/\{(\w+)\}/g, (whole, name: string) => String(data?.[name] ?? whole))
    .replace(/[\r\n\t]+/g, ' ');
}

function shifted(finding: Finding, by: number): Finding {
  if (by === 0) return finding;
  return {
    ...finding,
    span: move(finding.span, by),
    ...(finding.covers && { covers: move(finding.covers, by) }),
    fixes: finding.fixes.map((fix): Fix => ({ ...fix, edits: fix.edits.map(one => moveEdit(one, finding.uri, by)) })),
    related: finding.related.map(
      (one): Related => (one.uri === finding.uri ? { ...one, span: move(one.span, by) } : one),
    ),
  };
}

function moveEdit(one: FixEdit, uri: string, by: number): FixEdit {
  return one.uri === undefined || one.uri === uri ? { ...one, span: move(one.span, by) } : one;
}

function move(span: Span, by: number): Span {
  return { start: span.start + by, end: span.end + by };
}

/** The severity that counts in the end; undefined: not shown. An explicit config is taken at its word. */
export function settle(
  state: RuleState,
  finding: Finding,
  document: Document,
  language: Language,
): Severity | undefined {
  if (state.severity === 'off') return undefined;
  if (state.explicit) return state.severity;
  return language.temper ? language.temper(document, finding.severity, finding.span) : finding.severity;
}
