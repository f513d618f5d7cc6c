import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AssetName, LoadAsset } from '#languages';

/** Where the wasm files lie in a checkout; in the package they lie beside the bundle. */
const IN_CHECKOUT: Readonly<Record<AssetName, string>> = {
  'libpg-query.wasm': 'node_modules/libpg-query/wasm/libpg-query.wasm',
  'prisma_schema_build_bg.wasm': 'node_modules/@prisma/prisma-schema-wasm/src/prisma_schema_build_bg.wasm',
};

/** Reads wasm files from the package. */
export const loadShippedAsset: LoadAsset = async name => {
  const file = findShipped(name, IN_CHECKOUT[name]);
  return file === undefined ? undefined : readFile(file);
};

/** The page of a rule, as Markdown; undefined where there is none. */
export function readRulePage(rule: string): string | undefined {
  if (!/^[a-z]+\/[a-z0-9-]+$/.test(rule)) return undefined;
  const file = findShipped(`rules/${rule}.md`, `rules/${rule}.md`);
  return file === undefined ? undefined : readFileSync(file, 'utf8');
}

export function readShippedVersion(): string {
  const text = readFileSync(fileURLToPath(beside('../package.json') ?? checkout('package.json')), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

function findShipped(besideBundle: string, inCheckout: string): string | undefined {
  const found = beside(`./${besideBundle}`) ?? checkout(inCheckout);
  return existsSync(fileURLToPath(found)) ? fileURLToPath(found) : undefined;
}

/** The URL of a file relative to the bundle; undefined where it is not there. */
function beside(name: string): string | undefined {
  const url = new URL(name, import.meta.url);
  return existsSync(fileURLToPath(url)) ? url.href : undefined;
}

/** This file is server/src/host/shipped.ts there. */
function checkout(name: string): string {
  return new URL(`../../../${name}`, import.meta.url).href;
}
