import type * as vscode from 'vscode';
import { beginStageOne, type PlumblineApi, type StageOne } from './stageOne.ts';
import { startSession } from './startClient.browser.ts';

let stageOne: StageOne | undefined;

export function activate(context: vscode.ExtensionContext): PlumblineApi {
  stageOne = beginStageOne(context, () => startSession(context));
  return stageOne.api;
}

export function deactivate(): Promise<void> | undefined {
  return stageOne?.stop();
}
