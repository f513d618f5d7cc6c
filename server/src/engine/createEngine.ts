import type { Kind, Language, Problem, TextChange } from '#languages';
import { applyBaseline } from './baseline.ts';
import type { ResolvedConfig } from './config.ts';
import { ConfigStore } from './configStore.ts';
import type { Engine, EngineParts, IgnoreFix } from './engine.ts';
import { FactsStore } from './factsStore.ts';
import type { FileStatus, Finding } from './finding.ts';
import { JudgeStore } from './judges.ts';
import { changed, sameFindings } from './lazyFixes.ts';
import { LinkStore, withUses } from './links.ts';
import { withoutReplaced } from './replace.ts';
import { type AnyRule, type Committed, kindOf } from './rule.ts';
import { createRuleBook } from './ruleBook.ts';
import { runRule, settle, type VisitMemo } from './run.ts';
import { REASON_PLACEHOLDER, suppress } from './suppress.ts';
import { syntaxFindings } from './syntax.ts';
import { type Answer, type Entry, TextStore } from './textStore.ts';
import { folderOf, isConfigUri, pathBelow } from './uris.ts';

export function createEngine({ languages, rules }: EngineParts): Engine {
  return new MemoryEngine(languages, rules);
}

class MemoryEngine implements Engine {
  readonly rules: readonly AnyRule[];
  private readonly book;
  private readonly texts: TextStore;
  private readonly entries: ReadonlyMap<string, Entry>;
  private readonly facts: FactsStore;
  private readonly links: LinkStore;
  private readonly judges: JudgeStore;
  private readonly visits: VisitMemo = { visits: new WeakMap(), loops: new WeakMap() };

  private readonly configs: ConfigStore;

  constructor(languages: readonly Language[], rules: readonly AnyRule[]) {
    this.book = createRuleBook(rules);
    this.rules = this.book.all;
    this.facts = new FactsStore(languages);
    this.links = new LinkStore(this.facts, kind => this.texts.ofKind(kind));
    this.judges = new JudgeStore(languages);
    this.configs = new ConfigStore(this.book);
    this.texts = new TextStore(
      languages,
      this.facts,
      uri => this.configs.for(uri).settings.sql.dialect,
      kind => this.links.changed(kind),
    );
    this.entries = this.texts.entries;
  }

  // --- texts -----------------------------------------------------------------------------------------------------

  setSource(uri: string, text: string): void {
    this.texts.setSource(uri, text);
  }

  setSourceInSteps(uri: string, text: string): Generator<void, void> {
    return this.texts.setSourceInSteps(uri, text);
  }

  changeSource(uri: string, changes: readonly TextChange[]): void {
    this.texts.changeSource(uri, changes);
  }

  removeSource(uri: string): void {
    this.texts.removeSource(uri);
  }

  missingParts(): readonly string[] {
    return this.texts.missingParts();
  }

  companionNames(wanted?: readonly Kind[]): readonly string[] {
    return this.texts.companions.names(wanted);
  }

  reads(uri: string): boolean {
    return this.entries.has(uri) || this.configs.has(uri) || this.texts.companions.has(uri);
  }

  textOf(uri: string): string | undefined {
    return this.entries.get(uri)?.document.text ?? this.configs.textOf(uri) ?? this.texts.textOf(uri);
  }

  uris(): readonly string[] {
    return [...this.entries.keys(), ...this.configs.uris()].sort();
  }

