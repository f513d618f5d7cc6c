import type { FileEvent } from 'vscode-languageserver';
import { FileChangeType } from 'vscode-languageserver';
import { configNames, folderOf, isConfigUri, nameOf } from '#engine';
import { createCommitWatch } from './commitWatch.ts';
import { interest } from './interest.ts';
import type { Session } from './session.ts';
import { createBreather, delay } from './timing.ts';
import { canonicalUri, isBelow } from './uris.ts';

/**
 * The files around the open documents: configs, siblings, what other kinds say. They are read in the background, from
 * the first document on that is ours; an open document always wins over the disk.
 */
export interface Workspace {
  readonly folders: readonly string[];
  changeFolders(added: readonly string[], removed: readonly string[]): void;
  /** Reads what counts for an opened document; starts to look around if it is ours. */
  attend(uri: string): Promise<void>;
  /** Resolves when the configs of a document are known and the looking around is over, or has taken too long to wait. */
  ready(uri: string): Promise<void>;
  /** Resolves when everything around a document has been read, however long it takes. */
  settled(uri: string): Promise<void>;
  /** Resolves when every file of the folders has been read. */
  discovered(): Promise<void>;
  /** An open document is closed: the disk counts again. */
  reread(uri: string): Promise<void>;
  /** A config has changed: reads the files that it names. */
  configChanged(): Promise<void>;
  changedOnDisk(events: readonly FileEvent[]): Promise<void>;
  /** A document was saved: there may have been a commit since. */
  saved(uri: string): void;
  /** Every file that findings are shown for: those of the folders, and what is open. */
  uris(): readonly string[];
  /** Files that were found and not taken in, with the reason. */
  readonly skipped: ReadonlyMap<string, string>;
}

/** Milliseconds that an answer waits for the files around: better a little late than wrong first. */
const PATIENCE = 1000;

