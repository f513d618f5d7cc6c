import type { LineMap, Span, TextEdit } from '#text';

/** The kinds of document that rules are written for. AsyncAPI documents are of the kind `openapi`. */
export type Kind = 'prisma' | 'openapi' | 'sql' | 'kubernetes';

export const kinds: readonly Kind[] = ['prisma', 'openapi', 'sql', 'kubernetes'];

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** A text to be read. `uri` is the identity; its path is what detection may look at. */
export interface Source {
  readonly uri: string;
  readonly text: string;
  /** What the config, or else a companion, says about this file; overrules what its content suggests. */
  readonly hints?: Hints;
}

export interface Hints {
  readonly sqlDialect?: 'postgresql' | 'mysql' | 'mariadb' | 'sqlite';
  /** The SQL of a system that is not read here: SQL Server, Oracle. */
  readonly foreignSql?: true;
  /** In the folder of a Helm chart: `values.yaml` says what its templates are filled with. */
  readonly helmChart?: true;
  /** A document refers to it as a part of an API description. */
  readonly openApiFragment?: true;
}

/** What is wrong with a text as a text of its kind, never with what it says. */
export interface Problem {
  readonly span: Span;
  /** One line, without a full stop where the parser gave none. */
  readonly message: string;
}

/** A comment with its markers: `-- x`, `# x`, `// x` or a block comment. */
export interface Comment {
  readonly span: Span;
  /** What stands between the markers, not trimmed. */
  readonly text: string;
  /** Where `text` starts. */
  readonly textStart: number;
}

/**
 * What all models share. A document always exists, however broken its text is.
 *
 * Nodes keep offsets relative to their fragment, so that an edit above them costs nothing: their `span` is computed
 * when asked for and belongs to the **newest** version of the document. Nobody may keep a document across `update`.
 */
export interface Document {
  readonly kind: Kind;
  readonly uri: string;
  readonly text: string;
  readonly lines: LineMap;
  /** In order of position. From the own reader only; judges come later and may be missing. */
  readonly problems: readonly Problem[];
  readonly comments: readonly Comment[];
  /** What a template fills in: no rule may reason about these places, and no fix may touch them. */
  readonly opaque: readonly Span[];
}

/** An edit of a document's text: `span` in the text before it. */
export type TextChange = TextEdit;

/** An ignore that is written in the data of the format itself: an annotation, an `x-` field. */
export interface DeclaredIgnore {
  readonly rule: string;
  /** Where the rule id stands. */
  readonly ruleSpan: Span;
  readonly reason: string;
  /** What it covers. */
  readonly scope: Span;
  /** The edit that takes it away. */
  readonly removal: TextEdit;
}

/** An ignore that is written for another linter. */
export interface ForeignIgnore {
  /** As it is written: `squawk-ignore`. */
  readonly directive: string;
  /** The rules that it names, as `alsoKnownAs` writes them; a `*` at the end stands for any ending. Undefined: all rules. */
  readonly names: readonly string[] | undefined;
  /** The comment. */
  readonly span: Span;
  readonly scope: Span;
  /** What a comment of ours in its place would cover. Undefined: no single one covers the same. */
  readonly covers: 'statement' | 'file' | undefined;
  /** The reason that stands beside it; '' where none does. */
  readonly reason: string;
}

/** How a language says "ignore". The comment syntax `plumbline-ignore …` itself is read by the engine, once for all. */
export interface IgnoreSyntax<D extends Document> {
  /** What an ignore comment covers: the next statement, block or key with its whole subtree. Undefined: nothing follows. */
  scopeAfter(document: D, comment: Comment): Span | undefined;
  /** Comments that start before this offset stand in the file's header. */
  headerEnd(document: D): number;
  declared(document: D): readonly DeclaredIgnore[];
  /** Ignores for other linters of the language, and what writes ours in the place of one. */
  readonly foreign?: {
    all(document: D): readonly ForeignIgnore[];
    convert(document: D, ignore: ForeignIgnore, rules: string, reason: string): readonly TextEdit[] | undefined;
  };
  /** Writes an ignore for what stands at `at`. Undefined where the format has no room for one. */
  writeHere(document: D, at: Span, rule: string, reason: string): TextEdit | undefined;
  /** Writes an ignore for the whole file. */
  writeInFile(document: D, rule: string, reason: string): TextEdit | undefined;
}

/** Bytes of the files that lie beside the bundle (wasm). Given by the host; undefined where it has none. */
export type LoadAsset = (name: AssetName) => Promise<Uint8Array | undefined>;
export type AssetName = 'libpg-query.wasm' | 'prisma_schema_build_bg.wasm';

