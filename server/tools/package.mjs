/** Writes plumbline-<version>.vsix: builds first when a source is newer, ships what .vscodeignore lets through. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { buildAll, isStale, stamp } from './build.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const shippedAsTheyAre = [
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  '.vscodeignore',
  'media/icon.png',
  'syntaxes',
];

/** Absolute. */
export function vsixPath() {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return path.join(root, `${name}-${version}.vsix`);
}

/** @returns {Promise<string>} the path of a .vsix that is as new as the sources */
export async function packageIfStale() {
  if (isStale()) await buildAll();
  const vsix = vsixPath();
  const newest = Math.max(
    statSync(stamp).mtimeMs,
    ...shippedAsTheyAre.map(file => statSync(path.join(root, file)).mtimeMs),
  );
  if (!existsSync(vsix) || statSync(vsix).mtimeMs < newest) await packageAll(vsix);
  return vsix;
}

/** @param {string} vsix */
async function packageAll(vsix) {
  await createVSIX({
    cwd: root,
    packagePath: vsix,
    // Everything is bundled; links in the README stay as they are written.
    dependencies: false,
    rewriteRelativeLinks: false,
    allowMissingRepository: true,
    // The pages of rules about secrets show some, made up.
    allowPackageSecrets: ['github', 'slack'],
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(path.relative(process.cwd(), await packageIfStale()));
}