export function createWorkspace(session: Session, firstFolders: readonly string[]): Workspace {
  const { engine, host, documents } = session;
  const commits = createCommitWatch(session);
  let folders = [...firstFolders];
  /** Folders that are or were looked through. */
  const roots = new Map<string, Promise<void>>();
  const attended = new Map<string, Promise<void>>();
  const configsOf = new Map<string, Promise<void>>();
  /** Files that configs name, by canonical uri, in the engine's spelling. */
  const named = new Map<string, string>();
  const skipped = new Map<string, string>();
  let queue: Promise<void> = Promise.resolve();

  const drop = (uri: string): void => {
    skipped.delete(uri);
    if (isConfigUri(uri)) engine.removeConfig(uri);
    else engine.removeSource(uri);
  };

  /** Puts a file of the disk in, as it is now. */
  const take = async (uri: string): Promise<void> => {
    const read = await host.files.read(uri);
    if (documents.has(uri)) return;
    if ('reason' in read) {
      drop(uri);
      if (!read.failed) skipped.set(uri, read.reason);
      return;
    }
    skipped.delete(uri);
    if (isConfigUri(uri)) engine.setConfig(uri, read.text);
    else {
      engine.setSource(uri, read.text);
      // The engine remembers a text that is nobody's, in case it is typed into; a file is not.
      if (engine.kindOf(uri) === undefined) engine.removeSource(uri);
    }
  };

  const readNamed = async (): Promise<void> => {
    for (let wanted = engine.wantedFiles(); wanted.length > 0; wanted = engine.wantedFiles()) {
      for (const uri of wanted) {
        named.set(canonicalUri(uri), uri);
        await setNamed(uri);
      }
    }
  };

  const setNamed = async (uri: string): Promise<void> => {
    const open = documents.get(canonicalUri(uri))?.text;
    const read = open === undefined ? await host.files.read(uri) : { text: open };
    engine.setWanted(uri, 'text' in read ? read.text : undefined);
  };

  const folderAround = (uri: string): string | undefined => folders.find(folder => isBelow(folder, uri));
  const rootAround = (uri: string): string | undefined => [...roots.keys()].find(root => isBelow(root, uri));

  /** The configs of every folder from the document's up: the nearest one counts, and it may lie above the workspace. */
  const readConfigsAbove = async (uri: string): Promise<void> => {
    const top = uri.startsWith('file:') ? undefined : folderAround(uri);
    for (let folder = folderOf(uri); folder.includes('/') && !folder.endsWith('//'); folder = folderOf(folder)) {
      if (!configsOf.has(folder)) configsOf.set(folder, readConfigsIn(folder));
      await configsOf.get(folder);
      if (folder === top) break;
    }
  };

  const readConfigsIn = async (folder: string): Promise<void> => {
    for (const name of configNames()) {
      const uri = `${folder}/${name}`;
      if (!documents.has(uri)) await take(uri);
    }
  };

  /** What an editor would have opened around a document that lies in no folder: the nearest with a config or a repository. */
  const looseRoot = async (uri: string): Promise<string | undefined> => {
    if (!uri.startsWith('file:')) return undefined;
    for (let folder = folderOf(uri); folder.includes('/') && !folder.endsWith('//'); folder = folderOf(folder)) {
      if (folder === host.home) return undefined;
      const hasConfig = configNames().some(name => engine.kindOf(`${folder}/${name}`) === 'config');
      if (hasConfig || (await host.files.exists(`${folder}/.git`))) return folder;
    }
    return undefined;
  };

  const lookThrough = async (root: string): Promise<void> => {
    const breathe = createBreather();
    for await (const uri of host.files.find(root, interest)) {
      if (!roots.has(root)) return;
      if (!documents.has(uri)) await take(uri);
      await breathe();
    }
    await readNamed();
    commits.look(root);
    session.diagnostics.update();
  };

  /** One folder after the other, each once. */
  const discover = (root: string): void => {
    if (roots.has(root) || root === host.home) return;
    const found = queue.then(() => lookThrough(root));
    queue = found.catch((error: unknown) => session.log(`reading ${root} failed`, error));
    roots.set(root, queue);
  };

  const attend = async (uri: string): Promise<void> => {
    await readConfigsAbove(uri);
    await readNamed();
    if (engine.kindOf(uri) === undefined) return;
    commits.look(folderAround(uri) ?? folderOf(uri));
    folders.forEach(discover);
    const root = folderAround(uri) === undefined ? await looseRoot(uri) : undefined;
    if (root !== undefined) discover(root);
  };

  const settled = async (uri: string): Promise<void> => {
    await attended.get(uri);
    await queue;
  };

  const deleted = (uri: string): string[] => {
    const gone = engine.uris().filter(one => (one === uri || isBelow(uri, one)) && !documents.has(one));
    gone.forEach(drop);
    return gone;
  };

  const isOurs = (uri: string): boolean => {
    if (isConfigUri(uri)) return configsOf.has(folderOf(uri)) || rootAround(uri) !== undefined;
    const root = rootAround(uri);
    return interest.wants(nameOf(uri)) && root !== undefined && host.files.wouldFind(root, uri);
  };

  const changedFile = async (uri: string, isGone: boolean): Promise<readonly string[]> => {
    const asNamed = named.get(uri);
    if (asNamed !== undefined) await setNamed(asNamed);
    if (documents.has(uri)) return [];
    if (isGone) return deleted(uri);
    if (!isOurs(uri)) return [];
    await take(uri);
    return [uri];
  };

  return {
    get folders() {
      return folders;
    },
    skipped,
    changeFolders: (added, removed) => {
      folders = [...folders.filter(one => !removed.includes(one)), ...added];
      for (const root of removed) roots.delete(root);
      const isLeft = (uri: string): boolean => documents.has(uri) || rootAround(uri) !== undefined;
      for (const uri of engine.uris()) {
        if (removed.some(root => isBelow(root, uri)) && !isLeft(uri)) {
          drop(uri);
          session.diagnostics.diskChanged(uri);
        }
      }
      // What has not begun yet begins with the first document.
      if (roots.size > 0) added.forEach(discover);
      session.diagnostics.update();
    },
    attend: uri => {
      const attending = attend(uri).catch((error: unknown) => session.log(`reading around ${uri} failed`, error));
      attended.set(uri, attending);
      return attending;
    },
    ready: uri => Promise.race([settled(uri), delay(PATIENCE)]),
    settled,
    discovered: async () => {
      folders.forEach(discover);
      await queue;
    },
    reread: async uri => {
      attended.delete(uri);
      if (isOurs(uri)) await take(uri);
      else drop(uri);
      if (isConfigUri(uri)) await readNamed();
    },
    configChanged: readNamed,
    changedOnDisk: async events => {
      const breathe = createBreather();
      for (const { uri, type } of events) {
        const changed = await changedFile(canonicalUri(uri), type === FileChangeType.Deleted);
        for (const one of changed) session.diagnostics.diskChanged(one);
        await breathe();
      }
      await readNamed();
      for (const root of roots.keys()) commits.look(root);
      session.diagnostics.update();
    },
    saved: uri => commits.look(folderAround(uri) ?? folderOf(uri)),
    uris: () =>
      engine
        .uris()
        .filter(uri => documents.has(uri) || engine.kindOf(uri) === 'config' || folderAround(uri) !== undefined),
  };
}
