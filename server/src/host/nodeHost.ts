import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { URI } from 'vscode-uri';
import { createCommitted, lastCommit } from './git.ts';
import type { Host, HostCommits, HostFiles } from './host.ts';
import { tooLarge } from './limits.ts';
import { isWalked, pathOf, readText, uriOf, walkFiles } from './nodeFiles.ts';
import { loadShippedAsset, readRulePage } from './shipped.ts';

/** Disk, git and the files of the package. Other schemes than `file:` have no files here. */
export function createNodeHost(): Host {
  return {
    files: diskFiles,
    loadAsset: loadShippedAsset,
    readPage: async rule => readRulePage(rule),
    home: uriOf(homedir()),
    commits,
  };
}

const diskFiles: HostFiles = {
  async *find(folder, { wants }) {
    const root = diskPath(folder);
    if (root === undefined) return;
    for (const found of walkFiles(root, wants)) if (found.kind === 'file') yield uriOf(found.path);
  },
  wouldFind: (folder, uri) => {
    const [root, file] = [diskPath(folder), diskPath(uri)];
    return root !== undefined && file !== undefined && isWalked(root, file);
  },
  read: async uri => {
    const file = diskPath(uri);
    return file === undefined ? { reason: 'not a file on this disk', failed: true } : readText(file);
  },
  exists: async uri => {
    const file = diskPath(uri);
    return file !== undefined && existsSync(file);
  },
  tooLarge,
};

const commits: HostCommits = {
  lastCommit: folder => {
    const path = diskPath(folder);
    return path === undefined ? undefined : lastCommit(path);
  },
  reader: () => {
    const committed = createCommitted();
    return uri => {
      const path = diskPath(uri);
      return path === undefined ? undefined : committed(path);
    };
  },
};

function diskPath(uri: string): string | undefined {
  return URI.parse(uri).scheme === 'file' ? pathOf(uri) : undefined;
}
