import {
  type ClientCapabilities,
  CodeActionKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { Engine } from '#engine';
import type { LoadAsset } from '#languages';
import type { GuideEntry } from '#report';
import type { InitializationOptions } from '../protocol.ts';
import { type Encoding, negotiate } from './encoding.ts';
import { codeActions, FIX_ALL } from './features/codeActions.ts';
import { commands, REPORT_COMMAND } from './features/commands.ts';
import { diagnostics } from './features/diagnostics.ts';
import { documentSync } from './features/documentSync.ts';
import { hover } from './features/hover.ts';
import { report } from './features/report.ts';
import { rulePages } from './features/rulePages.ts';
import { status } from './features/status.ts';
import { watchedFiles } from './features/watchedFiles.ts';
import { workspaceCheck } from './features/workspaceCheck.ts';
import type { Files } from './files.ts';
import { Texts } from './texts.ts';
import { Workspace } from './workspace.ts';

/** What the entry points give: everything that differs between Node and a browser. */
export interface Host {
  readonly engine: Engine;
  readonly guide: readonly GuideEntry[];
  readonly files: Files;
  /** Made once the client has said where the package's files lie. */
  readonly loadAsset: (assets: string | undefined) => LoadAsset;
  readonly readRulePage: (rule: string) => string | undefined;
  readonly version: string;
}

/** One conversation with a client. Features add themselves to it. */
export interface Session extends Host {
  readonly connection: Connection;
  readonly texts: Texts;
  readonly workspace: Workspace;
  readonly client: ClientCapabilities;
  readonly options: InitializationOptions;
}

/** Each is one file in features/: add a request by adding one. */
const FEATURES: readonly ((session: Session) => void)[] = [
  documentSync,
  diagnostics,
  codeActions,
  hover,
  commands,
  watchedFiles,
  workspaceCheck,
  report,
  rulePages,
  status,
];

/** Serves a connection until it ends. The same for Node, a browser's worker and tests. */
export function startServer(connection: Connection, host: Host): void {
  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const encoding: Encoding = negotiate(params.capabilities.general?.positionEncodings);
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    const texts = new Texts(host.engine, () => encoding);
    const workspace = new Workspace(connection, host, texts, params, host.loadAsset(options.assets));
    const session: Session = { ...host, connection, texts, workspace, client: params.capabilities, options };
    for (const add of FEATURES) add(session);
    return {
      serverInfo: { name: 'plumbline', version: host.version },
      capabilities: {
        positionEncoding: encoding,
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        // Workspace diagnostics would be asked for every two seconds; a command checks the workspace instead.
        diagnosticProvider: { identifier: 'plumbline', interFileDependencies: true, workspaceDiagnostics: false },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
        hoverProvider: true,
        executeCommandProvider: { commands: [REPORT_COMMAND] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });
  connection.listen();
}
