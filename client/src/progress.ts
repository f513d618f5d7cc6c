import * as vscode from 'vscode';
import { type BaseLanguageClient, WorkDoneProgress } from 'vscode-languageclient';
import type { LongRunning, RequestName } from '../../server/src/protocol.ts';
import { request } from './requests.ts';

/** Sends a request that takes time, with a notification that shows how far it is and that can be cancelled. */
export function requestWithProgress<Result>(
  client: BaseLanguageClient,
  name: RequestName<LongRunning, Result>,
  title: string,
): Thenable<Result | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const workDoneToken = `${name.method}/${Date.now()}`;
    let shown = 0;
    const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, value => {
      if (value.kind === 'end') return;
      const percentage = value.percentage ?? shown;
      progress.report({ increment: percentage - shown, ...(value.message ? { message: value.message } : {}) });
      shown = percentage;
    });
    try {
      return await request(client, name, { workDoneToken }, token);
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    } finally {
      listener.dispose();
    }
  });
}
