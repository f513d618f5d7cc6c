import * as vscode from 'vscode';
import type { Command } from './index.ts';

/** Applies the safe fixes of the active file: the same code action that `editor.codeActionsOnSave` can run. */
export const fixAll: Command = async () => {
  const kind = vscode.CodeActionKind.SourceFixAll.append('plumbline').value;
  await vscode.commands.executeCommand('editor.action.codeAction', { kind, apply: 'first' });
};
