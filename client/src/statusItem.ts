import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { fileStatus } from '../../server/src/protocol.ts';
import { request } from './requests.ts';
import type { SyncGate } from './syncGate.ts';

/** The item behind the braces in the status bar: what Plumbline thinks of the file, and why it may be silent. */
export interface StatusItem extends vscode.Disposable {
  starting(): void;
  failed(why: string): void;
  /** Shows the active document from now on. */
  follow(client: BaseLanguageClient, gate: SyncGate): void;
}

const selector: vscode.DocumentSelector = [{ pattern: '**/*.{prisma,sql,yaml,yml,json,jsonc}' }];

export function createStatusItem(): StatusItem {
  const item = vscode.languages.createLanguageStatusItem('plumbline.status', selector);
  item.name = 'Plumbline';
  const showOutput: vscode.Command = { command: 'plumbline.showOutput', title: 'Show Output' };
  let following: vscode.Disposable | undefined;

  const set = (text: string, detail: string, severity = vscode.LanguageStatusSeverity.Information): void => {
    item.busy = false;
    item.text = text;
    item.detail = detail;
    item.severity = severity;
    item.command = showOutput;
  };

  return {
    starting: () => {
      set('Plumbline', 'starting');
      item.busy = true;
    },
    failed: why => {
      following?.dispose();
      set('Plumbline', why, vscode.LanguageStatusSeverity.Error);
      item.command = { command: 'plumbline.restartServer', title: 'Restart Server' };
    },
    follow: (client, gate) => {
      following?.dispose();
      const update = async (): Promise<void> => {
        const document = vscode.window.activeTextEditor?.document;
        if (document === undefined || !client.isRunning()) return;
        const { text, detail } = gate.has(document.uri) ? await describe(client, document.uri) : unread;
        if (vscode.window.activeTextEditor?.document === document) set(text, detail);
      };
      following = vscode.Disposable.from(
        vscode.window.onDidChangeActiveTextEditor(update),
        vscode.languages.onDidChangeDiagnostics(event => {
          const active = vscode.window.activeTextEditor?.document.uri.toString();
          if (event.uris.some(uri => uri.toString() === active)) void update();
        }),
      );
      void update();
    },
    dispose: () => {
      following?.dispose();
      item.dispose();
    },
  };
}

const unread = { text: 'Plumbline', detail: 'not a document that Plumbline reads' };

async function describe(client: BaseLanguageClient, uri: vscode.Uri): Promise<{ text: string; detail: string }> {
  try {
    const status = await request(client, fileStatus, { uri: client.code2ProtocolConverter.asUri(uri) });
    if (status.skipped !== undefined) return { text: 'Plumbline', detail: status.skipped };
    const ignored = status.suppressed > 0 ? `, ${status.suppressed} ignored` : '';
    const findings = status.findings === 1 ? '1 finding' : `${status.findings} findings`;
    return { text: `Plumbline: ${findings}${ignored}`, detail: status.kind ?? '' };
  } catch {
    // The server is going away; what comes next says so itself.
    return { text: 'Plumbline', detail: '' };
  }
}
