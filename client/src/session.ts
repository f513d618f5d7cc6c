import * as vscode from 'vscode';
import {
  type BaseLanguageClient,
  CloseAction,
  ErrorAction,
  type LanguageClientOptions,
  RevealOutputChannelOn,
} from 'vscode-languageclient';
import type { InitializationOptions } from '../../server/src/protocol.ts';
import { runCommand, type Workbench } from './commands/index.ts';
import { configPattern, schemes } from './relevance.ts';
import { createReportPanel } from './reportPanel.ts';
import { registerRulePages } from './rulePages.ts';
import { createRunMode, pullAgain } from './runMode.ts';
import type { Session } from './stageOne.ts';
import { createStatusItem } from './statusItem.ts';
import { createSyncGate } from './syncGate.ts';

export type CreateClient = (options: LanguageClientOptions) => BaseLanguageClient;

/** Restarts after a crash, within this many milliseconds, before the server stays down. */
const crashLimit = { restarts: 3, within: 180_000 };

/** Builds everything of stage 2 around one client and starts it. */
export async function createSession(context: vscode.ExtensionContext, createClient: CreateClient): Promise<Session> {
  const output = vscode.window.createOutputChannel('Plumbline', { log: true });
  const runMode = createRunMode();
  const gate = createSyncGate(() => client, runMode);
  const status = createStatusItem();
  const crashes: number[] = [];

  const client = createClient({
    documentSelector: documentSelector(),
    initializationOptions: () => initializationOptions(context),
    outputChannel: output,
    traceOutputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    progressOnInitialization: false,
    middleware: gate.middleware,
    diagnosticPullOptions: {
      onChange: true,
      onSave: true,
      filter: (_document, mode) => runMode.skips(mode),
    },
    synchronize: { configurationSection: 'plumbline' },
    initializationFailedHandler: error => {
      output.error(`The language server could not be started: ${String(error)}`);
      status.failed('could not be started');
      return false;
    },
    errorHandler: {
      error: error => {
        output.error(error.message);
        return { action: ErrorAction.Continue, handled: true };
      },
      closed: () => {
        gate.reset();
        const now = Date.now();
        crashes.push(now);
        const recent = crashes.filter(time => now - time < crashLimit.within).length;
        if (recent <= crashLimit.restarts) {
          output.warn('The language server ended; it is started again.');
          return { action: CloseAction.Restart, handled: true };
        }
        output.error(
          `The language server ended ${recent} times in three minutes; "Plumbline: Restart Server" tries again.`,
        );
        status.failed('stopped after several crashes');
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
  });

  const restart = async (): Promise<void> => {
    crashes.length = 0;
    gate.reset();
    status.starting();
    if (client.isRunning()) await client.stop();
    await client.start();
    status.follow(client, gate);
  };

  const workbench: Workbench = { client, output, gate, runMode, restart, report: createReportPanel() };
  const settings = vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration('plumbline.run')) pullAgain(client);
  });
  context.subscriptions.push(output, status, settings, workbench.report);
  context.subscriptions.push(registerRulePages(client), followNeighbours(restart));
  status.starting();
  await client.start();
  status.follow(client, gate);

  return {
    run: (command, args) => runCommand(workbench, command, args),
    dispose: async () => {
      if (client.isRunning()) await client.stop();
    },
  };
}

/** By pattern, never by language id: other extensions claim `.sql` and `templates/*.yaml` under names of their own. */
function documentSelector(): NonNullable<LanguageClientOptions['documentSelector']> {
  const patterns = ['**/*.prisma', '**/*.sql', '**/*.{yaml,yml}', '**/*.json', configPattern];
  const named = schemes.filter(scheme => scheme !== 'untitled');
  const languages = ['prisma', 'sql', 'postgres', 'yaml', 'json'];
  return [
    ...named.flatMap(scheme => patterns.map(pattern => ({ scheme, pattern }))),
    ...languages.map(language => ({ scheme: 'untitled', language })),
  ];
}

const neighbours = {
  prisma: ['Prisma.prisma', 'Prisma.prisma-insider'],
  yaml: ['redhat.vscode-yaml'],
} as const;

/** Never repeat what the official extension of a format says while it is there. */
function syntaxToReport(): { prisma: boolean; yaml: boolean } {
  const absent = (ids: readonly string[]): boolean => ids.every(id => vscode.extensions.getExtension(id) === undefined);
  return { prisma: absent(neighbours.prisma), yaml: absent(neighbours.yaml) };
}

function initializationOptions(context: vscode.ExtensionContext): InitializationOptions {
  return {
    syntax: syntaxToReport(),
    assets: vscode.Uri.joinPath(context.extensionUri, 'dist').toString(true),
  };
}

/** The options are read once by the server: a neighbour that comes or goes needs a new one. */
function followNeighbours(restart: () => Promise<void>): vscode.Disposable {
  let before = JSON.stringify(syntaxToReport());
  return vscode.extensions.onDidChange(async () => {
    const now = JSON.stringify(syntaxToReport());
    if (now === before) return;
    before = now;
    await restart();
  });
}
