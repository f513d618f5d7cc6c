import type { Kind, Language, LoadAsset, TextChange } from '#languages';
import type { Span } from '#text';
import type { FileStatus, Finding } from './finding.ts';
import type { AnyRule, Committed } from './rule.ts';

/** How a rule runs for one file, and who said so. */
export interface Explanation {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info' | 'hint' | 'off';
  readonly options: Readonly<Record<string, unknown>>;
  /** `rule` (its own default), a preset, or the place in a config file. */
  readonly from: { readonly what: string; readonly uri?: string; readonly span?: Span };
}

/**
 * Answers one question, `findings(uri)`, for every host. Holds texts and configs in memory; does no IO.
 * Every `uri` is compared as given: hosts normalise.
 */
export interface Engine {
  /** Puts a text in, whole. A text that no language claims is kept only as a status. */
  setSource(uri: string, text: string): void;
  /** The same in steps: for long texts, where others want their turn in between. It is in when the last step is done. */
  setSourceInSteps(uri: string, text: string): Generator<void, void>;
  /** Applies changes in order to a text that is there, each against the text before it; unknown uris are ignored. */
  changeSource(uri: string, changes: readonly TextChange[]): void;
  removeSource(uri: string): void;
  textOf(uri: string): string | undefined;
  /**
   * Names of files that say how documents (of some kinds, or of all) are to be understood: `package.json`, `*.sql.conf`.
   * Hosts put their texts in with `setSource` as well. See `isNamed`.
   */
  companionNames(kinds?: readonly Kind[]): readonly string[];
  /** Files that documents refer to as their parts and the engine has not been given. Hosts put in those that are in reach. */
  missingParts(): readonly string[];
  /** Whether a text that was put in is of use: as a document, a config, or for what it says of others. */
  reads(uri: string): boolean;

  /** Puts a config file in; the nearest one up from a file counts for it. Its own findings: `findings(uri)` of it. */
  setConfig(uri: string, text: string): void;
  removeConfig(uri: string): void;
  /** Config and baseline files that a config names and the engine has not been given. Undefined text says "not there". */
  wantedFiles(): readonly string[];
  setWanted(uri: string, text: string | undefined): void;
  /** Whether a config names this file as a base or baseline. */
  isWanted(uri: string): boolean;
  /** A config for all files, whatever lies beside them (`--config`). */
  forceConfig(uri: string | undefined): void;
  /** Forces `sql.scope: "all"` (`--all-migrations`). */
  includeAllMigrations(on: boolean): void;
  /** What version control has in its last commit. Decides which migrations are new, and which applied ones were edited. */
  setCommitted(committed: Committed): void;

  /** Sorted by position, then rule. The same array object as long as nothing changed. */
  findings(uri: string): readonly Finding[];
  /** Does what `findings` needs in steps, so that it answers at once afterwards. */
  findInSteps(uri: string): Generator<void, void>;
  status(uri: string): FileStatus;
  /** Every uri that has a document or is a config. */
  uris(): readonly string[];
  kindOf(uri: string): Kind | 'config' | undefined;
  explain(uri: string, rule: string): Explanation | undefined;

  /** Loads the judges of these kinds; at most once each. */
  loadJudges(kinds: readonly Kind[], load: LoadAsset): Promise<void>;
  /** Lets the loaded judge of its kind look at a document; true where that changed its findings. */
  judge(uri: string): boolean;

  /** An edit or edits that ignore a finding here or in its file, as fixes ready to apply. */
  ignoreFixes(finding: Finding): readonly IgnoreFix[];
  /** All rules, in id order. */
  readonly rules: readonly AnyRule[];
}

export interface IgnoreFix {
  readonly scope: 'here' | 'file';
  readonly title: string;
  readonly edit: { readonly uri: string; readonly span: Span; readonly text: string };
}

export interface EngineParts {
  readonly languages: readonly Language[];
  readonly rules: readonly AnyRule[];
}