  kindOf(uri: string): Kind | 'config' | undefined {
    return this.configs.has(uri) ? 'config' : this.entries.get(uri)?.language.kind;
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

  setCommitted(committed: Committed): void {
    this.reconfigure(() => this.configs.setCommitted(committed));
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
    if (change()) this.texts.readAgain(uri => this.entries.get(uri)?.language.kind === 'sql');
  }

  // --- answers ---------------------------------------------------------------------------------------------------

  findings(uri: string): readonly Finding[] {
    return this.configs.findings(uri) ?? this.answer(uri)?.findings ?? [];
  }

  *findInSteps(uri: string): Generator<void, void> {
    for (const rule of this.rules) {
      // Looked up each time: between two steps the document may have become another one.
      const entry = this.entries.get(uri);
      const config = this.configs.for(uri);
      if (!entry || kindOf(rule) !== entry.language.kind || config.excluded) continue;
      if (this.outsideOf(entry, config) !== undefined && !rule.outOfScope) continue;
      this.link(entry);
      this.resultsOf(rule, entry, config);
      yield;
    }
  }

  /** Why the document is not checked. */
  private outsideOf({ language, document }: Entry, { settings }: ResolvedConfig): string | undefined {
    return language.outOfScope?.(document, this.facts.of(language.kind), settings, this.configs.committed.has);
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
    this.link(entry);
    const config = this.configs.for(uri);
    const kind = entry.language.kind;
    const read = new Set([kind, ...this.rules.filter(rule => kindOf(rule) === kind).flatMap(rule => rule.reads ?? [])]);
    const stamp = `${entry.version} ${this.configs.stamp} ${this.facts.stamp(read)}`;
    if (entry.answer?.stamp !== stamp) {
      const answer = { ...this.compute(entry, config), stamp };
      // The same array as long as nothing changed: hosts may compare by identity.
      entry.answer =
        entry.answer && sameFindings(entry.answer.findings, answer.findings)
          ? { ...answer, findings: entry.answer.findings }
          : answer;
    }
    return entry.answer;
  }

  /** Where the document's references lead to something else than last time, it is a new version. */
  private link(entry: Entry): void {
    if (!entry.language.link) return;
    const now = this.links.linked(entry.language, entry.document);
    if (now === entry.linked) return;
    entry.linked = now;
    entry.version++;
  }

  private compute(entry: Entry, config: ResolvedConfig): Omit<Answer, 'stamp'> {
    const { uri, language } = entry;
    const document = entry.linked ?? entry.document;
    const status: FileStatus = { uri, kind: language.kind, skipped: undefined, suppressed: [], baselined: [] };
    if (config.excluded) return { findings: [], status: { ...status, skipped: config.excluded } };
    const outside = this.outsideOf(entry, config);

    const raw = this.rules
      .filter(rule => kindOf(rule) === language.kind && (outside === undefined || rule.outOfScope))
      .flatMap(rule => this.resultsOf(rule, entry, config));
    const { kept, suppressed, complaints } = suppress(
      document,
      language,
      raw,
      this.book,
      id => config.states.get(id)?.severity !== 'off',
    );
    // Nothing else is said of what is out of scope.
    const others = outside === undefined ? [...complaints, ...syntaxFindings(document, problemsOf(entry))] : [];
    const sorted = [...withoutReplaced(kept, raw, id => this.book.find(id)), ...others].sort(inOrder);
    const baseline = this.configs.baseline(config.baseline);
    const path = config.baseline === undefined ? undefined : pathBelow(folderOf(config.baseline), uri);
    const { fresh, known } = applyBaseline(baseline, path, sorted);
    const skipped = fresh.length === 0 ? outside : undefined;
    return { findings: fresh, status: { ...status, skipped, suppressed, baselined: known } };
  }

  private resultsOf(rule: AnyRule, entry: Entry, config: ResolvedConfig): readonly Finding[] {
    const state = config.states.get(rule.id)!;
    if (state.severity === 'off') return [];
    const stamp = `${entry.version} ${this.facts.stamp(rule.reads ?? [])}`;
    const present = entry.results.get(rule);
    if (present?.stamp === stamp && present.config === config) return present.findings;
    const { language } = entry;
    const document = entry.linked ?? entry.document;
    const view = { ...this.facts.viewFor(entry.uri), committed: this.configs.committed };
    const findings = runRule(state, document, config.settings, view, this.visits).flatMap(finding => {
      const severity = finding.rule === rule.id ? settle(state, finding, document, language) : finding.severity;
      if (!severity) return [];
      const settled = severity === finding.severity ? finding : changed(finding, { severity });
      return [withUses(settled, language, document)];
    });
    entry.results.set(rule, { stamp, config, findings });
    return findings;
  }

  explain(uri: string, rule: string): ReturnType<Engine['explain']> {
    const id = this.book.find(rule)?.id;
    const state = id === undefined ? undefined : this.configs.for(uri).states.get(id);
    return state && { rule: state.rule.id, severity: state.severity, options: state.options, from: state.from };
  }

  // --- judges ----------------------------------------------------------------------------------------------------

  loadJudges(wanted: readonly Kind[], load: Parameters<Engine['loadJudges']>[1]): Promise<void> {
    return this.judges.load(wanted, load);
  }

  judge(uri: string): boolean {
    const entry = this.entries.get(uri);
    const { text } = entry?.document ?? {};
    const stamp = entry ? this.facts.stamp([entry.language.kind]) : '';
    if (!entry || !this.judges.has(entry.language.kind)) return false;
    if (entry.judged?.text === text && entry.judged?.stamp === stamp) return false;
    const siblings = [...this.texts.ofKind(entry.language.kind).values()]
      .filter(one => one !== entry)
      .map(one => one.document);
    const before = this.findings(uri);
    entry.judged = { text: entry.document.text, stamp, problems: this.judges.judge(entry.document, siblings) };
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

/** What the reader found, and what the judge said of the same text. */
function problemsOf({ document, judged }: Entry): readonly Problem[] {
  return judged?.text === document.text ? [...document.problems, ...judged.problems] : document.problems;
}

function inOrder(a: Finding, b: Finding): number {
  return (
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0) ||
    (a.message < b.message ? -1 : 1)
  );
}
