import * as vscode from 'vscode';
import { pullAgain } from '../runMode.ts';
import type { Command } from './index.ts';

/** Checks the active file, also where `plumbline.run` is `manual`. */
export const checkFile: Command = async ({ client, gate, runMode }) => {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) return;
  if (!gate.has(document.uri)) {
    vscode.window.setStatusBarMessage('Plumbline does not read this file', 5000);
    return;
  }
  runMode.allow(document.uri);
  pullAgain(client);
};
