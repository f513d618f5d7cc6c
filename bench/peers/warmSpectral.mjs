/**
 * What Spectral takes for a document that has been edited, in one process that has run before: parse, resolve, lint.
 *
 *   node warmSpectral.mjs <node_modules of the peers> <document> <offset of the edit> <runs>
 *
 * Prints the times as JSON, in milliseconds.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { times } from './times.mjs';

const [modules, file, offset, runs] = process.argv.slice(2);
const require = createRequire(`${modules}/x.js`);
const { Spectral, Document } = require('@stoplight/spectral-core');
const { Json, Yaml } = require('@stoplight/spectral-parsers');
const { oas } = require('@stoplight/spectral-rulesets');
const spectral = new Spectral();
spectral.setRuleset({ extends: [oas] });
const parser = file.endsWith('.json') ? Json : Yaml;
await times(readFileSync(file, 'utf8'), Number(offset), Number(runs), text =>
  spectral.run(new Document(text, parser, file)),
);
