/**
 * The text of the module that the extension host loads in place of the suite. It sends everything the suite prints to
 * a file, so that no log line of the workbench mixes with it, and then runs the suite.
 *
 * @param {{ testsPath: string, printedFile: string }} options
 */
export function suiteEntry({ testsPath, printedFile }) {
  return `'use strict';
const fs = require('node:fs');
const util = require('node:util');
const { pathToFileURL } = require('node:url');

const testsPath = ${JSON.stringify(testsPath)};
const printed = fs.openSync(${JSON.stringify(printedFile)}, 'a');
const print = text => fs.writeSync(printed, text);

for (const name of ['log', 'info', 'warn', 'error', 'debug']) {
  // The extension host's own console properties ignore an assignment.
  const value = (...args) => print(util.format(...args) + '\\n');
  Object.defineProperty(console, name, { value, writable: true, configurable: true });
}
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, callback) => {
    print(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const done = typeof encoding === 'function' ? encoding : callback;
    if (done) done();
    return true;
  };
}

async function load() {
  try {
    return require(testsPath);
  } catch (error) {
    if (error.code !== 'ERR_REQUIRE_ESM') throw error;
    return import(pathToFileURL(testsPath).href);
  }
}

exports.run = async () => {
  try {
    const suite = await load();
    await suite.run();
  } catch (error) {
    print('\\n' + ((error && error.stack) || error) + '\\n');
    throw error;
  }
};
`;
}
