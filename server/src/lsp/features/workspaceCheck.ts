import type { CancellationToken } from 'vscode-languageserver';
import { checkWorkspace, type LongRunning, type WorkspaceCheck } from '../../protocol.ts';
import type { Session } from '../server.ts';
import { toDiagnostics } from './diagnostics.ts';

/** Checks every file, and publishes what it finds in those that are not open; the open ones are asked for anyway. */
export function workspaceCheck(session: Session): void {
  const { connection, engine, texts, workspace } = session;
  const published = new Set<string>();
  const clear = (uri: string): void => {
    if (published.delete(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
  };

  connection.onRequest(
    checkWorkspace.method,
    async (params: LongRunning, token: CancellationToken): Promise<WorkspaceCheck> => {
      const progress = connection.window.attachWorkDoneProgress(params.workDoneToken);
      progress.begin('Checking the workspace', 0);
      await workspace.discover();
      const uris = engine.uris();
      let files = 0;
      let findings = 0;
      let since = Date.now();
      for (const uri of uris) {
        if (token.isCancellationRequested) break;
        await workspace.judge(uri);
        const items = toDiagnostics(session, uri);
        files++;
        findings += items.length;
        if (!texts.isOpen(uri)) {
          clear(uri);
          if (items.length > 0) {
            published.add(uri);
            void connection.sendDiagnostics({ uri, diagnostics: items });
          }
        }
        if (Date.now() - since < 16) continue;
        progress.report(Math.round((100 * files) / uris.length), `${files} / ${uris.length}`);
        await new Promise(resolve => setTimeout(resolve, 0));
        since = Date.now();
      }
      progress.done();
      return { files, findings, cancelled: token.isCancellationRequested };
    },
  );

  // An open document's findings come by another way: shown twice they would be noise.
  texts.onOpened(clear);
}
