import type { Source } from '../contract.ts';

/** Prisma 1 kept GraphQL types in `datamodel.prisma`: `id: ID! @id`. */
const GRAPHQL_FIELD = /^[ \t]*\w+[ \t]*(?:\([^)\n]*\))?:[ \t]*\[?\w+!?\]?!?[ \t]*(?:@|#|\r?$)/m;

const PRISMA_BLOCK = /^[ \t]*(?:model|view|enum|datasource|generator|namespace|types)\b[^\n{]*\{/m;

const DATASOURCE = /^[ \t]*datasource[ \t]+\w+[ \t]*\{[^}]*\bprovider[ \t]*=/m;

/** A `.prisma` file, unless it is one of Prisma 1; or a text without a file name yet that has a datasource. */
export function isPrisma({ uri, text }: Source): boolean {
  // The name first: texts of other kinds may be long, and are asked about with every keystroke.
  const isNamed = /\.prisma$/i.test(uri);
  if (!isNamed && !uri.startsWith('untitled:')) return false;
  if (text.includes('\0')) return false;
  return isNamed ? PRISMA_BLOCK.test(text) || !GRAPHQL_FIELD.test(text) : DATASOURCE.test(text);
}
