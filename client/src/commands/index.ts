import type * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { CommandName } from '../commandNames.ts';
import type { ReportPanel } from '../reportPanel.ts';
import type { RunMode } from '../runMode.ts';
import type { SyncGate } from '../syncGate.ts';
import { checkFile } from './checkFile.ts';
import { checkWorkspace } from './checkWorkspace.ts';
import { createConfiguration } from './createConfiguration.ts';
import { explainRule } from './explainRule.ts';
import { fixAll } from './fixAll.ts';
import { restartServer } from './restartServer.ts';
import { showOutput } from './showOutput.ts';
import { showReport } from './showReport.ts';

/** What a command may use. */
export interface Workbench {
  readonly client: BaseLanguageClient;
  readonly output: vscode.LogOutputChannel;
  readonly gate: SyncGate;
  readonly runMode: RunMode;
  readonly report: ReportPanel;
  restart(): Promise<void>;
}

export type Command = (workbench: Workbench, ...args: unknown[]) => Promise<unknown>;

const commands: Readonly<Record<CommandName, Command>> = {
  checkFile,
  checkWorkspace,
  showReport,
  explainRule,
  fixAll,
  createConfiguration,
  restartServer,
  showOutput,
};

export function runCommand(workbench: Workbench, name: CommandName, args: readonly unknown[]): Promise<unknown> {
  return commands[name](workbench, ...args);
}
