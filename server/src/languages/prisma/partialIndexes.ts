import type { TextEdit } from '#text';
import { isAtLeast } from '../packages.ts';
import type { PrismaFacts } from './facts.ts';
import type { Field } from './fields.ts';
import type { PrismaDocument } from './model.ts';
import { mergeSchema } from './schema.ts';

/** How an index of a schema can leave rows out. */
export interface PartialIndexes {
  readonly prisma8: boolean;
  /** What names an index. */
  readonly nameArgument: 'map' | 'name';
  /** The argument `where: …` for the rows in which a field has a value. */
  where(field: Field, value: 'null' | 'not null' | 'true' | 'false'): string;
  /** What has to be switched on for it, maybe in another file of the schema. */
  readonly enabling: readonly (TextEdit & { readonly uri?: string })[];
}

/** By Prisma's own validator, which refuses `where:` for MySQL and MongoDB. */
const DATABASES: ReadonlySet<string> = new Set(['postgresql', 'postgres', 'sqlite', 'sqlserver', 'cockroachdb']);

/** Whether the database of a schema has indexes over some of the rows; false where nothing says which one it is. */
export function hasPartialIndexes(files: ReadonlyMap<string, PrismaFacts>): boolean {
  const { provider, prisma8 } = mergeSchema(files);
  return prisma8 || DATABASES.has(provider ?? '');
}

/**
 * How a schema can say it; undefined where it cannot. Prisma reads `where:` from 7.4 on, as a preview feature; in Prisma 8
 * it is SQL. `files` is what `workspace.facts('prisma')` gives.
 */
export function partialIndexes(
  document: PrismaDocument,
  files: ReadonlyMap<string, PrismaFacts>,
): PartialIndexes | undefined {
  if (!hasPartialIndexes(files)) return undefined;
  const { version, prisma8 } = mergeSchema(files);
  if (prisma8) return { prisma8, nameArgument: 'name', where: whereSql, enabling: [] };
  if ([...files.values()].some(one => one.previewFeatures.includes('partialIndexes')))
    return { prisma8, nameArgument: 'map', where: whereObject, enabling: [] };
  if (!version || !isAtLeast(version, 7, 4)) return undefined;
  for (const [uri, { enablePartialIndexes }] of files) {
    if (!enablePartialIndexes) continue;
    const enabling = uri === document.uri ? enablePartialIndexes : enablePartialIndexes.map(one => ({ ...one, uri }));
    return { prisma8, nameArgument: 'map', where: whereObject, enabling };
  }
  return undefined;
}

function whereObject(field: Field, value: string): string {
  return `where: { ${field.name.text}: ${value === 'not null' ? '{ not: null }' : value} }`;
}

function whereSql(field: Field, value: string): string {
  const column = `"${field.column.replaceAll('"', '""')}"`;
  if (value === 'null' || value === 'not null') return `where: sql\`${column} IS ${value.toUpperCase()}\``;
  return `where: sql\`${value === 'true' ? column : `NOT ${column}`}\``;
}
