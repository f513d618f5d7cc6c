/** The smallest LSP client that can time a server: speaks the base protocol over stdio. */
import { spawn } from 'node:child_process';

/**
 * @param {string[]} command program and arguments
 * @param {string} cwd
 */
export function startServer(command, cwd) {
  const [program, ...args] = command;
  const child = spawn(program, args, { cwd, stdio: ['pipe', 'pipe', 'ignore'] });
  /** @type {Map<number, (result: any) => void>} */
  const pending = new Map();
  /** @type {Map<string, Set<(params: any) => void>>} */
  const listeners = new Map();
  let nextId = 1;
  let buffer = Buffer.alloc(0);

  child.stdout.on('data', chunk => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const headerEnd = buffer.indexOf('\r\n\r\n');
      if (headerEnd < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(buffer.toString('latin1', 0, headerEnd))?.[1]);
      if (buffer.length < headerEnd + 4 + length) return;
      const message = JSON.parse(buffer.toString('utf8', headerEnd + 4, headerEnd + 4 + length));
      buffer = buffer.subarray(headerEnd + 4 + length);
      receive(message);
    }
  });

  /** @param {any} message */
  function receive(message) {
    if (message.method !== undefined && message.id !== undefined) {
      // Requests of the server: configuration gets an empty object an item, everything else nothing.
      const result = message.method === 'workspace/configuration' ? message.params.items.map(() => ({})) : null;
      write({ jsonrpc: '2.0', id: message.id, result });
    } else if (message.method !== undefined) {
      for (const listener of listeners.get(message.method) ?? []) listener(message.params);
    } else {
      pending.get(message.id)?.(message.result);
      pending.delete(message.id);
    }
  }

  // A server that dies says so by `ended`.
  child.stdin.on('error', () => {});

  /** @param {object} message */
  function write(message) {
    const body = Buffer.from(JSON.stringify(message));
    child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    child.stdin.write(body);
  }

  return {
    /** @param {string} method @param {object} params @returns {Promise<any>} */
    request(method, params) {
      const id = nextId++;
      write({ jsonrpc: '2.0', id, method, params });
      return new Promise(resolve => pending.set(id, resolve));
    },
    /** @param {string} method @param {object} params */
    notify(method, params) {
      write({ jsonrpc: '2.0', method, params });
    },
    /** Resolves with the next notification that `fits`. @param {string} method @param {(params: any) => boolean} fits */
    next(method, fits) {
      return new Promise(resolve => {
        const set = listeners.get(method) ?? new Set();
        listeners.set(method, set);
        const listener = (/** @type {any} */ params) => {
          if (!fits(params)) return;
          set.delete(listener);
          resolve(params);
        };
        set.add(listener);
      });
    },
    /** Resolves when the server is gone. */
    ended: new Promise(resolve => child.once('exit', () => resolve(undefined))),
    stop() {
      child.kill();
    },
  };
}
