import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { configNames, type Engine, isConfigUri, isNamed, kindOf } from '#engine';
import { createCommitted, isBelow, loadShippedAsset, pathOf, readText, reasonOf, uriOf, walkFiles } from '#host';
import type { Kind } from '#languages';
import type { SkippedFile } from '#report';
import { CannotRun, type CliIo } from './io.ts';
import type { Progress } from './progress.ts';

/** Which file names can hold which kinds: what is not of interest is not read. */
const KINDS_BY_EXTENSION: Readonly<Record<string, readonly Kind[]>> = {
  '.prisma': ['prisma'],
  '.sql': ['sql'],
  '.yaml': ['openapi', 'kubernetes'],
  '.yml': ['openapi', 'kubernetes'],
  '.json': ['openapi', 'kubernetes'],
};

export interface LoadOptions {
  /** As typed; none: the working directory. */
  readonly paths: readonly string[];
  /** A config that counts for all files. */
  readonly config: string | undefined;
  readonly allMigrations: boolean;
  /** A file (absolute) that a config may name although it is not there yet. */
  readonly mayLack?: string;
  /** A text that stands for a file, as an editor has it. */
  readonly stdin?: { readonly filename: string; readonly text: string };
}

export interface Workspace {
  readonly engine: Engine;
  /** The files that were asked about; the engine has others as context. */
  readonly uris: readonly string[];
  readonly skipped: readonly SkippedFile[];
  /** One line for each thing that was asked for and could not be read: exit 2. */
  readonly failures: readonly string[];
  /** Relative to the working directory, with `/`. */
  readonly show: (uri: string) => string;
}

/** Puts everything that the files in question depend on into the engine, and lets the judges look at them. */
export async function loadWorkspace(
  engine: Engine,
  options: LoadOptions,
  io: CliIo,
  progress: Progress,
): Promise<Workspace> {
  const loader = new Loader(engine, io.cwd, progress);
  if (options.config !== undefined) loader.forceConfig(path.resolve(io.cwd, options.config));
  engine.includeAllMigrations(options.allMigrations);

  const targets = options.stdin
    ? [path.resolve(io.cwd, options.stdin.filename)]
    : (options.paths.length > 0 ? options.paths : ['.']).map(one => path.resolve(io.cwd, one));
  if (options.stdin) loader.addText(targets[0]!, options.stdin.text);
  for (const target of targets) loader.addTarget(target);
  loader.addContext(targets);
  loader.addParts(targets);
  loader.addWanted(options.mayLack);
  if ([...loader.asked].some(uri => engine.kindOf(uri) === 'sql')) {
    const committed = createCommitted();
    engine.setCommitted({ has: uri => committed.has(pathOf(uri)), textOf: uri => committed.textOf(pathOf(uri)) });
  }
  await judge(engine, [...loader.asked], io);
  return {
    engine,
    uris: [...loader.asked],
    skipped: loader.skipped,
    failures: loader.failures,
    show: uri => showPath(io.cwd, pathOf(uri)),
  };
}

export function showPath(cwd: string, file: string): string {
  return (path.relative(cwd, file) || '.').split(path.sep).join('/');
}

async function judge(engine: Engine, uris: readonly string[], io: CliIo): Promise<void> {
  // V8 would compile the hot parts of PostgreSQL's parser again, optimised, and the process cannot end before that is
  // done: 150 ms on a single file, and it does not pay off on hundreds (measured on Node 20).
  setFlagsFromString('--no-wasm-tier-up --no-wasm-dynamic-tiering');
  const kinds = new Set(uris.map(uri => engine.kindOf(uri)).filter(kind => kind !== undefined && kind !== 'config'));
  for (const kind of kinds) {
    try {
      await engine.loadJudges([kind], loadShippedAsset);
    } catch (error) {
      // The own readers report what they can; a damaged installation must not stop that.
      io.stderr.write(
        `plumbline: the validator for ${kind} could not be loaded (${String(error).split('\n', 1)[0]})\n`,
      );
    }
  }
  for (const uri of uris) engine.judge(uri);
}

/** Reads files into an engine, each once. */
class Loader {
  readonly asked = new Set<string>();
  readonly skipped: SkippedFile[] = [];
  readonly failures: string[] = [];
  private readonly seen = new Set<string>();
  private readonly foldersWithConfig = new Map<string, boolean>();

  constructor(
    private readonly engine: Engine,
    private readonly cwd: string,
    private readonly progress: Progress,
  ) {}

  forceConfig(file: string): void {
    const read = readText(file);
    if ('reason' in read) throw new CannotRun(`config ${showPath(this.cwd, file)}: ${read.reason}`);
    const uri = uriOf(file);
    this.engine.setConfig(uri, read.text);
    const broken = this.engine.findings(uri).find(one => one.rule === 'config/broken');
    if (broken) throw new CannotRun(`config ${showPath(this.cwd, file)}: ${broken.message}`);
    this.engine.forceConfig(uri);
    this.seen.add(file);
    this.asked.add(uri);
  }

  addText(file: string, text: string): void {
    this.seen.add(file);
    this.addConfigsAbove(path.dirname(file));
    this.put(file, text);
    this.asked.add(uriOf(file));
  }

