import type { Document, Facts, Hints, Judge, Kind, Language, Problem, Source, TextChange } from '#languages';
import { kinds } from '#languages';
import { applyEdits } from '#text';
import { applyBaseline } from './baseline.ts';
import { ClaimStore } from './claims.ts';
import { CompanionStore } from './companions.ts';
import type { ResolvedConfig } from './config.ts';
import { ConfigStore } from './configStore.ts';
import type { Engine, EngineParts, IgnoreFix } from './engine.ts';
import { sameData } from './equal.ts';
import { FactsStore } from './factsStore.ts';
import type { FileStatus, Finding } from './finding.ts';
import { changed, sameFindings } from './lazyFixes.ts';
import { withoutReplaced } from './replace.ts';
import { type AnyRule, type Committed, kindOf } from './rule.ts';
import { createRuleBook } from './ruleBook.ts';
import { runRule, settle, type VisitMemo } from './run.ts';
import { REASON_PLACEHOLDER, suppress } from './suppress.ts';
import { syntaxFindings } from './syntax.ts';
import { folderOf, isConfigUri, pathBelow } from './uris.ts';

/** One text that a language claimed, with everything remembered about its present version. */
interface Entry {
  readonly uri: string;
  readonly language: Language;
  document: Document;
  /** The document as rules see it: with what it refers to. Undefined: to be found again. */
  linked: Document | undefined;
  facts: Facts;
  /** Those that it was read with. */
  hints: Hints | undefined;
  /** What the judge said last, of which text, and what the other documents of its kind were like then. */
  judged: { readonly text: string; readonly stamp: string; readonly problems: readonly Problem[] } | undefined;
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

/** Longer companions are lock files, into which no finding points. In UTF-16 units. */
const MAX_KEPT = 256 * 1024;

export function createEngine({ languages, rules }: EngineParts): Engine {
  return new MemoryEngine(languages, rules);
}

class MemoryEngine implements Engine {
  readonly rules: readonly AnyRule[];
  private readonly book;
  private readonly entries = new Map<string, Entry>();
  private readonly byKind = new Map<Kind, Map<string, Entry>>(kinds.map(kind => [kind, new Map()]));
  private readonly unread = new Map<string, { readonly text: string; readonly hints: Hints | undefined }>();
  private readonly companions: CompanionStore;
  private readonly claims = new ClaimStore();
  private readonly facts: FactsStore;
  private readonly judges = new Map<Kind, Promise<void>>();
  private readonly loadedJudges = new Map<Kind, Judge<Document>>();
  private readonly visits: VisitMemo = { visits: new WeakMap(), loops: new WeakMap() };

  private readonly configs: ConfigStore;

  constructor(
    private readonly languages: readonly Language[],
    rules: readonly AnyRule[],
  ) {
    this.book = createRuleBook(rules);
    this.rules = this.book.all;
    this.facts = new FactsStore(languages);
    this.companions = new CompanionStore(languages);
    this.configs = new ConfigStore(this.book);
  }

  // --- texts -----------------------------------------------------------------------------------------------------

  setSource(uri: string, text: string): void {
    if (this.entries.get(uri)?.document.text === text) return;
    this.read(uri, text);
    this.takeCompanion(uri, text);
    if (text.length > MAX_KEPT && this.companions.has(uri)) this.unread.delete(uri);
  }

  *setSourceInSteps(uri: string, text: string): Generator<void, void> {
    const source = this.sourceOf(uri, text);
    const language = this.languages.find(one => one.detect(source));
    const present = this.entries.get(uri);
    if (!language?.parseInSteps || present?.document.text === text) {
      this.setSource(uri, text);
      return;
    }
    const document = yield* language.parseInSteps(source);
    this.take(language, document, source);
    this.takeCompanion(uri, text);
  }

  /** Reads a text, whatever it was before. */
  private read(uri: string, text: string): void {
    const source = this.sourceOf(uri, text);
    const language = this.languages.find(one => one.detect(source));
    if (language) {
      this.take(language, language.parse(source), source);
      return;
    }
    this.forget(uri);
    this.unread.set(uri, { text, hints: source.hints });
  }

  private take(language: Language, document: Document, { uri, hints }: Source): void {
    const present = this.entries.get(uri);
    if (present && present.language !== language) this.forget(uri);
    this.unread.delete(uri);
    this.accept(language, document, hints);
  }

