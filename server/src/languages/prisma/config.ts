import type { Span } from '#text';
import type { Source } from '../contract.ts';

export const prismaConfigNames: readonly string[] = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map(
  one => `prisma.config.${one}`,
);

/** What `prisma.config.ts` says of the database. It is read as text: whatever needs to be run to be known is left out. */
export interface PrismaConfig {
  /** `url`, `directUrl` and `shadowDatabaseUrl` of `datasource`, in order of position. */
  readonly urls: readonly ConfigUrl[];
  /**
   * What lets `env` be written: nothing, where the file imports it; the place (UTF-16 offset) and text of an addition to
   * its import of `prisma/config`. Undefined where there is no such import.
   */
  readonly envImport: { readonly at: number; readonly text: string } | undefined;
}

export interface ConfigUrl {
  readonly property: string;
  /** The value without its quotes where it is a string, the name of the variable where it is `env()` or `process.env`. */
  readonly value: string;
  readonly origin: 'literal' | 'environment';
  /** UTF-16 offsets of the value in the config file, quotes included. */
  readonly span: Span;
}

const DATASOURCE = /\bdatasource["']?\s*:\s*\{/g;
const VALUE =
  /(?<property>\b(?:url|directUrl|shadowDatabaseUrl))["']?\s*:\s*(?<value>(?<quote>["'`])(?<text>(?:\\.|(?!\k<quote>)[^\\\n])*)\k<quote>|env(?:<[^>]*>)?\(\s*["'](?<called>\w+)["']\s*\)|process\.env(?:\.(?<member>\w+)|\[\s*["'](?<index>\w+)["']\s*\])!?)/g;
const IMPORT = /\bimport\s*\{(?<names>[^}]*)\}\s*from\s*["']prisma\/config["']/;

/** Reads a Prisma config; undefined for other files. */
export function readPrismaConfig({ uri, text }: Source): PrismaConfig | undefined {
  if (!prismaConfigNames.includes(uri.slice(uri.lastIndexOf('/') + 1))) return undefined;
  const code = withoutComments(text);
  const urls: ConfigUrl[] = [];
  for (const match of code.matchAll(DATASOURCE)) {
    const start = match.index + match[0].length;
    for (const found of code.slice(start, endOfObject(code, start)).matchAll(VALUE)) urls.push(urlOf(found, start));
  }
  return { urls, envImport: envImportOf(code) };
}

function urlOf(found: RegExpMatchArray, base: number): ConfigUrl {
  const { property = '', value = '', text, called, member, index } = found.groups ?? {};
  const start = base + found.index! + found[0].length - value.length;
  const span = { start, end: start + value.length };
  const name = called ?? member ?? index;
  return name === undefined
    ? { property, value: text ?? '', origin: 'literal', span }
    : { property, value: name, origin: 'environment', span };
}

function envImportOf(code: string): PrismaConfig['envImport'] {
  const found = IMPORT.exec(code);
  if (!found) return undefined;
  const names = found.groups!['names']!;
  const at = found.index + found[0].indexOf('{') + 1 + names.trimEnd().length;
  if (/(?:^|,)\s*env\s*(?:,|$)/.test(names)) return { at, text: '' };
  return { at, text: names.trimEnd().endsWith(',') ? ' env' : ', env' };
}

/** Comments become blanks of the same length; quotes are kept whole, for `//` stands in every URL. */
function withoutComments(text: string): string {
  return text.replace(/(["'`])(?:\\.|(?!\1)[^\\])*\1|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (whole: string) =>
    whole.startsWith('/') ? whole.replace(/[^\r\n]/g, ' ') : whole,
  );
}

/** The offset of the brace that closes an object whose content starts at `from`; the end of the text where none does. */
function endOfObject(code: string, from: number): number {
  let depth = 1;
  for (const match of code.slice(from).matchAll(/(["'`])(?:\\.|(?!\1)[^\\])*\1|[{}]/g)) {
    if (match[0] === '{') depth++;
    else if (match[0] === '}' && --depth === 0) return from + match.index;
  }
  return code.length;
}
