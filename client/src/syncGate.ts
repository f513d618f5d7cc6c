import type { TextDocument, Uri } from 'vscode';
import * as vscode from 'vscode';
import {
  type BaseLanguageClient,
  DidOpenTextDocumentNotification,
  type Middleware,
  vsdiag,
} from 'vscode-languageclient';
import { concernsPlumbline } from './documents.ts';
import type { RunMode } from './runMode.ts';

export interface SyncGate {
  readonly middleware: Middleware;
  /** Whether the server has been told of this document. */
  has(uri: Uri): boolean;
  /** The server is a new one and knows no document. */
  reset(): void;
}

/**
 * Keeps the JSON and YAML files that do not concern Plumbline on this side of the pipe: the selector knows patterns
 * only. A document that comes to concern it while it is edited (somebody types `openapi: 3.1.0`) is opened then.
 */
export function createSyncGate(client: () => BaseLanguageClient, runMode: RunMode): SyncGate {
  /** By uri: settles when the server has been told. */
  const opened = new Map<string, Promise<void>>();
  const keyOf = (document: TextDocument): string => document.uri.toString();
  const isOpen = (document: TextDocument): boolean => opened.has(keyOf(document));
  const nothing = (): vsdiag.DocumentDiagnosticReport => ({
    kind: vsdiag.DocumentDiagnosticReportKind.full,
    items: [],
  });

  const middleware: Middleware = {
    didOpen: async (document, next) => {
      if (!concernsPlumbline(document)) return;
      const sent = next(document);
      opened.set(keyOf(document), sent);
      await sent;
    },
    didChange: async (event, next) => {
      if (isOpen(event.document)) return next(event);
      if (!concernsPlumbline(event.document)) return;
      const openFeature = client().getFeature(DidOpenTextDocumentNotification.method);
      await openFeature.getProvider(event.document)?.send(event.document);
    },
    didSave: async (document, next) => {
      if (isOpen(document)) await next(document);
    },
    didClose: async (document, next) => {
      if (opened.delete(keyOf(document))) await next(document);
      runMode.forget(document.uri);
    },
    provideDiagnostics: async (document, previousResultId, token, next) => {
      const uri = document instanceof vscode.Uri ? document : document.uri;
      const sent = opened.get(uri.toString());
      if (sent === undefined || !runMode.allows(uri)) return nothing();
      // When the client starts, its first questions overtake the documents that they are about.
      await sent;
      return next(document, previousResultId, token);
    },
    provideCodeActions: (document, range, context, token, next) =>
      isOpen(document) ? next(document, range, context, token) : undefined,
    provideHover: (document, position, token, next) => (isOpen(document) ? next(document, position, token) : undefined),
  };
  return { middleware, has: uri => opened.has(uri.toString()), reset: () => opened.clear() };
}
