import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { createSession } from './session.ts';
import type { Session } from './stageOne.ts';

/** As much of the DOM's type as is used; the client is compiled without the DOM. */
declare class Worker {
  constructor(url: string);
}

/** Stage 2 in a browser: the server is a worker. */
export async function startSession(context: vscode.ExtensionContext): Promise<Session> {
  const folder = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const worker = await startWorker(vscode.Uri.joinPath(folder, 'web', 'server.js'));
  return createSession(context, options => new LanguageClient('plumbline', 'Plumbline', worker, options));
}

/**
 * VS Code refuses workers from an extension that a remote serves (Codespaces, code-server) but that runs in the
 * browser; a blob of the same text is taken.
 */
async function startWorker(script: vscode.Uri): Promise<Worker> {
  if (script.scheme !== 'vscode-remote') return new Worker(script.toString(true));
  const text = await vscode.workspace.fs.readFile(script);
  return new Worker(URL.createObjectURL(new Blob([new Uint8Array(text)], { type: 'application/javascript' })));
}
