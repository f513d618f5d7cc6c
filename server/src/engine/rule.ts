import type { CommittedText, Documents, FactsByKind, IsCommitted, Kind, Settings, Severity } from '#languages';
import type { Located, Span, TextEdit } from '#text';
import type { OptionShape, Values } from './options.ts';

/** `section/slug` of a statement in rules/guide.ts. */
export type GuideStatementId = `${string}/${string}`;

/** Message templates by name; `{placeholders}` are filled from `data`, and type-checked against it in `report`. */
export type Messages = Readonly<Record<string, string>>;

/** `safe` keeps the meaning and may be applied in bulk; `unsafe` asks for a look. */
export type Safety = 'safe' | 'unsafe';

/** An edit of the finding's own document, or of another one where `uri` is given. */
export interface FixEdit extends TextEdit {
  readonly uri?: string;
}

export interface Fix {
  /** Imperative, no full stop: "Add CONCURRENTLY". */
  readonly title: string;
  readonly safety: Safety;
  /** Against the texts that the finding was made for; never overlapping. */
  readonly edits: readonly FixEdit[];
  /** Files that the fix makes. Nothing is ever overwritten: where the file exists, the fix is not offered. */
  readonly creates?: readonly { readonly uri: string; readonly text: string }[];
}

/** Another place that belongs to a finding. */
export interface Related {
  readonly uri: string;
  readonly span: Span;
  readonly message: string;
}

type PlaceholdersIn<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlaceholdersIn<Rest>
  : never;

type DataFor<T extends string> = [PlaceholdersIn<T>] extends [never]
  ? { readonly data?: undefined }
  : { readonly data: { readonly [Name in PlaceholdersIn<T>]: string | number } };

/** What a rule says: one member a message, so that the data must fit the message. */
export type Report<M extends Messages> = {
  [Id in keyof M]: {
    /** The smallest thing you could point at; on one line. */
    readonly at: Located | Span;
    readonly message: Id;
    /** Where this case is milder (or harder) than the rule's own severity. */
    readonly severity?: Severity;
    /** Given as a function, they are made when somebody asks for them: for what many edits, or long ones, go into. */
    readonly fixes?: readonly (Fix | undefined)[] | (() => readonly (Fix | undefined)[]);
    readonly related?: readonly Related[];
    /** The statement, block or object that it is about: within it, the rule takes the place of those that it `replaces`. */
    readonly covers?: Located | Span;
  } & DataFor<M[Id]>;
}[keyof M];

/** What version control has in its last commit, by uri; undefined where there is none. */
export interface Committed {
  readonly has: IsCommitted;
  readonly textOf: CommittedText;
}

/** What a rule may know besides its own document. */
export interface WorkspaceView {
  /** Facts of the documents of one kind that concern the document under check, itself included, by uri. */
  facts<K extends Kind>(kind: K): ReadonlyMap<string, FactsByKind[K]>;
  /** Facts of all documents of that kind. */
  allFacts<K extends Kind>(kind: K): ReadonlyMap<string, FactsByKind[K]>;
  /** What version control has in its last commit. */
  readonly committed: Committed;
}

export interface RuleContext<M extends Messages, O extends OptionShape> {
  readonly options: Values<O>;
  readonly workspace: WorkspaceView;
  readonly settings: Settings;
  report(finding: Report<M>): void;
  /**
   * Visits items whose findings depend on the item alone (and the options): what is reported during a visit is
   * remembered with the item and replayed as long as the item survives edits. Use it for every loop that allows it.
   * What the visitor reads must come from the item itself, never from its neighbours, the workspace or the offsets;
   * except from what `state` gives for the item: while that is the same object, so is what was reported.
   */
  each<T extends object & Located>(items: readonly T[], visit: (item: T) => void, state?: (item: T) => object): void;
}

/**
 * One rule: what it is, and how it finds deviations in one document.
 *
 * A pure function of (document, options, settings, workspace facts). It keeps no state between calls, does no IO, and
 * never learns who called it.
 */
export interface Rule<K extends Kind = Kind, M extends Messages = Messages, O extends OptionShape = OptionShape> {
  /** `<kind>/<name>` or `workspace/<name>`: also its path below rules/. Names the deviation: "ignore ___ here" reads well. */
  readonly id: `${K}/${string}` | `workspace/${string}`;
  /** The kind of document it reads and reports in; follows from the id, written out for workspace rules only. */
  readonly kind?: K;
  readonly guide: GuideStatementId;
  /** One sentence: what is reported. Feeds docs, table, settings and hover. */
  readonly summary: string;
  readonly severity: Severity;
  /** False: runs only when asked for by name or by the `strict` preset. */
  readonly recommended: boolean;
  readonly fixable: Safety | 'no';
  readonly messages: M;
  readonly options?: O;
  /** Less specific rules whose findings about the same thing (`covers`) give way to this one's, and leave it their fixes. */
  readonly replaces?: readonly string[];
  /** Kinds whose facts it looks up, its own included; their changes, and no others, run it again. */
  readonly reads?: readonly Kind[];
  /** True: runs on documents that are out of scope as well (applied migrations). */
  readonly outOfScope?: boolean;
  /** Names that it had before. */
  readonly formerly?: readonly string[];
  /** The peers' names for the same thing: "squawk/require-concurrent-index-creation". */
  readonly alsoKnownAs?: readonly string[];
  check(document: Documents[K], context: RuleContext<M, O>): void;
}

/** A rule whose type parameters nobody needs to know any more. */
export interface AnyRule extends Omit<Rule, 'check'> {
  // A method, so that rules over one kind's document fit: the engine only calls it with documents of that kind.
  check(document: never, context: never): void;
}

/** Gives a rule its types; returns it unchanged. */
export function defineRule<
  const K extends Kind,
  const M extends Messages,
  const O extends OptionShape = Record<never, never>,
>(rule: Rule<K, M, O>): Rule<K, M, O> {
  return rule;
}

/** The kind of document that a rule reads. */
export function kindOf(rule: AnyRule): Kind {
  return rule.kind ?? (rule.id.slice(0, rule.id.indexOf('/')) as Kind);
}
