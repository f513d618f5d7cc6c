import type { Connection, InitializeParams } from 'vscode-languageserver';
import { configNames, isConfigUri } from '#engine';
import type { LoadAsset } from '#languages';
import type { Host } from './server.ts';
import { normalised, type Texts } from './texts.ts';

/** The judge looks when nobody has typed for this long: half-typed text is no news. In milliseconds. */
const PAUSE = 150;
/** How long files may be read before other work has its turn. In milliseconds. */
const SLICE = 12;

/** The files of the workspace folders, kept in the engine; open documents always win over the disk. */
export class Workspace {
  readonly folders = new Set<string>();
  private readonly changed = new Set<() => void | Promise<void>>();
  private readonly pauses = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly done = new Set<string>();
  private discovery: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: Connection,
    private readonly host: Host,
    private readonly texts: Texts,
    params: InitializeParams,
    private readonly loadAsset: LoadAsset,
  ) {
    const folders = params.workspaceFolders?.map(folder => folder.uri) ?? (params.rootUri ? [params.rootUri] : []);
    for (const uri of folders) this.folders.add(withoutSlash(uri));
    host.engine.setCommitted(host.files.committed);
  }

  /** Calls back when findings may have changed for another reason than an edit of their own document. */
  onChanged(callback: () => void | Promise<void>): void {
    this.changed.add(callback);
  }

  announce(): void {
    for (const callback of this.changed) void callback();
  }

  /** Reads what lies in the folders, once each, in slices. Nothing is read before the first relevant document. */
  discover(): Promise<void> {
    for (const folder of this.folders) {
      if (this.done.has(folder)) continue;
      this.done.add(folder);
      this.discovery = this.discovery.then(() => this.read(folder)).catch(error => this.log(error));
    }
    return this.discovery;
  }

  setFolders(added: readonly string[], removed: readonly string[]): void {
    for (const uri of added) this.folders.add(withoutSlash(uri));
    for (const uri of removed.map(withoutSlash)) {
      this.folders.delete(uri);
      this.done.delete(uri);
      for (const known of this.host.engine.uris())
        if (known.startsWith(`${uri}/`) && !this.texts.isOpen(known)) this.drop(known);
    }
  }

  private async read(folder: string): Promise<void> {
    let since = Date.now();
    for (const uri of this.host.files.walk(folder, this.host.engine.companionNames())) {
      this.load(uri);
      if (Date.now() - since < SLICE) continue;
      await new Promise(resolve => setTimeout(resolve, 0));
      since = Date.now();
    }
    this.loadWanted();
    this.announce();
    // What the judge said of an open document without its siblings may be wrong.
    for (const uri of this.texts.openUris()) this.judgeSoon(uri, 0);
  }

  /** Takes a file in as it is on the disk; forgets it where it is gone. */
  load(uri: string): void {
    if (this.texts.isOpen(uri)) return;
    const text = this.host.files.read(uri);
    if (text !== undefined) this.put(uri, text);
    // A text that no language reads is not worth its memory as long as nobody edits it.
    if (text === undefined || !this.host.engine.reads(uri)) this.drop(uri);
  }

  put(uri: string, text: string): void {
    if (isConfigUri(uri)) this.host.engine.setConfig(uri, text);
    else this.host.engine.setSource(uri, text);
  }

  drop(uri: string): void {
    if (isConfigUri(uri)) this.host.engine.removeConfig(uri);
    else this.host.engine.removeSource(uri);
  }

  /** Configs above a document count for it even where they lie outside the folders. */
  loadConfigsAbove(uri: string): void {
    const { engine, files } = this.host;
    for (
      let folder = uri.slice(0, uri.lastIndexOf('/'));
      folder.split('/').length > 3;
      folder = folder.slice(0, folder.lastIndexOf('/'))
    )
      for (const name of configNames()) {
        const config = `${folder}/${name}`;
        if (this.texts.isOpen(config) || engine.kindOf(config) === 'config') continue;
        const text = files.read(config);
        if (text !== undefined) engine.setConfig(config, text);
      }
    this.loadWanted();
  }

  loadWanted(): void {
    const { engine, files } = this.host;
    for (let wanted = engine.wantedFiles(); wanted.length > 0; wanted = engine.wantedFiles())
      for (const uri of wanted) engine.setWanted(uri, this.texts.textOf(uri) ?? files.read(uri));
  }

  /** Has the judge look at a document once its typing has paused. */
  judgeSoon(uri: string, delay = PAUSE): void {
    clearTimeout(this.pauses.get(uri));
    this.pauses.set(
      uri,
      setTimeout(() => {
        this.pauses.delete(uri);
        this.judge(uri).then(
          changed => changed && this.announce(),
          error => this.log(error),
        );
      }, delay),
    );
  }

  /** True where the judge's word changed the findings. */
  async judge(uri: string): Promise<boolean> {
    const kind = this.host.engine.kindOf(uri);
    if (kind === undefined || kind === 'config') return false;
    await this.host.engine.loadJudges([kind], this.loadAsset);
    return this.host.engine.judge(uri);
  }

  private log(error: unknown): void {
    this.connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function withoutSlash(uri: string): string {
  return normalised(uri).replace(/\/+$/, '');
}
