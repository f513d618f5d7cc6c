import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { type Engine, isNamed } from '#engine';
import {
  createCommitted,
  isBelow,
  loadShippedAsset,
  pathOf,
  readRulePage,
  readShippedVersion,
  readText,
  uriOf,
  walkFiles,
} from '#host';
import type { GuideEntry } from '#report';
import type { Files } from './files.ts';
import { type Host, startServer } from './server.ts';

/** Serves standard input and output, or the channel that the parent process asks for on the command line. */
export function serveNode(engine: Engine, guide: readonly GuideEntry[], stdio: boolean): void {
  const connection = stdio
    ? createConnection(
        ProposedFeatures.all,
        new StreamMessageReader(process.stdin),
        new StreamMessageWriter(process.stdout),
      )
    : createConnection(ProposedFeatures.all);
  startServer(connection, nodeHost(engine, guide));
}

export function nodeHost(engine: Engine, guide: readonly GuideEntry[]): Host {
  return {
    engine,
    guide,
    files: diskFiles(),
    loadAsset: () => loadShippedAsset,
    readRulePage,
    version: readShippedVersion(),
  };
}

function diskFiles(): Files {
  const committed = createCommitted();
  const isOurs = (name: string): boolean => /\.(prisma|sql|ya?ml|json)$|^\.plumbline\.jsonc$/i.test(name);
  return {
    *walk(folder, companions) {
      if (!folder.startsWith('file:')) return;
      const wants = (name: string): boolean => isOurs(name) || isNamed(name, companions);
      for (const found of walkFiles(pathOf(folder), wants)) if (found.kind === 'file') yield uriOf(found.path);
    },
    read: uri => {
      if (!uri.startsWith('file:')) return undefined;
      const read = readText(pathOf(uri));
      return 'text' in read ? read.text : undefined;
    },
    isBelow: (folder, uri) => folder.startsWith('file:') && isBelow(pathOf(folder), pathOf(uri)),
    committed: {
      has: uri => (uri.startsWith('file:') ? committed.has(pathOf(uri)) : undefined),
      textOf: uri => (uri.startsWith('file:') ? committed.textOf(pathOf(uri)) : undefined),
    },
  };
}
