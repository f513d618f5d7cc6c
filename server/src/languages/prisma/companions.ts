import type { Companions, Source } from '../contract.ts';
import { packageFiles, readPackages } from '../packages.ts';
import { prismaConfigNames, readPrismaConfig } from './config.ts';
import type { PrismaFacts } from './facts.ts';
import { PRISMA_PACKAGES } from './schema.ts';

/** What says which version of Prisma reads a schema, and where its database is. */
export const prismaCompanions: Companions<PrismaFacts> = {
  names: [...packageFiles, ...prismaConfigNames],
  facts: source => {
    const companion = read(source);
    return (
      companion && {
        models: [],
        enums: [],
        datasource: undefined,
        hasGenerator: false,
        previewFeatures: [],
        enablePartialIndexes: undefined,
        prisma8: false,
        companion,
      }
    );
  },
};

function read(source: Source): PrismaFacts['companion'] {
  const packages = readPackages(source, PRISMA_PACKAGES);
  if (packages) return { packages };
  const config = readPrismaConfig(source);
  return config && { config };
}
