import * as vscode from 'vscode';
import { readOpenMessage } from './reportMessages.ts';

/** The one webview that shows the report; a second report replaces the first. */
export interface ReportPanel extends vscode.Disposable {
  show(html: string): void;
}

/**
 * The HTML is the file that `plumbline report` writes. Its own policy allows its one style sheet and its one script, by
 * hash, and nothing else; the only thing that it can ask for is to open a place in a file of the workspace.
 */
export function createReportPanel(): ReportPanel {
  let panel: vscode.WebviewPanel | undefined;
  const create = (): vscode.WebviewPanel => {
    const created = vscode.window.createWebviewPanel('plumbline.report', 'Plumbline Report', vscode.ViewColumn.Active, {
      enableScripts: true,
      enableCommandUris: false,
      localResourceRoots: [],
      enableFindWidget: true,
      retainContextWhenHidden: true,
    });
    created.webview.onDidReceiveMessage(openPlace);
    created.onDidDispose(() => {
      panel = undefined;
    });
    return created;
  };
  return {
    show: html => {
      panel ??= create();
      panel.webview.html = html;
      panel.reveal();
    },
    dispose: () => panel?.dispose(),
  };
}

async function openPlace(message: unknown): Promise<void> {
  const place = readOpenMessage(message);
  if (place === undefined) return;
  const uri = vscode.Uri.parse(place.uri, true);
  // A page that was tampered with must not reach beyond the workspace.
  if (vscode.workspace.getWorkspaceFolder(uri) === undefined) return;
  const { start, end } = place.range;
  await vscode.window.showTextDocument(uri, {
    viewColumn: vscode.ViewColumn.Beside,
    selection: new vscode.Range(start.line, start.character, end.line, end.character),
  });
}
