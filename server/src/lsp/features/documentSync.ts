import { isConfigUri } from '#engine';
import type { Session } from '../server.ts';
import { normalised } from '../texts.ts';

/** Open, change, close: what the editor has is what counts. */
export function documentSync({ connection, texts, workspace, engine }: Session): void {
  connection.onDidOpenTextDocument(({ textDocument: { uri: clientUri, version, text } }) => {
    const uri = texts.opened(clientUri, version, text);
    workspace.loadConfigsAbove(uri);
    const arrival = workspace.arrive(uri, text);
    if (isConfigUri(uri)) workspace.announce();
    void workspace.discover();
    texts.tell('opened', uri);
    const arrived = (): void => {
      workspace.lookAgain();
      if (workspace.loadParts()) workspace.announce();
      workspace.judgeSoon(uri, 0);
      texts.tell('changed', uri);
    };
    if (arrival) void arrival.then(arrived);
    else arrived();
  });

  connection.onDidChangeTextDocument(({ textDocument: { uri: clientUri, version }, contentChanges }) => {
    const uri = normalised(clientUri);
    const edits = texts.change(clientUri, version, contentChanges);
    if (workspace.isArriving(uri)) return;
    if (isConfigUri(uri) || edits === undefined) {
      workspace.put(uri, texts.textOf(uri) ?? '');
      if (isConfigUri(uri)) {
        workspace.loadWanted();
        workspace.announce();
      }
    } else engine.changeSource(uri, edits);
    if (workspace.loadParts()) workspace.announce();
    workspace.judgeSoon(uri);
    texts.tell('changed', uri);
  });

  connection.onDidCloseTextDocument(({ textDocument }) => {
    // Unsaved changes are gone: the disk has the word again.
    const uri = texts.closed(textDocument.uri);
    const known = (): string | undefined => (engine.reads(uri) ? engine.textOf(uri) : undefined);
    const before = known();
    workspace.load(uri);
    texts.tell('closed', uri);
    if (known() === before) return;
    workspace.loadParts();
    workspace.announce();
  });
}
