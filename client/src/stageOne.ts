import * as vscode from 'vscode';
import { type CommandName, commandNames } from './commandNames.ts';
import { concernsPlumbline } from './documents.ts';

/** What stage 2 gives back: the running client. */
export interface Session {
  run(command: CommandName, args: readonly unknown[]): Promise<unknown>;
  dispose(): Promise<void>;
}

/** What `activate` returns; for tests. */
export interface PlumblineApi {
  /** Whether stage 2 has been asked for. */
  isStarted(): boolean;
}

export interface StageOne {
  readonly api: PlumblineApi;
  stop(): Promise<void>;
}

/**
 * Registers the commands and waits for the first document that concerns Plumbline. Nothing else happens before:
 * no file is read, no process started, no library loaded.
 */
export function beginStageOne(context: vscode.ExtensionContext, startSession: () => Promise<Session>): StageOne {
  let starting: Promise<Session> | undefined;
  const session = (): Promise<Session> => {
    openListener.dispose();
    starting ??= startSession().catch((error: unknown) => {
      // The next command tries again.
      starting = undefined;
      throw error;
    });
    return starting;
  };
  const consider = (document: vscode.TextDocument): void => {
    if (starting === undefined && concernsPlumbline(document)) {
      // Nobody asked for it, so nobody is interrupted: the client has said in its output channel what failed.
      session().catch(() => undefined);
    }
  };

  const openListener = vscode.workspace.onDidOpenTextDocument(consider);
  context.subscriptions.push(openListener);
  for (const name of commandNames) {
    const run = async (...args: unknown[]): Promise<unknown> => (await session()).run(name, args);
    context.subscriptions.push(vscode.commands.registerCommand(`plumbline.${name}`, run));
  }
  vscode.workspace.textDocuments.forEach(consider);

  return {
    api: { isStarted: () => starting !== undefined },
    stop: async () => {
      const running = await starting?.catch(() => undefined);
      await running?.dispose();
    },
  };
}
