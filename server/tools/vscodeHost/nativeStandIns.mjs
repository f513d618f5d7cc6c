/**
 * Plain JavaScript in place of the two native modules that the VS Code server misses at start-up. Without them every
 * run would need a compiler; without `spdlog` there would be no log files, and so no output channels.
 * Paths are relative to the server's folder.
 */
export const nativeStandIns = {
  'node_modules/@vscode/spdlog/index.js': `'use strict';
const fs = require('fs');
const path = require('path');
const levelNames = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];
class Logger {
  constructor(type, name, file) {
    this.file = file;
    this.level = 2;
    this.raw = false;
  }
  write(level, message) {
    if (level < this.level) return;
    const stamp = new Date().toISOString().replace('T', ' ').slice(0, -1);
    fs.appendFileSync(this.file, this.raw ? message : stamp + ' [' + levelNames[level] + '] ' + message + '\\n');
  }
  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  clearFormatters() { this.raw = true; }
  setPattern() {}
  flush() {}
  drop() {}
}
async function createLogger(name, file) {
  await fs.promises.mkdir(path.dirname(file), { recursive: true });
  fs.appendFileSync(file, '');
  return new Logger('', name, file);
}
// One assignment a line: import() of CommonJS finds the export names by reading the text.
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
`,
  'node_modules/@vscode/native-watchdog/index.js': `'use strict';
// Ends the process soon after its parent has gone.
exports.start = pid => setInterval(() => {
  try {
    process.kill(pid, 0);
  } catch {
    process.exit(87);
  }
}, 3000).unref();
exports.exit = code => process.exit(code || 0);
`,
};