  changeSource(uri: string, changes: readonly TextChange[]): void {
    if (changes.length === 0) return;
    const entry = this.entries.get(uri);
    if (!entry) {
      const text = this.unread.get(uri)?.text;
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
    const source = this.sourceOf(uri, document.text);
    if (this.languages.find(one => one.detect(source)) !== entry.language) this.read(uri, document.text);
    else this.accept(entry.language, document, source.hints);
    this.takeCompanion(uri, document.text);
  }

  removeSource(uri: string): void {
    this.unread.delete(uri);
    this.forget(uri);
    this.takeCompanion(uri, undefined);
  }

  private forget(uri: string): void {
    const entry = this.entries.get(uri);
    if (!entry) return;
    const { kind } = entry.language;
    this.entries.delete(uri);
    this.byKind.get(kind)!.delete(uri);
    this.facts.delete(kind, uri);
    this.claim(uri, []);
  }

  /** Texts that become somebody's, or nobody's, are read again. */
  private claim(claimer: string, uris: readonly string[]): void {
    for (const uri of this.claims.set(claimer, uris)) {
      const text = this.entries.get(uri)?.document.text ?? this.unread.get(uri)?.text;
      if (text !== undefined) this.read(uri, text);
    }
  }

  missingParts(): readonly string[] {
    return [...this.claims.all()].filter(uri => !this.entries.has(uri) && !this.unread.has(uri));
  }

  private takeCompanion(uri: string, text: string | undefined): void {
    for (const { kind, facts, folders } of this.companions.take(uri, text, this.entries.get(uri)?.language.kind)) {
      if (facts) this.facts.set(kind, uri, facts);
      else this.facts.delete(kind, uri);
      if (folders.length > 0) this.readAgain(one => folders.some(folder => one.startsWith(`${folder}/`)));
    }
  }

  /** Reads those texts again that are now to be read in another way. */
  private readAgain(concerns: (uri: string) => boolean): void {
    const texts = [
      ...[...this.entries].map(([uri, { hints, document }]) => ({ uri, hints, text: document.text })),
      ...[...this.unread].map(([uri, one]) => ({ uri, ...one })),
    ];
    for (const { uri, hints, text } of texts)
      if (concerns(uri) && !sameData(hints, this.sourceOf(uri, '').hints)) this.read(uri, text);
  }

  companionNames(wanted?: readonly Kind[]): readonly string[] {
    return this.companions.names(wanted);
  }

  reads(uri: string): boolean {
    return this.entries.has(uri) || this.configs.has(uri) || this.companions.has(uri);
  }

  textOf(uri: string): string | undefined {
    return this.entries.get(uri)?.document.text ?? this.configs.textOf(uri) ?? this.unread.get(uri)?.text;
  }

  uris(): readonly string[] {
    return [...this.entries.keys(), ...this.configs.uris()].sort();
  }

  kindOf(uri: string): Kind | 'config' | undefined {
    return this.configs.has(uri) ? 'config' : this.entries.get(uri)?.language.kind;
  }

  private accept(language: Language, document: Document, hints: Hints | undefined): void {
    const { uri } = document;
    const facts = this.facts.set(language.kind, uri, language.facts(document));
    const present = this.entries.get(uri);
    if (present)
      Object.assign(present, {
        document,
        linked: undefined,
        facts,
        hints,
        version: present.version + 1,
        answer: undefined,
      });
    else this.add(language, document, facts, hints);
    this.claim(uri, language.claims?.(facts) ?? []);
  }

  private add(language: Language, document: Document, facts: Facts, hints: Hints | undefined): void {
    const { uri } = document;
    const entry: Entry = {
      uri,
      language,
      document,
      linked: undefined,
      facts,
      hints,
      judged: undefined,
      results: new Map(),
      version: 0,
      answer: undefined,
    };
    this.entries.set(uri, entry);
    this.byKind.get(language.kind)!.set(uri, entry);
  }

  private sourceOf(uri: string, text: string): Source {
    const { dialect } = this.configs.for(uri).settings.sql;
    const said = this.companions.hintsFor(uri);
    const known = dialect ? { sqlDialect: dialect, ...(said?.helmChart && { helmChart: true as const }) } : said;
    const hints = this.claims.has(uri) ? { ...known, openApiFragment: true as const } : known;
    return hints ? { uri, text, hints } : { uri, text };
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
    if (change()) this.readAgain(uri => this.entries.get(uri)?.language.kind === 'sql');
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

  /** Follows the document's references; where that leads to something else than last time, it is a new version. */
  private link(entry: Entry): void {
    const { language, document, linked } = entry;
    if (!language.link) return;
    const documents = this.byKind.get(language.kind)!;
    const now = language.link(document, this.facts.of(language.kind) as never, uri => documents.get(uri)?.document);
    if (now === linked) return;
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
      return severity ? [severity === finding.severity ? finding : changed(finding, { severity })] : [];
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
    const stamp = entry ? this.facts.stamp([entry.language.kind]) : '';
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

/** What the reader found, and what the judge said of the same text. */
function problemsOf({ document, judged }: Entry): readonly Problem[] {
  return judged?.text === document.text ? [...document.problems, ...judged.problems] : document.problems;
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
