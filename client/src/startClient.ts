import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { createSession } from './session.ts';
import type { Session } from './stageOne.ts';

/** Stage 2 where there is Node: the server is a process of its own. */
export function startSession(context: vscode.ExtensionContext): Promise<Session> {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.cjs').fsPath;
  return createSession(context, options => {
    const run = { module, transport: TransportKind.ipc };
    const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6099'] } };
    return new LanguageClient('plumbline', 'Plumbline', { run, debug }, options);
  });
}
