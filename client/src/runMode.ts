import * as vscode from 'vscode';
import { type BaseLanguageClient, DiagnosticPullMode, DocumentDiagnosticRequest } from 'vscode-languageclient';

type Mode = 'onType' | 'onSave' | 'manual';

/** When open documents are checked: the setting `plumbline.run`. */
export interface RunMode {
  /** For `diagnosticPullOptions.filter`: true keeps the client from asking the server. */
  skips(pullMode: DiagnosticPullMode): boolean;
  /** Whether this document may be asked about at all; in manual mode only after `allow`. */
  allows(uri: vscode.Uri): boolean;
  allow(uri: vscode.Uri): void;
  forget(uri: vscode.Uri): void;
}

export function createRunMode(): RunMode {
  const asked = new Set<string>();
  const mode = (): Mode => vscode.workspace.getConfiguration('plumbline').get<Mode>('run', 'onType');
  return {
    skips: pullMode => {
      if (mode() === 'onType') return false;
      return mode() === 'manual' || pullMode === DiagnosticPullMode.onType;
    },
    allows: uri => mode() !== 'manual' || asked.has(uri.toString()),
    allow: uri => asked.add(uri.toString()),
    forget: uri => asked.delete(uri.toString()),
  };
}

/** Makes the client ask again about every visible document. */
export function pullAgain(client: BaseLanguageClient): void {
  const feature = client.getFeature(DocumentDiagnosticRequest.method);
  for (const document of vscode.workspace.textDocuments) {
    const provider = feature?.getProvider(document);
    if (provider === undefined) continue;
    // One provider serves all documents.
    provider.onDidChangeDiagnosticsEmitter.fire();
    return;
  }
}
