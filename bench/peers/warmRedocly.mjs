/**
 * What Redocly takes for a document that has been edited, in one process that has run before.
 *
 *   node warmRedocly.mjs <node_modules of the peers> <document> <offset of the edit> <runs>
 *
 * Prints the times as JSON, in milliseconds.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { times } from './times.mjs';

const [modules, file, offset, runs] = process.argv.slice(2);
const main = pathToFileURL(path.join(modules, '@redocly/openapi-core/lib/index.js')).href;
const { createConfig, lintFromString } = await import(main);
const config = await createConfig({ extends: ['recommended'] });
await times(readFileSync(file, 'utf8'), Number(offset), Number(runs), text =>
  lintFromString({ source: text, absoluteRef: file, config }),
);
