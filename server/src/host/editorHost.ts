import type { AssetName } from '#languages';
import type { Host, HostFiles, ReadText } from './host.ts';
import { MAX_FILE_BYTES, tooLarge } from './limits.ts';

/** How the worker asks for what it has no other way to get. */
export interface EditorAccess {
  /** Sends `plumbline/readFile`. */
  readFile(params: { uri: string; maxBytes: number }): Promise<ReadText>;
  /** Sends `plumbline/findFiles`. */
  findFiles(params: { folder: string; glob: string }): Promise<{ readonly uris: readonly string[] }>;
  /** The bytes of a file of the package, by its path below `dist/`; undefined where it is not there. */
  fetchShipped(path: string): Promise<Uint8Array | undefined>;
}

/** Files through the client, which sees what the editor sees; a client that offers none of them simply has no others. */
export function createEditorHost(access: EditorAccess): Host {
  return {
    files: editorFiles(access),
    loadAsset: (name: AssetName) => access.fetchShipped(name),
    readPage: async rule => {
      const bytes = /^[a-z]+\/[a-z0-9-]+$/.test(rule) ? await access.fetchShipped(`rules/${rule}.md`) : undefined;
      return bytes && new TextDecoder().decode(bytes);
    },
    home: undefined,
    commits: undefined,
  };
}

function editorFiles(access: EditorAccess): HostFiles {
  const read = async (uri: string): Promise<ReadText> => {
    try {
      return await access.readFile({ uri, maxBytes: MAX_FILE_BYTES });
    } catch {
      return { reason: 'the editor does not give it', failed: true };
    }
  };
  return {
    async *find(folder, { glob }) {
      try {
        const { uris } = await access.findFiles({ folder, glob });
        yield* [...uris].sort();
      } catch {
        // An editor without this request: only what is open is known.
      }
    },
    // The client's watcher leaves out what the editor excludes.
    wouldFind: (folder, uri) => uri.startsWith(`${folder}/`),
    read,
    exists: async uri => {
      const found = await read(uri);
      return 'text' in found || !found.failed;
    },
    tooLarge,
  };
}
