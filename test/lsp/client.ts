import { PassThrough } from 'node:stream';
import {
  type ClientCapabilities,
  type CodeAction,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { type AnyRule, createEngine, type Engine } from '#engine';
import { nodeHost, startServer } from '#lsp';
import { guide, rules } from '#rules';
import { applyEdits, createLineMap } from '#text';
import { languages } from '../../server/src/languages/all.ts';
import { browserHost } from '../../server/src/lsp/browserHost.ts';

/** An editor, as far as the tests need one: keeps texts, asks, and applies what it is given. */
export interface Editor {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  readonly pushed: ReadonlyMap<string, readonly Diagnostic[]>;
  refreshes(): number;
  /** Globs of the files that the server wants to hear of. */
  watched(): readonly string[];
  open(uri: string, text: string): Promise<void>;
  /** Replaces the first `before` by `after`, as an incremental change. */
  edit(uri: string, before: string, after: string): Promise<void>;
  pull(uri: string): Promise<readonly Diagnostic[]>;
  actions(uri: string, diagnostic: Diagnostic, only?: string[]): Promise<readonly CodeAction[]>;
  apply(uri: string, edit: WorkspaceEdit | undefined): Promise<string>;
  textOf(uri: string): string;
  stop(): Promise<void>;
}

export const PULLING: ClientCapabilities = {
  textDocument: { diagnostic: { relatedInformation: true } },
  workspace: {
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
  },
};

export interface EditorOptions {
  readonly capabilities?: ClientCapabilities;
  readonly folders?: readonly string[];
  readonly rules?: readonly AnyRule[];
  readonly initializationOptions?: unknown;
  /** A host without files, as a browser's worker is. */
  readonly browser?: boolean;
}

/** Starts the server in this process, over two streams. */
export function connect(options: EditorOptions = {}): Promise<Editor> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const engine: Engine = createEngine({ languages, rules: options.rules ?? rules });
  startServer(
    createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)),
    options.browser ? browserHost(engine, guide) : nodeHost(engine, guide),
  );
  return edit(createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer)), options);
}

export async function edit(connection: ProtocolConnection, options: EditorOptions): Promise<Editor> {
  const { capabilities = PULLING, folders = [], initializationOptions } = options;
  const texts = new Map<string, { text: string; version: number }>();
  const pushed = new Map<string, readonly Diagnostic[]>();
  let refreshes = 0;
  connection.onRequest('workspace/diagnostic/refresh', () => {
    refreshes++;
    return null;
  });
  const watched: string[] = [];
  connection.onRequest(
    'client/registerCapability',
    (params: { registrations: { registerOptions?: { watchers?: { globPattern: string }[] } }[] }) => {
      for (const { registerOptions } of params.registrations)
        watched.push(...(registerOptions?.watchers ?? []).map(one => one.globPattern));
      return null;
    },
  );
  connection.onNotification('textDocument/publishDiagnostics', (params: { uri: string; diagnostics: Diagnostic[] }) => {
    pushed.set(params.uri, params.diagnostics);
  });
  connection.listen();
  const initialized: InitializeResult = await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities,
    workspaceFolders: folders.map(uri => ({ uri, name: uri })),
    initializationOptions,
  });
  await connection.sendNotification('initialized', {});

  const known = (uri: string) => texts.get(uri) ?? { text: '', version: 0 };
  return {
    connection,
    initialized,
    pushed,
    refreshes: () => refreshes,
    watched: () => watched,
    textOf: uri => known(uri).text,
    open: (uri, text) => {
      texts.set(uri, { text, version: 1 });
      return connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'plaintext', version: 1, text },
      });
    },
    edit: (uri, before, after) => {
      const { text, version } = known(uri);
      const start = text.indexOf(before);
      if (start < 0) throw new Error(`"${before}" is not in ${uri}`);
      const lines = createLineMap(text);
      const range = { start: lines.positionAt(start), end: lines.positionAt(start + before.length) };
      texts.set(uri, { text: text.slice(0, start) + after + text.slice(start + before.length), version: version + 1 });
      return connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: version + 1 },
        contentChanges: [{ range, text: after }],
      });
    },
    pull: async uri => {
      const report: { items?: Diagnostic[] } = await connection.sendRequest('textDocument/diagnostic', {
        textDocument: { uri },
      });
      return report.items ?? [];
    },
    actions: (uri, diagnostic, only) =>
      connection.sendRequest('textDocument/codeAction', {
        textDocument: { uri },
        range: diagnostic.range,
        context: { diagnostics: [diagnostic], ...(only ? { only } : {}) },
      }),
    apply: async (uri, workspaceEdit) => {
      const { text, version } = known(uri);
      const own = (workspaceEdit?.documentChanges ?? []).filter(
        (one): one is TextDocumentEdit => 'textDocument' in one && one.textDocument.uri === uri,
      );
      const lines = createLineMap(text);
      const edits = own
        .flatMap(one => one.edits)
        .map(one => ({
          span: { start: lines.offsetAt(one.range.start), end: lines.offsetAt(one.range.end) },
          text: 'newText' in one ? one.newText : '',
        }));
      const after = applyEdits(text, edits);
      texts.set(uri, { text: after, version: version + 1 });
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: version + 1 },
        contentChanges: [{ text: after }],
      });
      return after;
    },
    stop: async () => {
      await connection.sendRequest('shutdown');
      connection.end();
      connection.dispose();
    },
  };
}

/** Waits until `done`; tests that wait say for what. */
export async function until(done: () => boolean, what: string): Promise<void> {
  for (let turn = 0; turn < 400; turn++) {
    if (done()) return;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  throw new Error(`waited in vain for ${what}`);
}