/**
 * The field's own parser for a language: says whether a text is valid. Slower than the reader and loaded late, so it
 * speaks when the typing has paused. Never the source of ranges for fixes.
 */
export interface Judge<D extends Document> {
  /** What it finds wrong with `document`. `siblings` are the other documents of its kind in the workspace. */
  judge(document: D, siblings: readonly D[]): readonly Problem[];
}

/** Plain data about one document: compared by value, so no spans unless a rule points at them with related information. */
export type Facts = object;

/** What the user's config says of the project, as far as languages and rules need it. */
export interface Settings {
  readonly sql: SqlSettings;
}

export interface SqlSettings {
  readonly dialect: 'postgresql' | 'mysql' | 'mariadb' | 'sqlite' | undefined;
  /** Major version, 12 to 18; 15 where the config names none. */
  readonly postgresVersion: number;
  readonly scope: 'new' | 'all';
  /** Rows by `schema.table` or `table`. */
  readonly tableSizes: Readonly<Record<string, number>>;
  readonly migrations: readonly MigrationSettings[];
}

export interface MigrationSettings {
  /** The uri of the directory, without a slash at its end. */
  readonly dir: string;
  readonly tool: string | undefined;
  /** Name of the last frozen file or directory. */
  readonly after: string | undefined;
}

/** Whether version control has a file in its last commit; undefined where there is none. One function always says the same. */
export type IsCommitted = (uri: string) => boolean | undefined;

/** The text of a file in the last commit of version control; undefined where it has none. */
export type CommittedText = (uri: string) => string | undefined;

/**
 * Files that are no documents of a kind but say how its documents are to be understood: lock files, the configuration of
 * a migration tool. Read as text, never run. What one says are facts like those of a document, under its own uri.
 */
export interface Companions<F extends Facts> {
  /** File names; a leading `*` stands for any beginning. */
  readonly names: readonly string[];
  /** Undefined: nothing that concerns this kind. Asked for files of these names only. */
  facts(source: Source): F | undefined;
  /** How texts are to be read, by the uri of the folder that holds them; the innermost folder counts. */
  hints?(facts: F): ReadonlyMap<string, Hints>;
}

/** A place in another document that leads here. */
export interface Use {
  readonly uri: string;
  readonly span: Span;
  /** One sentence. */
  readonly message: string;
}

/**
 * One kind of document: text to model. Nothing here throws on any text.
 *
 * @typeParam D the model that rules read
 * @typeParam F what other documents may know about one of these
 */
export interface Language<D extends Document = Document, F extends Facts = Facts> {
  readonly kind: Kind;
  /** By content, then by path; never by an editor's language id. */
  detect(source: Source): boolean;
  parse(source: Source): D;
  /** The same in steps of some milliseconds, for a host that has other things to do in between. Absent: it is never long. */
  parseInSteps?(source: Source): Generator<void, D>;
  /** The document after `change`; reuses every fragment whose text and context are the same. */
  update(previous: D, change: TextChange): D;
  facts(document: D): F;
  /** Uris of texts that belong to a document though nothing in them says so: they are read as this kind as well. */
  claims?(facts: F): readonly string[];
  /**
   * The document with its references to other documents followed: the same object as long as no document that it leads
   * to, or that leads to it, has changed. Rules see this one.
   *
   * @param documentOf the same function as long as no document of the kind has come, changed or gone
   */
  link?(document: D, all: ReadonlyMap<string, F>, documentOf: (uri: string) => D | undefined): D;
  /** Where else a part of several documents is used that holds this place: a few of them. Asked of linked documents. */
  usesOf?(document: D, at: Span): readonly Use[];
  readonly companions?: Companions<F>;
  /**
   * Of all facts of this kind, those that may concern `uri`: the same schema folder, migration directory, unit, its companions.
   * `all` never changes: another state of the workspace is another map.
   */
  related?(uri: string, all: ReadonlyMap<string, F>): ReadonlyMap<string, F>;
  readonly ignores: IgnoreSyntax<D>;
  /** Loads the judge; undefined where an asset is missing. */
  loadJudge?(load: LoadAsset): Promise<Judge<D> | undefined>;
  /** Why nothing is reported in a document that is read all the same ("applied migration"); undefined: it is in scope. */
  outOfScope?(
    document: D,
    all: ReadonlyMap<string, F>,
    settings: Settings,
    isCommitted: IsCommitted,
  ): string | undefined;
  /**
   * The severity of a finding at `at` for this document: lowered in non-production manifests, dropped (undefined)
   * where a generated document should only hear of errors. Not asked where the user's config names the rule.
   */
  temper?(document: D, severity: Severity, at: Span): Severity | undefined;
}
