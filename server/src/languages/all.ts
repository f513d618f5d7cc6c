import type { Language } from './contract.ts';
import { kubernetesLanguage } from './kubernetes/index.ts';
import { openApiLanguage } from './openapi/index.ts';
import { prismaLanguage } from './prisma/index.ts';
import { sqlLanguage } from './sql/index.ts';

/** Every language, in the order in which they are asked whether a text is theirs. */
export const languages: readonly Language[] = [prismaLanguage, sqlLanguage, openApiLanguage, kubernetesLanguage] as readonly Language<never, never>[] as readonly Language[];
