import type { Connection, InitializeParams } from 'vscode-languageserver';
import { configNames, isConfigUri } from '#engine';
import type { LoadAsset } from '#languages';
import { difference } from '#text';
import type { Host } from './server.ts';
import { normalised, type Texts } from './texts.ts';

/** The judge looks when nobody has typed for this long: half-typed text is no news. In milliseconds. */
const PAUSE = 150;
/** How long files may be read before other work has its turn. In milliseconds. */
const SLICE = 12;
/** Texts of at least this length are read and checked in slices; in UTF-16 units. */
const LONG = 256 * 1024;

/** The files of the workspace folders, kept in the engine; open documents always win over the disk. */
export class Workspace {
  readonly folders = new Set<string>();
  private readonly changed = new Set<() => void | Promise<void>>();
  private readonly pauses = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly done = new Set<string>();
  private readonly arriving = new Map<string, Promise<void>>();
  /** Parts of documents that are not there: not to be looked for with every keystroke. */
  private readonly absent = new Set<string>();
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
    this.lookAgain();
    for (const uri of added) this.folders.add(withoutSlash(uri));
    for (const uri of removed.map(withoutSlash)) {
      this.folders.delete(uri);
      this.done.delete(uri);
      for (const known of this.host.engine.uris())
        if (known.startsWith(`${uri}/`) && !this.texts.isOpen(known)) this.drop(known);
    }
  }

  private async read(folder: string): Promise<void> {
    await inSlices(this.loadAll(this.host.files.walk(folder, this.host.engine.companionNames())));
    this.loadWanted();
    await inSlices(this.loadPartsInSteps());
    this.announce();
    // What the judge said of an open document without its siblings may be wrong.
    for (const uri of this.texts.openUris()) this.judgeSoon(uri, 0);
  }

  private *loadAll(uris: Iterable<string>): Generator<void, void> {
    for (const uri of uris) {
      yield* this.loadInSteps(uri);
      yield;
    }
  }

  /** Takes a file in as it is on the disk; forgets it where it is gone. */
  load(uri: string): void {
    for (const _ of this.loadInSteps(uri));
  }

  private *loadInSteps(uri: string): Generator<void, void> {
    if (this.texts.isOpen(uri)) return;
    const text = this.host.files.read(uri);
    if (text !== undefined && isLong(text) && !isConfigUri(uri)) yield* this.putInSteps(uri, text);
    else if (text !== undefined) this.put(uri, text);
    if (this.texts.isOpen(uri)) return;
    // A text that no language reads is not worth its memory as long as nobody edits it.
    if (text === undefined || !this.host.engine.reads(uri)) this.drop(uri);
  }

  put(uri: string, text: string): void {
    if (isConfigUri(uri)) this.host.engine.setConfig(uri, text);
    else this.host.engine.setSource(uri, text);
  }

  /** The last step is left out where the document has been opened meanwhile: the editor's text is on its way. */
  private *putInSteps(uri: string, text: string): Generator<void, void> {
    const steps = this.host.engine.setSourceInSteps(uri, text);
    while (!this.texts.isOpen(uri) && !steps.next().done) yield;
  }

  /**
   * Takes the text of an open document in; a long one in slices, so that the server answers others meanwhile.
   *
   * @returns undefined where it is in at once
   */
  arrive(uri: string, text: string): Promise<void> | undefined {
    if (!isLong(text) || isConfigUri(uri)) {
      this.put(uri, text);
      return undefined;
    }
    const arrival = inSlices(this.host.engine.setSourceInSteps(uri, text)).then(() => {
      if (this.arriving.get(uri) !== arrival) return;
      this.arriving.delete(uri);
      const now = this.texts.textOf(uri);
      if (now === undefined) return this.load(uri);
      const typed = difference(text, now);
      if (typed) this.host.engine.changeSource(uri, [typed]);
    });
    this.arriving.set(uri, arrival);
    return arrival;
  }

  /** True while the text of an open document is still being read: edits of it count from its end on. */
  isArriving(uri: string): boolean {
    return this.arriving.has(uri);
  }

  /** Does what the findings of a long document need in slices; others are found when they are asked for. */
  async prepare(uri: string): Promise<void> {
    await this.arriving.get(uri);
    if (isLong(this.texts.textOf(uri) ?? '')) await inSlices(this.host.engine.findInSteps(uri));
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

  /** Reads what documents refer to as their parts, as far as it lies in the workspace. True where there was something. */
  loadParts(): boolean {
    const steps = this.loadPartsInSteps();
    for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
  }

  private *loadPartsInSteps(): Generator<void, boolean> {
    const { engine } = this.host;
    const tried = new Set<string>();
    const isNew = (uri: string): boolean => !tried.has(uri) && !this.absent.has(uri) && !this.arriving.has(uri);
    let found = false;
    for (let missing = engine.missingParts().filter(isNew); missing.length > 0; ) {
      for (const uri of missing) {
        tried.add(uri);
        const text = this.texts.textOf(uri) ?? this.readInside(uri);
        if (text === undefined) this.absent.add(uri);
        else {
          engine.setSource(uri, text);
          found = true;
        }
        yield;
      }
      missing = engine.missingParts().filter(isNew);
    }
    return found;
  }

  /** Parts that could not be read are looked for again. */
  lookAgain(): void {
    this.absent.clear();
  }

  private readInside(uri: string): string | undefined {
    const { files } = this.host;
    const isInside = [...this.folders].some(folder => uri.startsWith(`${folder}/`) && files.isBelow(folder, uri));
    return isInside ? files.read(uri) : undefined;
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

function isLong(text: string): boolean {
  return text.length >= LONG;
}

/** Takes steps for as long as others may wait, lets them have their turn, goes on. */
async function inSlices(steps: Iterator<void, unknown>): Promise<void> {
  let since = Date.now();
  while (!steps.next().done) {
    if (Date.now() - since < SLICE) continue;
    await new Promise(resolve => setTimeout(resolve, 0));
    since = Date.now();
  }
}

function withoutSlash(uri: string): string {
  return normalised(uri).replace(/\/+$/, '');
}
