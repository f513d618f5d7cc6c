import type { LoadAsset } from '#languages';

/** What the language server needs of the place where it runs: a Node process or a web worker. Every uri is canonical. */
export interface Host {
  readonly files: HostFiles;
  readonly loadAsset: LoadAsset;
  /** The page of a rule, as Markdown; undefined where it cannot be had. */
  readPage(rule: string): Promise<string | undefined>;
  /** The user's home, as a folder's uri: too wide to be looked through unasked. */
  readonly home: string | undefined;
  /** What version control knows; undefined where nobody can ask it. */
  readonly commits: HostCommits | undefined;
}

/** Which files are of interest, said twice: for those who match names and for those who are asked with a glob. */
export interface Interest {
  readonly glob: string;
  /** Whether the glob matches a file of this name. */
  wants(name: string): boolean;
}

export interface HostFiles {
  /** Uris of the files below a folder that a person may have written and that are of interest, in order of path. */
  find(folder: string, interest: Interest): AsyncIterable<string>;
  /** Whether `find(folder, …)` would come by this file, were it of interest. */
  wouldFind(folder: string, uri: string): boolean;
  read(uri: string): Promise<ReadText>;
  exists(uri: string): Promise<boolean>;
  /** Why a text of this many bytes is not checked; undefined where it is. */
  tooLarge(bytes: number): string | undefined;
}

/** The text of a file, its byte order mark included, or why it has none for us; `failed`: it could not be read at all. */
export type ReadText = { readonly text: string } | { readonly reason: string; readonly failed: boolean };

export interface HostCommits {
  /** Something that differs when the last commit of the repository around a folder does; undefined where there is none. */
  lastCommit(folder: string): string | undefined;
  /** Whether the last commit has a file, as of now: ask again after `lastCommit` has changed. */
  reader(): (uri: string) => boolean | undefined;
}
