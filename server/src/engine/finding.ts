import type { Kind, Severity } from '#languages';
import type { Span } from '#text';
import type { Fix, GuideStatementId, Related } from './rule.ts';

/** One deviation, as plain data: survives structuredClone, and is what every host shows. */
export interface Finding {
  /** Rule id, or `config/…`, `ignore/…`, `syntax/<kind>`, `engine/rule-failed`, which have no rule. */
  readonly rule: string;
  /** Undefined for what has no rule. */
  readonly guide: GuideStatementId | undefined;
  readonly uri: string;
  readonly span: Span;
  readonly severity: Severity;
  /** Filled in, one line. */
  readonly message: string;
  readonly fixes: readonly Fix[];
  readonly related: readonly Related[];
  /** What the finding is about, where its rule takes the place of others there. */
  readonly covers?: Span;
}

/** What the engine knows of a file besides its findings. */
export interface FileStatus {
  readonly uri: string;
  readonly kind: Kind | 'config' | undefined;
  /** Why nothing is reported: "not a document that Plumbline reads", "excluded by .plumbline.jsonc", "applied migration". */
  readonly skipped: string | undefined;
  /** Findings that an ignore covers, with their reasons. */
  readonly suppressed: readonly { readonly finding: Finding; readonly reason: string }[];
  /** Findings that the baseline knows. */
  readonly baselined: readonly Finding[];
}
