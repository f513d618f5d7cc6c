import * as vscode from 'vscode';
import { headLength, isRelevant } from './relevance.ts';

/** `isRelevant` for an open document. */
export function concernsPlumbline(document: vscode.TextDocument): boolean {
  return isRelevant({
    scheme: document.uri.scheme,
    path: document.uri.path,
    languageId: document.languageId,
    head: () => readHead(document),
  });
}

/** By lines first: `getText()` of a large document would copy all of it. */
function readHead(document: vscode.TextDocument): string {
  return document.getText(new vscode.Range(0, 0, 2000, 0)).slice(0, headLength);
}
