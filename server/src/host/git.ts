import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createObjectReader, type GitObject } from './gitObjects.ts';

/** What the last commit has of files, by their absolute paths. */
export interface Committed {
  /** Whether it has a file; undefined where no repository (or none that can be read) holds it. */
  has(file: string): boolean | undefined;
  /** The text of a file in it; undefined where it has none, or it cannot be read. */
  textOf(file: string): string | undefined;
}

/** Reads the last commit without a git binary: only the trees on the way to the folders that are asked about. */
export function createCommitted(): Committed {
  const repositories = new Map<string, Head | undefined>();
  const roots = new Map<string, string | undefined>();
  const rootOf = (folder: string): string | undefined => {
    if (!roots.has(folder)) roots.set(folder, findRoot(folder));
    return roots.get(folder);
  };
  const ask = <T>(file: string, question: (head: Head, folder: string) => T): T | undefined => {
    const folder = path.dirname(file);
    const root = rootOf(folder);
    if (root === undefined) return undefined;
    if (!repositories.has(root)) repositories.set(root, openHead(root));
    const head = repositories.get(root);
    try {
      return head && question(head, path.relative(root, folder));
    } catch {
      // A damaged or shallow object store: as if there were no git.
      repositories.set(root, undefined);
      return undefined;
    }
  };
  return {
    has: file => ask(file, (head, folder) => head.entriesOf(folder).has(path.basename(file))),
    textOf: file => ask(file, (head, folder) => head.textOf(folder, path.basename(file))),
  };
}

/** The last commit of a repository. Folders are relative to its root. */
interface Head {
  entriesOf(folder: string): ReadonlyMap<string, string>;
  textOf(folder: string, name: string): string | undefined;
}

function findRoot(start: string): string | undefined {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, '.git'))) return folder;
    if (path.dirname(folder) === folder) return undefined;
  }
}

/** Undefined where the last commit cannot be read. */
function openHead(root: string): Head | undefined {
  try {
    const { own, common } = gitFolders(root);
    const commitId = resolveHead(own, common);
    // A repository without a commit: nothing is committed.
    if (commitId === undefined) return { entriesOf: () => new Map(), textOf: () => undefined };
    const read = createObjectReader(path.join(common, 'objects'));
    const commit = read(commitId);
    const treeId = commit && /^tree ([0-9a-f]{40})$/m.exec(commit.content.toString('latin1', 0, 100))?.[1];
    if (treeId === undefined) return undefined;
    return createTreeReader(treeId, read);
  } catch {
    return undefined;
  }
}

/** The `.git` folder, and the one that holds objects and refs: they differ in a linked worktree. */
function gitFolders(root: string): { readonly own: string; readonly common: string } {
  let own = path.join(root, '.git');
  if (statSync(own).isFile()) {
    const target = readFileSync(own, 'utf8')
      .replace(/^gitdir:\s*/, '')
      .trim();
    own = path.resolve(root, target);
  }
  const link = path.join(own, 'commondir');
  const common = existsSync(link) ? path.resolve(own, readFileSync(link, 'utf8').trim()) : own;
  return { own, common };
}

/**
 * The id of the commit that HEAD names; undefined where its branch has none yet.
 * @throws where HEAD is in a form that this reader does not know (reftable)
 */
function resolveHead(own: string, common: string): string | undefined {
  let value = readFileSync(path.join(own, 'HEAD'), 'utf8').trim();
  for (let hops = 0; hops < 5; hops++) {
    if (/^[0-9a-f]{40}$/.test(value)) return value;
    const name = /^ref: (.+)$/.exec(value)?.[1];
    if (name === undefined || name === 'refs/heads/.invalid') throw new Error('unknown form of HEAD');
    const loose = [own, common].map(folder => path.join(folder, name)).find(file => existsSync(file));
    const next = loose ? readFileSync(loose, 'utf8').trim() : packedRef(common, name);
    if (next === undefined) return undefined;
    value = next;
  }
  throw new Error('references that name each other');
}

function packedRef(common: string, name: string): string | undefined {
  const file = path.join(common, 'packed-refs');
  if (!existsSync(file)) return undefined;
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find(one => one.endsWith(` ${name}`));
  return line?.slice(0, 40);
}

function createTreeReader(rootTree: string, read: (id: string) => GitObject | undefined): Head {
  const nothing: ReadonlyMap<string, string> = new Map();
  const entries = new Map<string, ReadonlyMap<string, string>>();
  const texts = new Map<string, string | undefined>();
  const entriesOf = (folder: string): ReadonlyMap<string, string> => {
    let known = entries.get(folder);
    if (!known) {
      const parent = path.dirname(folder);
      const id = folder === '' ? rootTree : entriesOf(parent === '.' ? '' : parent).get(path.basename(folder));
      const tree = id === undefined ? undefined : read(id);
      entries.set(folder, (known = tree?.type === 'tree' ? parseTree(tree.content) : nothing));
    }
    return known;
  };
  const textOf = (id: string): string | undefined => {
    const object = read(id);
    const text = object?.type === 'blob' ? object.content.toString('utf8') : undefined;
    // Large files are kept elsewhere; what stands here names them.
    return text?.startsWith('version https://git-lfs') ? undefined : text;
  };
  return {
    entriesOf,
    textOf: (folder, name) => {
      const id = entriesOf(folder).get(name);
      if (id === undefined) return undefined;
      if (!texts.has(id)) texts.set(id, textOf(id));
      return texts.get(id);
    },
  };
}

/** A tree is a row of `<mode> <name>\0<20 bytes of id>`. */
function parseTree(content: Buffer): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const end = content.indexOf(0, space);
    if (space < 0 || end < 0) break;
    entries.set(content.toString('utf8', space + 1, end), content.toString('hex', end + 1, end + 21));
    at = end + 21;
  }
  return entries;
}
