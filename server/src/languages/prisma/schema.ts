import { isWithin, type PackageFacts, packageVersion, type Version } from '../packages.ts';
import type { PrismaConfig } from './config.ts';
import type { FieldFacts, ModelFacts, PrismaFacts, RelationFacts } from './facts.ts';

/** All files of one schema taken together. */
export interface PrismaSchema {
  /** Undefined where no file says it, where it is no plain string, or where several files say different things. */
  readonly provider: string | undefined;
  /** `foreignKeys` is what Prisma does where nothing is written. */
  readonly relationMode: 'foreignKeys' | 'prisma' | undefined;
  readonly prisma8: boolean;
  /** The version of Prisma that reads the schema; undefined where nothing says it. */
  readonly version: Version | undefined;
  model(name: string): ModelFacts | undefined;
  /** The relations that point to a model and hold its key. */
  relationsTo(name: string): readonly RelationTo[];
}

/** A field with `@relation(fields: …)`, in the model that has the columns. */
export interface RelationTo {
  readonly uri: string;
  readonly model: ModelFacts;
  readonly field: FieldFacts;
  readonly relation: RelationFacts;
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
    version: prismaVersion(files),
    model: name => {
      for (const { models } of all) {
        const found = models.find(one => one.name === name);
        if (found) return found;
      }
      return undefined;
    },
    relationsTo: name =>
      [...files].flatMap(([uri, { models }]) =>
        models.flatMap(model =>
          model.fields.flatMap(field => {
            const { type, relation } = field;
            return type === name && relation && relation.fields.length > 0 ? [{ uri, model, field, relation }] : [];
          }),
        ),
      ),
  };
}

/**
 * The version of Prisma that reads a schema: by the schema's own word, else by the nearest lock file and package.json, else
 * by `url` in its datasource, which Prisma 7 refuses (then 6.0). Undefined where nothing says it.
 */
export function prismaVersion(files: ReadonlyMap<string, PrismaFacts>): Version | undefined {
  const schemas = [...files].filter(([, one]) => !one.companion);
  if (schemas.some(([, one]) => one.prisma8)) return { major: 8, minor: 0 };
  const [uri] = schemas.find(([, one]) => one.datasource) ?? schemas[0] ?? [];
  if (uri === undefined) return undefined;
  const packages = new Map<string, PackageFacts>();
  for (const [other, { companion }] of files) if (companion?.packages) packages.set(other, companion.packages);
  const installed = installedPrisma(folderOf(uri), packages);
  if (installed) return installed;
  return schemas.some(([, one]) => one.datasource?.hasUrl) ? { major: 6, minor: 0 } : undefined;
}

/** The packages that say which Prisma there is; the first migrates, the second reads the schema for the client. */
export const PRISMA_PACKAGES: readonly string[] = ['prisma', '@prisma/client'];

/** The version of Prisma that the packages of a folder bring. */
export function installedPrisma(folder: string, packages: ReadonlyMap<string, PackageFacts>): Version | undefined {
  for (const name of PRISMA_PACKAGES) {
    const version = packageVersion(name, folder, packages);
    if (version) return version;
  }
  return undefined;
}

/** `prisma.config.ts` and its like, the nearest one up from a schema. */
export interface FoundConfig {
  readonly uri: string;
  readonly config: PrismaConfig;
}

/** The Prisma config that counts for a schema; `files` is what `workspace.facts('prisma')` gives. */
export function prismaConfig(files: ReadonlyMap<string, PrismaFacts>): FoundConfig | undefined {
  let nearest: FoundConfig | undefined;
  for (const [uri, { companion }] of files)
    if (companion?.config && folderOf(uri).length >= folderOf(nearest?.uri ?? '').length)
      nearest = { uri, config: companion.config };
  return nearest;
}

/**
 * The files that make one schema with `uri`: those in or below the folder that holds the datasource, up to folders
 * that have one of their own. Where no folder above has one, the file's own folder counts. A folder with several
 * datasources holds several schemas of one file each. Companions are among them where they lie in the folder of the
 * schema or above it.
 */
export function filesOfSchema(uri: string, all: ReadonlyMap<string, PrismaFacts>): ReadonlyMap<string, PrismaFacts> {
  const own = all.get(uri);
  if (!own || all.size === 1) return all;
  const roots = datasourceFolders(all);
  const root = rootOf(uri, roots);
  const above = (other: string): boolean => isWithin(folderOf(uri), folderOf(other));
  if (own.datasource && roots.get(folderOf(uri)) !== 1)
    return new Map([...all].filter(([other, { companion }]) => other === uri || (companion && above(other))));
  const several = root !== undefined && roots.get(root)! > 1;
  const folder = root ?? folderOf(uri);
  return new Map(
    [...all].filter(([other, facts]) => {
      if (facts.companion) return above(other);
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
