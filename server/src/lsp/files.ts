import type { Committed } from '#engine';

/** How the server reaches files that are not open. Given by the entry point: node disk, or nothing at all in a browser. */
export interface Files {
  /**
   * Every file below a folder that may concern us, by uri, one after the other, so that other work may come between.
   * `companions`: names of files besides documents, as `isNamed` reads them.
   */
  walk(folder: string, companions: readonly string[]): Iterable<string>;
  /** Undefined where there is no readable text of sensible size. */
  read(uri: string): string | undefined;
  /** Whether a file lies in a folder, wherever links may seem to put it. */
  isBelow(folder: string, uri: string): boolean;
  readonly committed: Committed;
}
