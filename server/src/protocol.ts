/**
 * What the VS Code client and the server say to each other beyond LSP. Everything else that the extension does goes
 * through standard requests, so that other editors lose nothing but the report panel and the progress.
 *
 * Params and results are plain data. Requests that take time accept a `workDoneToken` and report on it as LSP says.
 */

/** `initializationOptions` of the initialize request. Every member may be missing: other editors send none. */
export interface InitializationOptions {
  /** False where the format's official extension is active and already reports what does not parse. */
  readonly syntax?: { readonly prisma?: boolean; readonly yaml?: boolean };
  /** The URL of the folder with the wasm files and the rules' pages; for the worker, which has no files beside it. */
  readonly assets?: string;
}

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
