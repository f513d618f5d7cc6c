import type { Hints } from '../../contract.ts';
import type { PackageFacts, Version } from '../../packages.ts';

/** What one file that is no SQL says about the migrations near it. Plain data; folders are uris without a slash at their end. */
export interface SqlCompanion {
  /** Says which tool runs the migrations of some folders. */
  readonly runs?: RunsFolders;
  /** The names of the migrations of `folder` in the order in which they run (Drizzle's journal). */
  readonly order?: { readonly folder: string; readonly names: readonly string[] };
  /** A file, or a folder with all that it holds, that runs outside a transaction. */
  readonly outside?: string;
  /** The project-wide settings of Flyway. */
  readonly flyway?: FlywaySettings;
  readonly packages?: PackageFacts;
  /** The version of Prisma that a schema shows. */
  readonly prisma?: Version;
  /** The dialect of the SQL below a folder. */
  readonly dialects?: Readonly<Record<string, Hints>>;
}

export interface RunsFolders {
  /** The id of a migration tool. */
  readonly tool: string;
  readonly folders: readonly string[];
  /**
   * How sure that is: `always`; `unclaimed`, where neither text nor layout says anything else; `numbered`, for files in a
   * folder of migrations whose names begin with a number, which several tools write alike.
   */
  readonly when: 'always' | 'unclaimed' | 'numbered';
}

export interface FlywaySettings {
  /** A file may hold both kinds of statement, and then runs outside a transaction. */
  readonly mixed: boolean;
  /** One transaction holds all pending migrations. */
  readonly group: boolean;
  /** No file runs in a transaction. */
  readonly outside: boolean;
}
