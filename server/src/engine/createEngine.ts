import type { Document, Facts, IsCommitted, Judge, Kind, Language, Problem, Source, TextChange } from '#languages';
import { kinds } from '#languages';
import { applyEdits, type Span } from '#text';
import { applyBaseline } from './baseline.ts';
import type { ResolvedConfig } from './config.ts';
import { ConfigStore } from './configStore.ts';
import type { Engine, EngineParts, IgnoreFix } from './engine.ts';
import { sameData } from './equal.ts';
import type { FileStatus, Finding } from './finding.ts';
import { type AnyRule, kindOf, type WorkspaceView } from './rule.ts';
import { createRuleBook } from './ruleBook.ts';
import { runRule, settle, type VisitMemo } from './run.ts';
import { REASON_PLACEHOLDER, suppress } from './suppress.ts';
import { folderOf, isConfigUri, pathBelow } from './uris.ts';

/** One text that a language claimed, with everything remembered about its present version. */
interface Entry {
  readonly uri: string;
  readonly language: Language;
  document: Document;
  facts: Facts;
  /** What the judge said last, of which text, and what the other documents of its kind were like then. */
  judged: { readonly text: string; readonly stamp: number; readonly problems: readonly Problem[] } | undefined;
  /** Results of rules, each with the stamps of what it read. */
  readonly results: Map<
    AnyRule,
    { readonly stamp: string; readonly config: ResolvedConfig; readonly findings: readonly Finding[] }
  >;
  version: number;
  answer: Answer | undefined;
}

interface Answer {
  readonly stamp: string;
  readonly findings: readonly Finding[];
  readonly status: FileStatus;
}

export function createEngine({ languages, rules }: EngineParts): Engine {
  return new MemoryEngine(languages, rules);
}

class MemoryEngine implements Engine {
  readonly rules: readonly AnyRule[];
  private readonly book;
  private readonly entries = new Map<string, Entry>();
  private readonly byKind = new Map<Kind, Map<string, Entry>>(kinds.map(kind => [kind, new Map()]));
  private readonly unread = new Map<string, string>();
  /** Facts of each kind by uri; a facts object stays the same object while its content does. */
  private readonly facts = new Map<Kind, Map<string, Facts>>(kinds.map(kind => [kind, new Map()]));
  private readonly factsStamp = new Map<Kind, number>(kinds.map(kind => [kind, 0]));
  private readonly judges = new Map<Kind, Promise<void>>();
  private readonly loadedJudges = new Map<Kind, Judge<Document>>();
  private readonly visits: VisitMemo = new WeakMap();

  private readonly configs: ConfigStore;
  private readonly related = new Map<string, { readonly stamp: number; readonly facts: ReadonlyMap<string, Facts> }>();

  constructor(
    private readonly languages: readonly Language[],
    rules: readonly AnyRule[],
  ) {
    this.book = createRuleBook(rules);
    this.rules = this.book.all;
    this.configs = new ConfigStore(this.book);
  }

  // --- texts -----------------------------------------------------------------------------------------------------

  setSource(uri: string, text: string): void {
    const present = this.entries.get(uri);
    if (present?.document.text === text) return;
    const source = this.sourceOf(uri, text);
    const language = this.languages.find(one => one.detect(source));
    if (!language) {
      this.removeSource(uri);
      this.unread.set(uri, text);
      return;
    }
    if (present && present.language !== language) this.removeSource(uri);
    this.unread.delete(uri);
    this.accept(uri, language, language.parse(source));
  }

  changeSource(uri: string, changes: readonly TextChange[]): void {
    if (changes.length === 0) return;
    const entry = this.entries.get(uri);
    if (!entry) {
      const text = this.unread.get(uri);
      // A text that no language claimed may become one while it is typed.
      if (text !== undefined)
        this.setSource(
          uri,
          changes.reduce((before, change) => applyEdits(before, [change]), text),
        );
      return;
    }
    let { document } = entry;
    for (const change of changes) document = entry.language.update(document, change);
    const source = { uri, text: document.text };
    if (this.languages.find(one => one.detect(source)) === entry.language) this.accept(uri, entry.language, document);
    else this.setSource(uri, document.text);
  }

