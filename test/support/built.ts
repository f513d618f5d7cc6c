import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildAll, isStale } from '../../server/tools/build.mjs';

const root = path.resolve(import.meta.dirname, '../..');
/** A folder: making one is atomic. */
const lock = path.join(root, 'node_modules', '.plumbline-build-lock');
const ABANDONED = 120_000;

/** Builds dist/ where it is older than its sources; test files that run side by side wait for one another. */
export async function ensureBuilt(): Promise<void> {
  while (!takeLock()) await new Promise(resolve => setTimeout(resolve, 100));
  try {
    if (isStale()) await buildAll();
  } finally {
    rmdirSync(lock);
  }
}

function takeLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    try {
      if (Date.now() - statSync(lock).mtimeMs > ABANDONED) rmdirSync(lock);
    } catch {
      // Whoever held it has just let go.
    }
    return false;
  }
}
