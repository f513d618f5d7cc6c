/**
 * What the VS Code client and the server say to each other beyond LSP. Everything else that the extension does goes
 * through standard requests, so that other editors lose nothing but the report panel and the progress.
 *
 * Params and results are plain data. Requests that take time accept a `workDoneToken` and report on it as LSP says.
 */

/** `initializationOptions` of the initialize request. Every member may be missing: other editors send none. */
export interface InitializationOptions {
  /**
   * False where another extension is active that already reports what does not parse: default true. `yaml` and `json`
   * go by the file's name and mean OpenAPI documents and Kubernetes manifests alike.
   */
  readonly syntax?: {
    readonly prisma?: boolean;
    readonly yaml?: boolean;
    readonly json?: boolean;
    readonly sql?: boolean;
  };
  /**
   * When the server shows something unasked (a push, a request to pull again): while typing, on saving, or never.
   * Default `onType`. A later `plumbline.run` in `workspace/didChangeConfiguration` replaces it.
   */
  readonly run?: RunMode;
  /** Names of the commands that the client carries out itself: the server offers the others by `workspace/executeCommand`. */
  readonly clientCommands?: readonly string[];
  /** The URL of the folder with the wasm files and the rules' pages; for the worker, which has no files beside it. */
  readonly assets?: string;
}

export type RunMode = 'onType' | 'onSave' | 'manual';

/** The name of a request, with the types of what goes in and what comes back. */
export interface RequestName<Params, Result> {
  readonly method: `plumbline/${string}`;
  /** Never there at run time. */
  readonly types?: { readonly params: Params; readonly result: Result };
}

export interface LongRunning {
  readonly workDoneToken?: string | number;
}

export interface WorkspaceCheck {
  readonly files: number;
  readonly findings: number;
  /** Whether the user stopped it: then the numbers, and what was published, are those so far. */
  readonly cancelled: boolean;
}

/** Checks every file of the workspace folders; the server publishes diagnostics for those that are not open. */
export const checkWorkspace: RequestName<LongRunning, WorkspaceCheck> = { method: 'plumbline/checkWorkspace' };

/** The formats of `plumbline/report` and of the command `plumbline.report`. */
export type ReportFormat = 'html' | 'markdown' | 'json';

/** The whole report as one HTML file, which carries its own content security policy. */
export const workspaceReport: RequestName<LongRunning, { readonly html: string }> = { method: 'plumbline/report' };

/** What a webview with the report may post. Lines and characters are 0-based, characters in UTF-16. */
export interface OpenMessage {
  readonly type: 'open';
  readonly uri: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A rule's page as Markdown; null for an unknown rule. */
export const rulePage: RequestName<{ readonly rule: string }, { readonly markdown: string } | null> = {
  method: 'plumbline/rulePage',
};

export interface RuleSummary {
  readonly id: string;
  readonly summary: string;
}

/** Every rule, by id. */
export const ruleList: RequestName<Record<string, never>, readonly RuleSummary[]> = { method: 'plumbline/rules' };

export interface FileReport {
  /** Undefined for what is no document of Plumbline's. */
  readonly kind?: string;
  /** Why nothing is reported. */
  readonly skipped?: string;
  readonly findings: number;
  readonly suppressed: number;
}

/** What the status item shows about an open document. */
export const fileStatus: RequestName<{ readonly uri: string }, FileReport> = { method: 'plumbline/status' };

/** The text of a new configuration file. */
export const configTemplate: RequestName<Record<string, never>, { readonly text: string }> = {
  method: 'plumbline/configTemplate',
};

/**
 * Asked by a server that cannot read files itself (the web worker, virtual workspaces). The text of a file, or why there
 * is none for us: `failed` where it could not be read at all.
 */
export const readFile: RequestName<
  { readonly uri: string; readonly maxBytes: number },
  { readonly text: string } | { readonly reason: string; readonly failed: boolean }
> = { method: 'plumbline/readFile' };

/** Uris of the files below a folder that match a glob (relative to the folder), without what the editor excludes. */
export const findFiles: RequestName<
  { readonly folder: string; readonly glob: string },
  { readonly uris: readonly string[] }
> = { method: 'plumbline/findFiles' };
