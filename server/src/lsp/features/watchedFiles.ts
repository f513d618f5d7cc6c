import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver';
import type { Session } from '../server.ts';
import { normalised } from '../texts.ts';

/** Exactly the names that may concern us: a watcher for everything would be called for every build. */
const PATTERNS = ['**/.plumbline.{jsonc,json,yaml,yml}', '**/*.{prisma,sql,yaml,yml,json}'];

/** Files that change on the disk, and folders that come and go. */
export function watchedFiles({ connection, client, workspace, engine, files }: Session): void {
  connection.onInitialized(async () => {
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration)
      await connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [...PATTERNS, `**/{${engine.companionNames().join(',')}}`].map(globPattern => ({ globPattern })),
      });
    if (client.workspace?.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        workspace.setFolders(
          added.map(one => one.uri),
          removed.map(one => one.uri),
        );
        void workspace.discover().then(() => workspace.announce());
      });
  });

  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri: clientUri, type } of changes) {
      const uri = normalised(clientUri);
      if (/\/(node_modules|\.git|dist)\//.test(uri)) continue;
      if (type === FileChangeType.Deleted) workspace.drop(uri);
      else workspace.load(uri);
      // A baseline or a base of a config is no document of ours.
      if (engine.isWanted(uri)) engine.setWanted(uri, files.read(uri));
    }
    workspace.loadWanted();
    workspace.lookAgain();
    workspace.loadParts();
    workspace.announce();
  });
}
