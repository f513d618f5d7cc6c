import * as vscode from 'vscode';
import { checkWorkspace as checkWorkspaceRequest } from '../../../server/src/protocol.ts';
import { requestWithProgress } from '../progress.ts';
import type { Command } from './index.ts';

/** Checks every file of the workspace; the findings are in the Problems panel then. */
export const checkWorkspace: Command = async ({ client }) => {
  const result = await requestWithProgress(client, checkWorkspaceRequest, 'Plumbline: checking the workspace');
  if (result === undefined) return undefined;
  const soFar = result.cancelled ? ' so far (stopped)' : '';
  vscode.window.setStatusBarMessage(`Plumbline: ${result.findings} findings in ${result.files} files${soFar}`, 10_000);
  if (result.findings > 0) await vscode.commands.executeCommand('workbench.actions.view.problems');
  return result;
};
