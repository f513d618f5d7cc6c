import type * as vscode from 'vscode';
import { beginStageOne, type PlumblineApi, type StageOne } from './stageOne.ts';

let stageOne: StageOne | undefined;

export function activate(context: vscode.ExtensionContext): PlumblineApi {
  stageOne = beginStageOne(context, async () => {
    // A bundle of its own (see server/tools/build.mjs), so that most windows never read it.
    const stageTwo = require('./client.cjs') as typeof import('./startClient.ts');
    return stageTwo.startSession(context);
  });
  return stageOne.api;
}

export function deactivate(): Promise<void> | undefined {
  return stageOne?.stop();
}
