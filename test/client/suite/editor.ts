import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** A file of the opened workspace. */
export function fileUri(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a workspace folder is open');
  return vscode.Uri.joinPath(folder.uri, path);
}

export async function open(path: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(fileUri(path));
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

/** Waits until the question has an answer that is neither undefined nor false; says what it waited for otherwise. */
export async function until<T>(what: string, ask: () => T | Thenable<T>, seconds = 20): Promise<NonNullable<T>> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${seconds} s for: ${what}`);
}

export function rules(uri: vscode.Uri): string[] {
  return ours(uri).map(ruleOf);
}

export function ours(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(one => one.source === 'plumbline');
}

export function ruleOf(diagnostic: vscode.Diagnostic): string {
  return String(typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code);
}

export function untilReported(uri: vscode.Uri, rule: string): Promise<vscode.Diagnostic> {
  return until(`${rule} in ${uri.path}`, () => ours(uri).find(one => ruleOf(one) === rule));
}

export async function untilSilent(uri: vscode.Uri, rule: string): Promise<void> {
  await until(`no ${rule} in ${uri.path}`, () => !rules(uri).includes(rule));
}

/**
 * The code action whose title fits. Asked for again and again: VS Code answers with none when any extension registers
 * a provider during the call, which happens while it starts.
 */
export function untilOffered(
  document: vscode.TextDocument,
  range: vscode.Range,
  title: RegExp,
): Promise<vscode.CodeAction> {
  return until(`a code action like ${title}`, async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
      20,
    );
    return actions.find(action => title.test(action.title) && (action.edit ?? action.command));
  });
}

export async function replaceAll(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  edit.replace(document.uri, all, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

export function tabLabels(): string[] {
  return vscode.window.tabGroups.all.flatMap(group => group.tabs).map(tab => tab.label);
}