  removeSource(uri: string): void {
    this.unread.delete(uri);
    const entry = this.entries.get(uri);
    if (!entry) return;
    const { kind } = entry.language;
    this.entries.delete(uri);
    this.byKind.get(kind)!.delete(uri);
    this.facts.get(kind)!.delete(uri);
    this.bump(kind);
  }

  textOf(uri: string): string | undefined {
    return this.entries.get(uri)?.document.text ?? this.configs.textOf(uri) ?? this.unread.get(uri);
  }

  uris(): readonly string[] {
    return [...this.entries.keys(), ...this.configs.uris()].sort();
  }

  kindOf(uri: string): Kind | 'config' | undefined {
    return this.configs.has(uri) ? 'config' : this.entries.get(uri)?.language.kind;
  }

  private accept(uri: string, language: Language, document: Document): void {
    const known = this.facts.get(language.kind)!;
    const before = known.get(uri);
    let facts = language.facts(document);
    if (before && sameData(before, facts)) facts = before;
    else {
      known.set(uri, facts);
      this.bump(language.kind);
    }
    const present = this.entries.get(uri);
    if (present) {
      Object.assign(present, { document, facts, version: present.version + 1, answer: undefined });
      return;
    }
    const entry: Entry = {
      uri,
      language,
      document,
      facts,
      judged: undefined,
      results: new Map(),
      version: 0,
      answer: undefined,
    };
    this.entries.set(uri, entry);
    this.byKind.get(language.kind)!.set(uri, entry);
  }

  private bump(kind: Kind): void {
    this.factsStamp.set(kind, this.factsStamp.get(kind)! + 1);
  }

  private sourceOf(uri: string, text: string): Source {
    const { dialect } = this.configs.for(uri).settings.sql;
    return dialect ? { uri, text, hints: { sqlDialect: dialect } } : { uri, text };
  }

  // --- configs ---------------------------------------------------------------------------------------------------

  setConfig(uri: string, text: string): void {
    this.reconfigure(() => this.configs.set(uri, text));
  }

  removeConfig(uri: string): void {
    this.reconfigure(() => this.configs.remove(uri));
  }

  forceConfig(uri: string | undefined): void {
    this.reconfigure(() => this.configs.force(uri));
  }

  includeAllMigrations(on: boolean): void {
    this.reconfigure(() => this.configs.includeAllMigrations(on));
  }

  setCommitted(isCommitted: IsCommitted): void {
    this.reconfigure(() => this.configs.setCommitted(isCommitted));
  }

  wantedFiles(): readonly string[] {
    return this.configs.wantedFiles();
  }

  isWanted(uri: string): boolean {
    return this.configs.isWanted(uri);
  }

  setWanted(uri: string, text: string | undefined): void {
    this.reconfigure(() => this.configs.setWanted(uri, text));
  }

  /** The dialect decides how SQL is read, so a config that changes it has the texts read again. */
  private reconfigure(change: () => boolean): void {
    const dialectOf = (uri: string): string | undefined => this.configs.for(uri).settings.sql.dialect;
    const sql = [...this.byKind.get('sql')!.values()];
    const before = sql.map(entry => dialectOf(entry.uri));
    if (!change()) return;
    sql.forEach((entry, index) => {
      if (dialectOf(entry.uri) !== before[index])
        this.accept(entry.uri, entry.language, entry.language.parse(this.sourceOf(entry.uri, entry.document.text)));
    });
  }

  // --- answers ---------------------------------------------------------------------------------------------------

  findings(uri: string): readonly Finding[] {
    return this.configs.findings(uri) ?? this.answer(uri)?.findings ?? [];
  }

