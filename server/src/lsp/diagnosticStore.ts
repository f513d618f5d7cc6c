import { type Diagnostic, type DocumentDiagnosticReport, DocumentDiagnosticReportKind } from 'vscode-languageserver';
import type { Finding } from '#engine';
import { diagnosticsOf } from './diagnosticItems.ts';
import type { Session } from './session.ts';

/** What the client has been shown, and what it should be: the one place that knows pull from push. */
export interface DiagnosticStore {
  /** The answer to a pull. */
  report(uri: string, previousResultId: string | undefined): DocumentDiagnosticReport;
  /** Brings the open documents up to date: pushes what changed, or asks the client to pull again where something did. */
  update(): void;
  /** The client's documents begin and end. */
  opened(uri: string): void;
  closed(uri: string): void;
  /** Shows a file that is not open; from the first time on, it is kept up to date. */
  showClosed(uri: string): void;
  /** A file that is not open was changed or deleted. */
  diskChanged(uri: string): void;
}

/** The diagnostics of a document at one moment. */
interface Snapshot {
  readonly findings: readonly Finding[];
  readonly version: number | undefined;
  readonly items: Diagnostic[];
  readonly json: string;
  readonly resultId: string;
}

export function createDiagnosticStore(session: Session): DiagnosticStore {
  const { connection, engine, documents, client, spellings } = session;
  // Ids of an earlier server must not be taken for ours.
  const era = Math.random().toString(36).slice(2);
  let count = 0;
  const snapshots = new Map<string, Snapshot>();
  /** The `resultId` that the client has, of open documents that it asked about or was told of. */
  const sent = new Map<string, string>();
  const shownClosed = new Set<string>();
  let keepsClosed = false;
  let refresh: Promise<void> | undefined;
  let refreshAgain = false;

  const snapshot = (uri: string): Snapshot => {
    const findings = engine.findings(uri);
    const version = documents.get(uri)?.version;
    const before = snapshots.get(uri);
    // Related places lie in other texts, whose lines may have moved.
    const isSame = before?.findings === findings && before.version === version;
    if (before && isSame && findings.every(one => one.related.length === 0)) return before;
    const items = diagnosticsOf(session, uri);
    const json = JSON.stringify(items);
    const resultId = before?.json === json ? before.resultId : `${era}-${++count}`;
    const now = { findings, version, items, json, resultId };
    snapshots.set(uri, now);
    return now;
  };

  const isStale = (uri: string): boolean => sent.get(uri) !== snapshot(uri).resultId;

  const askToPull = async (): Promise<void> => {
    do {
      refreshAgain = false;
      await connection.languages.diagnostics.refresh();
    } while (refreshAgain);
  };

  const requestRefresh = (): void => {
    if (refresh) {
      refreshAgain = true;
      return;
    }
    refresh = askToPull()
      .catch((error: unknown) => session.log('the client did not pull again', error))
      .finally(() => {
        refresh = undefined;
      });
  };

  const send = (uri: string, diagnostics: Diagnostic[], version?: number): void => {
    connection
      .sendDiagnostics({ uri: spellings.spell(uri), diagnostics, ...(version === undefined ? {} : { version }) })
      .catch((error: unknown) => session.log('diagnostics could not be sent', error));
  };

  const push = (uri: string): void => {
    const { items, version, resultId } = snapshot(uri);
    // Nothing to say about a document that was never spoken of.
    if (items.length > 0 || sent.has(uri)) send(uri, items, version);
    sent.set(uri, resultId);
  };

  const showClosed = (uri: string): void => {
    const items = diagnosticsOf(session, uri);
    if (items.length > 0) shownClosed.add(uri);
    else if (!shownClosed.delete(uri)) return;
    send(uri, items);
  };

  return {
    report: (uri, previousResultId) => {
      const { items, resultId } = snapshot(uri);
      if (documents.has(uri)) sent.set(uri, resultId);
      else snapshots.delete(uri);
      return previousResultId === resultId
        ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
        : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
    },
    update: () => {
      if (!client.pullsDiagnostics) {
        if (session.run !== 'manual') documents.uris().filter(isStale).forEach(push);
      } else if ([...sent.keys()].some(isStale)) requestRefresh();
    },
    opened: uri => {
      if (!shownClosed.delete(uri)) return;
      // What a workspace check has pushed about it would stand beside what the client pulls now.
      if (client.pullsDiagnostics) send(uri, []);
      else sent.set(uri, 'as it was when closed');
    },
    closed: uri => {
      const wasSent = sent.delete(uri);
      snapshots.delete(uri);
      if (keepsClosed) showClosed(uri);
      if (wasSent && !client.pullsDiagnostics && !shownClosed.has(uri)) send(uri, []);
    },
    showClosed: uri => {
      keepsClosed = true;
      showClosed(uri);
    },
    diskChanged: uri => {
      if (keepsClosed) showClosed(uri);
    },
  };
}
