import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { URI } from 'vscode-uri';

const MEBIBYTE = 1024 * 1024;

/** Larger files are dumps, bundles or generated: no person edits them. In bytes. */
const MAX_FILE_BYTES = 3 * MEBIBYTE;
/** API descriptions of whole companies are kept in one file: GitHub's has 13 MB. In bytes. */
const MAX_DESCRIPTION_BYTES = 24 * MEBIBYTE;

/** Folders of other people's files, or of files that a tool makes again at will. */
const SKIPPED_FOLDERS = new Set([
  'node_modules',
  'bower_components',
  'vendor',
  'dist',
  'build',
  'out',
  'target',
  'coverage',
  '__pycache__',
  '.venv',
  'venv',
]);

export interface FoundFile {
  readonly kind: 'file';
  /** Absolute. */
  readonly path: string;
}

/** A folder or file that could not be looked at. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly path: string;
  /** One phrase for people. */
  readonly reason: string;
}

/** `.gitignore` files that count for a folder, the nearest first. */
interface IgnoreLevel {
  readonly folder: string;
  readonly rules: Ignore;
  readonly above: IgnoreLevel | undefined;
}

/**
 * Every file below `root` that a person may have written, in order of path: without hidden folders, what `.gitignore`
 * names, and folders of dependencies and build output. Links to folders are not followed, so that loops do no harm.
 * A generator, so that a server can do other things in between.
 *
 * @param wants whether a file of this name is of interest
 */
export function* walkFiles(root: string, wants: (name: string) => boolean): Generator<FoundFile | Unreadable> {
  yield* walkFolder(root, wants, levelsAbove(root));
}

function* walkFolder(
  folder: string,
  wants: (name: string) => boolean,
  above: IgnoreLevel | undefined,
): Generator<FoundFile | Unreadable> {
  let entries: ReturnType<typeof listFolder>;
  try {
    entries = listFolder(folder);
  } catch (error) {
    yield { kind: 'unreadable', path: folder, reason: reasonOf(error) };
    return;
  }
  const level = entries.some(entry => entry.name === '.gitignore') ? withLevel(folder, above) : above;
  for (const entry of entries) {
    const { name } = entry;
    const full = path.join(folder, name);
    const isLink = entry.isSymbolicLink();
    const isFolder = entry.isDirectory();
    if (isFolder ? name.startsWith('.') || SKIPPED_FOLDERS.has(name) : !wants(name)) continue;
    if (level && isIgnored(level, full, isFolder)) continue;
    if (isFolder) yield* walkFolder(full, wants, level);
    else if (entry.isFile() || (isLink && isFile(full))) yield { kind: 'file', path: full };
  }
}

/** By code unit, so that results do not depend on the file system. */
function listFolder(folder: string) {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The `.gitignore` files of the folders above `root`, up to the repository's. */
function levelsAbove(root: string): IgnoreLevel | undefined {
  const folders: string[] = [];
  for (let folder = root; !existsSync(path.join(folder, '.git')); ) {
    const parent = path.dirname(folder);
    // Outside a repository only the ignore files below `root` count.
    if (parent === folder) return undefined;
    folders.unshift(parent);
    folder = parent;
  }
  return folders.reduce<IgnoreLevel | undefined>((above, folder) => withLevel(folder, above), undefined);
}

function withLevel(folder: string, above: IgnoreLevel | undefined): IgnoreLevel | undefined {
  try {
    return { folder, rules: ignore().add(readFileSync(path.join(folder, '.gitignore'), 'utf8')), above };
  } catch {
    return above;
  }
}

function isIgnored(nearest: IgnoreLevel, full: string, isFolder: boolean): boolean {
  for (let level: IgnoreLevel | undefined = nearest; level; level = level.above) {
    const relative = path.relative(level.folder, full).split(path.sep).join('/');
    const verdict = level.rules.test(isFolder ? `${relative}/` : relative);
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

function isFile(full: string): boolean {
  try {
    return statSync(full).isFile();
  } catch {
    return false;
  }
}

/** The text of a file, its byte order mark included, or why it has none for us. */
export type ReadResult = { readonly text: string } | { readonly reason: string; readonly failed: boolean };

/** Reads a text file. `failed`: it could not be read at all; otherwise it is not a text that one checks. */
export function readText(file: string): ReadResult {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const most = /\.(ya?ml|jsonc?)$/i.test(file) ? MAX_DESCRIPTION_BYTES : MAX_FILE_BYTES;
      if (size > most)
        return {
          reason: `larger than ${most / MEBIBYTE} MB (${(size / MEBIBYTE).toFixed(1)} MB), so it is not checked`,
          failed: false,
        };
      const bytes = Buffer.allocUnsafe(size);
      return decode(bytes.subarray(0, readSync(descriptor, bytes, 0, size, 0)));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return { reason: reasonOf(error), failed: true };
  }
}

function decode(bytes: Uint8Array): ReadResult {
  // A NUL byte near the start is how git and grep tell a binary file.
  if (bytes.subarray(0, 8000).includes(0)) return { reason: 'a binary file, so it is not checked', failed: false };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { reason: 'not UTF-8 text, so it is not checked', failed: false };
  }
}

/** Replaces a file's text in one step: whoever reads it sees the old or the new text, never half of one. */
export function writeText(file: string, text: string): void {
  // A link stays one: what it points at is replaced.
  const target = existsSync(file) ? realpathSync(file) : file;
  const mode = existsSync(target) ? statSync(target).mode : undefined;
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, mode === undefined ? {} : { mode });
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Makes a file; throws where there is one already. */
export function createText(file: string, text: string): void {
  writeFileSync(file, text, { flag: 'wx' });
}

/** Whether a path is a folder or lies below it, by name and, where it exists, by where links lead to. */
export function isBelow(folder: string, file: string): boolean {
  return isInside(folder, file) && (!existsSync(file) || isInside(realpathSync(folder), realpathSync(file)));
}

function isInside(folder: string, file: string): boolean {
  const way = path.relative(folder, file);
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

export function uriOf(file: string): string {
  return URI.file(file).toString();
}

export function pathOf(uri: string): string {
  return URI.parse(uri).fsPath;
}

/** What went wrong with a file, as a phrase. */
export function reasonOf(error: unknown): string {
  const { code } = error as { readonly code?: string };
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'cannot be read: permission denied';
    case 'ENOENT':
      return 'there is no such file or folder';
    case 'EISDIR':
      return 'is a folder, not a file';
    default:
      return `cannot be read (${code ?? String(error)})`;
  }
}