  status(uri: string): FileStatus {
    const nothing = { uri, suppressed: [], baselined: [] };
    if (this.configs.has(uri)) return { ...nothing, kind: 'config', skipped: undefined };
    const answer = this.answer(uri);
    return (
      answer?.status ?? {
        ...nothing,
        kind: undefined,
        skipped: isConfigUri(uri) ? undefined : 'not a document that Plumbline reads',
      }
    );
  }

  private answer(uri: string): Answer | undefined {
    const entry = this.entries.get(uri);
    if (!entry) return undefined;
    const config = this.configs.for(uri);
    const kind = entry.language.kind;
    const read = new Set([kind, ...this.rules.filter(rule => kindOf(rule) === kind).flatMap(rule => rule.reads ?? [])]);
    const stamp = `${entry.version} ${this.configs.stamp} ${[...read].map(one => this.factsStamp.get(one)).join(' ')}`;
    if (entry.answer?.stamp !== stamp) {
      const answer = { ...this.compute(entry, config), stamp };
      // The same array as long as nothing changed: hosts may compare by identity.
      entry.answer =
        entry.answer && sameData(entry.answer.findings, answer.findings)
          ? { ...answer, findings: entry.answer.findings }
          : answer;
    }
    return entry.answer;
  }

  private compute(entry: Entry, config: ResolvedConfig): Omit<Answer, 'stamp'> {
    const { uri, language, document } = entry;
    const status: FileStatus = { uri, kind: language.kind, skipped: undefined, suppressed: [], baselined: [] };
    const all = this.facts.get(language.kind)!;
    const skipped = config.excluded ?? language.outOfScope?.(document, all, config.settings, this.configs.isCommitted);
    if (skipped) return { findings: [], status: { ...status, skipped } };

    const raw = this.rules
      .filter(rule => kindOf(rule) === language.kind)
      .flatMap(rule => this.resultsOf(rule, entry, config));
    const { kept, suppressed, complaints } = suppress(
      document,
      language,
      raw,
      this.book,
      id => config.states.get(id)?.severity !== 'off',
    );
    const sorted = [...kept, ...complaints, ...this.syntax(entry)].sort(inOrder);
    const baseline = this.configs.baseline(config.baseline);
    const path = config.baseline === undefined ? undefined : pathBelow(folderOf(config.baseline), uri);
    const { fresh, known } = applyBaseline(baseline, path, sorted);
    return { findings: fresh, status: { ...status, suppressed, baselined: known } };
  }

  private resultsOf(rule: AnyRule, entry: Entry, config: ResolvedConfig): readonly Finding[] {
    const state = config.states.get(rule.id)!;
    if (state.severity === 'off') return [];
    const stamp = `${entry.version} ${(rule.reads ?? []).map(kind => this.factsStamp.get(kind)).join(' ')}`;
    const present = entry.results.get(rule);
    if (present?.stamp === stamp && present.config === config) return present.findings;
    const { document, language } = entry;
    const findings = runRule(state, document, config.settings, this.viewFor(entry.uri), this.visits).flatMap(
      finding => {
        const severity = finding.rule === rule.id ? settle(state, finding, document, language) : finding.severity;
        return severity ? [severity === finding.severity ? finding : { ...finding, severity }] : [];
      },
    );
    entry.results.set(rule, { stamp, config, findings });
    return findings;
  }

  private syntax(entry: Entry): Finding[] {
    const { document, language } = entry;
    const seen = new Set<string>();
    return [...document.problems, ...(entry.judged?.text === document.text ? entry.judged.problems : [])].flatMap(
      ({ span, message }): Finding[] => {
        const at = onOneLine(span, document);
        // The judge repeats in its own words what the reader has found: one a line is enough.
        const line = String(document.lines.positionAt(at.start).line);
        if (seen.has(line)) return [];
        seen.add(line);
        return [
          {
            rule: `syntax/${language.kind}`,
            guide: undefined,
            uri: document.uri,
            span: at,
            severity: 'error',
            message: message.replace(/\s+/g, ' ').trim(),
            fixes: [],
            related: [],
          },
        ];
      },
    );
  }

