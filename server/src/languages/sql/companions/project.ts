import { isWithin, type PackageFacts, packageVersion, type Version } from '../../packages.ts';
import { installedPrisma } from '../../prisma/schema.ts';
import type { SqlFacts } from '../facts.ts';
import { baseNameOf, folderOf, pathOf } from '../uris.ts';
import type { FlywaySettings, RunsFolders } from './model.ts';

/** All that the companions of a migration directory say. */
export interface Project {
  /** The tool that they name for a file. `claimed`: the one that its own layout shows. */
  toolOf(uri: string, claimed: string | undefined): string | undefined;
  /** Whether a file has been told to run outside a transaction. */
  isOutside(uri: string): boolean;
  /** The position of a migration where a journal gives the order; undefined where there is none, infinite for one that it lacks. */
  positionOf(uri: string): number | undefined;
  readonly flyway: FlywaySettings | undefined;
  readonly prisma: Version | undefined;
  /** The version of the Supabase CLI. */
  readonly supabase: Version | undefined;
}

/** `folder`: the uri of the migration directory. `facts`: those of its files and companions. */
export function projectOf(folder: string, facts: ReadonlyMap<string, SqlFacts>): Project {
  const companions = [...facts].flatMap(([uri, { companion }]) => (companion ? [{ uri, ...companion }] : []));
  const packages = new Map(
    companions.flatMap(({ uri, packages }): [string, PackageFacts][] => (packages ? [[uri, packages]] : [])),
  );
  const runs = companions.flatMap(one => one.runs ?? []);
  const outside = new Set(companions.flatMap(one => one.outside ?? []));
  const order = companions.find(one => one.order && one.order.folder === folder)?.order?.names;
  const nearest = <T>(pick: (one: (typeof companions)[number]) => T | undefined): T | undefined =>
    companions
      .filter(one => pick(one) !== undefined && isWithin(folder, folderOf(one.uri)))
      .sort((a, b) => folderOf(b.uri).length - folderOf(a.uri).length)
      .map(pick)[0];
  return {
    toolOf: (uri, claimed) => nearestTool(uri, claimed, runs),
    isOutside: uri => outside.has(uri) || outside.has(folderOf(uri)),
    positionOf: uri => {
      if (!order) return undefined;
      const name =
        baseNameOf(uri) === 'migration.sql' ? baseNameOf(folderOf(uri)) : baseNameOf(uri).replace(/\.sql$/, '');
      const at = order.indexOf(name);
      return at < 0 ? Number.POSITIVE_INFINITY : at;
    },
    flyway: nearest(one => one.flyway),
    prisma: installedPrisma(folder, packages) ?? schemaVersion(folder, companions),
    supabase: packageVersion('supabase', folder, packages),
  };
}

/** By a schema in the folder beside the migrations, or above. */
function schemaVersion(
  folder: string,
  companions: readonly { readonly uri: string; readonly prisma?: Version }[],
): Version | undefined {
  const near = companions.filter(one => one.prisma && isWithin(folder, folderOf(one.uri)));
  return near.sort((a, b) => folderOf(b.uri).length - folderOf(a.uri).length)[0]?.prisma;
}

const IN_MIGRATIONS = /\/migrations?\/(?:[^/]+\/)?\d+[^/]*\.sql$/i;

function nearestTool(uri: string, claimed: string | undefined, runs: readonly RunsFolders[]): string | undefined {
  const mayBeNumbered = (claimed === undefined || claimed === 'golang-migrate') && IN_MIGRATIONS.test(pathOf(uri));
  let best: string | undefined;
  let depth = -1;
  for (const { tool, folders, when } of runs) {
    if (when === 'unclaimed' ? claimed !== undefined : when === 'numbered' && !mayBeNumbered) continue;
    for (const one of folders) {
      if (one.length <= depth || !uri.startsWith(`${one}/`)) continue;
      best = tool;
      depth = one.length;
    }
  }
  // Go projects have many tools; their module file only says that it is none of another language.
  return best === 'golang-migrate' ? claimed : best;
}
