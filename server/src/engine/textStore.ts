import type { Document, Facts, Hints, Kind, Language, Problem, Source, TextChange } from '#languages';
import { kinds } from '#languages';
import { applyEdits } from '#text';
import { ClaimStore } from './claims.ts';
import { CompanionStore } from './companions.ts';
import type { ResolvedConfig } from './config.ts';
import { sameData } from './equal.ts';
import type { FactsStore } from './factsStore.ts';
import type { FileStatus, Finding } from './finding.ts';
import type { AnyRule } from './rule.ts';

/** One text that a language claimed, with everything remembered about its present version. */
export interface Entry {
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

export interface Answer {
  readonly stamp: string;
  readonly findings: readonly Finding[];
  readonly status: FileStatus;
}

/** Longer companions are lock files, into which no finding points. In UTF-16 units. */
const MAX_KEPT = 256 * 1024;

/** Every text that was put in: as a document of the language that claims it, for what it says of others, or unread. */
export class TextStore {
  readonly entries = new Map<string, Entry>();
  private readonly byKind = new Map<Kind, Map<string, Entry>>(kinds.map(kind => [kind, new Map()]));
  private readonly unread = new Map<string, { readonly text: string; readonly hints: Hints | undefined }>();
  private readonly claims = new ClaimStore();
  /** Texts that belong to somebody, or to nobody, since a document changed its claims. */
  private readonly disputed = new Set<string>();
  private isSettling = false;
  readonly companions: CompanionStore;

  /**
   * @param dialectOf what the config says about the SQL of a file
   * @param onChange called when a document of the kind has come, changed or gone
   */
  constructor(
    private readonly languages: readonly Language[],
    private readonly facts: FactsStore,
    private readonly dialectOf: (uri: string) => Hints['sqlDialect'],
    private readonly onChange: (kind: Kind) => void,
  ) {
    this.companions = new CompanionStore(languages);
  }

  ofKind(kind: Kind): ReadonlyMap<string, Entry> {
    return this.byKind.get(kind)!;
  }

  textOf(uri: string): string | undefined {
    return this.entries.get(uri)?.document.text ?? this.unread.get(uri)?.text;
  }

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
    // Meanwhile others may have said how it is to be read.
    if (sameData(source.hints, this.sourceOf(uri, '').hints)) this.take(language, document, source);
    else this.read(uri, text);
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
    this.settleClaims();
  }

  private take(language: Language, document: Document, { uri, hints }: Source): void {
    const present = this.entries.get(uri);
    if (present && present.language !== language) this.forget(uri);
    this.unread.delete(uri);
    this.accept(language, document, hints);
    this.settleClaims();
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
    else this.take(entry.language, document, source);
    this.takeCompanion(uri, document.text);
  }

  removeSource(uri: string): void {
    this.unread.delete(uri);
    this.forget(uri);
    this.settleClaims();
    this.takeCompanion(uri, undefined);
  }

  private forget(uri: string): void {
    const entry = this.entries.get(uri);
    if (!entry) return;
    const { kind } = entry.language;
    this.entries.delete(uri);
    this.byKind.get(kind)!.delete(uri);
    this.facts.delete(kind, uri);
    this.onChange(kind);
    this.claim(uri, [], false);
  }

  private claim(claimer: string, uris: readonly string[], stands: boolean): void {
    for (const uri of this.claims.set(claimer, uris, stands)) this.disputed.add(uri);
  }

  /** Texts that have become somebody's, or nobody's, are read again; they may have claims of their own. */
  private settleClaims(): void {
    if (this.isSettling) return;
    this.isSettling = true;
    try {
      // A set gives what is added while it is gone through as well.
      for (const uri of this.disputed) {
        this.disputed.delete(uri);
        const text = this.textOf(uri);
        if (text !== undefined) this.read(uri, text);
      }
    } finally {
      this.isSettling = false;
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
  readAgain(concerns: (uri: string) => boolean): void {
    const texts = [
      ...[...this.entries].map(([uri, { hints, document }]) => ({ uri, hints, text: document.text })),
      ...[...this.unread].map(([uri, one]) => ({ uri, ...one })),
    ];
    for (const { uri, hints, text } of texts)
      if (concerns(uri) && !sameData(hints, this.sourceOf(uri, '').hints)) this.read(uri, text);
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
    this.onChange(language.kind);
    if (language.claims) this.claim(uri, language.claims(facts), this.stands(language, document));
  }

  /** Whether a document is what it is without another one that says so. */
  private stands(language: Language, { uri, text }: Document): boolean {
    return !this.claims.has(uri) || language.detect({ uri, text });
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
    const dialect = this.dialectOf(uri);
    const said = this.companions.hintsFor(uri);
    const known = dialect ? { sqlDialect: dialect, ...(said?.helmChart && { helmChart: true as const }) } : said;
    const hints = this.claims.has(uri) ? { ...known, openApiFragment: true as const } : known;
    return hints ? { uri, text, hints } : { uri, text };
  }
}