  private viewFor(uri: string): WorkspaceView {
    const relatedFacts = (kind: Kind): ReadonlyMap<string, Facts> => {
      const all = this.facts.get(kind)!;
      const language = this.languages.find(one => one.kind === kind);
      if (!language?.related) return all;
      const key = `${kind} ${uri}`;
      const stamp = this.factsStamp.get(kind)!;
      let known = this.related.get(key);
      if (known?.stamp !== stamp) this.related.set(key, (known = { stamp, facts: language.related(uri, all) }));
      return known.facts;
    };
    return {
      facts: kind => relatedFacts(kind) as never,
      allFacts: kind => this.facts.get(kind) as never,
    };
  }

  explain(uri: string, rule: string): ReturnType<Engine['explain']> {
    const id = this.book.find(rule)?.id;
    const state = id === undefined ? undefined : this.configs.for(uri).states.get(id);
    return state && { rule: state.rule.id, severity: state.severity, options: state.options, from: state.from };
  }

  // --- judges ----------------------------------------------------------------------------------------------------

  async loadJudges(wanted: readonly Kind[], load: Parameters<Engine['loadJudges']>[1]): Promise<void> {
    await Promise.all(
      wanted.map(kind => {
        const language = this.languages.find(one => one.kind === kind);
        if (!this.judges.has(kind))
          this.judges.set(
            kind,
            Promise.resolve(language?.loadJudge?.(load)).then(
              judge => {
                if (judge) this.loadedJudges.set(kind, judge);
              },
              // Without its judge a language says less, and that is all.
              () => {},
            ),
          );
        return this.judges.get(kind);
      }),
    );
  }

  judge(uri: string): boolean {
    const entry = this.entries.get(uri);
    const judge = entry && this.loadedJudges.get(entry.language.kind);
    const { text } = entry?.document ?? {};
    const stamp = entry ? this.factsStamp.get(entry.language.kind)! : 0;
    if (!entry || !judge || (entry.judged?.text === text && entry.judged?.stamp === stamp)) return false;
    const siblings = [...this.byKind.get(entry.language.kind)!.values()]
      .filter(one => one !== entry)
      .map(one => one.document);
    const before = this.findings(uri);
    entry.judged = { text: entry.document.text, stamp, problems: judged(judge, entry.document, siblings) };
    entry.answer = entry.answer && { ...entry.answer, stamp: '' };
    return this.findings(uri) !== before;
  }

  // --- ignores ---------------------------------------------------------------------------------------------------

  ignoreFixes(finding: Finding): readonly IgnoreFix[] {
    const entry = this.entries.get(finding.uri);
    const rule = this.book.get(finding.rule);
    if (!entry || !rule) return [];
    const { ignores } = entry.language;
    const here = ignores.writeHere(entry.document, finding.span, rule.id, REASON_PLACEHOLDER);
    const file = ignores.writeInFile(entry.document, rule.id, REASON_PLACEHOLDER);
    const uri = finding.uri;
    return [
      ...(here ? [{ scope: 'here' as const, title: `Ignore ${rule.id} here`, edit: { uri, ...here } }] : []),
      ...(file ? [{ scope: 'file' as const, title: `Ignore ${rule.id} in this file`, edit: { uri, ...file } }] : []),
    ];
  }
}

/** The judge is wasm of other people: when it dies on a text, the own reader's word stands alone. */
function judged(judge: Judge<Document>, document: Document, siblings: readonly Document[]): readonly Problem[] {
  try {
    return judge.judge(document, siblings);
  } catch {
    return [];
  }
}

function inOrder(a: Finding, b: Finding): number {
  return (
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0) ||
    (a.message < b.message ? -1 : 1)
  );
}

/** The part of a span on its first line: no squiggle ever spans two lines. */
function onOneLine(span: Span, document: Document): Span {
  const line = document.lines.lineSpanAt(span.start);
  return { start: span.start, end: Math.max(span.start, Math.min(span.end, line.end)) };
}
