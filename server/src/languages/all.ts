import type { Document, Facts, Language } from './contract.ts';
import { kubernetesLanguage } from './kubernetes/index.ts';
import { openApiLanguage } from './openapi/index.ts';
import { prismaLanguage } from './prisma/index.ts';
import { sqlLanguage } from './sql/index.ts';

/** Every language, in the order in which they are asked whether a text is theirs. */
export const languages: readonly Language[] = [
  widen(prismaLanguage),
  widen(sqlLanguage),
  widen(openApiLanguage),
  widen(kubernetesLanguage),
];

/** Forgets which document a language reads: the engine hands each one only documents that it made itself. */
function widen<D extends Document, F extends Facts>(language: Language<D, F>): Language {
  return language as unknown as Language;
}