  /** A file or folder that was asked for. */
  addTarget(target: string): void {
    if (this.seen.has(target)) {
      this.asked.add(uriOf(target));
      return;
    }
    let isFolder: boolean;
    try {
      isFolder = statSync(target).isDirectory();
    } catch (error) {
      this.failures.push(`${showPath(this.cwd, target)}: ${reasonOf(error)}`);
      return;
    }
    this.addConfigsAbove(isFolder ? target : path.dirname(target));
    if (!isFolder) {
      const reason = this.addFile(target);
      if (reason !== undefined) this.failures.push(`${showPath(this.cwd, target)}: ${reason}`);
      else this.asked.add(uriOf(target));
      return;
    }
    const companions = this.engine.companionNames();
    const isDocument = (name: string): boolean =>
      path.extname(name).toLowerCase() in KINDS_BY_EXTENSION || configNames().includes(name);
    this.walk(
      target,
      name => isDocument(name) || isNamed(name, companions),
      file => {
        if (!isDocument(path.basename(file))) this.addQuietly(file);
        else if (this.addFile(file) === undefined) this.asked.add(uriOf(file));
      },
    );
  }

  /**
   * What rules look up besides the files in question: the other documents of the project, of those kinds only that
   * a rule for these files reads.
   */
  addContext(targets: readonly string[]): void {
    const kinds = new Set<Kind>();
    for (const uri of this.asked) {
      // A file that says nothing may be a part of a description that lies elsewhere.
      const kind = this.engine.kindOf(uri) ?? (/\.(ya?ml|json)$/i.test(uri) ? 'openapi' : undefined);
      if (kind === undefined || kind === 'config' || kinds.has(kind)) continue;
      kinds.add(kind);
      for (const rule of this.engine.rules)
        if (kindOf(rule) === kind) for (const one of rule.reads ?? []) kinds.add(one);
    }
    const companions = this.engine.companionNames([...kinds]);
    const isDocument = (name: string): boolean =>
      configNames().includes(name) ||
      (KINDS_BY_EXTENSION[path.extname(name).toLowerCase()] ?? []).some(kind => kinds.has(kind));
    const walked = new Set(targets);
    for (const root of new Set(targets.map(target => this.projectRoot(target)))) {
      if (root === undefined || walked.has(root)) continue;
      walked.add(root);
      this.walk(
        root,
        name => isDocument(name) || isNamed(name, companions),
        file => (isDocument(path.basename(file)) ? this.addFile(file) : this.addQuietly(file)),
        true,
      );
    }
  }

  /** What documents refer to as their parts, as far as it lies in their project, or else in the folders in question. */
  addParts(targets: readonly string[]): void {
    const roots = new Set(targets.map(target => this.projectRoot(target) ?? folderAt(target)));
    for (;;) {
      const files = this.engine.missingParts().map(pathOf);
      const fresh = files.filter(file => !this.seen.has(file) && [...roots].some(root => isBelow(root, file)));
      if (fresh.length === 0) return;
      for (const file of fresh) this.addQuietly(file);
    }
  }

  /** Configs and baselines that configs name. */
  addWanted(mayLack: string | undefined): void {
    for (let wanted = this.engine.wantedFiles(); wanted.length > 0; wanted = this.engine.wantedFiles()) {
      for (const uri of wanted) {
        const file = pathOf(uri);
        const read = readText(file);
        if ('reason' in read && file !== mayLack)
          this.failures.push(`${showPath(this.cwd, file)}: named by the config, but ${read.reason}`);
        this.engine.setWanted(uri, 'text' in read ? read.text : undefined);
      }
    }
  }

  private walk(root: string, wants: (name: string) => boolean, add: (file: string) => void, quiet = false): void {
    for (const found of walkFiles(root, wants)) {
      if (found.kind === 'file') add(found.path);
      else if (!quiet) this.failures.push(`${showPath(this.cwd, found.path)}: ${found.reason}`);
    }
  }

  /** Why a file was not taken in; undefined where it was. */
  private addFile(file: string): string | undefined {
    if (this.seen.has(file)) return undefined;
    this.seen.add(file);
    this.progress.step(showPath(this.cwd, file));
    const read = readText(file);
    if ('reason' in read) {
      const shown = showPath(this.cwd, file);
      if (read.failed) this.failures.push(`${shown}: ${read.reason}`);
      else this.skipped.push({ path: shown, reason: read.reason });
      return read.reason;
    }
    this.put(file, read.text);
    return undefined;
  }

  /** A companion, or a part of a document. Nobody asked for it, so one that cannot be read is passed over. */
  private addQuietly(file: string): void {
    if (this.seen.has(file)) return;
    this.seen.add(file);
    const read = readText(file);
    if ('text' in read) this.put(file, read.text);
  }

  private put(file: string, text: string): void {
    const uri = uriOf(file);
    if (isConfigUri(uri)) this.engine.setConfig(uri, text);
    else this.engine.setSource(uri, text);
  }

  /** The nearest config up from a file counts, so those above the files in question are needed too. */
  private addConfigsAbove(start: string): void {
    for (let folder = start; !this.foldersWithConfig.has(folder); folder = path.dirname(folder)) {
      const names = configNames().filter(name => existsSync(path.join(folder, name)));
      this.foldersWithConfig.set(folder, names.length > 0);
      for (const name of names)
        if (!this.addFile(path.join(folder, name))) this.asked.add(uriOf(path.join(folder, name)));
      if (path.dirname(folder) === folder) return;
    }
  }

  /** The folder that an editor would have opened: the nearest with a config or a repository. */
  private projectRoot(target: string): string | undefined {
    for (let folder = target; path.dirname(folder) !== folder; folder = path.dirname(folder)) {
      if (folder === homedir()) break;
      if (this.foldersWithConfig.get(folder) || existsSync(path.join(folder, '.git'))) return folder;
    }
    const isInside = !path.relative(this.cwd, target).startsWith('..');
    return isInside && this.cwd !== homedir() && path.dirname(this.cwd) !== this.cwd ? this.cwd : undefined;
  }
}

function folderAt(target: string): string {
  return statSync(target, { throwIfNoEntry: false })?.isDirectory() ? target : path.dirname(target);
}
