import type { Document, Facts, IsCommitted, Judge, Kind, Language, Problem, TextChange } from '#languages';
import { kinds } from '#languages';
import { applyEdits, type Span } from '#text';
import { applyBaseline, type Baseline, readBaseline } from './baseline.ts';
import { type ResolvedConfig, resolveConfig } from './config.ts';
import { type ConfigFile, type ReadConfig, readConfig } from './configFile.ts';
import type { Engine, EngineParts, IgnoreFix } from './engine.ts';
import { sameData } from './equal.ts';
import type { FileStatus, Finding } from './finding.ts';
import { type AnyRule, kindOf, type WorkspaceView } from './rule.ts';
import { createRuleBook } from './ruleBook.ts';
import { runRule, settle, type VisitMemo } from './run.ts';
import { REASON_PLACEHOLDER, suppress } from './suppress.ts';
import { configNames, folderOf, isConfigUri, pathBelow } from './uris.ts';

/** One text that a language claimed, with everything remembered about its present version. */
interface Entry {
  readonly uri: string;
  readonly language: Language;
  document: Document;
  facts: Facts;
  /** Problems that the judge found in the present version; undefined: it has not looked yet. */
  judged: readonly Problem[] | undefined;
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

  private readonly configs = new Map<
    string,
    { readonly text: string; readonly read: ReadConfig; readonly good: ConfigFile | undefined }
  >();
  private readonly wanted = new Map<string, string | undefined>();
  private readonly baselines = new Map<string, Baseline | undefined>();
  private readonly resolved = new Map<string, ResolvedConfig>();
  private forced: string | undefined;
  private allMigrations = false;
  private isCommitted: IsCommitted = () => undefined;
  /** Counts changes of everything that is not text: configs, baselines, scope. */
  private settingsStamp = 0;
  private readonly related = new Map<string, { readonly stamp: number; readonly facts: ReadonlyMap<string, Facts> }>();

  constructor(
    private readonly languages: readonly Language[],
    rules: readonly AnyRule[],
  ) {
    this.book = createRuleBook(rules);
    this.rules = this.book.all;
  }

  // --- texts -----------------------------------------------------------------------------------------------------

  setSource(uri: string, text: string): void {
    const present = this.entries.get(uri);
    if (present?.document.text === text) return;
    const source = { uri, text, ...this.hintsFor(uri) };
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
    return this.entries.get(uri)?.document.text ?? this.configs.get(uri)?.text ?? this.unread.get(uri);
  }

