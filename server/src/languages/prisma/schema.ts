import type { ModelFacts, PrismaFacts } from './facts.ts';

/** All files of one schema taken together. */
export interface PrismaSchema {
  /** Undefined where no file says it, where it is no plain string, or where several files say different things. */
  readonly provider: string | undefined;
  /** `foreignKeys` is what Prisma does where nothing is written. */
  readonly relationMode: 'foreignKeys' | 'prisma' | undefined;
  readonly prisma8: boolean;
  model(name: string): ModelFacts | undefined;
}

/** Merges what the files of one schema say; `files` is what `related` gives, so the facts that a rule is shown. */
export function mergeSchema(files: ReadonlyMap<string, PrismaFacts>): PrismaSchema {
  const all = [...files.values()];
  const datasources = all.flatMap(one => one.datasource ?? []);
  const only = datasources.length === 1 ? datasources[0] : undefined;
  const mode = only?.relationMode;
  return {
    provider: only?.provider,
    relationMode:
      mode === undefined || mode === 'foreignKeys' || mode === 'prisma' ? (mode ?? 'foreignKeys') : undefined,
    prisma8: all.some(one => one.prisma8),
    model: name => {
      for (const { models } of all) {
        const found = models.find(one => one.name === name);
        if (found) return found;
      }
      return undefined;
    },
  };
}

/**
 * The files that make one schema with `uri`: those in or below the folder that holds the datasource, up to folders
 * that have one of their own. Where no folder above has one, the file's own folder counts. A folder with several
 * datasources holds several schemas of one file each.
 */
export function filesOfSchema(uri: string, all: ReadonlyMap<string, PrismaFacts>): ReadonlyMap<string, PrismaFacts> {
  const own = all.get(uri);
  if (!own || all.size === 1) return all;
  const roots = datasourceFolders(all);
  const root = rootOf(uri, roots);
  if (own.datasource && roots.get(folderOf(uri)) !== 1) return new Map([[uri, own]]);
  const several = root !== undefined && roots.get(root)! > 1;
  const folder = root ?? folderOf(uri);
  return new Map(
    [...all].filter(([other, facts]) => {
      if (several && facts.datasource) return false;
      return root === undefined ? folderOf(other) === folder : rootOf(other, roots) === root;
    }),
  );
}

/** How many files with a datasource each folder has. */
function datasourceFolders(all: ReadonlyMap<string, PrismaFacts>): ReadonlyMap<string, number> {
  const folders = new Map<string, number>();
  for (const [uri, facts] of all)
    if (facts.datasource) folders.set(folderOf(uri), (folders.get(folderOf(uri)) ?? 0) + 1);
  return folders;
}

/** The nearest folder up from a file that has a datasource. */
function rootOf(uri: string, roots: ReadonlyMap<string, number>): string | undefined {
  for (let folder = folderOf(uri); folder.includes('/'); folder = folderOf(folder))
    if (roots.has(folder)) return folder;
  return undefined;
}

function folderOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
}