  uris(): readonly string[] {
    return [...this.entries.keys(), ...this.configs.keys()].sort();
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
      Object.assign(present, { document, facts, judged: undefined, version: present.version + 1, answer: undefined });
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

  private hintsFor(uri: string): { hints?: { sqlDialect: NonNullable<ResolvedConfig['settings']['sql']['dialect']> } } {
    const { dialect } = this.configFor(uri).settings.sql;
    return dialect ? { hints: { sqlDialect: dialect } } : {};
  }

  // --- configs ---------------------------------------------------------------------------------------------------

  setConfig(uri: string, text: string): void {
    const before = this.configs.get(uri);
    if (before?.text === text) return;
    const read = readConfig(uri, text, this.book);
    this.configs.set(uri, { text, read, good: read.config ?? before?.good });
    this.settingsChanged();
  }

  removeConfig(uri: string): void {
    if (this.configs.delete(uri)) this.settingsChanged();
  }

  forceConfig(uri: string | undefined): void {
    this.forced = uri;
    this.settingsChanged();
  }

  includeAllMigrations(on: boolean): void {
    this.allMigrations = on;
    this.settingsChanged();
  }

  setCommitted(isCommitted: IsCommitted): void {
    this.isCommitted = isCommitted;
    this.settingsChanged();
  }

  wantedFiles(): readonly string[] {
    const named = new Set<string>();
    for (const { good } of [...this.configs.values()]) {
      for (const base of good?.extends ?? []) if (!base.startsWith('plumbline:')) named.add(base);
      if (good?.baseline) named.add(good.baseline);
    }
    for (const text of this.wantedConfigs())
      for (const base of text.extends) if (!base.startsWith('plumbline:')) named.add(base);
    return [...named].filter(uri => !this.configs.has(uri) && !this.wanted.has(uri));
  }

  setWanted(uri: string, text: string | undefined): void {
    this.wanted.set(uri, text);
    this.baselines.set(uri, text === undefined ? undefined : readBaseline(text));
    this.settingsChanged();
  }

  private wantedConfigs(): readonly ConfigFile[] {
    return [...this.wanted].flatMap(([uri, text]) => {
      const config = text === undefined ? undefined : this.baseConfig(uri, text);
      return config ? [config] : [];
    });
  }

  private baseConfig(uri: string, text: string): ConfigFile | undefined {
    return readBaseline(text) ? undefined : readConfig(uri, text, this.book).config;
  }

  private settingsChanged(): void {
    this.settingsStamp++;
    const dialects = new Map([...this.entries.keys()].map(uri => [uri, this.resolved.get(uri)?.settings.sql.dialect]));
    this.resolved.clear();
    // The dialect decides how a text is read, so a change of it reads again.
    for (const [uri, entry] of this.byKind.get('sql')!) {
      if (this.configFor(uri).settings.sql.dialect !== dialects.get(uri))
        this.accept(
          uri,
          entry.language,
          entry.language.parse({ uri, text: entry.document.text, ...this.hintsFor(uri) }),
        );
    }
  }

  private configFor(uri: string): ResolvedConfig {
    let config = this.resolved.get(uri);
    if (!config) {
      const load = (base: string): ConfigFile | undefined => {
        const text = this.wanted.get(base);
        return this.configs.get(base)?.good ?? (text === undefined ? undefined : this.baseConfig(base, text));
      };
      const nearest = this.forced ?? this.nearestConfig(uri);
      config = resolveConfig(
        uri,
        nearest === undefined ? undefined : this.configs.get(nearest)?.good,
        load,
        this.rules,
      );
      if (this.allMigrations) config = { ...config, settings: { sql: { ...config.settings.sql, scope: 'all' } } };
      this.resolved.set(uri, config);
    }
    return config;
  }

  private nearestConfig(uri: string): string | undefined {
    for (let folder = folderOf(uri); folder.includes('/'); folder = folderOf(folder)) {
      const found = configNames().find(name => this.configs.has(`${folder}/${name}`));
      if (found) return `${folder}/${found}`;
    }
    return undefined;
  }

  // --- answers ---------------------------------------------------------------------------------------------------

  findings(uri: string): readonly Finding[] {
    const config = this.configs.get(uri);
    return config ? config.read.findings : (this.answer(uri)?.findings ?? []);
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
    const config = this.configFor(uri);
    const kind = entry.language.kind;
    const read = new Set([kind, ...this.rules.filter(rule => kindOf(rule) === kind).flatMap(rule => rule.reads ?? [])]);
    const stamp = `${entry.version} ${this.settingsStamp} ${[...read].map(one => this.factsStamp.get(one)).join(' ')}`;
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
    const skipped = config.excluded ?? language.outOfScope?.(document, all, config.settings, this.isCommitted);
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
    const baseline = config.baseline === undefined ? undefined : this.baselines.get(config.baseline);
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
    return [...document.problems, ...(entry.judged ?? [])].flatMap(({ span, message }): Finding[] => {
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
    });
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
    const state = id === undefined ? undefined : this.configFor(uri).states.get(id);
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
            Promise.resolve(language?.loadJudge?.(load)).then(judge => {
              if (judge) this.loadedJudges.set(kind, judge);
            }),
          );
        return this.judges.get(kind);
      }),
    );
  }

  judge(uri: string): boolean {
    const entry = this.entries.get(uri);
    const judge = entry && this.loadedJudges.get(entry.language.kind);
    if (!entry || !judge || entry.judged) return false;
    const siblings = [...this.byKind.get(entry.language.kind)!.values()]
      .filter(one => one !== entry)
      .map(one => one.document);
    const before = this.findings(uri);
    try {
      entry.judged = judge.judge(entry.document, siblings);
    } catch {
      // The judge is wasm of other people: when it dies on a text, the own reader's word stands alone.
      entry.judged = [];
    }
    if (entry.judged.length === 0) return false;
    entry.version++;
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
